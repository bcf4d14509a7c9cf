package savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static savepoint.testing.Sentences.assertSaid;

import com.pulumi.resources.Resource;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.aws.AwsTarget;
import savepoint.testing.Plan;
import savepoint.testing.ProjectFiles;
import savepoint.testing.Registration;
import savepoint.testing.Situation;

/** The whole program, planned with the committed stack files. */
class AppTest {

    private static final String QUEUE = "aws:sqs/queue:Queue";
    private static final String FUNCTION = "aws:lambda/function:Function";
    private static final String MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";

    private static Plan plan(String stack, Map<String, String> config) {
        return Plan.of(stack, config, App::stack);
    }

    private static Plan committed(String stack) {
        return CommittedPlan.of(stack);
    }

    private static Plan with(String key, String value) {
        var config = new HashMap<>(ProjectFiles.config("dev"));
        config.put("savepoint:" + key, value);
        return plan("dev", config).succeeded();
    }

    private static Map<String, Object> mapping(Plan plan) {
        return plan.resource(MAPPING, "steam-import-event-source").inputs();
    }

    @Nested
    class CommittedStacks {

        @ParameterizedTest
        @ValueSource(strings = {"dev", "prod"})
        void createExpectedResources(String stack) {
            assertEquals(
                    Set.of(
                            "steam-import-bucket",
                            "steam-import-bucket-public-access",
                            "steam-import-bucket-ownership",
                            "steam-import-bucket-encryption",
                            "steam-import-bucket-versioning",
                            "steam-import-bucket-lifecycle",
                            "steam-import-bucket-policy",
                            "steam-import-api-key",
                            "steam-import-repository",
                            "steam-import-repository-policy",
                            "steam-import-repository-lifecycle",
                            "steam-import-dlq",
                            "steam-import-queue",
                            "steam-import-role",
                            "steam-import-logs-access",
                            "steam-import-s3-access",
                            "steam-import-secrets-access",
                            "steam-import-sqs-access",
                            "steam-import-logs",
                            "steam-import-function",
                            "steam-import-event-source",
                            "steam-import-operators",
                            "steam-import-alarms-key",
                            "steam-import-alarms",
                            "steam-import-dlq-messages",
                            "steam-import-lambda-errors",
                            "steam-import-queue-age",
                            "steam-import-failed-messages",
                            "steam-import-throttles",
                            "steam-import-duration",
                            "steam-import-not-consuming",
                            "steam-import-dashboard"),
                    committed(stack).names());
        }

        @Test
        void longestStackNameFillsRoleName() {
            var config = ProjectFiles.defaults();
            config.put("savepoint:redriveSchedule", "rate(1 day)");

            var role =
                    plan("x".repeat(33), config).succeeded().resource("aws:iam/role:Role", "steam-import-redrive-role");

            assertEquals(64, role.inputs().get("name").toString().length());
        }

        @Test
        void devRunsFiveImportsConcurrently() {
            assertEquals(
                    Map.of("maximumConcurrency", 5), mapping(committed("dev")).get("scalingConfig"));
        }

        @Test
        void prodRunsTenImportsConcurrently() {
            assertEquals(
                    Map.of("maximumConcurrency", 10), mapping(committed("prod")).get("scalingConfig"));
        }

