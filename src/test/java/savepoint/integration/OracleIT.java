package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.pulumi.Context;
import com.pulumi.aws.lambda.inputs.FunctionVpcConfigArgs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.CommittedPlan;
import savepoint.lambda.LambdaContainer;
import savepoint.lambda.LambdaContainerArgs;
import savepoint.lambda.SqsEventSource;
import savepoint.queue.FifoAttributes;
import savepoint.queue.SteamImportQueue;
import savepoint.queue.SteamImportQueueArgs;
import savepoint.testing.Plan;

/**
 * Checks the program against independent sources: AWS's resource schemas through cfn-lint, its
 * Service Authorization Reference, and its API models. {@link DeploymentIT} checks the deployed
 * stacks.
 */
class OracleIT {

    private static final Path FOLDER =
            Path.of("target", "integration-tests", "oracle").toAbsolutePath();

    private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/0000aaaa-11bb-22cc-33dd-444444eeeeee";

    private static final String USER_POOL =
            "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_aBcDeFgHi";

    private static final Map<String, String> EVERYTHING = Map.ofEntries(
            Map.entry("kmsKeyArn", KEY),
            Map.entry("steamImportBucket", "savepoint-imports"),
            Map.entry("steamImportBucketKmsKeyArn", KEY.replace("0000aaaa", "1111aaaa")),
            Map.entry("steamApiKeySecretArn", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf"),
            Map.entry("steamApiKeySecretKmsKeyArn", KEY.replace("0000aaaa", "2222aaaa")),
            Map.entry("steamImportSenders", "[\"arn:aws:iam::123456789012:role/web\"]"),
            Map.entry("alarmEmails", "[\"on-call@example.com\"]"),
            Map.entry("alarmWebhooks", "[\"https://example.com/alarms\"]"),
            Map.entry("alarmSlackChannel", "T0123456789/C0123456789"),
            Map.entry("redriveSchedule", "cron(0 6 * * ? *)"),
            Map.entry("operatorsMayPurge", "true"),
            Map.entry("enqueueAuthorization", "IAM"),
            Map.entry("enqueueAccessLog", "true"),
            Map.entry("completionEvents", "true"),
            Map.entry("completionWebhookUrl", "https://example.com/imports"),
            Map.entry("completionWebhookKey", "k".repeat(64)),
            Map.entry("bulkConcurrency", "5"),
            Map.entry("bulkBatchSize", "100"),
            Map.entry("bulkBatchingWindowSeconds", "10"),
            Map.entry("vpcSubnetIds", "[\"subnet-1123456789abcdefa\",\"subnet-1123456789abcdefb\"]"),
            Map.entry("vpcSecurityGroupIds", "[\"sg-0123456789abcdef0\"]"),
            Map.entry("sqsVpcEndpoint", "true"));

    private static Path everything() throws IOException {
        return PlannedState.write(CommittedPlan.of("prod", EVERYTHING), FOLDER.resolve("everything.json"));
    }

    /** Options that no setting enables. */
    private static void fifoInAVpcWithPollers(Context context) {
        var queue = new SteamImportQueue(
                "fifo",
                SteamImportQueueArgs.builder()
                        .queueName("savepoint-fifo-steam-library-sync")
                        .fifo(FifoAttributes.defaults()
                                .contentBasedDeduplication()
                                .deduplicationScope("messageGroup")
                                .fifoThroughputLimit("perMessageGroupId"))
                        .build());
        new LambdaContainer(
                "fifo",
                LambdaContainerArgs.builder()
                        .functionName("savepoint-fifo")
                        .imageUri("123456789012.dkr.ecr.eu-central-1.amazonaws.com/worker:1")
                        .reservedConcurrentExecutions(10)
                        .vpcConfig(FunctionVpcConfigArgs.builder()
                                .subnetIds("subnet-0123456789abcdef0")
                                .securityGroupIds("sg-0123456789abcdef0")
                                .build())
                        .sqsEventSource(SqsEventSource.builder()
                                .queue(queue.queue())
                                .minimumPollers(2)
                                .maximumPollers(20)
                                .build())
                        .build());
    }

    @Test
    void awsSchemasAcceptAllOptions() throws IOException {
        var components = PlannedState.write(
                Plan.of(OracleIT::fifoInAVpcWithPollers).succeeded(), FOLDER.resolve("components.json"));

        var own = PlannedState.write(
                CommittedPlan.of(
                        "dev",
                        Map.of(
                                "kmsKeyArn", KEY,
                                "enqueueAuthorization", USER_POOL,
                                "steamImportFifo", "true",
                                "fifoHighThroughput", "true",
                                "fifoContentBasedDeduplication", "true")),
                FOLDER.resolve("own.json"));

        Judge.of("resources", everything(), components, own).succeeded();
    }

    /** Each of these values would fail on AWS, but the emulator accepts it. */
    @ParameterizedTest
    @CsvSource({
        "steam-import-queue, visibilityTimeoutSeconds, 43201, VisibilityTimeout",
        "steam-import-logs, retentionInDays, 15, RetentionInDays",
        "steam-import-function, memorySize, 64, MemorySize",
        "steam-import-event-source, batchSize, 20000, BatchSize",
        "steam-import-throttles, treatMissingData, never, TreatMissingData"
    })
    void awsSchemasRejectInvalidValues(String resource, String property, String value, String found)
            throws IOException {
        var state = new Gson().fromJson(Files.readString(everything()), Map.class);
        inputs(state, resource).put(property, value.matches("\\d+") ? (Object) Integer.valueOf(value) : value);
        var broken = Files.writeString(FOLDER.resolve("broken-" + property + ".json"), new Gson().toJson(state));

        var judged = Judge.of("resources", broken);

        assertEquals(1, judged.exitCode(), judged::toString);
        assertTrue(judged.output().contains(found), judged::toString);
    }

    @Test
    void queueAndBucketPoliciesDenyPlainHttp() throws IOException {
        Judge.of("transport", PlannedState.write(CommittedPlan.of("dev"), FOLDER.resolve("http.json")))
                .succeeded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"steam-import-bucket-policy", "steam-import-queue", "steam-import-dlq"})
    void findsPoliciesThatAllowPlainHttp(String resource) throws IOException {
        var plan = PlannedState.write(CommittedPlan.of("dev"), FOLDER.resolve("https.json"));
        var state = new Gson().fromJson(Files.readString(plan), Map.class);
        inputs(state, resource)
                .computeIfPresent(
                        "policy",
                        (key, policy) -> policy.toString().replace("aws:SecureTransport", "aws:ViaAWSService"));

        var judged =
                Judge.of("transport", Files.writeString(FOLDER.resolve("plain-http.json"), new Gson().toJson(state)));

        assertEquals(1, judged.exitCode(), judged::toString);
        assertTrue(judged.output().contains(resource + ": "), judged::toString);
    }

