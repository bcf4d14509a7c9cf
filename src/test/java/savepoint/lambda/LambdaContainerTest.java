package savepoint.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static savepoint.testing.Sentences.assertSaid;

import com.pulumi.aws.lambda.inputs.FunctionVpcConfigArgs;
import com.pulumi.aws.sqs.Queue;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import savepoint.aws.AwsTarget;
import savepoint.aws.EventBus;
import savepoint.aws.SqsQueue;
import savepoint.policy.ExecutionRolePolicies;
import savepoint.policy.KmsKey;
import savepoint.policy.KmsKeyPermission;
import savepoint.testing.Plan;

class LambdaContainerTest {

    private static final String FUNCTION = "aws:lambda/function:Function";
    private static final String MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
    private static final String INLINE_POLICY = "aws:iam/rolePolicy:RolePolicy";
    private static final AwsTarget TARGET = new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com");
    private static final String IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/worker:1";
    private static final String QUEUE_ARN = "arn:aws:sqs:eu-central-1:123456789012:q";

    private static Plan plan(UnaryOperator<LambdaContainerArgs.Builder> change) {
        return Plan.of(context -> new LambdaContainer(
                        "import",
                        change.apply(LambdaContainerArgs.builder()
                                        .functionName("worker")
                                        .imageUri(IMAGE))
                                .build(),
                        ComponentResourceOptions.Empty))
                .succeeded();
    }

    private static LambdaContainerArgs.Builder withQueue(LambdaContainerArgs.Builder args) {
        return args.sqsEventSource(
                SqsEventSource.builder().queueArn(Output.of(QUEUE_ARN)).build());
    }

    @Nested
    class WithTwoEventSources {

        private static final String OTHER_ARN = "arn:aws:sqs:eu-central-1:123456789012:other";

        private final Plan plan = plan(args -> withQueue(args)
                .sqsEventSource(SqsEventSource.builder()
                        .name("other")
                        .queueArn(Output.of(OTHER_ARN))
                        .build()));

        @Test
        void eachHasMappingAndPolicy() {
            assertEquals(
                    QUEUE_ARN,
                    plan.resource(MAPPING, "import-event-source").inputs().get("eventSourceArn"));
            var other = plan.resource(MAPPING, "import-other-event-source");
            assertEquals(OTHER_ARN, other.inputs().get("eventSourceArn"));
            assertTrue(other.dependsOn().contains("import-other-sqs-access"));
            assertFalse(other.dependsOn().contains("import-sqs-access"));
            var policy = plan.resource(INLINE_POLICY, "import-other-sqs-access").inputs();
            assertEquals("worker-other-sqs-access", policy.get("name"));
            assertEquals(ExecutionRolePolicies.sqsAccess(OTHER_ARN), policy.get("policy"));
        }

        @Test
        void firstIsUnaffectedBySecond() {
            var alone = plan(LambdaContainerTest::withQueue);

            for (var name : List.of("import-event-source", "import-sqs-access")) {
                var type = name.endsWith("source") ? MAPPING : INLINE_POLICY;
                assertEquals(alone.resource(type, name), plan.resource(type, name));
            }
        }
    }

    @Nested
    class WithoutEventSource {

        private final Plan plan = plan(args -> args);

        @Test
        void createsOnlyRoleLogGroupAndFunction() {
            assertEquals(Set.of("import-role", "import-logs-access", "import-logs", "import-function"), plan.names());
        }

        @Test
        void createsFunctionWithBaselineDefaults() {
            assertEquals(
                    Map.ofEntries(
                            Map.entry("name", "worker"),
                            Map.entry("description", ""),
                            Map.entry("packageType", "Image"),
                            Map.entry("imageUri", IMAGE),
                            Map.entry("architectures", List.of("x86_64")),
                            Map.entry("role", "arn:aws:iam::123456789012:role/worker-role"),
                            Map.entry("memorySize", 512),
                            Map.entry("timeout", 300),
                            Map.entry("reservedConcurrentExecutions", -1),
                            Map.entry("tags", Map.of())),
                    plan.resource(FUNCTION, "import-function").inputs());
        }

        @Test
        void createsRoleForLambda() {
            assertEquals(
                    Map.of(
                            "name",
                            "worker-role",
                            "assumeRolePolicy",
                            ExecutionRolePolicies.trust("123456789012"),
                            "tags",
                            Map.of()),
                    plan.resource("aws:iam/role:Role", "import-role").inputs());
        }