        @Test
        void processOneMessageAtATimeAndReportFailures() {
            var mapping = mapping(committed("prod"));

            assertEquals(1, mapping.get("batchSize"));
            assertEquals(0, mapping.get("maximumBatchingWindowInSeconds"));
            assertEquals(List.of("ReportBatchItemFailures"), mapping.get("functionResponseTypes"));
            assertEquals(true, mapping.get("enabled"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"dev", "prod", "local"})
        void includeStackNameInResourceNames(String stack) {
            var plan = committed(stack);

            assertEquals(
                    "savepoint-%s-steam-library-sync".formatted(stack),
                    plan.resource(QUEUE, "steam-import-queue").inputs().get("name"));
            assertEquals(
                    "savepoint-%s-steam-library-sync-dlq".formatted(stack),
                    plan.resource(QUEUE, "steam-import-dlq").inputs().get("name"));
            assertEquals(
                    "savepoint-%s-steam-import".formatted(stack),
                    plan.resource(FUNCTION, "steam-import-function").inputs().get("name"));
        }

        @Test
        void exportOutputsForSendersAndOperators() {
            var outputs = new HashMap<>(committed("dev").outputsOf("pulumi:pulumi:Stack"));
            outputs.remove("readme");

            assertEquals(
                    List.of(
                            "savepoint-dev-imports-123456789012-eu-central-1",
                            "savepoint/dev/steam-api-key",
                            "savepoint-dev-lambdas"),
                    outputs.remove("ownedData"));
            assertEquals(
                    Map.of(
                            "steamImportQueueUrl",
                            "https://sqs.eu-central-1.amazonaws.com/123456789012/savepoint-dev-steam-library-sync",
                            "steamImportQueueArn",
                            "arn:aws:sqs:eu-central-1:123456789012:savepoint-dev-steam-library-sync",
                            "steamImportDlqUrl",
                            "https://sqs.eu-central-1.amazonaws.com/123456789012/savepoint-dev-steam-library-sync-dlq",
                            "steamImportDlqArn",
                            "arn:aws:sqs:eu-central-1:123456789012:savepoint-dev-steam-library-sync-dlq",
                            "steamImportLambdaArn",
                            "arn:aws:lambda:eu-central-1:123456789012:function:savepoint-dev-steam-import",
                            "steamImportLambdaName",
                            "savepoint-dev-steam-import",
                            "eventSourceMappingUuid",
                            "mapping-uuid",
                            "eventSourceMappingState",
                            "Enabled",
                            "operatorPolicyArn",
                            "arn:aws:iam::123456789012:policy/savepoint-dev-steam-import-operators",
                            "operatorPolicyCommand",
                            "aws iam attach-role-policy --role-name \"$ROLE\" --policy-arn arn:aws:iam::123456789012:policy/savepoint-dev-steam-import-operators"),
                    outputs);
        }
    }

    @Nested
    class Readme {

        private static String of(String partition, String region) {
            var target = new AwsTarget(partition, region, "123456789012", "amazonaws.com");
            return (String) Plan.of(target, "dev", ProjectFiles.config("dev"), App::stack)
                    .succeeded()
                    .outputsOf("pulumi:pulumi:Stack")
                    .get("readme");
        }

        @Test
        void containsStackValues() {
            var readme = of("aws", "eu-central-1");

            assertTrue(readme.startsWith("# Savepoint's Steam import, dev\n"), readme);
            assertTrue(readme.contains("Account 123456789012, region eu-central-1."), readme);
            assertTrue(
                    readme.contains(
                            "[dashboard](https://console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/savepoint-dev-steam-import)"),
                    readme);
            assertTrue(
                    readme.contains(
                            "#/queues/https%3A%2F%2Fsqs.eu-central-1.amazonaws.com%2F123456789012%2Fsavepoint-dev-steam-library-sync)"),
                    readme);
            assertFalse(readme.matches("(?s).*\\{\\w+}.*"), readme);
        }

        @ParameterizedTest
        @CsvSource({
            "aws-cn, cn-north-1, https://console.amazonaws.cn/",
            "aws-us-gov, us-gov-west-1, https://console.amazonaws-us-gov.com/"
        })
        void linksToConsoleOfPartition(String partition, String region, String console) {
            assertTrue(of(partition, region).contains("](" + console));
        }
    }

    @Nested
    class Tags {

        private static final Map<String, String> DEV =
                Map.of("Project", "savepoint", "Environment", "dev", "ManagedBy", "pulumi");

        @Test
        void areOnEveryTaggableResource() {
            var config = ProjectFiles.config("local");
            config.put("savepoint:alarmSlackChannel", "T01/C01");
            config.put("savepoint:redriveSchedule", "rate(12 hours)");
            config.put("savepoint:bulkConcurrency", "2");
            config.put("savepoint:vpcSubnetIds", "[\"subnet-1111111a\"]");
            config.put("savepoint:vpcSecurityGroupIds", "[\"sg-11111111\"]");
            config.put("savepoint:sqsVpcEndpoint", "true");
            var plan = plan("local", config).succeeded();
            var taggable = plan.sdkResources().stream().filter(Tags::takesTags).toList();

            // 6: two queues, function, role, log group, mapping. 12: key, topic, 8 alarms, Slack
            // channel and its role. 3: operator policy, redrive role, redrive failures queue. 3:
            // bucket, secret, repository. 7: two queues, mapping and four alarms of the bulk lane. 2:
            // interface endpoint and its security group.
            assertEquals(6 + 12 + 3 + 3 + 7 + 2, taggable.size());
            for (var resource : taggable) {
                var tags = new HashMap<>(
                        (Map<?, ?>) registration(plan, resource).inputs().get("tags"));
                // EC2 shows the tag Name as a resource's name.
                tags.remove("Name");
                assertEquals(
                        Map.of("Project", "savepoint", "Environment", "local", "ManagedBy", "pulumi"),
                        tags,
                        resource.pulumiResourceName());
            }
        }