    @SuppressWarnings("unchecked") // as Gson reads JSON objects
    private static Map<String, Object> inputs(Map<?, ?> state, String resource) {
        return (Map<String, Object>) PlannedState.find(state, resource).get("inputs");
    }

    @Test
    void operatorsMayRunOnlyDocumentedReadCommands() throws IOException {
        for (var state :
                List.of(everything(), PlannedState.write(CommittedPlan.of("dev"), FOLDER.resolve("dev.json")))) {
            Judge.of("permissions", state).succeeded();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alarm:*\"                   | alarm:savepoint-*\"       | cloudwatch:DescribeAlarms is not allowed",
                "\"sns:ListTopics\"          | \"sns:ListSubscriptions\" | sns:ListTopics is not allowed",
                "\"sqs:SendMessage\"         | \"sqs:SetQueueAttributes\" | the policy allows sqs:SetQueueAttributes",
                "123456789012:function:     | 210987654321:function:    | InspectFunction names arn:aws:lambda:eu-central-1:210987654321:function:",
                "sync-dlq\"                 | sync-dead\"               | ManageRedriveTasks names arn:aws:sqs:eu-central-1:123456789012:savepoint-prod-steam-library-sync-dead",
            })
    void findsPoliciesThatAllowTooLittleOrTooMuch(String right, String wrong, String finding) throws IOException {
        var state = new Gson().fromJson(Files.readString(everything()), Map.class);
        inputs(state, "steam-import-operators").computeIfPresent("policy", (key, policy) -> {
            assertTrue(policy.toString().contains(right), right);
            return policy.toString().replace(right, wrong);
        });
        var broken = Files.writeString(FOLDER.resolve("operators.json"), new Gson().toJson(state));

        var judged = Judge.of("permissions", broken);

        assertEquals(1, judged.exitCode(), judged::toString);
        assertTrue(judged.output().contains(finding), judged::toString);
    }

