package savepoint.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static savepoint.testing.Sentences.assertRefused;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.aws.AwsTarget;
import savepoint.aws.SqsQueue;
import savepoint.testing.Plan;
import savepoint.testing.Registration;

/** The HTTP endpoint. */
class ImportEndpointTest {

    private static final AwsTarget HERE = new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com");
    private static final String POOL = "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_aBcDeFgHi";
    private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";

    private static ImportEndpointArgs.Builder args(String authorization) {
        return ImportEndpointArgs.builder()
                .baseName("app")
                .target(HERE)
                .queue(SqsQueue.existing(HERE, "requests"))
                .authorization(authorization);
    }

    private static Plan plan(ImportEndpointArgs.Builder args) {
        return Plan.of(context -> new ImportEndpoint("e", args.build())).succeeded();
    }

    private static Map<String, Object> inputs(Plan plan, String type, String name) {
        return plan.resource("aws:apigateway/" + type, "e-enqueue" + name).inputs();
    }

    @Nested
    class Method {

        @Test
        void allowsIamIdentities() {
            var method = inputs(plan(args("IAM")), "method:Method", "-post");

            assertEquals("AWS_IAM", method.get("authorization"));
            assertEquals(Map.of("application/json", "ImportRequest"), method.get("requestModels"));
            assertEquals("e-enqueue-validator-id", method.get("requestValidatorId"));
        }

        @Test
        void allowsUsersOfUserPool() {
            var plan = plan(args(POOL));

            assertEquals(
                    "COGNITO_USER_POOLS", inputs(plan, "method:Method", "-post").get("authorization"));
            assertEquals(
                    List.of(POOL),
                    inputs(plan, "authorizer:Authorizer", "-users").get("providerArns"));
        }

        @Test
        void readsUserFromBodyOrToken() {
            assertEquals(
                    RequestModel.of(List.of("steamId", "userId")),
                    inputs(plan(args("IAM")), "model:Model", "-request").get("schema"));
            assertEquals(
                    RequestModel.of(List.of("steamId")),
                    inputs(plan(args(POOL)), "model:Model", "-request").get("schema"));
        }

        @Test
        void sendsToQueueAndRejectsOtherContent() {
            var integration = inputs(plan(args("IAM")), "integration:Integration", "-send");

            assertEquals("arn:aws:apigateway:eu-central-1:sqs:path/123456789012/requests", integration.get("uri"));
            assertEquals("NEVER", integration.get("passthroughBehavior"));
            assertEquals(
                    Map.of("application/json", RequestTemplate.of(List.of("steamId", "userId"))),
                    integration.get("requestTemplates"));
        }

        /** The response without a selection pattern is the default. */
        @Test
        void treatsEverythingExceptSuccessAsError() {
            var plan = plan(args("IAM"));

            var sent = inputs(plan, "integrationResponse:IntegrationResponse", "-sent");
            var failed = inputs(plan, "integrationResponse:IntegrationResponse", "-not-sent");
            assertEquals("200", sent.get("selectionPattern"));
            assertEquals("202", sent.get("statusCode"));
            assertEquals(null, failed.get("selectionPattern"));
            assertEquals("500", failed.get("statusCode"));
        }
    }

    @Nested
    class Stage {

        @Test
        void throttlesRequests() {
            var settings = inputs(
                    plan(args("IAM").requestsPerSecond(50).burst(7)), "methodSettings:MethodSettings", "-throttling");

            assertEquals("*/*", settings.get("methodPath"));
            assertEquals(Map.of("throttlingRateLimit", 50, "throttlingBurstLimit", 7), settings.get("settings"));
        }

        @Test
        void hasNoLogAndNoAccountSettingsByDefault() {
            var types = plan(args("IAM")).resources().stream()
                    .map(Registration::type)
                    .collect(Collectors.toSet());

            assertTrue(types.stream()
                    .noneMatch(Set.of("aws:cloudwatch/logGroup:LogGroup", "aws:apigateway/account:Account")::contains));
        }

        @Test
        void logsRequestsWithoutBodies() {
            var plan = plan(args("IAM").accessLog(true).logRetentionInDays(30).kmsKeyArn(KEY));

            var log = plan.resource("aws:cloudwatch/logGroup:LogGroup", "e-enqueue-log")
                    .inputs();
            assertEquals("/aws/apigateway/app-enqueue", log.get("name"));
            assertEquals(30, log.get("retentionInDays"));
            assertEquals(KEY, log.get("kmsKeyId"));
            var format = inputs(plan, "stage:Stage", "-stage")
                    .get("accessLogSettings")
                    .toString();
            assertTrue(format.contains("$context.requestId"), format);
            assertTrue(!format.contains("$input") && !format.contains("body"), format);
        }
    }

