package savepoint.monitoring;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.List;
import java.util.Optional;
import savepoint.aws.AwsTarget;
import savepoint.aws.HttpEndpoint;
import savepoint.aws.LambdaFunction;
import savepoint.aws.NameRules;
import savepoint.aws.QueuePair;
import savepoint.aws.SqsQueue;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Inputs;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;

/**
 * The arguments of an {@link ImportMonitoring}. {@link Builder#build()} validates them together.
 */
public final class ImportMonitoringArgs extends ResourceArgs {

    private static final String SUBJECT = "ImportMonitoringArgs";

    @Import(name = "baseName")
    String baseName;

    @Import(name = "emails")
    List<String> emails = List.of();

    @Import(name = "webhooks")
    List<String> webhooks = List.of();

    @Import(name = "slackChannel")
    Optional<String> slackChannel = Optional.empty();

    @Import(name = "runbook")
    String runbook = "docs/operations.md";

    SqsQueue queue;
    SqsQueue deadLetterQueue;
    LambdaFunction function;
    Optional<SqsQueue> redriveFailuresQueue = Optional.empty();

    private String eventSourceName = LambdaFunction.EventSource.UNNAMED;

    Optional<QueuePair> bulkQueues = Optional.empty();
    private String bulkEventSourceName;

    Optional<HttpEndpoint> endpoint = Optional.empty();
    Optional<SqsQueue> webhookFailuresQueue = Optional.empty();

    private Optional<AwsTarget> target = Optional.empty();

    private ImportMonitoringArgs() {}

    AwsTarget targetOf(ComponentResource component, ComponentResourceOptions options) {
        return AwsTarget.of(SUBJECT, target, component, options, this::rulesIn);
    }

    LambdaFunction.EventSource eventSource() {
        return function.eventSource(eventSourceName).orElseThrow();
    }

    LambdaFunction.EventSource bulkEventSource() {
        return function.eventSource(bulkEventSourceName).orElseThrow();
    }

    private List<Rule> rules() {
        return new RuleList()
                .ifGiven(
                        baseName,
                        name -> List.of(
                                NameRules.prefix("baseName", name, "-slack", "the role of the Slack channel has")))
                .ifGiven(function, it -> isFedBy(it, eventSourceName, "function"))
                .ifGiven(
                        bulkEventSourceName,
                        source -> new RuleList()
                                .ifGiven(function, it -> isFedBy(it, source, "bulk"))
                                .toList())
                .add(SubscriberRules.emails("emails", emails))
                .add(SubscriberRules.webhooks("webhooks", webhooks))
                .add(RunbookRules.address("runbook", runbook))
                .ifPresent(slackChannel, channel -> List.of(SubscriberRules.slackChannel("slackChannel", channel)))
                .toList();
    }

    /** Rules that depend on the account and the region. */
    private List<Rule> rulesIn(AwsTarget where) {
        return new RuleList()
                .ifGiven(queue, it -> it.isIn("queue", where))
                .ifGiven(deadLetterQueue, it -> it.isIn("deadLetterQueue", where))
                .ifGiven(function, it -> it.isIn("function", where))
                .ifPresent(bulkQueues, it -> it.isIn("bulk", where))
                .ifPresent(redriveFailuresQueue, it -> it.isIn("redriveFailuresQueue", where))
                .ifPresent(webhookFailuresQueue, it -> it.isIn("webhookFailuresQueue", where))
                .toList();
    }

