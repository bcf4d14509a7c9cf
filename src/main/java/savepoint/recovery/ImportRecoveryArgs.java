package savepoint.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import savepoint.aws.AwsTarget;
import savepoint.aws.ImageRules;
import savepoint.aws.KmsKeyRules;
import savepoint.policy.KmsKey;
import savepoint.policy.OperatorPolicies;
import savepoint.validation.Rule;
import savepoint.validation.Rules;

/** What an {@link ImportRecovery} is built from; immutable, and checked as a whole by {@link Builder#build()}. */
public final class ImportRecoveryArgs {

    private static final Pattern BASE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,56}");

    final AwsTarget target;
    final String baseName;
    final String queueArn;
    final String deadLetterQueueArn;
    final String functionName;
    final String imageUri;
    final String redriveFailuresQueueName;
    final Optional<String> redriveSchedule;
    final int redriveMessagesPerSecond;
    final boolean operatorsMayPurge;
    final Optional<KmsKey> key;

    private ImportRecoveryArgs(Builder builder) {
        target = builder.target;
        baseName = builder.baseName;
        queueArn = target.queueArn(Rules.required(builder.queueName, "queue"));
        deadLetterQueueArn = target.queueArn(Rules.required(builder.deadLetterQueueName, "queue"));
        functionName = Rules.required(builder.functionName, "function");
        imageUri = Rules.required(builder.imageUri, "function");
        redriveFailuresQueueName = baseName + "-redrive-failures";
        redriveSchedule = builder.redriveSchedule;
        redriveMessagesPerSecond = builder.redriveMessagesPerSecond;
        operatorsMayPurge = builder.operatorsMayPurge;
        Rules.enforce("ImportRecoveryArgs", rules(builder));
        key = builder.kmsKeyArn.map(arn -> new KmsKey(arn, target.dnsSuffix()));
    }

    /** All that operators look at, for their policy. */
    OperatorPolicies.Import operated() {
        return new OperatorPolicies.Import(
                queueArn,
                deadLetterQueueArn,
                redriveSchedule.map(expression -> target.queueArn(redriveFailuresQueueName)),
                target.functionArn(functionName),
                target.eventSourceMappingArns(),
                target.ecrRepositoryArn(imageUri),
                target.logGroupArn(target.lambdaLogGroupName(functionName)),
                target.alarmArn("*"),
                target.dashboardArn(baseName),
                target.topicArn(baseName + "-alarms"),
                target.kmsKeyArns(),
                key);
    }

    private List<Rule> rules(Builder builder) {
        var rules = new ArrayList<Rule>();
        rules.add(Rule.matches(
                "baseName",
                baseName,
                BASE_NAME,
                "must be 1 to 56 letters, digits, hyphens and underscores",
                "the schedule and its role are called the same plus '-redrive', of 64 characters at most"));
        redriveSchedule.ifPresent(schedule -> rules.addAll(RedriveRules.schedule("redriveSchedule", schedule)));
        rules.add(RedriveRules.messagesPerSecond("redriveMessagesPerSecond", redriveMessagesPerSecond));
        rules.addAll(ImageRules.uriIn("imageUri", imageUri, target));
        builder.kmsKeyArn.ifPresent(arn -> rules.addAll(KmsKeyRules.keyArnIn("kmsKeyArn", arn, target)));
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
        private String imageUri;
        private Optional<String> redriveSchedule = Optional.empty();
        private int redriveMessagesPerSecond = RedriveRules.MESSAGES_PER_SECOND;
        private boolean operatorsMayPurge;
        private Optional<String> kmsKeyArn = Optional.empty();

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

        /** The function, whose log operators may read, and its image, in whose repository they may look. Required. */
        public Builder function(String functionName, String imageUri) {
            this.functionName = functionName;
            this.imageUri = imageUri;
            return this;
        }

        /**
         * When failed messages are moved back by themselves: {@code cron(…)} in UTC or {@code rate(…)}. Default: never.
         * What keeps a message that always fails from circling for ever: {@code docs/operations.md}.
         */
        public Builder redriveSchedule(String redriveSchedule) {
            this.redriveSchedule = Optional.of(redriveSchedule);
            return this;
        }

        /** How many messages a second the schedule moves: 1 to 500. Default: 10. */
        public Builder redriveMessagesPerSecond(int redriveMessagesPerSecond) {
            this.redriveMessagesPerSecond = redriveMessagesPerSecond;
            return this;
        }

        /** Whether operators may delete all failed messages at once. Default: false. */
        public Builder operatorsMayPurge(boolean operatorsMayPurge) {
            this.operatorsMayPurge = operatorsMayPurge;
            return this;
        }

        /** The customer managed key of queue and dead-letter queue, and of the queue of redrives that failed. Default: none. */
        public Builder kmsKeyArn(String kmsKeyArn) {
            this.kmsKeyArn = Optional.of(kmsKeyArn);
            return this;
        }

        /**
         * Checks all inputs together.
         *
         * @throws savepoint.validation.InvalidInputException with every mistake
         */
        public ImportRecoveryArgs build() {
            return new ImportRecoveryArgs(this);
        }
    }
}