    /** Values just outside AWS's limits, and values that a careless pattern would accept. */
    @Test
    void settingsAreAtLeastAsStrictAsTheModels() {
        var limits = JsonParser.parseString(Judge.of("settings").succeeded().output())
                .getAsJsonArray();

        for (var limit : limits) {
            var setting = limit.getAsJsonObject().get("setting").getAsString();
            if (EVERYTHING.containsKey(setting)) {
                var valid = EVERYTHING.get(setting);
                assertTrue(CommittedPlan.accepts("dev", withRequiredSettings(setting, valid)), setting + ": " + valid);
            }
            forEachOutside(limit.getAsJsonObject(), value -> {
                var given = asSetting(limit.getAsJsonObject(), value);
                assertFalse(
                        CommittedPlan.accepts("dev", withRequiredSettings(setting, given)),
                        limit + " is broken by " + given);
            });
        }
        assertEquals(27, limits.size());
    }

    private static Map<String, String> withRequiredSettings(String setting, String given) {
        return switch (setting) {
            case "steamImportBucketKmsKeyArn" -> Map.of(setting, given, "steamImportBucket", "savepoint-imports");
            case "steamApiKeySecretKmsKeyArn" ->
                Map.of(setting, given, "steamApiKeySecretArn", EVERYTHING.get("steamApiKeySecretArn"));
            case "completionWebhookUrl", "completionWebhookKey", "completionWebhookRequestsPerSecond" -> {
                var settings = new HashMap<>(EVERYTHING);
                settings.put(setting, given);
                yield settings;
            }
            default -> Map.of(setting, given);
        };
    }

    private static void forEachOutside(JsonObject limit, Consumer<String> check) {
        if (limit.get("type").getAsString().equals("integer")) {
            number(limit, "min").map(least -> least - 1).forEach(value -> check.accept("" + value));
            number(limit, "max").map(most -> most + 1).forEach(value -> check.accept("" + value));
            return;
        }
        var texts = Stream.concat(
                        number(limit, "max").map(most -> "a".repeat(Math.toIntExact(most) + 1)),
                        Stream.of(" ", "a b", "Ü", "*", "a/b/*", "$(a)", "-", "a\"b"))
                .filter(text -> !fits(limit, isAnArn(limit) ? asSetting(limit, text) : text));
        texts.forEach(check);
    }

    private static boolean fits(JsonObject limit, String text) {
        if (limit.has("enum")) {
            return StreamSupport.stream(limit.getAsJsonArray("enum").spliterator(), false)
                    .map(JsonElement::getAsString)
                    .collect(Collectors.toSet())
                    .contains(text);
        }
        // The length first: Java's patterns overflow the stack on long texts.
        return number(limit, "max").allMatch(most -> text.length() <= most)
                && number(limit, "min").allMatch(least -> text.length() >= least)
                && (!limit.has("pattern") || text.matches(limit.get("pattern").getAsString()));
    }

    private static Stream<Long> number(JsonObject limit, String member) {
        return Stream.ofNullable(limit.get(member)).map(JsonElement::getAsLong);
    }

    /** Whether the whole setting becomes the API input. */
    private static boolean isAnArn(JsonObject limit) {
        return limit.get("setting").getAsString().toLowerCase(Locale.ROOT).endsWith("kmskeyarn");
    }

    /** Puts the part of a setting that becomes the API input into an otherwise valid value. */
    private static String asSetting(JsonObject limit, String part) {
        var source = limit.get("source").getAsString();
        if (source.endsWith(".SlackTeamId")) {
            return part + "/C0123456789";
        }
        if (source.endsWith(".SlackChannelId")) {
            return "T0123456789/" + part;
        }
        if (source.endsWith(".repositoryName")) {
            return "123456789012.dkr.ecr.eu-central-1.amazonaws.com/" + part + ":1";
        }
        if (source.endsWith(".imageTag")) {
            return "123456789012.dkr.ecr.eu-central-1.amazonaws.com/worker:" + part;
        }
        if (isAnArn(limit)) {
            return "arn:aws:kms:eu-central-1:123456789012:key/" + part;
        }
        return part;
    }
}