        @Test
        void includeEnvironment() {
            assertEquals(
                    DEV,
                    committed("dev")
                            .resource(QUEUE, "steam-import-queue")
                            .inputs()
                            .get("tags"));
        }

        private static boolean takesTags(Resource resource) {
            return Arrays.stream(resource.getClass().getMethods())
                    .map(Method::getName)
                    .anyMatch("tags"::equals);
        }

        private static Registration registration(Plan plan, Resource resource) {
            return plan.resource(resource.pulumiResourceType(), resource.pulumiResourceName());
        }
    }

    @Nested
    class EventSourceSwitch {

        @Test
        void offDisablesOnlyTheMapping() {
            var off = with("enableSteamImportEventSource", "false");

            assertEquals(committed("dev").names(), off.names());
            var expected = new HashMap<>(mapping(committed("dev")));
            expected.put("enabled", false);
            assertEquals(expected, mapping(off));
        }
    }

    @Nested
    class Protection {

        @ParameterizedTest
        @ValueSource(strings = {"dev", "local"})
        void isOffInDevAndLocal(String stack) {
            assertEquals(List.of(), protectedResources(committed(stack)));
        }

        @Test
        void coversDataInProd() {
            assertEquals(
                    List.of(
                            "steam-import-api-key",
                            "steam-import-bucket",
                            "steam-import-bucket-encryption",
                            "steam-import-bucket-lifecycle",
                            "steam-import-bucket-ownership",
                            "steam-import-bucket-policy",
                            "steam-import-bucket-public-access",
                            "steam-import-bucket-versioning",
                            "steam-import-dlq",
                            "steam-import-queue",
                            "steam-import-repository",
                            "steam-import-repository-lifecycle",
                            "steam-import-repository-policy"),
                    protectedResources(committed("prod")));
        }

        private static List<String> protectedResources(Plan plan) {
            return plan.resources().stream()
                    .filter(resource -> resource.protect() && resource.type().startsWith("aws:"))
                    .map(Registration::name)
                    .sorted()
                    .toList();
        }
    }

    @Nested
    class Key {

        @Test
        void encryptsResourcesAndLetsFunctionDecrypt() {
            var key = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
            var plan = with("kmsKeyArn", key);

            assertEquals(
                    key, plan.resource(QUEUE, "steam-import-queue").inputs().get("kmsMasterKeyId"));
            assertEquals(key, plan.resource(QUEUE, "steam-import-dlq").inputs().get("kmsMasterKeyId"));
            assertEquals(
                    key,
                    plan.resource("aws:cloudwatch/logGroup:LogGroup", "steam-import-logs")
                            .inputs()
                            .get("kmsKeyId"));
            assertEquals(
                    key,
                    plan.resource(FUNCTION, "steam-import-function").inputs().get("kmsKeyArn"));
            assertEquals(
                    key,
                    plan.resource("aws:secretsmanager/secret:Secret", "steam-import-api-key")
                            .inputs()
                            .get("kmsKeyId"));
            assertEquals(
                    List.of(
                            "DecryptQueueMessages",
                            "DecryptEnvironment",
                            "UseLogKey",
                            "UseBucketKey",
                            "DecryptSecrets"),
                    grants(plan));
        }

        @Test
        void alsoAppliesToNamedBucketAndSecretWithoutOwnKeys() {
            var config = new HashMap<>(ProjectFiles.config("local"));
            config.put("savepoint:steamImportBucket", "imports-of-another-stack");
            config.put(
                    "savepoint:steamApiKeySecretArn",
                    "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-a1B2c3");
            config.put(
                    "savepoint:kmsKeyArn",
                    "arn:aws:kms:eu-central-1:123456789012:key/0a000000-2222-3333-4444-555555555555");
            assertEquals(
                    List.of(
                            "DecryptQueueMessages",
                            "DecryptEnvironment",
                            "UseLogKey",
                            "UseBucketKey",
                            "DecryptSecrets"),
                    grants(plan("local", config).succeeded()));

            config.put("savepoint:kmsKeyArn", "");
            config.put(
                    "savepoint:steamImportBucketKmsKeyArn",
                    "arn:aws:kms:us-east-1:123456789012:key/b0000000-2222-3333-4444-555555555555");
            config.put(
                    "savepoint:steamApiKeySecretKmsKeyArn",
                    "arn:aws:kms:eu-central-1:210987654321:key/5ec2e700-2222-3333-4444-555555555555");
            var plan = plan("local", config).succeeded();
            assertEquals(List.of("UseBucketKey", "DecryptSecrets"), grants(plan));
            assertTrue(plan.resource("aws:iam/rolePolicy:RolePolicy", "steam-import-kms-access")
                    .inputs()
                    .toString()
                    .contains("s3.us-east-1.amazonaws.com"));
        }

