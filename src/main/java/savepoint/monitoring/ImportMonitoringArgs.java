package savepoint.monitoring;

import com.pulumi.core.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import savepoint.aws.AwsTarget;
import savepoint.validation.Rule;
import savepoint.validation.Rules;

/** What an {@link ImportMonitoring} is built from; immutable, and checked as a whole by {@link Builder#build()}. */
public final class ImportMonitoringArgs {

    private static final Pattern BASE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,58}");

    final AwsTarget target;
    final String baseName;
    final String queueName;
    final String deadLetterQueueName;
    final String functionName;
    final Duration functionTimeout;
    final String logGroupName;
    final int maximumConcurrency;
    final Output<String> eventSourceMappingUuid;
    final boolean eventSourceEnabled;
    final Optional<String> redriveFailuresQueueName;
    final List<String> emails;
    final List<String> webhooks;
    final Optional<String> slackChannel;
    final String runbook;

    private ImportMonitoringArgs(Builder builder) {
        target = builder.target;
        baseName = builder.baseName;
        queueName = Rules.required(builder.queueName, "queue");
        deadLetterQueueName = Rules.required(builder.deadLetterQueueName, "queue");
        functionName = Rules.required(builder.functionName, "function");
        functionTimeout = Rules.required(builder.functionTimeout, "function");
        logGroupName = target.lambdaLogGroupName(functionName);
        eventSourceMappingUuid = Rules.required(builder.eventSourceMappingUuid, "eventSource");
        maximumConcurrency = builder.maximumConcurrency;
        eventSourceEnabled = builder.eventSourceEnabled;
        redriveFailuresQueueName = builder.redriveFailuresQueueName;
        emails = List.copyOf(builder.emails);
        webhooks = List.copyOf(builder.webhooks);
        slackChannel = builder.slackChannel;
        runbook = builder.runbook;
        Rules.enforce("ImportMonitoringArgs", rules());
    }

    private List<Rule> rules() {
        var rules = new ArrayList<Rule>();
        rules.add(Rule.matches(
                "baseName",
                baseName,
                BASE_NAME,
                "must be 1 to 58 letters, digits, hyphens and underscores",
                "the role of a Slack channel is called the same plus '-slack', of 64 characters at most"));
        rules.add(Rule.between(
                "functionTimeout",
                functionTimeout,
                Duration.ofSeconds(1),
                Duration.ofMinutes(15),
                "it is the timeout of the Lambda function"));
        rules.add(Rule.between(
                "maximumConcurrency", maximumConcurrency, 2, 1000, "it is the maximum concurrency of the mapping"));
        rules.addAll(SubscriberRules.emails("emails", emails));
        rules.addAll(SubscriberRules.webhooks("webhooks", webhooks));
        rules.addAll(RunbookRules.address("runbook", runbook));
        slackChannel.ifPresent(channel -> rules.add(SubscriberRules.slackChannel("slackChannel", channel)));
        return rules;
    }

    /**
     * Starts with what has no default.
     *
     * @param target where the import runs
     * @param baseName the beginning of all names, such as {@code savepoint-dev-steam-import}
     */
    public static Builder builder(AwsTarget target, String baseName) {
        return new Builder(target, baseName);
    }

    /** Collects the inputs; those left out have the default that their method names. */
    public static final class Builder {

        private final AwsTarget target;
        private final String baseName;
        private String queueName;
        private String deadLetterQueueName;
        private String functionName;
        private Duration functionTimeout;
        private int maximumConcurrency;
        private Output<String> eventSourceMappingUuid;
        private boolean eventSourceEnabled = true;
        private Optional<String> redriveFailuresQueueName = Optional.empty();
        private List<String> emails = List.of();
        private List<String> webhooks = List.of();
        private Optional<String> slackChannel = Optional.empty();
        private String runbook = "docs/operations.md";

        private Builder(AwsTarget target, String baseName) {
            this.target = Objects.requireNonNull(target, "target");
            this.baseName = Objects.requireNonNull(baseName, "baseName");
        }

        /** The names of queue and dead-letter queue, which need not exist yet. Required. */
        public Builder queue(String queueName, String deadLetterQueueName) {
            this.queueName = queueName;
            this.deadLetterQueueName = deadLetterQueueName;
            return this;
        }

        /** The function's name, and its timeout, near which it is reported: 1 to 900 seconds. Required. */
        public Builder function(String functionName, Duration functionTimeout) {
            this.functionName = functionName;
            this.functionTimeout = functionTimeout;
            return this;
        }

        /**
         * The mapping, with event count metrics switched on: its UUID, under which they are published, and the most
         * concurrent invocations, 2 to 1,000. Required.
         */
        public Builder eventSource(Output<String> eventSourceMappingUuid, int maximumConcurrency) {
            this.eventSourceMappingUuid = eventSourceMappingUuid;
            this.maximumConcurrency = maximumConcurrency;
            return this;
        }

        /** Whether the mapping polls; false puts the alarms that a pause would trip out of reach. Default: true. */
        public Builder eventSourceEnabled(boolean eventSourceEnabled) {
            this.eventSourceEnabled = eventSourceEnabled;
            return this;
        }

        /** The queue of redrives that could not be started. Default: none, and no alarm for them. */
        public Builder redriveFailuresQueueName(String redriveFailuresQueueName) {
            this.redriveFailuresQueueName = Optional.of(redriveFailuresQueueName);
            return this;
        }

        /** Who gets alarms by e-mail; each confirms it once, by the link that SNS sends. Default: nobody. */
        public Builder emails(List<String> emails) {
            this.emails = emails;
            return this;
        }

        /** HTTPS URLs that alarms are posted to; each confirms it once. Stack and state show them. Default: none. */
        public Builder webhooks(List<String> webhooks) {
            this.webhooks = webhooks;
            return this;
        }

        /**
         * The Slack channel that shows alarms, {@code {workspace ID}/{channel ID}}. The workspace must have been let in
         * once, in the console of Amazon Q Developer in chat applications. Default: none.
         */
        public Builder slackChannel(String slackChannel) {
            this.slackChannel = Optional.of(slackChannel);
            return this;
        }

        /**
         * Where an alarm's description sends its reader: a URL or a path of 800 characters at most; the alarm's suffix, such as
         * {@code #queue-age}, is added.
         * Default: {@code docs/operations.md}.
         */
        public Builder runbook(String runbook) {
            this.runbook = runbook;
            return this;
        }

        /**
         * Checks all inputs together.
         *
         * @throws savepoint.validation.InvalidInputException with every mistake
         */
        public ImportMonitoringArgs build() {
            return new ImportMonitoringArgs(this);
        }
    }
}