        @Test
        void allowsFunctionToWriteItsLog() {
            assertEquals(
                    Map.of(
                            "name",
                            "worker-logs-access",
                            "role",
                            "worker-role",
                            "policy",
                            ExecutionRolePolicies.logsAccess(
                                    "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/worker")),
                    plan.resource(INLINE_POLICY, "import-logs-access").inputs());
        }

        @Test
        void keepsLogForTwoWeeks() {
            assertEquals(
                    Map.of("name", "/aws/lambda/worker", "retentionInDays", 14, "tags", Map.of()),
                    plan.resource("aws:cloudwatch/logGroup:LogGroup", "import-logs")
                            .inputs());
        }

        @Test
        void isParentOfAllResources() {
            var parents = plan.resources().stream()
                    .filter(resource -> resource.type().startsWith("aws:"))
                    .map(resource -> resource.parent())
                    .distinct()
                    .toList();

            assertEquals(List.of("import"), parents);
        }

        @Test
        void registersOutputsWithoutMapping() {
            assertEquals(
                    Map.of(
                            "functionName",
                            "worker",
                            "functionArn",
                            "arn:aws:lambda:eu-central-1:123456789012:function:worker",
                            "invokeArn",
                            "invoke:worker",
                            "qualifiedArn",
                            "arn:aws:lambda:eu-central-1:123456789012:function:worker:$LATEST",
                            "roleArn",
                            "arn:aws:iam::123456789012:role/worker-role",
                            "roleName",
                            "worker-role",
                            "logGroupName",
                            "/aws/lambda/worker",
                            "logGroupArn",
                            "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/worker"),
                    plan.outputsOf(LambdaContainer.TYPE));
        }
    }

    @Nested
    class WithEventSource {

        private final Plan plan = plan(LambdaContainerTest::withQueue);

        @Test
        void allowsLambdaToReadTheQueue() {
            assertEquals(
                    Map.of(
                            "name",
                            "worker-sqs-access",
                            "role",
                            "worker-role",
                            "policy",
                            ExecutionRolePolicies.sqsAccess(QUEUE_ARN)),
                    plan.resource(INLINE_POLICY, "import-sqs-access").inputs());
        }

        @Test
        void createsMappingWithBaselineDefaults() {
            assertEquals(
                    Map.of(
                            "eventSourceArn",
                            QUEUE_ARN,
                            "functionName",
                            "arn:aws:lambda:eu-central-1:123456789012:function:worker",
                            "batchSize",
                            10,
                            "maximumBatchingWindowInSeconds",
                            0,
                            "enabled",
                            true,
                            "functionResponseTypes",
                            List.of(),
                            "tags",
                            Map.of()),
                    plan.resource(MAPPING, "import-event-source").inputs());
        }

        @Test
        void mappingDependsOnThePolicy() {
            assertEquals(
                    Set.of("import-function", "import-sqs-access"),
                    plan.resource(MAPPING, "import-event-source").dependsOn());
        }

        @Test
        void registersMappingOutputs() {
            var outputs = plan.outputsOf(LambdaContainer.TYPE);

            assertEquals("mapping-uuid", outputs.get("eventSourceMappingUuid"));
            assertEquals("Enabled", outputs.get("eventSourceMappingState"));
        }

        @Test
        void passesOnEveryEventSourceInput() {
            var mapping = plan(args -> args.sqsEventSource(SqsEventSource.builder()
                            .queueArn(Output.of(QUEUE_ARN))
                            .batchSize(100)
                            .maximumBatchingWindow(Duration.ofSeconds(30))
                            .enabled(false)
                            .functionResponseTypes("ReportBatchItemFailures")
                            .maximumConcurrency(7)
                            .build()))
                    .resource(MAPPING, "import-event-source")
                    .inputs();

            assertEquals(
                    Map.of(
                            "eventSourceArn",
                            QUEUE_ARN,
                            "functionName",
                            "arn:aws:lambda:eu-central-1:123456789012:function:worker",
                            "batchSize",
                            100,
                            "maximumBatchingWindowInSeconds",
                            30,
                            "enabled",
                            false,
                            "functionResponseTypes",
                            List.of("ReportBatchItemFailures"),
                            "scalingConfig",
                            Map.of("maximumConcurrency", 7),
                            "tags",
                            Map.of()),
                    mapping);
        }

        @Test
        void decryptsWithQueueKey() {
            var key = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
            var plan = plan(args -> args.sqsEventSource(SqsEventSource.builder()
                    .queueArn(Output.of(QUEUE_ARN))
                    .queueKmsKeyArn(Output.of(key))
                    .build()));

            assertEquals(
                    ExecutionRolePolicies.kmsAccess(
                            List.of(KmsKeyPermission.receiveMessages(new KmsKey(key, "amazonaws.com")))),
                    plan.resource(INLINE_POLICY, "import-kms-access").inputs().get("policy"));
            assertEquals(
                    Set.of("import-function", "import-sqs-access", "import-kms-access"),
                    plan.resource(MAPPING, "import-event-source").dependsOn());
        }