        private List<String> grants(Plan plan) {
            var policy = plan.resource("aws:iam/rolePolicy:RolePolicy", "steam-import-kms-access")
                    .inputs()
                    .get("policy");
            return Pattern.compile("\"Sid\":\"(\\w+)\"")
                    .matcher((String) policy)
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        }
    }

    @Nested
    class Image {

        @Test
        void isInEnvironmentRepositoryByDefault() {
            assertEquals(
                    "123456789012.dkr.ecr.eu-central-1.amazonaws.com/savepoint-dev-lambdas@" + Situation.DIGEST,
                    plan("dev", ProjectFiles.defaults())
                            .succeeded()
                            .resource(FUNCTION, "steam-import-function")
                            .inputs()
                            .get("imageUri"));
        }

        @Test
        void isTakenFromSettingsIfSet() {
            var image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/other@sha256:" + "0".repeat(64);

            assertEquals(
                    image,
                    with("steamImportImage", image)
                            .resource(FUNCTION, "steam-import-function")
                            .inputs()
                            .get("imageUri"));
        }
    }

    @Nested
    class Environment {

        @Test
        void namesOwnBucketAndSecretByDefault() {
            assertEquals(
                    Map.of(
                            "variables",
                            Map.of(
                                    "LOG_LEVEL",
                                    "INFO",
                                    "S3_BUCKET",
                                    "savepoint-dev-imports-123456789012-eu-central-1",
                                    "STEAM_API_KEY_SECRET_ARN",
                                    "arn:aws:secretsmanager:eu-central-1:123456789012:secret:savepoint/dev/steam-api-key-a1B2c3")),
                    environment(plan("dev", ProjectFiles.defaults()).succeeded()));
        }

        private static Object environment(Plan plan) {
            return plan.resource(FUNCTION, "steam-import-function").inputs().get("environment");
        }
    }

    @Nested
    class LongestDependencyChain {

        @Test
        void isDeadLetterQueueThenQueueThenMapping() {
            var plan = committed("local");

            assertEquals(Set.of(), plan.resource(QUEUE, "steam-import-dlq").dependsOn());
            assertEquals(
                    Set.of("steam-import-dlq"),
                    plan.resource(QUEUE, "steam-import-queue").dependsOn());
            assertEquals(
                    Set.of(
                            "steam-import-dlq",
                            "steam-import-queue",
                            "steam-import-function",
                            "steam-import-sqs-access"),
                    plan.resource(MAPPING, "steam-import-event-source").dependsOn());
        }

        @Test
        void excludesTheFunction() {
            assertEquals(
                    Set.of(
                            "steam-import-role",
                            "steam-import-logs-access",
                            "steam-import-s3-access",
                            "steam-import-secrets-access",
                            "steam-import-sqs-access",
                            "steam-import-logs",
                            // The function gets its ARN, and the bucket's name once the bucket may be used.
                            "steam-import-api-key",
                            "steam-import-bucket",
                            "steam-import-bucket-encryption",
                            "steam-import-bucket-policy",
                            "steam-import-bucket-versioning"),
                    committed("local")
                            .resource(FUNCTION, "steam-import-function")
                            .dependsOn());
        }
    }

    @Nested
    class EndpointAndCompletionEvents {

        private static final Map<String, String> ON = Map.of(
                "enqueueAuthorization",
                "IAM",
                "completionEvents",
                "true",
                "completionWebhookUrl",
                "https://example.com/imports",
                "completionWebhookKey",
                "k".repeat(64));

        @Test
        void addNothingIfDisabled() {
            for (var resource : committed("dev").resources()) {
                var text = resource.toString();
                for (var word : List.of("enqueue", "apigateway", "events", "-webhook", "EVENT_BUS", "COMPLETION")) {
                    assertFalse(text.contains(word), text);
                }
            }
        }

