package savepoint.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static savepoint.testing.Sentences.assertRefused;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.aws.AwsTarget;
import savepoint.aws.LambdaFunction;
import savepoint.aws.SqsQueue;
import savepoint.policy.KmsKey;
import savepoint.policy.OperatorPolicies;
import savepoint.policy.QueuePolicies;
import savepoint.policy.RedrivePolicies;
import savepoint.testing.Plan;

class ImportRecoveryTest {

    private static final AwsTarget TARGET = new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com");
    private static final String DLQ = "arn:aws:sqs:eu-central-1:123456789012:q-dlq";
    private static final String QUEUE = "arn:aws:sqs:eu-central-1:123456789012:q";
    private static final String FAILURES = "arn:aws:sqs:eu-central-1:123456789012:app-redrive-failures";
    private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";

    private static final String IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/worker:1";

    private static ImportRecoveryArgs.Builder args(String baseName) {
        return ImportRecoveryArgs.builder()
                .baseName(baseName)
                .queue(SqsQueue.existing(TARGET, "q"))
                .deadLetterQueue(SqsQueue.existing(TARGET, "q-dlq"))
                .function(function("worker", IMAGE));
    }

    private static LambdaFunction function(String name, String image) {
        return new LambdaFunction(name, TARGET.functionArn(name), Output.of(image), 300, List.of());
    }

    private static Plan plan(UnaryOperator<ImportRecoveryArgs.Builder> change) {
        return plan("app", change);
    }

    private static Plan plan(String baseName, UnaryOperator<ImportRecoveryArgs.Builder> change) {
        return Plan.of(context -> new ImportRecovery(
                        "imports", change.apply(args(baseName)).build(), ComponentResourceOptions.Empty))
                .succeeded();
    }

    @Test
    void createsOnlyOperatorPolicyByDefault() {
        var plan = plan(args -> args);

        assertEquals(Set.of("imports-operators"), plan.names());
        assertEquals(
                Map.of(
                        "name",
                        "app-operators",
                        "description",
                        "Inspects failed imports and moves them back",
                        "policy",
                        OperatorPolicies.operators(new Operated(Optional.empty()), false)),
                plan.resource("aws:iam/policy:Policy", "imports-operators").inputs());
        assertEquals(
                Map.of("operatorPolicyArn", "arn:aws:iam::123456789012:policy/app-operators"),
                plan.outputsOf(ImportRecovery.TYPE));
    }

    /** A customer managed policy has at most 6,144 characters. This is the longest possible. */
    @Test
    void operatorPolicyFitsWithLongestNames() {
        var longest = "x".repeat(56);
        var policy = plan(
                        longest,
                        args -> args.queue(SqsQueue.existing(TARGET, "q".repeat(76)))
                                .deadLetterQueue(SqsQueue.existing(TARGET, "q".repeat(80)))
                                .function(function("f".repeat(59), IMAGE.replace("team", "t".repeat(249))))
                                .redriveSchedule("rate(1 day)")
                                .operatorsMayPurge(true)
                                .kmsKeyArn("arn:aws:kms:eu-central-1:123456789012:key/mrk-" + "0".repeat(32)))
                .resource("aws:iam/policy:Policy", "imports-operators")
                .inputs()
                .get("policy");

        assertTrue(((String) policy).length() <= 6_144, policy::toString);
    }

    @Test
    void rejectsResourcesInAnotherRegion() {
        var there = new AwsTarget("aws", "us-east-1", "123456789012", "amazonaws.com");
        var inAnotherRegion =
                " must be in the component's account and region, got '%s': create the component there as well, with the same provider";

        assertRefused(
                () -> args("app")
                        .target(TARGET)
                        .queue(SqsQueue.existing(there, "q"))
                        .deadLetterQueue(SqsQueue.existing(there, "q-dlq"))
                        .function(new LambdaFunction(
                                "worker", there.functionArn("worker"), Output.of(IMAGE), 300, List.of()))
                        .build(),
                "queue" + inAnotherRegion.formatted(there.queueArn("q")),
                "deadLetterQueue" + inAnotherRegion.formatted(there.queueArn("q-dlq")),
                "function" + inAnotherRegion.formatted(there.functionArn("worker")));
    }

    private record Operated(Optional<String> redriveFailuresArn) implements OperatorPolicies.Resources {

        @Override
        public List<String> queueArns() {
            return List.of(QUEUE);
        }

        @Override
        public List<String> deadLetterQueueArns() {
            return List.of(DLQ);
        }

        @Override
        public Optional<String> webhookFailuresArn() {
            return Optional.empty();
        }

        @Override
        public String functionArn() {
            return "arn:aws:lambda:eu-central-1:123456789012:function:worker";
        }

        @Override
        public String mappingArns() {
            return "arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:*";
        }

        @Override
        public String imageRepositoryArn() {
            return "arn:aws:ecr:eu-central-1:123456789012:repository/team/worker";
        }

        @Override
        public List<String> logGroupArns() {
            return List.of("arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/worker");
        }

        @Override
        public String alarmArns() {
            return "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:*";
        }

        @Override
        public String dashboardArn() {
            return "arn:aws:cloudwatch::123456789012:dashboard/app";
        }

        @Override
        public String topicArn() {
            return "arn:aws:sns:eu-central-1:123456789012:app-alarms";
        }

        @Override
        public Optional<KmsKey> key() {
            return Optional.empty();
        }
    }

    @Nested
    class WithASchedule {

