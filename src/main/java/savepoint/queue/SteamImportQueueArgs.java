package savepoint.queue;

import com.pulumi.core.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import savepoint.aws.AwsTarget;
import savepoint.validation.Rule;
import savepoint.validation.Rules;

/** What a {@link SteamImportQueue} is built from; immutable, and checked as a whole by {@link Builder#build()}. */
public final class SteamImportQueueArgs {

    final Output<AwsTarget> target;
    final String queueName;
    final String deadLetterQueueName;
    final Duration visibilityTimeout;
    final Duration messageRetention;
    final Duration deadLetterMessageRetention;
    final Duration receiveWaitTime;
    final int maxMessageSize;
    final int maxReceiveCount;
    final List<String> senderArns;
    final Map<String, String> tags;

    private SteamImportQueueArgs(Builder builder) {
        target = Objects.requireNonNull(builder.target, "target");
        queueName = "savepoint-%s-steam-library-sync".formatted(builder.environment);
        deadLetterQueueName = queueName + "-dlq";
        visibilityTimeout = builder.visibilityTimeout.orElse(
                builder.consumerTimeout.multipliedBy(6).plus(builder.consumerBatchingWindow));
        messageRetention = builder.messageRetention;
        deadLetterMessageRetention = builder.deadLetterMessageRetention;
        receiveWaitTime = builder.receiveWaitTime;
        maxMessageSize = builder.maxMessageSize;
        maxReceiveCount = builder.maxReceiveCount;
        senderArns = List.copyOf(builder.senderArns);
        tags = Map.copyOf(builder.tags);
        Rules.enforce("SteamImportQueueArgs", rules(builder.environment, builder.consumerTimeout));
    }

    private List<Rule> rules(String environment, Duration consumerTimeout) {
        var rules = new ArrayList<>(List.of(
                QueueRules.environment("environment", environment),
                QueueRules.visibilityTimeout("visibilityTimeout", visibilityTimeout),
                QueueRules.visibilityTimeoutCovers("visibilityTimeout", visibilityTimeout, consumerTimeout),
                QueueRules.messageRetention("messageRetention", messageRetention),
                QueueRules.messageRetention("deadLetterMessageRetention", deadLetterMessageRetention),
                QueueRules.deadLetterRetentionExceeds(
                        "deadLetterMessageRetention", deadLetterMessageRetention, messageRetention),
                QueueRules.receiveWaitTime("receiveWaitTime", receiveWaitTime),
                QueueRules.maxMessageSize("maxMessageSize", maxMessageSize),
                QueueRules.maxReceiveCount("maxReceiveCount", maxReceiveCount)));
        senderArns.forEach(sender -> rules.add(QueueRules.sender("senderArns", sender)));
        return rules;
    }

    /**
     * Starts with what has no default.
     *
     * @param target where the queues are created, from which their ARNs follow
     * @param environment the environment's name, such as {@code dev}; the queue is
     *     {@code savepoint-{environment}-steam-library-sync}
     */
    public static Builder builder(Output<AwsTarget> target, String environment) {
        return new Builder(target, environment);
    }

    /** Collects the inputs; those left out have the default that their method names. */
    public static final class Builder {

        private final Output<AwsTarget> target;
        private final String environment;
        private Duration consumerTimeout = Duration.ofMinutes(5);
        private Duration consumerBatchingWindow = Duration.ZERO;
        private Optional<Duration> visibilityTimeout = Optional.empty();
        private Duration messageRetention = Duration.ofDays(7);
        private Duration deadLetterMessageRetention = Duration.ofDays(14);
        private Duration receiveWaitTime = Duration.ofSeconds(20);
        private int maxMessageSize = 262_144;
        private int maxReceiveCount = 3;
        private List<String> senderArns = List.of();
        private Map<String, String> tags = Map.of();

        private Builder(Output<AwsTarget> target, String environment) {
            this.target = target;
            this.environment = environment;
        }

        /** The timeout of the function that the queue feeds, from which its visibility follows. Default: 300 seconds. */
        public Builder consumerTimeout(Duration consumerTimeout) {
            this.consumerTimeout = consumerTimeout;
            return this;
        }

        /** How long Lambda may gather messages for one batch, which its visibility must cover too. Default: 0. */
        public Builder consumerBatchingWindow(Duration consumerBatchingWindow) {
            this.consumerBatchingWindow = consumerBatchingWindow;
            return this;
        }

        /**
         * How long a received message stays hidden: 0 to 12 hours, never below the consumer's timeout. Default: 6 times
         * the consumer's timeout plus its batching window, as AWS advises.
         *
         * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-queueconfig">Lambda:
         *     configuring a queue to use as an event source</a>
         */
        public Builder visibilityTimeout(Duration visibilityTimeout) {
            this.visibilityTimeout = Optional.of(visibilityTimeout);
            return this;
        }

        /** How long the queue keeps a message that nobody deletes: 60 seconds to 14 days. Default: 7 days. */
        public Builder messageRetention(Duration messageRetention) {
            this.messageRetention = messageRetention;
            return this;
        }

        /**
         * How long the dead-letter queue keeps a message, counted from its first enqueueing: up to 14 days, and longer
         * than {@link #messageRetention}. Default: 14 days.
         */
        public Builder deadLetterMessageRetention(Duration deadLetterMessageRetention) {
            this.deadLetterMessageRetention = deadLetterMessageRetention;
            return this;
        }

        /** How long a receive waits for a message to arrive (long polling): 0 to 20 seconds. Default: 20 seconds. */
        public Builder receiveWaitTime(Duration receiveWaitTime) {
            this.receiveWaitTime = receiveWaitTime;
            return this;
        }

        /** The largest message in bytes: 1,024 to 262,144, the cap of this provider version. Default: 262,144. */
        public Builder maxMessageSize(int maxMessageSize) {
            this.maxMessageSize = maxMessageSize;
            return this;
        }

        /** How often a message is received before it goes to the dead-letter queue: 1 to 1,000. Default: 3. */
        public Builder maxReceiveCount(int maxReceiveCount) {
            this.maxReceiveCount = maxReceiveCount;
            return this;
        }

        /**
         * The ARNs of roles, users or accounts that may send. Default: none, so only identities of the queue's own
         * account whose own policies allow it ({@code docs/decisions/no-public-senders.md}).
         */
        public Builder senderArns(List<String> senderArns) {
            this.senderArns = senderArns;
            return this;
        }

        /** Tags on both queues. Default: none. */
        public Builder tags(Map<String, String> tags) {
            this.tags = tags;
            return this;
        }

        /**
         * Checks all inputs together.
         *
         * @throws savepoint.validation.InvalidInputException with every mistake
         */
        public SteamImportQueueArgs build() {
            return new SteamImportQueueArgs(this);
        }
    }
}