        /** Existing resources whose inputs differ; all others are identical. */
        @Test
        void changeOnlyDependentResources() {
            var off = committed("dev").resources();
            var on = CommittedPlan.of("dev", ON).resources();

            assertEquals(
                    Set.of(
                            "steam-import", // the component of the function
                            "steam-import-function",
                            "steam-import-secrets-access",
                            "steam-import-operators",
                            "steam-import-dashboard"),
                    off.stream()
                            .filter(resource -> !on.contains(resource))
                            .map(Registration::name)
                            .collect(Collectors.toSet()));
        }

        @Test
        void addOutputsOnlyIfEnabled() {
            var off = committed("dev").outputsOf("pulumi:pulumi:Stack").keySet();
            var on = new HashSet<>(
                    CommittedPlan.of("dev", ON).outputsOf("pulumi:pulumi:Stack").keySet());

            on.removeAll(off);
            assertEquals(Set.of("enqueueUrl", "enqueueCommand"), on);
        }
    }

    @Nested
    class OtherPartitions {

        @Test
        void everyArnUsesThePartition() {
            var china = new AwsTarget("aws-cn", "cn-north-1", "123456789012", "amazonaws.com.cn");
            var plan = CommittedPlan.of(china, "local", Map.of());

            var inputs = plan.resources().stream()
                    .map(resource -> resource.inputs().toString())
                    .toList();

            assertTrue(inputs.stream().anyMatch(text -> text.contains("arn:aws-cn:logs:cn-north-1:")));
            assertTrue(inputs.stream().anyMatch(text -> text.contains("arn:aws-cn:s3:::savepoint-local-imports")));
            assertTrue(inputs.stream()
                    .anyMatch(text -> text.contains("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/")));
            assertEquals(
                    List.of(),
                    inputs.stream().filter(text -> text.contains("arn:aws:")).toList());
        }

        /** The default image must be accepted regardless of the registry's domain. */
        @ParameterizedTest
        @CsvSource({
            "aws-cn, cn-north-1, amazonaws.com.cn",
            "aws-us-gov, us-gov-west-1, amazonaws.com",
            "aws-eusc, eusc-de-east-1, amazonaws.eu",
            "aws-iso, us-iso-east-1, c2s.ic.gov",
            "aws-iso-b, us-isob-east-1, sc2s.sgov.gov",
            "aws-iso-e, eu-isoe-west-1, cloud.adc-e.uk",
            "aws-iso-f, us-isof-south-1, csp.hci.ic.gov"
        })
        void acceptsDefaultImage(String partition, String region, String dnsSuffix) {
            var target = new AwsTarget(partition, region, "123456789012", dnsSuffix);

            Plan.of(target, "dev", ProjectFiles.config("dev"), App::stack).succeeded();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "steamImportSenders | [\"arn:aws-cn:iam::123456789012:role/web\"]",
                    "steamApiKeySecretArn | arn:aws-cn:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf",
                    "kmsKeyArn | arn:aws-cn:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
                    "steamImportImage | 123456789012.dkr.ecr.eu-central-1.amazonaws.com.cn/worker:1"
                })
        void rejectsValuesFromAnotherPartition(String key, String value) {
            var config = new HashMap<>(ProjectFiles.config("dev"));
            config.put("savepoint:" + key, value);

            var plan = plan("dev", config);

            assertEquals(List.of(), plan.resources());
            assertEquals(1, plan.errors().size());
            assertTrue(plan.errors().get(0).contains(key + " must be "), plan.errors()::toString);
        }
    }

    /** The locale also affects digits: Egyptian digits would appear in names and descriptions. */
    @Nested
    class Locales {

        @Test
        void doNotAffectThePlan() {
            var usual = Locale.getDefault();
            var config = new HashMap<>(ProjectFiles.config("dev"));
            config.put("savepoint:redriveSchedule", "rate(1 day)");
            var plan = plan("dev", config).succeeded();
            try {
                for (var language : List.of("ar-EG-u-nu-arab", "tr-TR", "th-TH-u-nu-thai")) {
                    Locale.setDefault(Locale.forLanguageTag(language));

                    var there = plan("dev", config).succeeded();

                    assertEquals(inputs(plan), inputs(there), language);
                    assertTrue(with("maxReceiveCount", "0").errors().toString().contains("between 1 and 1000"));
                }
            } finally {
                Locale.setDefault(usual);
            }
        }