        @Test
        void provisionsPollers() {
            var plan = plan(args -> args.sqsEventSource(SqsEventSource.builder()
                    .queueArn(Output.of(QUEUE_ARN))
                    .minimumPollers(2)
                    .maximumPollers(10)
                    .build()));

            assertEquals(
                    Map.of("minimumPollers", 2, "maximumPollers", 10),
                    plan.resource(MAPPING, "import-event-source").inputs().get("provisionedPollerConfig"));
        }

        @Test
        void onlyMappingDependsOnQueue() {
            var plan = Plan.of(context -> {
                        var queue = new Queue("q");
                        new LambdaContainer(
                                "import",
                                LambdaContainerArgs.builder()
                                        .functionName("worker")
                                        .imageUri(IMAGE)
                                        .sqsEventSource(SqsEventSource.builder()
                                                .queue(SqsQueue.createdBy(queue, TARGET, "q"))
                                                .build())
                                        .build(),
                                ComponentResourceOptions.Empty);
                    })
                    .succeeded();

            assertEquals(
                    Set.of("import-function", "import-sqs-access", "q"),
                    plan.resource(MAPPING, "import-event-source").dependsOn());
            assertFalse(plan.resource(FUNCTION, "import-function").dependsOn().contains("q"));
            assertFalse(plan.resource(INLINE_POLICY, "import-sqs-access")
                    .dependsOn()
                    .contains("q"));
        }
    }

    @Nested
    class WithAnEventBus {

        private static final AwsTarget HERE = new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com");

        @Test
        void maySendEventsOfOneSource() {
            var plan = plan(args -> args.eventBus(EventBus.existing(HERE, "imports"), "app.imports"));

            assertEquals(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"SendCompletionEvents\",\"Effect\":\"Allow\",\"Action\":[\"events:PutEvents\"],\"Resource\":[\"arn:aws:events:eu-central-1:123456789012:event-bus/imports\"],\"Condition\":{\"StringEquals\":{\"events:source\":\"app.imports\"}}}]}",
                    plan.resource(INLINE_POLICY, "import-events-access")
                            .inputs()
                            .get("policy"));
        }

        @Test
        void rejectsBusInAnotherRegion() {
            var elsewhere = new AwsTarget("aws", "eu-west-1", "123456789012", "amazonaws.com");

            assertSaid(
                    "eventBus must be in the component's account and region, got 'arn:aws:events:eu-west-1:123456789012:event-bus/imports'",
                    Plan.of(context -> new LambdaContainer(
                                    "import",
                                    LambdaContainerArgs.builder()
                                            .functionName("worker")
                                            .imageUri(IMAGE)
                                            .eventBus(EventBus.existing(elsewhere, "imports"), "app.imports")
                                            .build()))
                            .errors());
        }

        @Test
        void mayReadAdditionalSecretThatIsGivenFirst() {
            var secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:";
            var plan =
                    plan(args -> args.additionalSecretArn(secret + "t-AbCdEf").secretArns(secret + "s-AbCdEf"));

            assertEquals(
                    ExecutionRolePolicies.secretsAccess(List.of(secret + "s-AbCdEf", secret + "t-AbCdEf")),
                    plan.resource(INLINE_POLICY, "import-secrets-access")
                            .inputs()
                            .get("policy"));
        }

        @Test
        void mayReadAdditionalSecret() {
            var plan = plan(args -> args.secretArns("arn:aws:secretsmanager:eu-central-1:123456789012:secret:s-AbCdEf")
                    .additionalSecretArn(
                            Output.of("arn:aws:secretsmanager:eu-central-1:123456789012:secret:t-AbCdEf")));

            var policy = plan.resource(INLINE_POLICY, "import-secrets-access")
                    .inputs()
                    .get("policy")
                    .toString();
            assertTrue(
                    policy.contains(
                            "\"Resource\":[\"arn:aws:secretsmanager:eu-central-1:123456789012:secret:s-AbCdEf\",\"arn:aws:secretsmanager:eu-central-1:123456789012:secret:t-AbCdEf\"]"),
                    policy);
        }
    }

    @Nested
    class WithAllInputs {

