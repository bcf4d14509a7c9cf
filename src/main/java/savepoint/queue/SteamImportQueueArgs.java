package savepoint.queue;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import savepoint.aws.AwsTarget;
import savepoint.aws.KmsKeyRules;
import savepoint.policy.ServiceSender;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Inputs;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;
import savepoint.validation.Rules;

/**
 * The arguments of a {@link SteamImportQueue}. {@link Builder#build()} validates them together.
 * Durations must be whole seconds.
 */
public final class SteamImportQueueArgs extends ResourceArgs {

    private static final String SUBJECT = "SteamImportQueueArgs";

    @Import(name = "queueName")
    private String baseName;

    @Import(name = "fifo")
    Optional<FifoAttributes> fifo = Optional.empty();

    @Import(name = "delaySeconds")
    int delay;

    @Import(name = "consumerTimeoutSeconds")
    private int consumerTimeout = 300;

    @Import(name = "consumerBatchingWindowSeconds")
    private int consumerBatchingWindow;

    @Import(name = "visibilityTimeoutSeconds")
    private Optional<Integer> visibilityTimeout = Optional.empty();

    @Import(name = "messageRetentionSeconds")
    int messageRetention = 7 * 24 * 3600;

    @Import(name = "deadLetterMessageRetentionSeconds")
    int deadLetterMessageRetention = 14 * 24 * 3600;

    @Import(name = "receiveWaitTimeSeconds")
    int receiveWaitTime = 20;

    @Import(name = "maxMessageSize")
    int maxMessageSize = 262_144;

    @Import(name = "maxReceiveCount")
    int maxReceiveCount = 3;

    @Import(name = "senderArns")
    private Output<List<String>> senderArns = Output.of(List.of());

    @Import(name = "allowForeignAccounts")
    private boolean allowForeignAccounts;

    /** Not registered with the component: the queue's policy shows them. */
    private Output<List<ServiceSender>> serviceSenders = Output.of(List.of());

    @Import(name = "kmsKeyArn")
    private Optional<Output<String>> kmsKeyArn = Optional.empty();

    @Import(name = "kmsDataKeyReusePeriodSeconds")
    int kmsDataKeyReusePeriod = 300;

    @Import(name = "tags")
    Map<String, String> tags = Map.of();

    private Optional<AwsTarget> target = Optional.empty();
    private List<String> warnings = List.of();

    private SteamImportQueueArgs() {}

    String queueName() {
        return baseName + suffix();
    }

    String deadLetterQueueName() {
        return baseName + "-dlq" + suffix();
    }

    private String suffix() {
        return fifo.isPresent() ? ".fifo" : "";
    }

    int visibilityTimeout() {
        return visibilityTimeout.orElse(advisedVisibilityTimeout());
    }

    private int advisedVisibilityTimeout() {
        return QueueRules.advisedVisibilityTimeout(consumerTimeout, consumerBatchingWindow);
    }

    Output<Senders> senders(AwsTarget where) {
        return Rules.enforceWhenKnown(
                SUBJECT,
                Senders.of(senderArns, serviceSenders),
                senders -> new RuleList()
                        .add(SenderRules.senders("senderArns", senders.arns()))
                        .add(SenderRules.sendersIn("senderArns", senders.arns(), where, allowForeignAccounts))
                        .add(SenderRules.services("serviceSenders", senders.services()))
                        .add(SenderRules.fit("senderArns", senders, where.queueArn(queueName())))
                        .toList());
    }

    Optional<Output<String>> kmsKeyArn(AwsTarget where) {
        return kmsKeyArn.map(key -> KmsKeyRules.enforcedIn(SUBJECT, "kmsKeyArn", key, where));
    }

    AwsTarget targetOf(ComponentResource component, ComponentResourceOptions options) {
        return AwsTarget.of(SUBJECT, target, component, options, this::rulesIn);
    }

