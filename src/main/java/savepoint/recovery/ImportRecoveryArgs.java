package savepoint.recovery;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savepoint.aws.AwsTarget;
import savepoint.aws.HttpEndpoint;
import savepoint.aws.KmsKeyRules;
import savepoint.aws.LambdaFunction;
import savepoint.aws.NameRules;
import savepoint.aws.QueuePair;
import savepoint.aws.SqsQueue;
import savepoint.policy.KmsKey;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Outputs;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;

/** The arguments of an {@link ImportRecovery}. {@link Builder#build()} validates them together. */
public final class ImportRecoveryArgs extends ResourceArgs {

    private static final String SUBJECT = "ImportRecoveryArgs";

    @Import(name = "baseName")
    String baseName;

    @Import(name = "redriveSchedule")
    Optional<String> redriveSchedule = Optional.empty();

    @Import(name = "redriveMessagesPerSecond")
    int redriveMessagesPerSecond = RedriveRules.MESSAGES_PER_SECOND;

    @Import(name = "operatorsMayPurge")
    boolean operatorsMayPurge;

    @Import(name = "kmsKeyArn")
    private Optional<Output<String>> kmsKeyArn = Optional.empty();

    SqsQueue queue;
    SqsQueue deadLetterQueue;
    LambdaFunction function;

    final List<QueuePair> furtherQueues = new ArrayList<>();

    Optional<HttpEndpoint> endpoint = Optional.empty();
    Optional<SqsQueue> webhookFailuresQueue = Optional.empty();

    private Optional<AwsTarget> target = Optional.empty();
    private List<String> warnings = List.of();

    private ImportRecoveryArgs() {}

    String redriveFailuresQueueName() {
        return baseName + "-redrive-failures";
    }

    AwsTarget targetOf(ComponentResource component, ComponentResourceOptions options) {
        return AwsTarget.of(SUBJECT, target, component, options, this::rulesIn);
    }

    Optional<Output<String>> kmsKeyArn(AwsTarget where) {
        return kmsKeyArn.map(key -> KmsKeyRules.enforcedIn(SUBJECT, "kmsKeyArn", key, where));
    }

    /** The same key, in the form that policies use. */
    Output<Optional<KmsKey>> key(AwsTarget where) {
        return kmsKeyArn(where)
                .map(key -> Outputs.apply(key, arn -> Optional.of(new KmsKey(arn, where.dnsSuffix()))))
                .orElse(Output.of(Optional.empty()));
    }

    private List<Rule> rules() {
        return new RuleList()
                .ifGiven(
                        baseName,
                        name -> List.of(
                                NameRules.prefix("baseName", name, "-redrive", "the schedule and its role have")))
                .ifPresent(redriveSchedule, schedule -> RedriveRules.schedule("redriveSchedule", schedule))
                .add(
                        RedriveRules.messagesPerSecond("redriveMessagesPerSecond", redriveMessagesPerSecond),
                        RedriveRules.goesWithSchedule(
                                "redriveMessagesPerSecond", redriveMessagesPerSecond, redriveSchedule))
                .ifKnown(kmsKeyArn.orElse(null), arn -> KmsKeyRules.keyArn("kmsKeyArn", arn))
                .toList();
    }

    /** Rules that depend on the account and the region. */
    private List<Rule> rulesIn(AwsTarget where) {
        return new RuleList()
                .ifKnown(kmsKeyArn.orElse(null), arn -> KmsKeyRules.keyIn("kmsKeyArn", arn, where))
                .ifGiven(queue, it -> it.isIn("queue", where))
                .ifGiven(deadLetterQueue, it -> it.isIn("deadLetterQueue", where))
                .ifGiven(function, it -> it.isIn("function", where))
                .ifPresent(webhookFailuresQueue, it -> it.isIn("webhookFailuresQueue", where))
                .add(furtherQueues.stream()
                        .flatMap(it -> it.isIn("furtherQueues", where).stream())
                        .toList())
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

        private final ImportRecoveryArgs $ = new ImportRecoveryArgs();

        private Builder() {}

        /**
         * The prefix of all names, such as {@code savepoint-dev-steam-import}: 1 to 56 letters,
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

        /** The queue that failed messages are moved back to, which does not have to exist yet. Required. */
        public Builder queue(SqsQueue queue) {
            inputs.take("queue", queue, it -> $.queue = it);
            return this;
        }

        /** The queue that holds failed messages, which does not have to exist yet. Required. */
        public Builder deadLetterQueue(SqsQueue deadLetterQueue) {
            inputs.take("deadLetterQueue", deadLetterQueue, it -> $.deadLetterQueue = it);
            return this;
        }

        /** The function. Operators may read its log and view its image repository. Required. */
        public Builder function(LambdaFunction function) {
            inputs.take("function", function, it -> $.function = it);
            return this;
        }

        /**
         * Adds queues that operators inspect and redrive as well, such as those of the bulk lane.
         * The schedule does not redrive them. Default: none.
         */
        public Builder furtherQueues(QueuePair furtherQueues) {
            inputs.take("furtherQueues", furtherQueues, $.furtherQueues::add);
            return this;
        }

        /** The queue for completion events that could not be delivered. Operators may read it. Default: none. */
        public Builder webhookFailuresQueue(SqsQueue webhookFailuresQueue) {
            inputs.take("webhookFailuresQueue", webhookFailuresQueue, it -> $.webhookFailuresQueue = Optional.of(it));
            return this;
        }

        /** The HTTP endpoint. Operators may read its access log, if it has one. Default: none. */
        public Builder endpoint(HttpEndpoint endpoint) {
            inputs.take("endpoint", endpoint, it -> $.endpoint = Optional.of(it));
            return this;
        }

        /**
         * When failed messages are moved back automatically: {@code cron(…)} with six fields, in
         * UTC, or {@code rate(…)} in minutes, hours or days. Default: never.
         * {@code docs/operations.md} explains what keeps a message that always fails from being
         * moved back indefinitely.
         *
         * @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html">EventBridge
         *     Scheduler: schedule types</a>
         */
        public Builder redriveSchedule(String redriveSchedule) {
            inputs.take("redriveSchedule", redriveSchedule, schedule -> $.redriveSchedule = Optional.of(schedule));
            return this;
        }

        /** How many messages per second the schedule moves: 1 to 500. Default: 10. */
        public Builder redriveMessagesPerSecond(int redriveMessagesPerSecond) {
            $.redriveMessagesPerSecond = redriveMessagesPerSecond;
            return this;
        }

        /** Whether operators may delete all failed messages at once. Default: false. */
        public Builder operatorsMayPurge(boolean operatorsMayPurge) {
            $.operatorsMayPurge = operatorsMayPurge;
            return this;
        }

        /**
         * The customer managed key, in the queues' region, of all queues that are given here. It
         * also encrypts the schedule and the queue of failed redrives. If the queues have a key,
         * operators and the schedule need it to redrive. Default: none.
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

        @Override
        protected List<Rule> rulesOfInputs() {
            return new RuleList().add($.rules()).ifPresent($.target, $::rulesIn).toList();
        }

        /**
         * Validates all inputs together.
         *
         * @throws savepoint.validation.InvalidInputException listing every mistake
         */
        public ImportRecoveryArgs build() {
            $.warnings = enforce(
                    SUBJECT,
                    inputs.required("baseName", "such as savepoint-dev-steam-import"),
                    inputs.required("queue", "such as SteamImportQueue.queue()"),
                    inputs.required("deadLetterQueue", "such as SteamImportQueue.deadLetterQueue()"),
                    inputs.required("function", "such as LambdaContainer.function()"));
            return $;
        }
    }
}