        private final Plan plan = plan(args -> withQueue(args)
                .description("works")
                .memorySize(1024)
                .timeout(Duration.ofSeconds(60))
                .environmentVariable("PLAIN", "text")
                .environmentVariable("COMPUTED", Output.of("later"))
                .s3BucketArns("arn:aws:s3:::aaa", "arn:aws:s3:::bbb")
                .secretArns("arn:aws:secretsmanager:eu-central-1:123456789012:secret:s-AbCdEf")
                .vpcConfig(FunctionVpcConfigArgs.builder()
                        .subnetIds("subnet-11111111")
                        .securityGroupIds("sg-11111111")
                        .build())
                .reservedConcurrentExecutions(20)
                .logRetentionInDays(30)
                .architectures("arm64")
                .tags(Map.of("Team", "imports")));

        @Test
        void functionGetsEveryInput() {
            assertEquals(
                    Map.ofEntries(
                            Map.entry("name", "worker"),
                            Map.entry("description", "works"),
                            Map.entry("packageType", "Image"),
                            Map.entry("imageUri", IMAGE),
                            Map.entry("architectures", List.of("arm64")),
                            Map.entry("role", "arn:aws:iam::123456789012:role/worker-role"),
                            Map.entry("memorySize", 1024),
                            Map.entry("timeout", 60),
                            Map.entry("reservedConcurrentExecutions", 20),
                            Map.entry("environment", Map.of("variables", Map.of("PLAIN", "text", "COMPUTED", "later"))),
                            Map.entry(
                                    "vpcConfig",
                                    Map.of(
                                            "subnetIds",
                                            List.of("subnet-11111111"),
                                            "securityGroupIds",
                                            List.of("sg-11111111"))),
                            Map.entry("tags", Map.of("Team", "imports"))),
                    plan.resource(FUNCTION, "import-function").inputs());
        }

        @Test
        void functionDependsOnLogGroupAndPolicies() {
            assertEquals(
                    Set.of(
                            "import-role",
                            "import-logs-access",
                            "import-vpc-access",
                            "import-s3-access",
                            "import-secrets-access",
                            "import-sqs-access",
                            "import-logs"),
                    plan.resource(FUNCTION, "import-function").dependsOn());
        }

        @Test
        void roleGetsOnePolicyPerPurpose() {
            assertEquals(
                    Map.of(
                            "name",
                            "worker-s3-access",
                            "role",
                            "worker-role",
                            "policy",
                            ExecutionRolePolicies.s3Access(List.of("arn:aws:s3:::aaa", "arn:aws:s3:::bbb"))),
                    plan.resource(INLINE_POLICY, "import-s3-access").inputs());
            assertEquals(
                    Map.of(
                            "name",
                            "worker-secrets-access",
                            "role",
                            "worker-role",
                            "policy",
                            ExecutionRolePolicies.secretsAccess(
                                    List.of("arn:aws:secretsmanager:eu-central-1:123456789012:secret:s-AbCdEf"))),
                    plan.resource(INLINE_POLICY, "import-secrets-access").inputs());
            assertEquals(
                    ExecutionRolePolicies.vpcAccess(),
                    plan.resource(INLINE_POLICY, "import-vpc-access").inputs().get("policy"));
        }

        @Test
        void appliesLogRetentionAndTags() {
            var logs = plan.resource("aws:cloudwatch/logGroup:LogGroup", "import-logs")
                    .inputs();

            assertEquals(30, logs.get("retentionInDays"));
            assertEquals(Map.of("Team", "imports"), logs.get("tags"));
            assertEquals(
                    Map.of("Team", "imports"),
                    plan.resource(MAPPING, "import-event-source").inputs().get("tags"));
            assertEquals(
                    Map.of("Team", "imports"),
                    plan.resource("aws:iam/role:Role", "import-role").inputs().get("tags"));
        }
    }

    /** Outputs of other resources are checked when they are known, with the same messages. */
    @Nested
    class ValuesKnownLater {

        private static List<String> failing(UnaryOperator<LambdaContainerArgs.Builder> change) {
            return failing(IMAGE, change);
        }

        private static List<String> failing(String image, UnaryOperator<LambdaContainerArgs.Builder> change) {
            return Plan.of(context -> new LambdaContainer(
                            "import",
                            change.apply(LambdaContainerArgs.builder()
                                            .functionName("worker")
                                            .imageUri(image))
                                    .build(),
                            ComponentResourceOptions.Empty))
                    .errors();
        }

        private static String mistake(String subject, String sentence) {
            return "1 mistake in " + subject + ":\n  - " + sentence;
        }