    private List<Rule> rules() {
        var timeout = QueueRules.consumerTimeout("consumerTimeout", consumerTimeout);
        var window = QueueRules.consumerBatchingWindow("consumerBatchingWindow", consumerBatchingWindow);
        var rules = new RuleList()
                .ifGiven(baseName, name -> List.of(QueueRules.queueName("queueName", name, "-dlq" + suffix())))
                .add(
                        timeout,
                        window,
                        QueueRules.delay("delay", delay),
                        QueueRules.messageRetention("messageRetention", messageRetention),
                        QueueRules.messageRetention("deadLetterMessageRetention", deadLetterMessageRetention),
                        QueueRules.receiveWaitTime("receiveWaitTime", receiveWaitTime),
                        QueueRules.maxMessageSize("maxMessageSize", maxMessageSize),
                        QueueRules.maxReceiveCount("maxReceiveCount", maxReceiveCount),
                        QueueRules.kmsDataKeyReusePeriod("kmsDataKeyReusePeriod", kmsDataKeyReusePeriod))
                .ifPresent(fifo, FifoAttributes::rules)
                .ifKnown(senderArns, arns -> SenderRules.senders("senderArns", arns))
                .ifKnown(serviceSenders, services -> SenderRules.services("serviceSenders", services))
                .ifKnown(kmsKeyArn.orElse(null), arn -> KmsKeyRules.keyArn("kmsKeyArn", arn));
        if (timeout.holds() && window.holds()) {
            rules.add(visibilityRules());
        }
        if (fifo.isEmpty()) {
            rules.add(QueueRules.deadLetterRetentionExceeds(
                    "deadLetterMessageRetention", deadLetterMessageRetention, messageRetention));
        }
        return rules.toList();
    }

    /** Rules that depend on the consumer's timeout and window. They apply only if those are valid. */
    private List<Rule> visibilityRules() {
        return List.of(
                QueueRules.visibilityTimeout("visibilityTimeout", visibilityTimeout()),
                QueueRules.visibilityTimeoutCovers("visibilityTimeout", visibilityTimeout(), consumerTimeout),
                QueueRules.visibilityTimeoutAsAdvised(
                        "visibilityTimeout", visibilityTimeout(), advisedVisibilityTimeout()),
                QueueRules.messageLifetime(
                        "maxReceiveCount", maxReceiveCount, visibilityTimeout(), delay, messageRetention));
    }

    /** Rules that depend on the account and the region. */
    private List<Rule> rulesIn(AwsTarget where) {
        return new RuleList()
                .ifKnown(kmsKeyArn.orElse(null), arn -> KmsKeyRules.keyIn("kmsKeyArn", arn, where))
                .ifKnown(senderArns, arns -> SenderRules.sendersIn("senderArns", arns, where, allowForeignAccounts))
                .ifGiven(baseName, name -> sendersFit(where.queueArn(queueName())))
                .toList();
    }

    private List<Rule> sendersFit(String queueArn) {
        return new RuleList()
                .ifKnown(
                        Senders.of(senderArns, serviceSenders),
                        senders -> SenderRules.fit("senderArns", senders, queueArn))
                .toList();
    }

    /**
     * Warnings about inputs that are allowed but not recommended. The component shows them in
     * every preview and update.
     */
    public List<String> warnings() {
        return warnings;
    }

    /** Creates an empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Collects the inputs. An input that is not set has the default given in its method's
     * description. Call {@code build()} only once.
     */
    public static final class Builder extends CheckedBuilder {

        private final SteamImportQueueArgs $ = new SteamImportQueueArgs();

        private Builder() {}

        /**
         * The queue's name, without {@code .fifo}: 1 to 76 letters, digits, hyphens and
         * underscores, or 1 to 71 for a FIFO queue. {@code -dlq} is appended for the dead-letter
         * queue, and {@code .fifo} for FIFO queues. Required.
         */
        public Builder queueName(String queueName) {
            inputs.take("queueName", queueName, name -> $.baseName = name);
            return this;
        }