        private static Map<String, Object> inputs(Plan plan) {
            return plan.resources().stream()
                    .collect(Collectors.toMap(resource -> resource.type() + resource.name(), Registration::inputs));
        }

        private static Plan with(String key, String value) {
            var config = new HashMap<>(ProjectFiles.config("dev"));
            config.put("savepoint:" + key, value);
            return plan("dev", config);
        }
    }

    @Nested
    class SecretInAnotherAccountOrRegion {

        private static List<String> errors(String secret, String setting, String key) {
            var config = new HashMap<>(ProjectFiles.config("dev"));
            config.put("savepoint:steamApiKeySecretArn", secret);
            config.put("savepoint:" + setting, key);
            return plan("dev", config).errors();
        }

        @Test
        void requiresKeyThatCanDecryptIt() {
            var foreign = "arn:aws:secretsmanager:eu-central-1:210987654321:secret:key-AbCdEf";
            var elsewhere = "arn:aws:secretsmanager:us-east-1:123456789012:secret:key-AbCdEf";
            var key = "arn:aws:kms:eu-central-1:210987654321:key/11111111-2222-3333-4444-555555555555";

            assertEquals(List.of(), errors(foreign, "steamApiKeySecretKmsKeyArn", key));
            assertSaid(
                    "steamApiKeySecretKmsKeyArn must be set to the KMS key of steamApiKeySecretArn, which is in another account, got nothing: the AWS managed key works only in its own account",
                    errors(foreign, "kmsKeyArn", ""));
            assertSaid(
                    "steamApiKeySecretKmsKeyArn must be a key in us-east-1, the region of steamApiKeySecretArn, got '%s': Secrets Manager can use only keys in its own region"
                            .formatted(key),
                    errors(elsewhere, "steamApiKeySecretKmsKeyArn", key));
        }

        /** kmsKeyArn cannot encrypt a secret in another region: the AWS managed key does. */
        @Test
        void mayBeInDifferentRegionThanKmsKeyArn() {
            assertEquals(
                    List.of(),
                    errors(
                            "arn:aws:secretsmanager:us-east-1:123456789012:secret:key-AbCdEf",
                            "kmsKeyArn",
                            "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"));
        }
    }

    @Nested
    class SettingsForAnotherRegionOrAccount {

        @Test
        void areAllReportedWithoutRegisteringAnything() {
            var config = new HashMap<>(ProjectFiles.defaults());
            var image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/worker:1";
            var key = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555";
            config.put("savepoint:steamImportImage", image);
            config.put("savepoint:kmsKeyArn", key);
            config.put("savepoint:steamImportSenders", "[\"arn:aws:iam::210987654321:root\"]");

            var plan = plan("dev", config);

            assertEquals(List.of(), plan.resources());
            assertEquals(List.of("""
                            3 mistakes in the settings of stack 'dev', so nothing was created or changed:
                              - steamImportImage must be in a registry in the function's region eu-central-1, got '%s': push the image to a repository there, or replicate the repository
                              - kmsKeyArn must be a key in the region eu-central-1, got '%s': AWS services can use only keys in their own region; create one there
                              - steamImportSenders must not contain an entire account other than this one, got 'arn:aws:iam::210987654321:root': use a role in that account instead, or allow other accounts explicitly""".formatted(image, key)), plan.errors());
        }
    }

    @Nested
    class InvalidSettings {

        @Test
        void areAllReportedWithoutRegisteringAnything() {
            var config = new HashMap<>(ProjectFiles.config("dev"));
            config.put("savepoint:steamImportConcurrency", "1");
            config.put("savepoint:logRetentionDays", "15");
            config.put("savepoint:steamImportSenders", "[\"*\"]");

            var plan = plan("dev", config);

            assertEquals(List.of(), plan.resources());
            assertEquals(List.of("""
                            3 mistakes in the settings of stack 'dev', so nothing was created or changed:
                              - logRetentionDays must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got 15: CloudWatch Logs supports only these retention periods
                              - steamImportConcurrency must be between 2 and 1000, got 1: to process one message at a time, use a FIFO queue with a single message group
                              - steamImportSenders must contain ARNs of IAM roles, users or accounts, got '*': specify each sender, such as arn:aws:iam::123456789012:role/web-server; '*' would allow every account"""), plan.errors());
        }
    }
}
