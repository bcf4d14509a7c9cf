package savepoint.queue;

import com.pulumi.core.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import savepoint.aws.ArnRules;
import savepoint.aws.AwsTarget;
import savepoint.aws.KmsKeyRules;
import savepoint.policy.ServiceSender;
import savepoint.validation.Input;
import savepoint.validation.Rule;
import savepoint.validation.Rules;

/** What a {@link SteamImportQueue} is built from; immutable, and checked as a whole by {@link Builder#build()}. */
public final class SteamImportQueueArgs {

    /** How long the queue keeps messages unless told otherwise. */
    public static final Duration MESSAGE_RETENTION = Duration.ofDays(7);

    private static final String SUBJECT = "SteamImportQueueArgs";

    final AwsTarget target;
    final String queueName;
    final String deadLetterQueueName;
    final Optional<FifoAttributes> fifo;
    final Duration delay;
    final Duration visibilityTimeout;
    final Duration messageRetention;
    final Duration deadLetterMessageRetention;
    final Duration receiveWaitTime;
    final int maxMessageSize;
    final int maxReceiveCount;
    final List<String> senderArns;
    final List<ServiceSender> serviceSenders;
    final Optional<Output<String>> kmsKeyArn;
    final Duration kmsDataKeyReusePeriod;
    final Map<String, String> tags;

    private final List<String> warnings;

    private SteamImportQueueArgs(Builder builder) {
        target = builder.target;
        var suffix = builder.fifo.isPresent() ? ".fifo" : "";
        var baseName = queueName(builder.environment);
        var advisedVisibility =
                QueueRules.advisedVisibilityTimeout(builder.consumerTimeout, builder.consumerBatchingWindow);
        queueName = baseName + suffix;
        deadLetterQueueName = baseName + "-dlq" + suffix;
        fifo = builder.fifo;
        delay = builder.delay;
        visibilityTimeout = builder.visibilityTimeout.orElse(advisedVisibility);
        messageRetention = builder.messageRetention;
        deadLetterMessageRetention = builder.deadLetterMessageRetention;
        receiveWaitTime = builder.receiveWaitTime;
        maxMessageSize = builder.maxMessageSize;
        maxReceiveCount = builder.maxReceiveCount;
        senderArns = List.copyOf(builder.senderArns);
        serviceSenders = List.copyOf(builder.serviceSenders);
        kmsDataKeyReusePeriod = builder.kmsDataKeyReusePeriod;
        tags = Map.copyOf(builder.tags);

        var rules = rules(builder, suffix, advisedVisibility);
        Rules.enforce(SUBJECT, rules);
        warnings = Rules.warnings(rules);
        kmsKeyArn = builder.kmsKeyArn.map(key -> key.enforcing(SUBJECT, arn -> keyRules(arn, target)));
    }

    /** What the queue of an environment is called, unless it is FIFO. */
    public static String queueName(String environment) {
        return "savepoint-%s-steam-library-sync".formatted(environment);
    }

    private List<Rule> rules(Builder builder, String suffix, Duration advisedVisibility) {
        var rules = new ArrayList<>(List.of(
                QueueRules.environment("environment", builder.environment, suffix),
                QueueRules.consumerTimeout("consumerTimeout", builder.consumerTimeout),
                QueueRules.consumerBatchingWindow("consumerBatchingWindow", builder.consumerBatchingWindow),
                QueueRules.delay("delay", delay),
                QueueRules.visibilityTimeout("visibilityTimeout", visibilityTimeout),
                QueueRules.visibilityTimeoutCovers("visibilityTimeout", visibilityTimeout, builder.consumerTimeout),
                QueueRules.visibilityTimeoutAsAdvised("visibilityTimeout", visibilityTimeout, advisedVisibility),
                QueueRules.messageRetention("messageRetention", messageRetention),
                QueueRules.messageRetention("deadLetterMessageRetention", deadLetterMessageRetention),
                QueueRules.receiveWaitTime("receiveWaitTime", receiveWaitTime),
                QueueRules.maxMessageSize("maxMessageSize", maxMessageSize),
                QueueRules.maxReceiveCount("maxReceiveCount", maxReceiveCount),
                QueueRules.messageLifetime(
                        "maxReceiveCount", maxReceiveCount, visibilityTimeout, delay, messageRetention),
                QueueRules.kmsDataKeyReusePeriod("kmsDataKeyReusePeriod", kmsDataKeyReusePeriod)));
        fifo.ifPresentOrElse(
                attributes -> rules.addAll(attributes.rules()),
                () -> rules.add(QueueRules.deadLetterRetentionExceeds(
                        "deadLetterMessageRetention", deadLetterMessageRetention, messageRetention)));
        rules.addAll(QueueRules.senders("senderArns", senderArns));
        rules.addAll(QueueRules.sendersFit("senderArns", senderArns, serviceSenders, target.queueArn(queueName)));
        rules.add(QueueRules.serviceSendersFit("serviceSenders", serviceSenders.size()));
        for (var sender : senderArns) {
            rules.add(ArnRules.inPartition("senderArns", sender, target));
            rules.add(QueueRules.foreignAccountIsMeant(
                    "senderArns", sender, target.accountId(), builder.allowForeignAccounts));
        }
        builder.kmsKeyArn.ifPresent(key -> rules.addAll(key.rulesIfKnown(arn -> keyRules(arn, target))));
        return rules;
    }

