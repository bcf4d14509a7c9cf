package savepoint.recovery;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import savepoint.aws.AwsTarget;
import savepoint.aws.KmsKeyRules;
import savepoint.aws.LambdaFunction;
import savepoint.aws.SqsQueue;
import savepoint.policy.KmsKey;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Outputs;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;

/** What an {@link ImportRecovery} is built from, checked as a whole by {@link Builder#build()}. */
public final class ImportRecoveryArgs extends ResourceArgs {

    private static final String SUBJECT = "ImportRecoveryArgs";

    private static final Pattern BASE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,56}");

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

    /** The same for policies. */
    Output<Optional<KmsKey>> key(AwsTarget where) {
        return kmsKeyArn(where)
                .map(key -> Outputs.apply(key, arn -> Optional.of(new KmsKey(arn, where.dnsSuffix()))))
                .orElse(Output.of(Optional.empty()));
    }

    private List<Rule> rules() {
        return new RuleList()
                .ifGiven(
                        baseName,
                        name -> List.of(Rule.matches(
                                "baseName",
                                name,
                                BASE_NAME,
                                "must be 1 to 56 letters, digits, hyphens and underscores",
                                "the schedule and its role have the same name plus '-redrive', at most 64 characters")))
                .ifPresent(redriveSchedule, schedule -> RedriveRules.schedule("redriveSchedule", schedule))
                .add(
                        RedriveRules.messagesPerSecond("redriveMessagesPerSecond", redriveMessagesPerSecond),
                        RedriveRules.goesWithSchedule(
                                "redriveMessagesPerSecond", redriveMessagesPerSecond, redriveSchedule))
                .ifKnown(kmsKeyArn.orElse(null), arn -> KmsKeyRules.keyArn("kmsKeyArn", arn))
                .toList();
    }

    /** What only the account and the region can tell. */
    private List<Rule> rulesIn(AwsTarget where) {
        return new RuleList()
                .ifKnown(kmsKeyArn.orElse(null), arn -> KmsKeyRules.keyIn("kmsKeyArn", arn, where))
                .ifGiven(queue, it -> it.isIn("queue", where))
                .ifGiven(deadLetterQueue, it -> it.isIn("deadLetterQueue", where))
                .ifGiven(function, it -> it.isIn("function", where))
                .toList();
    }

    /** What is allowed but unwise; the component shows it in every preview and update. */
    public List<String> warnings() {
        return warnings;
    }

    /** Starts without any input. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the inputs; those left out have the default that their method names. Builds once. */
    public static final class Builder extends CheckedBuilder {

        private final ImportRecoveryArgs $ = new ImportRecoveryArgs();

        private Builder() {}

        /** The beginning of all names, such as {@code savepoint-dev-steam-import}. Required. */
        public Builder baseName(String baseName) {
            inputs.take("baseName", baseName, name -> $.baseName = name);
            return this;
        }

        /** Where the import runs. Default: where the component's provider deploys to, which takes three calls to AWS. */
        public Builder target(AwsTarget target) {
            inputs.take("target", target, where -> $.target = Optional.of(where));
            return this;
        }

        /** The queue that failed messages go back to, which need not exist yet. Required. */
        public Builder queue(SqsQueue queue) {
            inputs.take("queue", queue, it -> $.queue = it);
            return this;
        }

        /** The queue that failed messages are in, which need not exist yet. Required. */
        public Builder deadLetterQueue(SqsQueue deadLetterQueue) {
            inputs.take("deadLetterQueue", deadLetterQueue, it -> $.deadLetterQueue = it);
            return this;
        }

        /** The function, whose log operators may read, and in whose image's repository they may look. Required. */
        public Builder function(LambdaFunction function) {
            inputs.take("function", function, it -> $.function = it);
            return this;
        }

        /**
         * When failed messages are moved back by themselves: {@code cron(…)} in UTC or {@code rate(…)}. Default: never.
         * What keeps a message that always fails from circling for ever: {@code docs/operations.md}.
         */
        public Builder redriveSchedule(String redriveSchedule) {
            inputs.take("redriveSchedule", redriveSchedule, schedule -> $.redriveSchedule = Optional.of(schedule));
            return this;
        }

        /** How many messages a second the schedule moves: 1 to 500. Default: 10. */
        public Builder redriveMessagesPerSecond(int redriveMessagesPerSecond) {
            $.redriveMessagesPerSecond = redriveMessagesPerSecond;
            return this;
        }

        /** Whether operators may delete all failed messages at once. Default: false. */
        public Builder operatorsMayPurge(boolean operatorsMayPurge) {
            $.operatorsMayPurge = operatorsMayPurge;
            return this;
        }

        /** The customer managed key of queue and dead-letter queue, and of the queue of redrives that failed. Default: none. */
        public Builder kmsKeyArn(Output<String> kmsKeyArn) {
            inputs.take("kmsKeyArn", kmsKeyArn, key -> $.kmsKeyArn = Optional.of(key));
            return this;
        }

        /** The same for a key that is there. */
        public Builder kmsKeyArn(String kmsKeyArn) {
            inputs.take("kmsKeyArn", kmsKeyArn, key -> $.kmsKeyArn = Optional.of(Output.of(key)));
            return this;
        }

        @Override
        protected List<Rule> rulesOfInputs() {
            return new RuleList().add($.rules()).ifPresent($.target, $::rulesIn).toList();
        }

        /**
         * Checks all inputs together.
         *
         * @throws savepoint.validation.InvalidInputException with every mistake
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