    private static List<Rule> isFedBy(LambdaFunction function, String eventSource, String field) {
        var named = eventSource.isEmpty() ? "" : " named '%s'".formatted(eventSource);
        return List.of(new Rule(
                function.eventSource(eventSource).isPresent(),
                field,
                "must have an event source" + named,
                "'" + function.name() + "' without one",
                "add an sqsEventSource%s to its LambdaContainerArgs".formatted(named)));
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

        private final ImportMonitoringArgs $ = new ImportMonitoringArgs();

        private Builder() {}

        /**
         * The prefix of all names, such as {@code savepoint-dev-steam-import}: 1 to 58 letters,
         * digits, hyphens and underscores. Required.
         */
        public Builder baseName(String baseName) {
            inputs.take("baseName", baseName, name -> $.baseName = name);
            return this;
        }

        /**
         * Where the import runs. Default: the account and region of the component's provider,
         * which requires three AWS API calls.
         */
        public Builder target(AwsTarget target) {
            inputs.take("target", target, where -> $.target = Optional.of(where));
            return this;
        }

        /** The queue, which does not have to exist yet. Required. */
        public Builder queue(SqsQueue queue) {
            inputs.take("queue", queue, it -> $.queue = it);
            return this;
        }

        /** The queue that holds failed messages, which does not have to exist yet. Required. */
        public Builder deadLetterQueue(SqsQueue deadLetterQueue) {
            inputs.take("deadLetterQueue", deadLetterQueue, it -> $.deadLetterQueue = it);
            return this;
        }

        /**
         * The function that processes the queue's messages. The alarm {@code failed-messages} is
         * created only if the event source has event count metrics. While the event source is
         * disabled, the alarms that a pause would trigger cannot fire. Required.
         */
        public Builder function(LambdaFunction function) {
            inputs.take("function", function, it -> $.function = it);
            return this;
        }

        /**
         * The name of the function's event source that polls {@link #queue}. Default: the one without
         * a name.
         */
        public Builder eventSource(String eventSource) {
            inputs.take("eventSource", eventSource, name -> $.eventSourceName = name);
            return this;
        }

        /**
         * The queues of the bulk lane, and the name of the function's event source that polls them.
         * Default: none, and no alarms are created for them.
         */
        public Builder bulk(QueuePair queues, String eventSource) {
            inputs.take("bulk", queues, pair -> $.bulkQueues = Optional.of(pair));
            inputs.take("bulk", eventSource, name -> $.bulkEventSourceName = name);
            return this;
        }

        /** The queue for redrives that failed to start. Default: none, and no alarm is created for them. */
        public Builder redriveFailuresQueue(SqsQueue redriveFailuresQueue) {
            inputs.take("redriveFailuresQueue", redriveFailuresQueue, it -> $.redriveFailuresQueue = Optional.of(it));
            return this;
        }

        /**
         * The queue for completion events that could not be delivered. Default: none, and no alarm
         * is created for them.
         */
        public Builder webhookFailuresQueue(SqsQueue webhookFailuresQueue) {
            inputs.take("webhookFailuresQueue", webhookFailuresQueue, it -> $.webhookFailuresQueue = Optional.of(it));
            return this;
        }

        /** The HTTP endpoint. Default: none, and no alarms are created for it. */
        public Builder endpoint(HttpEndpoint endpoint) {
            inputs.take("endpoint", endpoint, it -> $.endpoint = Optional.of(it));
            return this;
        }

        /**
         * Email addresses that receive alarms. Each recipient must confirm the subscription once,
         * using the link that SNS sends. Default: none.
         */
        public Builder emails(List<String> emails) {
            inputs.take("emails", emails, addresses -> $.emails = List.copyOf(addresses));
            return this;
        }

        /** The same, as varargs. */
        public Builder emails(String... emails) {
            return emails(Inputs.listOf(emails));
        }

        /**
         * HTTPS URLs that alarms are posted to, of at most 2,048 characters, which SNS can reach
         * from the internet. Each endpoint must confirm its subscription once. The URLs are visible
         * in the stack and its state. Default: none.
         */
        public Builder webhooks(List<String> webhooks) {
            inputs.take("webhooks", webhooks, urls -> $.webhooks = List.copyOf(urls));
            return this;
        }

        /** The same, as varargs. */
        public Builder webhooks(String... webhooks) {
            return webhooks(Inputs.listOf(webhooks));
        }

        /**
         * The Slack channel that shows alarms, {@code {workspace ID}/{channel ID}}. The workspace
         * must already be authorized in the Amazon Q Developer in chat applications console.
         * Default: none.
         */
        public Builder slackChannel(String slackChannel) {
            inputs.take("slackChannel", slackChannel, channel -> $.slackChannel = Optional.of(channel));
            return this;
        }

        /**
         * The runbook that alarm descriptions link to: a URL or a path of at most 800 characters.
         * The alarm's suffix, such as {@code #queue-age}, is appended. Default:
         * {@code docs/operations.md}.
         */
        public Builder runbook(String runbook) {
            inputs.take("runbook", runbook, address -> $.runbook = address);
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
        public ImportMonitoringArgs build() {
            enforce(
                    SUBJECT,
                    inputs.required("baseName", "such as savepoint-dev-steam-import"),
                    inputs.required("queue", "such as SteamImportQueue.queue()"),
                    inputs.required("deadLetterQueue", "such as SteamImportQueue.deadLetterQueue()"),
                    inputs.required("function", "such as LambdaContainer.function()"));
            return $;
        }
    }
}