    private static List<Rule> keyRules(String arn, AwsTarget target) {
        return KmsKeyRules.keyArnIn("kmsKeyArn", arn, target);
    }

    /** What is allowed but unwise; the component shows it in every preview and update. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Starts with what has no default.
     *
     * @param target where the queues are created, from which their ARNs follow
     * @param environment the environment's name, such as {@code dev}; the queue is
     *     {@code savepoint-{environment}-steam-library-sync}
     */
    public static Builder builder(AwsTarget target, String environment) {
        return new Builder(target, environment);
    }

    /** Collects the inputs; those left out have the default that their method names. */
    public static final class Builder {

        private final AwsTarget target;
        private final String environment;
        private Optional<FifoAttributes> fifo = Optional.empty();
        private Duration delay = Duration.ZERO;
        private Duration consumerTimeout = Duration.ofMinutes(5);
        private Duration consumerBatchingWindow = Duration.ZERO;
        private Optional<Duration> visibilityTimeout = Optional.empty();
        private Duration messageRetention = MESSAGE_RETENTION;
        private Duration deadLetterMessageRetention = Duration.ofDays(14);
        private Duration receiveWaitTime = Duration.ofSeconds(20);
        private int maxMessageSize = 262_144;
        private int maxReceiveCount = 3;
        private List<String> senderArns = List.of();
        private boolean allowForeignAccounts;
        private List<ServiceSender> serviceSenders = List.of();
        private Optional<Input> kmsKeyArn = Optional.empty();
        private Duration kmsDataKeyReusePeriod = Duration.ofMinutes(5);
        private Map<String, String> tags = Map.of();

        private Builder(AwsTarget target, String environment) {
            this.target = Objects.requireNonNull(target, "target");
            this.environment = Objects.requireNonNull(environment, "environment");
        }

        /**
         * Makes both queues FIFO, for imports one at a time within a message group. It is part of their names, so adding or
         * removing it makes new queues. Default: standard queues.
         */
        public Builder fifo(FifoAttributes fifo) {
            this.fifo = Optional.of(fifo);
            return this;
        }

        /** How long a new message stays hidden: 0 to 15 minutes. Default: 0. */
        public Builder delay(Duration delay) {
            this.delay = delay;
            return this;
        }

        /**
         * The timeout of the function that the queue feeds, from which the queue's visibility follows: 1 to 900 seconds.
         * Default: 300 seconds.
         */
        public Builder consumerTimeout(Duration consumerTimeout) {
            this.consumerTimeout = consumerTimeout;
            return this;
        }

        /**
         * How long Lambda may gather messages for one batch, which the queue's visibility covers too: 0 to 300 seconds.
         * Default: 0.
         */
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

        /** Whether {@link #senderArns} may hold whole foreign accounts. Default: false. */
        public Builder allowForeignAccounts(boolean allowForeignAccounts) {
            this.allowForeignAccounts = allowForeignAccounts;
            return this;
        }

        /** AWS services that may send, each for one resource or account. Default: none. */
        public Builder serviceSenders(List<ServiceSender> serviceSenders) {
            this.serviceSenders = serviceSenders;
            return this;
        }

        /**
         * The customer managed key that both queues are encrypted with, of their region. Default: none, and SQS encrypts
         * with a key that it manages itself.
         */
        public Builder kmsKeyArn(String kmsKeyArn) {
            this.kmsKeyArn = Optional.of(Input.of(kmsKeyArn));
            return this;
        }

        /** The same for a key that the program creates. */
        public Builder kmsKeyArn(Output<String> kmsKeyArn) {
            this.kmsKeyArn = Optional.of(Input.of(kmsKeyArn));
            return this;
        }

        /** How long SQS uses a data key before it asks KMS for another: 1 minute to 1 day. Default: 5 minutes. */
        public Builder kmsDataKeyReusePeriod(Duration kmsDataKeyReusePeriod) {
            this.kmsDataKeyReusePeriod = kmsDataKeyReusePeriod;
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