    @Nested
    class Deployment {

        private static Object trigger(ImportEndpointArgs.Builder args) {
            return inputs(plan(args), "deployment:Deployment", "-deployment").get("triggers");
        }

        @Test
        void isUnchangedIfNothingChanges() {
            assertEquals(trigger(args("IAM")), trigger(args("IAM")));
            assertEquals(trigger(args("IAM")), trigger(args("IAM").burst(7)), "limits apply without a deployment");
        }

        @Test
        void isReplacedIfApiChanges() {
            assertNotEquals(trigger(args("IAM")), trigger(args(POOL)));
            assertNotEquals(trigger(args(POOL)), trigger(args(POOL + "2")));
            assertNotEquals(trigger(args("IAM")), trigger(args("IAM").queue(SqsQueue.existing(HERE, "other"))));
        }

        @Test
        void dependsOnEveryPart() {
            var plan = plan(args(POOL));
            var parts = plan.names().stream()
                    .filter(name -> !Set.of("e-enqueue-deployment", "e-enqueue-stage", "e-enqueue-throttling")
                            .contains(name))
                    .collect(Collectors.toSet());

            assertEquals(
                    parts,
                    plan.resource("aws:apigateway/deployment:Deployment", "e-enqueue-deployment")
                            .dependsOn());
        }
    }

    @Test
    void roleMayOnlySendToTheQueue() {
        var plan = plan(args("IAM").kmsKeyArn(KEY));

        var policy = plan.resource("aws:iam/rolePolicy:RolePolicy", "e-enqueue-access")
                .inputs()
                .get("policy")
                .toString();
        assertTrue(
                policy.contains(
                        "\"Action\":[\"sqs:SendMessage\"],\"Resource\":[\"arn:aws:sqs:eu-central-1:123456789012:requests\"]"),
                policy);
        assertTrue(policy.contains("\"kms:ViaService\":\"sqs.eu-central-1.amazonaws.com\""), policy);
        assertEquals(
                "https://a1b2c3.execute-api.eu-central-1.amazonaws.com/v1/imports",
                plan.outputsOf(ImportEndpoint.TYPE).get("url"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NONE", "iam", "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/*", "*"})
    void requiresAuthorization(String authorization) {
        assertRefused(
                () -> args(authorization).build(),
                "authorization must be IAM or the ARN of a Cognito user pool, got '%s': such as arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_aBcDeFgHi"
                        .formatted(authorization));
    }

    @Test
    void reportsAllMistakesTogether() {
        assertRefused(
                () -> ImportEndpointArgs.builder()
                        .target(HERE)
                        .baseName("a".repeat(57))
                        .queue(SqsQueue.existing(HERE, "requests"))
                        .requestsPerSecond(0)
                        .burst(5_001)
                        .logRetentionInDays(2)
                        .build(),
                "authorization must be given, got nothing: IAM, or the ARN of a Cognito user pool",
                "baseName must be 1 to 56 letters, digits, hyphens and underscores, got '%s': the role has the same name plus '-enqueue', at most 64 characters"
                        .formatted("a".repeat(57)),
                "requestsPerSecond must be between 1 and 10000, got 0: 10,000 is the default quota of an account in most regions",
                "burst must be between 1 and 5000, got 5001: 5,000 is the quota of an account in most regions",
                "logRetentionInDays must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got 2: CloudWatch Logs supports only these retention periods");
    }

    @Test
    void rejectsPoolInAnotherPartitionAndQueueInAnotherRegion() {
        var elsewhere = new AwsTarget("aws", "eu-west-1", "123456789012", "amazonaws.com");

        assertRefused(
                () -> args(POOL.replace("arn:aws:", "arn:aws-cn:"))
                        .queue(SqsQueue.existing(elsewhere, "requests"))
                        .build(),
                "authorization must be an ARN in the partition aws, got '%s': resources cannot be used across partitions; choose one in this partition"
                        .formatted(POOL.replace("arn:aws:", "arn:aws-cn:")),
                "queue must be in the component's account and region, got 'arn:aws:sqs:eu-west-1:123456789012:requests': create the component there as well, with the same provider");
    }
}