        /**
         * Where the queues are created. Default: the account and region of the component's
         * provider, which requires three AWS API calls.
         */
        public Builder target(AwsTarget target) {
            inputs.take("target", target, where -> $.target = Optional.of(where));
            return this;
        }

        /**
         * Makes both queues FIFO, so that the imports in a message group run one at a time. The
         * type is part of the queue names, so changing it creates new queues. Default: standard
         * queues.
         */
        public Builder fifo(FifoAttributes fifo) {
            inputs.take("fifo", fifo, attributes -> $.fifo = Optional.of(attributes));
            return this;
        }

        /** How long a new message stays hidden: 0 to 15 minutes. Default: 0. */
        public Builder delay(Duration delay) {
            inputs.takeSeconds("delay", delay, seconds -> $.delay = seconds);
            return this;
        }

        /**
         * The timeout of the function that processes the messages, which determines the queue's
         * visibility timeout: 1 to 900 seconds. Default: 300 seconds.
         */
        public Builder consumerTimeout(Duration consumerTimeout) {
            inputs.takeSeconds("consumerTimeout", consumerTimeout, seconds -> $.consumerTimeout = seconds);
            return this;
        }

        /**
         * How long Lambda may gather messages for one batch, which the queue's visibility timeout
         * also covers: 0 to 300 seconds. Default: 0.
         */
        public Builder consumerBatchingWindow(Duration consumerBatchingWindow) {
            inputs.takeSeconds(
                    "consumerBatchingWindow", consumerBatchingWindow, seconds -> $.consumerBatchingWindow = seconds);
            return this;
        }

        /**
         * How long a received message stays hidden: 0 to 12 hours, never below the consumer's
         * timeout. Default: 6 times the consumer's timeout plus its batching window, as AWS
         * recommends.
         *
         * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-queueconfig">Lambda:
         *     configuring a queue to use as an event source</a>
         */
        public Builder visibilityTimeout(Duration visibilityTimeout) {
            inputs.takeSeconds(
                    "visibilityTimeout", visibilityTimeout, seconds -> $.visibilityTimeout = Optional.of(seconds));
            return this;
        }

        /**
         * How long the queue keeps a message that is not deleted: 60 seconds to 14 days. Default:
         * 7 days.
         */
        public Builder messageRetention(Duration messageRetention) {
            inputs.takeSeconds("messageRetention", messageRetention, seconds -> $.messageRetention = seconds);
            return this;
        }

        /**
         * How long the dead-letter queue keeps a message: 60 seconds to 14 days. For a standard
         * queue, SQS counts from when the message was first enqueued, so this must be longer than
         * {@link #messageRetention}; for a FIFO queue, from when it was moved. Default: 14 days.
         *
         * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html">SQS:
         *     dead-letter queues</a>
         */
        public Builder deadLetterMessageRetention(Duration deadLetterMessageRetention) {
            inputs.takeSeconds(
                    "deadLetterMessageRetention",
                    deadLetterMessageRetention,
                    seconds -> $.deadLetterMessageRetention = seconds);
            return this;
        }

        /** How long a receive waits for a message to arrive (long polling): 0 to 20 seconds. Default: 20 seconds. */
        public Builder receiveWaitTime(Duration receiveWaitTime) {
            inputs.takeSeconds("receiveWaitTime", receiveWaitTime, seconds -> $.receiveWaitTime = seconds);
            return this;
        }

        /**
         * The maximum message size in bytes: 1,024 to 262,144, the limit of this provider version.
         * Default: 262,144.
         */
        public Builder maxMessageSize(int maxMessageSize) {
            $.maxMessageSize = maxMessageSize;
            return this;
        }

        /**
         * How many times a message is received before it moves to the dead-letter queue: 1 to
         * 1,000. This many visibility timeouts, plus the delay, must be shorter than
         * {@link #messageRetention}; with the other defaults, at most 335. Default: 3.
         */
        public Builder maxReceiveCount(int maxReceiveCount) {
            $.maxReceiveCount = maxReceiveCount;
            return this;
        }