        @Test
        void rejectsImageInAnotherRegion() {
            var image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/worker:1";

            assertSaid(
                    mistake(
                            "LambdaContainerArgs",
                            "imageUri must be in a registry in the function's region eu-central-1, got '%s': push the image to a repository there, or replicate the repository"
                                    .formatted(image)),
                    failing(image, args -> args));
        }

        @Test
        void rejectsImageWithTagAndDigest() {
            var image = IMAGE + "@sha256:" + "0".repeat(64);

            assertSaid(
                    mistake(
                            "LambdaContainerArgs",
                            "imageUri must have either a tag or a digest, got '%s': Lambda accepts :tag or @sha256:…, but not both; the digest is more precise"
                                    .formatted(image)),
                    failing(image, args -> args));
        }

        @Test
        void rejectsTooLargeEnvironment() {
            assertEquals(List.of(), failing(args -> args.environmentVariable("BIG", "x".repeat(4093))));
            assertSaid(
                    mistake(
                            "LambdaContainerArgs",
                            "environmentVariable must not be larger than 4096 bytes, names and values together, got 4097: keep large values in S3 or Parameter Store and pass their names"),
                    failing(args -> args.environmentVariable("BIG", "x".repeat(4094))));
        }

        @Test
        void rejectsQueueInAnotherRegion() {
            assertSaid(
                    mistake(
                            "LambdaContainerArgs",
                            "queueArn must be a queue in the function's region eu-central-1, got 'arn:aws:sqs:us-east-1:123456789012:q': Lambda polls only queues in its own region"),
                    failing(args -> args.sqsEventSource(SqsEventSource.builder()
                            .queueArn(Output.of("arn:aws:sqs:us-east-1:123456789012:q"))
                            .build())));
        }

        @Test
        void rejectsArnThatIsNotAQueue() {
            assertSaid(
                    mistake(
                            "SqsEventSource",
                            "queueArn must be the ARN of an SQS queue, got 'arn:aws:sns:eu-central-1:123456789012:t': such as arn:aws:sqs:eu-central-1:123456789012:queue"),
                    failing(args -> args.sqsEventSource(SqsEventSource.builder()
                            .queueArn(Output.of("arn:aws:sns:eu-central-1:123456789012:t"))
                            .build())));
        }

        /** With {@code up --target}, resources neither targeted nor created yet have no outputs. */
        @Test
        void ignoresOutputsWithoutValue() {
            var plan = Plan.of(context -> new LambdaContainer(
                            "import",
                            LambdaContainerArgs.builder()
                                    .functionName("worker")
                                    .imageUri(Output.<String>ofNullable(null))
                                    .environmentVariable("AA", Output.ofNullable(null))
                                    .kmsKeyArn(Output.<String>ofNullable(null))
                                    .s3BucketArns(Output.<List<String>>ofNullable(null))
                                    .secretArns(Output.<List<String>>ofNullable(null))
                                    .s3KmsKeyArns(Output.<List<String>>ofNullable(null))
                                    .secretsKmsKeyArns(Output.<List<String>>ofNullable(null))
                                    .sqsEventSource(SqsEventSource.builder()
                                            .queueArn(Output.<String>ofNullable(null))
                                            .queueKmsKeyArn(Output.<String>ofNullable(null))
                                            .build())
                                    .build(),
                            ComponentResourceOptions.Empty))
                    .succeeded();

            assertEquals(
                    null,
                    plan.resource("aws:iam/rolePolicy:RolePolicy", "import-sqs-access")
                            .inputs()
                            .get("policy"));
        }

        @Test
        void rejectsAliasAsQueueKey() {
            assertSaid(
                    mistake(
                            "SqsEventSource",
                            "queueKmsKeyArn must be the ARN of a KMS key, arn:…:key/…, got 'alias/a': an alias does not work in an IAM policy; 'aws kms describe-key --key-id alias/…' prints the key's ARN"),
                    failing(args -> args.sqsEventSource(SqsEventSource.builder()
                            .queueArn(Output.of(QUEUE_ARN))
                            .queueKmsKeyArn(Output.of("alias/a"))
                            .build())));
        }

        @Test
        void rejectsLargeBatchesAndWindowsForFifoQueues() {
            assertSaid(
                    """
                            2 mistakes in SqsEventSource:
                              - batchSize must be between 1 and 10 for a FIFO queue, got 11: lower it to 10
                              - maximumBatchingWindow must not be set for a FIFO queue, got 1: leave it out""",
                    failing(args -> args.sqsEventSource(SqsEventSource.builder()
                            .queueArn(Output.of(QUEUE_ARN + ".fifo"))
                            .batchSize(11)
                            .maximumBatchingWindow(Duration.ofSeconds(1))
                            .build())));
        }
    }
}