        @Test
        void allowsOperatorsToInspectFailuresAndPurgeIfEnabled() {
            var plan = plan(args -> args.redriveSchedule("rate(1 day)").operatorsMayPurge(true));

            assertEquals(
                    OperatorPolicies.operators(new Operated(Optional.of(FAILURES)), true),
                    plan.resource("aws:iam/policy:Policy", "imports-operators")
                            .inputs()
                            .get("policy"));
        }

        @Test
        void startsRedriveAndKeepsFailedCalls() {
            var plan = plan(args -> args.redriveSchedule("cron(0 6 * * ? *)").redriveMessagesPerSecond(7));

            var schedule = plan.resource("aws:scheduler/schedule:Schedule", "imports-redrive");
            assertEquals(
                    Map.of(
                            "name",
                            "app-redrive",
                            "description",
                            "Moves failed imports back to their queue",
                            "scheduleExpression",
                            "cron(0 6 * * ? *)",
                            "flexibleTimeWindow",
                            Map.of("mode", "OFF"),
                            "target",
                            Map.of(
                                    "arn",
                                    "arn:aws:scheduler:::aws-sdk:sqs:startMessageMoveTask",
                                    "roleArn",
                                    "arn:aws:iam::123456789012:role/app-redrive",
                                    "input",
                                    "{\"SourceArn\":\"" + DLQ + "\",\"MaxNumberOfMessagesPerSecond\":7}",
                                    "retryPolicy",
                                    Map.of("maximumRetryAttempts", 3, "maximumEventAgeInSeconds", 3600),
                                    "deadLetterConfig",
                                    Map.of("arn", FAILURES))),
                    schedule.inputs());
            assertEquals(
                    Set.of("imports-redrive-role", "imports-redrive-access", "imports-redrive-failures"),
                    schedule.dependsOn());
        }

        @Test
        void createsRoleOnlyForTheRedrive() {
            var plan = plan(args -> args.redriveSchedule("rate(1 day)").kmsKeyArn(KEY));

            assertEquals(
                    Map.of("name", "app-redrive", "assumeRolePolicy", RedrivePolicies.trust("123456789012")),
                    plan.resource("aws:iam/role:Role", "imports-redrive-role").inputs());
            assertEquals(
                    Map.of(
                            "name",
                            "app-redrive-access",
                            "role",
                            "app-redrive",
                            "policy",
                            RedrivePolicies.schedule(
                                    DLQ,
                                    QUEUE,
                                    FAILURES,
                                    "arn:aws:scheduler:eu-central-1:123456789012:schedule/default/app-redrive",
                                    Optional.of(new KmsKey(KEY, "amazonaws.com")))),
                    plan.resource("aws:iam/rolePolicy:RolePolicy", "imports-redrive-access")
                            .inputs());
        }

        @Test
        void keepsFailuresInEncryptedQueueForFourteenDays() {
            var plan = plan(args -> args.redriveSchedule("rate(1 day)"));

            assertEquals(
                    Map.of(
                            "name",
                            "app-redrive-failures",
                            "messageRetentionSeconds",
                            1_209_600,
                            "sqsManagedSseEnabled",
                            true,
                            "policy",
                            QueuePolicies.deadLetterQueue(FAILURES)),
                    plan.resource("aws:sqs/queue:Queue", "imports-redrive-failures")
                            .inputs());
        }

        @Test
        void exposesFailuresQueue() {
            var recovery = new AtomicReference<ImportRecovery>();
            Plan.of(context -> recovery.set(new ImportRecovery(
                            "imports",
                            args("app").redriveSchedule("rate(1 day)").build(),
                            ComponentResourceOptions.Empty)))
                    .succeeded();

            assertEquals(
                    FAILURES,
                    recovery.get().redriveFailuresQueue().orElseThrow().arn());
        }
    }

    @Test
    void reportsAllMistakesTogether() {
        assertRefused(
                () -> args("x".repeat(57))
                        .redriveSchedule("at(2030-01-01T00:00:00)")
                        .redriveMessagesPerSecond(501)
                        .kmsKeyArn("alias/a")
                        .build(),
                "baseName must be 1 to 56 letters, digits, hyphens and underscores, got '%s': the schedule and its role have the same name plus '-redrive', at most 64 characters"
                        .formatted("x".repeat(57)),
                "redriveSchedule must be a rate expression or a six-field cron expression, got 'at(2030-01-01T00:00:00)': such as cron(0 6 * * ? *), every day at 6:00 UTC, or rate(12 hours)",
                "redriveMessagesPerSecond must be between 1 and 500, got 501: a lower rate leaves room for new imports; 500 is the SQS limit",
                "kmsKeyArn must be the ARN of a KMS key, arn:…:key/…, got 'alias/a': an alias does not work in an IAM policy; 'aws kms describe-key --key-id alias/…' prints the key's ARN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate(1 minute)", "rate(12 hours)", "cron(0/15 6-18 ? * MON-FRI *)", "cron(0 6 1 * ? *)"})
    void acceptsRatesAndCron(String schedule) {
        assertEquals(
                Optional.of(schedule),
                args("x".repeat(56)).redriveSchedule(schedule).build().redriveSchedule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cron(0 6 * * * *)", "cron(0 6 ? * ? *)"})
    void rejectsCronWithoutExactlyOneQuestionMark(String schedule) {
        assertRefused(
                () -> args("app").redriveSchedule(schedule).build(),
                "redriveSchedule must have a ? as either the day of the month or the day of the week, but not both, got '%s': such as cron(0 6 * * ? *), every day at 6:00 UTC, or rate(12 hours)"
                        .formatted(schedule));
    }
}