        /**
         * The ARNs of roles, users or accounts that may send: at most 48, including services, and
         * few enough for a policy of 8,192 bytes. Default: none, so only identities in the queue's
         * own account can send, if their own policies allow it
         * ({@code docs/decisions/no-public-senders.md}).
         */
        public Builder senderArns(Output<List<String>> senderArns) {
            inputs.take("senderArns", senderArns, senders -> $.senderArns = senders);
            return this;
        }

        /** The same for existing senders. */
        public Builder senderArns(List<String> senderArns) {
            inputs.take("senderArns", senderArns, senders -> $.senderArns = Output.of(List.copyOf(senders)));
            return this;
        }

        /** The same, as varargs. */
        public Builder senderArns(String... senderArns) {
            return senderArns(Inputs.listOf(senderArns));
        }

        /** Whether {@link #senderArns} may contain entire accounts other than the queue's own. Default: false. */
        public Builder allowForeignAccounts(boolean allowForeignAccounts) {
            $.allowForeignAccounts = allowForeignAccounts;
            return this;
        }

        /**
         * AWS services that may send, each for one resource or account: at most 7. Default: none.
         */
        public Builder serviceSenders(Output<List<ServiceSender>> serviceSenders) {
            inputs.take("serviceSenders", serviceSenders, senders -> $.serviceSenders = senders);
            return this;
        }

        /** The same for services on behalf of existing resources. */
        public Builder serviceSenders(List<ServiceSender> serviceSenders) {
            inputs.take(
                    "serviceSenders", serviceSenders, senders -> $.serviceSenders = Output.of(List.copyOf(senders)));
            return this;
        }

        /** The same, as varargs. */
        public Builder serviceSenders(ServiceSender... serviceSenders) {
            return serviceSenders(Inputs.listOf(serviceSenders));
        }

        /**
         * The customer managed key, in the queues' region, that encrypts both queues. Every sender
         * and receiver needs permissions for it. For {@link #serviceSenders}, the key policy must
         * grant {@code kms:GenerateDataKey} and {@code kms:Decrypt} to the service. Default: none,
         * and SQS uses a key that it manages (SSE-SQS).
         *
         * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html">SQS:
         *     key management</a>
         */
        public Builder kmsKeyArn(Output<String> kmsKeyArn) {
            inputs.take("kmsKeyArn", kmsKeyArn, key -> $.kmsKeyArn = Optional.of(key));
            return this;
        }

        /** The same for an existing key. */
        public Builder kmsKeyArn(String kmsKeyArn) {
            inputs.take("kmsKeyArn", kmsKeyArn, key -> $.kmsKeyArn = Optional.of(Output.of(key)));
            return this;
        }

        /**
         * How long SQS uses a data key before it requests another from KMS: 1 minute to 1 day.
         * Default: 5 minutes.
         */
        public Builder kmsDataKeyReusePeriod(Duration kmsDataKeyReusePeriod) {
            inputs.takeSeconds(
                    "kmsDataKeyReusePeriod", kmsDataKeyReusePeriod, seconds -> $.kmsDataKeyReusePeriod = seconds);
            return this;
        }

        /** Tags on both queues. Default: none. */
        public Builder tags(Map<String, String> tags) {
            inputs.take("tags", tags, all -> $.tags = Map.copyOf(all));
            return this;
        }

        @Override
        protected List<Rule> rulesOfInputs() {
            return new RuleList().add($.rules()).ifPresent($.target, $::rulesIn).toList();
        }

        /**
         * Validates all inputs together.
         *
         * @throws savepoint.validation.InvalidInputException listing every mistake
         */
        public SteamImportQueueArgs build() {
            $.warnings = enforce(SUBJECT, inputs.required("queueName", "such as savepoint-dev-steam-library-sync"));
            return $;
        }
    }
}
