package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.CommittedPlan;
import savepoint.aws.AwsTarget;
import savepoint.policy.ExecutionRolePolicies;
import savepoint.policy.QueuePolicies;
import savepoint.testing.Plan;
import savepoint.testing.ProjectFiles;
import savepoint.testing.Registration;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The life of a deployment, in order: dev and prod come up through the real engine and provider code, are read back and
 * compared, worked with, changed, and taken down. Every step builds on the ones before it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeploymentIT {

    private static final String ACCOUNT = "000000000000";
    private static final List<String> STACKS = List.of("dev", "prod");

    /** What a queue has without being told. */
    private static final Set<QueueAttributeName> OF_ITSELF = Set.of(
            QueueAttributeName.QUEUE_ARN,
            QueueAttributeName.CREATED_TIMESTAMP,
            QueueAttributeName.LAST_MODIFIED_TIMESTAMP,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);

    private LocalCloud cloud;
    private SqsClient sqs;
    private IamClient iam;
    private LambdaClient lambda;
    private CloudWatchLogsClient logs;
    private Map<String, Update> previewed;
    private Map<String, Update> created;

    @BeforeAll
    void deployDevAndProdAtTheSameTime() {
        cloud = LocalCloud.named("deployment");
        previewed = STACKS.stream().collect(Collectors.toMap(stack -> stack, cloud::preview));
        // Side by side, since each waits most of its time for SQS, and a little apart, since each begins with work.
        var running = STACKS.stream()
                .collect(Collectors.toMap(
                        stack -> stack,
                        stack -> CompletableFuture.supplyAsync(
                                () -> cloud.up(stack),
                                CompletableFuture.delayedExecutor(10L * STACKS.indexOf(stack), TimeUnit.SECONDS))));
        created = STACKS.stream()
                .collect(Collectors.toMap(
                        stack -> stack, stack -> running.get(stack).join().succeeded()));
        sqs = cloud.sqs();
        iam = cloud.iam();
        lambda = cloud.lambda();
        logs = cloud.logs();
    }

    @AfterAll
    void leaveNothingRunning() {
        cloud.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsWhatThePreviewSaidOnceEach(String stack) {
        var expected = Stream.concat(
                        Stream.of("savepoint-" + stack),
                        plan(stack).resources().stream().map(Registration::name))
                .map(name -> "create " + name)
                .sorted()
                .toList();

        assertEquals(expected, previewed.get(stack).operations());
        assertEquals(expected, created.get(stack).operations());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsTheQueue(String stack) {
        assertAttributes(
                url(stack, ""),
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT, "1800",
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD, "604800",
                        QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "20",
                        QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "262144",
                        QueueAttributeName.DELAY_SECONDS, "0",
                        QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true",
                        QueueAttributeName.POLICY, QueuePolicies.queue(queueArn(stack), List.of(), List.of()),
                        QueueAttributeName.REDRIVE_POLICY, QueuePolicies.redrive(queueArn(stack) + "-dlq", 3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsTheDeadLetterQueue(String stack) {
        assertAttributes(
                url(stack, "-dlq"),
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        "30",
                        QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
                        "0",
                        QueueAttributeName.MAXIMUM_MESSAGE_SIZE,
                        "262144",
                        QueueAttributeName.DELAY_SECONDS,
                        "0",
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                        "1209600",
                        QueueAttributeName.SQS_MANAGED_SSE_ENABLED,
                        "true",
                        QueueAttributeName.POLICY,
                        QueuePolicies.deadLetterQueue(queueArn(stack) + "-dlq"),
                        QueueAttributeName.REDRIVE_ALLOW_POLICY,
                        QueuePolicies.redriveAllow(queueArn(stack))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsTheRoleWithItsPolicies(String stack) {
        var role = iam.getRole(request -> request.roleName(function(stack) + "-role"))
                .role();

        assertEquals(json(ExecutionRolePolicies.trust(ACCOUNT)), json(decoded(role.assumeRolePolicyDocument())));
        assertEquals(
                List.of(),
                iam.listAttachedRolePolicies(request -> request.roleName(role.roleName())).attachedPolicies().stream()
                        .map(policy -> policy.policyArn())
                        .toList());
        var documents = new TreeMap<String, JsonElement>();
        inlinePolicies(stack)
                .forEach((suffix, document) -> documents.put(function(stack) + "-" + suffix, json(document)));
        assertEquals(
                documents,
                iam.listRolePolicies(request -> request.roleName(role.roleName())).policyNames().stream()
                        .collect(Collectors.toMap(
                                name -> name,
                                name -> json(decoded(iam.getRolePolicy(request -> request.roleName(role.roleName())
                                                .policyName(name))
                                        .policyDocument())),
                                (first, second) -> first,
                                TreeMap::new)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsTheLogGroup(String stack) {
        var group = logs.describeLogGroups(request -> request.logGroupNamePrefix("/aws/lambda/" + function(stack)))
                .logGroups();

        assertEquals(1, group.size());
        assertEquals("/aws/lambda/" + function(stack), group.get(0).logGroupName());
        assertEquals(14, group.get(0).retentionInDays());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsTheFunction(String stack) {
        var function = lambda.getFunction(request -> request.functionName(function(stack)));
        var configuration = function.configuration();

        assertEquals("Image", configuration.packageTypeAsString());
        assertEquals(
                "%s.dkr.ecr.eu-central-1.amazonaws.com/savepoint-%s-lambdas:steam-import-latest"
                        .formatted(ACCOUNT, stack),
                function.code().imageUri());
        assertEquals("arn:aws:iam::%s:role/%s-role".formatted(ACCOUNT, function(stack)), configuration.role());
        assertEquals(512, configuration.memorySize());
        assertEquals(300, configuration.timeout());
        assertEquals(List.of("x86_64"), configuration.architecturesAsStrings());
        assertEquals("Imports a user's Steam library", configuration.description());
        assertEquals(List.of(), configuration.vpcConfig().subnetIds());
        assertEquals(environment(stack), configuration.environment().variables());
        assertEquals(
                null,
                lambda.getFunctionConcurrency(request -> request.functionName(function(stack)))
                        .reservedConcurrentExecutions());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsTheMapping(String stack) {
        var mapping = mapping(stack);

        assertEquals(queueArn(stack), mapping.eventSourceArn());
        assertEquals(
                "arn:aws:lambda:eu-central-1:%s:function:%s".formatted(ACCOUNT, function(stack)),
                mapping.functionArn());
        assertEquals(1, mapping.batchSize());
        assertEquals(0, mapping.maximumBatchingWindowInSeconds());
        assertEquals(List.of("ReportBatchItemFailures"), mapping.functionResponseTypesAsStrings());
        assertEquals(stack.equals("dev") ? 5 : 10, mapping.scalingConfig().maximumConcurrency());
        assertEquals("Enabled", mapping.state());
        assertEquals(List.of("EventCount"), mapping.metricsConfig().metricsAsStrings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsWhatThePersonOnCallLivesIn(String stack) {
        var operations = operations(stack, Map.of());

        operations.assertAlarms();
        operations.assertTopic();
        operations.assertSubscriptions();
        operations.assertDashboard();
        operations.assertOperatorsPolicy();
        operations.assertTags(Map.of("Project", "savepoint", "Environment", stack, "ManagedBy", "pulumi"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void waitsForSqsOnlyTwiceInARow(String stack) {
        var longest = created.get(stack).longestChain();

        assertEquals(
                List.of("steam-import-dlq", "steam-import-queue"),
                longest.stream()
                        .filter(step -> step.seconds() >= 10)
                        .map(Update.Step::name)
                        .toList(),
                longest::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void tagsWhatCanBeTagged(String stack) {
        var tags = Map.of("Project", "savepoint", "Environment", stack, "ManagedBy", "pulumi");

        assertEquals(
                tags,
                sqs.listQueueTags(request -> request.queueUrl(url(stack, ""))).tags());
        assertEquals(
                tags,
                sqs.listQueueTags(request -> request.queueUrl(url(stack, "-dlq")))
                        .tags());
        assertEquals(
                tags,
                lambda.getFunction(request -> request.functionName(function(stack)))
                        .tags());
        assertEquals(
                tags,
                iam.listRoleTags(request -> request.roleName(function(stack) + "-role")).tags().stream()
                        .collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value())));
        assertEquals(
                tags,
                logs.listTagsForResource(
                                request -> request.resourceArn("arn:aws:logs:eu-central-1:%s:log-group:/aws/lambda/%s"
                                        .formatted(ACCOUNT, function(stack))))
                        .tags());
        assertEquals(
                tags,
                lambda.listTags(request -> request.resource(mapping(stack).eventSourceMappingArn()))
                        .tags());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void exportsItsOutputs(String stack) {
        var outputs =
                cloud.pulumi("stack", "output", "--json", "--stack", stack).succeeded();

        assertEquals(
                Map.of(
                        "steamImportQueueUrl", url(stack, ""),
                        "steamImportQueueArn", queueArn(stack),
                        "steamImportDlqUrl", url(stack, "-dlq"),
                        "steamImportDlqArn", queueArn(stack) + "-dlq",
                        "steamImportLambdaArn",
                                "arn:aws:lambda:eu-central-1:%s:function:%s".formatted(ACCOUNT, function(stack)),
                        "steamImportLambdaName", function(stack),
                        "eventSourceMappingUuid", mapping(stack).uuid(),
                        "eventSourceMappingState", "Enabled",
                        "operatorPolicyArn", "arn:aws:iam::%s:policy/%s-operators".formatted(ACCOUNT, function(stack)),
                        "operatorPolicyCommand",
                                "aws iam attach-role-policy --role-name \"$ROLE\" --policy-arn arn:aws:iam::%s:policy/%s-operators"
                                        .formatted(ACCOUNT, function(stack))),
                new Gson().fromJson(outputs.output(), Map.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(2)
    void changesNothingTheSecondTime(String stack) {
        assertEquals(List.of(), cloud.up(stack).succeeded().operations());
    }

    @Test
    @Order(3)
    void pausesTheMappingAndMutesItsAlarms() {
        cloud.configure("dev", "enableSteamImportEventSource", "false");

        assertEquals(
                List.of(
                        "update steam-import-event-source",
                        "update steam-import-not-consuming",
                        "update steam-import-queue-age"),
                cloud.up("dev").succeeded().operations());
        assertEquals("Disabled", mapping("dev").state());
    }

    @Test
    @Order(4)
    void movesAPoisonMessageToTheDeadLetterQueueAfterThreeReceives() {
        var body = "{\"userId\":\"u-1\",\"steamId\":\"76561198000000000\",\"note\":\"<é&\\\"\"}";
        sqs.sendMessage(request -> request.queueUrl(url("dev", "")).messageBody(body));

        for (var receive = 1; receive <= 3; receive++) {
            assertEquals(List.of(body), receive("dev", ""), "receive " + receive);
            assertEquals(List.of(), receive("dev", "-dlq"), "in the dead-letter queue after receive " + receive);
        }
        assertEquals(List.of(), receive("dev", ""), "the fourth receive");
        assertEquals(List.of(body), receive("dev", "-dlq"));
    }

    @Test
    @Order(5)
    void changesEverySettingInPlaceAndBackAndLosesNoMessage() {
        var bodies = List.of("one", "two", "three", "four", "five");
        bodies.forEach(body ->
                sqs.sendMessage(request -> request.queueUrl(url("dev", "")).messageBody(body)));
        var changes = Map.of(
                "steamImportTimeoutSeconds", "60",
                "steamImportMemoryMb", "1024",
                "steamImportConcurrency", "9",
                "logRetentionDays", "30",
                "logLevel", "DEBUG",
                "maxReceiveCount", "5",
                "steamImportImage", ACCOUNT + ".dkr.ecr.eu-central-1.amazonaws.com/worker:2",
                "queueKmsKeyArn", "arn:aws:kms:eu-central-1:" + ACCOUNT + ":key/1234",
                "steamImportSenders", "[\"arn:aws:iam::" + ACCOUNT + ":role/web\"]");
        var alarming = Map.of(
                "alarmEmails", "[\"on-call@example.com\"]",
                "redriveSchedule", "cron(0 6 * * ? *)",
                "redriveMessagesPerSecond", "3",
                "operatorsMayPurge", "true");
        var additions = List.of(
                "steam-import-alarms-to-email-c63654f3",
                "steam-import-kms-access",
                "steam-import-redrive",
                "steam-import-redrive-access",
                "steam-import-redrive-failures", // the queue and its alarm
                "steam-import-redrive-failures",
                "steam-import-redrive-role");
        var updates = List.of(
                "update steam-import-dashboard",
                "update steam-import-dlq",
                "update steam-import-duration",
                "update steam-import-event-source",
                "update steam-import-function",
                "update steam-import-logs",
                "update steam-import-operators",
                "update steam-import-queue");

        cloud.configureAll("dev", changes);
        cloud.configureAll("dev", alarming);
        assertEquals(
                Stream.concat(additions.stream().map(name -> "create " + name), updates.stream())
                        .toList(),
                cloud.up("dev").succeeded().operations());
        var settings = new HashMap<>(changes);
        settings.putAll(alarming);
        settings.put("enableSteamImportEventSource", "false");
        var operations = operations("dev", settings);
        operations.assertAlarms();
        operations.assertSubscriptions();
        operations.assertDashboard();
        operations.assertOperatorsPolicy();
        operations.assertRedriveSchedule();
        Stream.concat(changes.keySet().stream(), alarming.keySet().stream())
                .forEach(key ->
                        cloud.pulumi("config", "rm", key, "--stack", "dev").succeeded());
        assertEquals(
                Stream.concat(additions.stream().map(name -> "delete " + name), updates.stream())
                        .toList(),
                cloud.up("dev").succeeded().operations());

        assertEquals(
                Set.copyOf(bodies),
                IntStream.rangeClosed(1, 10)
                        .mapToObj(receive -> sqs.receiveMessage(request -> request.queueUrl(url("dev", ""))
                                        .maxNumberOfMessages(10)
                                        .waitTimeSeconds(0))
                                .messages())
                        .flatMap(List::stream)
                        .map(Message::body)
                        .collect(Collectors.toSet()));
        sqs.purgeQueue(request -> request.queueUrl(url("dev", "")));
    }

    @Test
    @Order(6)
    void resumesAndLosesNoMessage() {
        sqs.sendMessage(request -> request.queueUrl(url("dev", "")).messageBody("waiting"));
        cloud.configure("dev", "enableSteamImportEventSource", "true");

        assertEquals(
                List.of(
                        "update steam-import-event-source",
                        "update steam-import-not-consuming",
                        "update steam-import-queue-age"),
                cloud.up("dev").succeeded().operations());
        assertEquals("Enabled", mapping("dev").state());
        assertEquals(1, messagesIn("dev", ""), "waiting, or in flight to the function that cannot run here");
    }

    @Test
    @Order(7)
    void changesConcurrencyInTheMappingAndItsLineInTheDashboard() {
        cloud.configure("dev", "steamImportConcurrency", "7");

        assertEquals(
                List.of("update steam-import-dashboard", "update steam-import-event-source"),
                cloud.up("dev").succeeded().operations());
        assertEquals(7, mapping("dev").scalingConfig().maximumConcurrency());
    }

    @Test
    @Order(8)
    void refusesToDestroyTheQueuesOfProd() {
        sqs.sendMessage(request -> request.queueUrl(url("prod", "-dlq")).messageBody("kept"));

        var destroy = cloud.pulumi("destroy", "--yes", "--stack", "prod");

        assertNotEquals(0, destroy.exitCode());
        assertTrue(destroy.output().contains("protect"), destroy::toString);
        assertEquals(List.of(), cloud.preview("prod").operations(), "what is missing after the refusal");
        assertEquals(List.of("kept"), receive("prod", "-dlq"));
        assertEquals(
                queueArn("prod"),
                sqs.getQueueAttributes(request ->
                                request.queueUrl(url("prod", "")).attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN));
    }

    @Test
    @Order(9)
    void theRunbookRuns() {
        sqs.purgeQueue(request -> request.queueUrl(url("prod", "-dlq")));
        sqs.sendMessage(request -> request.queueUrl(url("prod", "-dlq")).messageBody("{\"userId\":\"u-1\"}"));
        iam.createRole(request -> request.roleName("on-call").assumeRolePolicyDocument("{}"));
        cloud.script("aws", "secretsmanager", "create-secret", "--name", "savepoint/prod/steam-api-key")
                .succeeded();
        cloud.configure("prod", "redriveSchedule", "rate(1 day)");
        cloud.up("prod").succeeded();
        operations("prod", Map.of("redriveSchedule", "rate(1 day)")).assertRedriveSchedule();
        var runbook = new Runbook(
                cloud,
                Map.of(
                        "PREVIOUS_IMAGE",
                        ACCOUNT + ".dkr.ecr.eu-central-1.amazonaws.com/savepoint-prod-lambdas@sha256:" + "0".repeat(64),
                        "NEW_STEAM_API_KEY",
                        "new",
                        "ROLE",
                        "on-call"));

        runbook.runTogether("one");
        assertEquals(1, messagesIn("prod", ""), "moved, and waiting or in flight to the function that cannot run here");
        assertEquals(0, messagesIn("prod", "-dlq"));
        for (var chapter : Runbook.chapters()) {
            if (chapter.equals("Restore a deleted queue")) {
                sqs.deleteQueue(request -> request.queueUrl(url("prod", "")));
                sqs.deleteQueue(request -> request.queueUrl(url("prod", "-dlq")));
            }
            runbook.run(chapter);
        }

        assertEquals(20, mapping("prod").scalingConfig().maximumConcurrency());
        assertEquals("Enabled", mapping("prod").state());
        assertEquals(
                List.of(),
                cloud.preview("prod").operations(),
                "the runbook leaves nothing behind that the next deployment would change");
        iam.deleteRole(request -> request.roleName("on-call"));
    }

    @Test
    @Order(10)
    void destroysEverything() {
        cloud.configure("prod", "protectQueues", "false");
        cloud.up("prod").succeeded();

        for (var stack : STACKS) {
            var expected = created.get(stack).operations().stream()
                    .map(operation -> operation.replace("create ", "delete "))
                    .toList();
            var deleted = cloud.destroy(stack).succeeded().operations();

            assertTrue(deleted.containsAll(expected), deleted::toString);
            assertTrue(deleted.stream().allMatch(operation -> operation.startsWith("delete ")), deleted::toString);
        }

        assertEquals(List.of(), cloud.inventory());
    }

    private static Plan plan(String stack) {
        return CommittedPlan.of(stack);
    }

    private DeployedOperations operations(String stack, Map<String, String> settings) {
        var target = new AwsTarget("aws", "eu-central-1", ACCOUNT, "amazonaws.com");
        return new DeployedOperations(
                cloud,
                CommittedPlan.of(target, stack, settings),
                function(stack),
                mapping(stack).uuid());
    }

    /** The documents that the stack's settings call for, by the suffix of the policy's name. */
    private static Map<String, String> inlinePolicies(String stack) {
        var policies = new TreeMap<>(Map.of(
                "logs-access",
                ExecutionRolePolicies.logsAccess(
                        "arn:aws:logs:eu-central-1:%s:log-group:/aws/lambda/%s".formatted(ACCOUNT, function(stack))),
                "sqs-access",
                ExecutionRolePolicies.sqsAccess(queueArn(stack))));
        setting(stack, "steamImportBucket")
                .ifPresent(bucket ->
                        policies.put("s3-access", ExecutionRolePolicies.s3Access(List.of("arn:aws:s3:::" + bucket))));
        setting(stack, "steamApiKeySecretArn")
                .ifPresent(
                        secret -> policies.put("secrets-access", ExecutionRolePolicies.secretsAccess(List.of(secret))));
        return policies;
    }

    private static Map<String, String> environment(String stack) {
        var variables = new TreeMap<>(Map.of("LOG_LEVEL", "INFO"));
        setting(stack, "steamImportBucket").ifPresent(bucket -> variables.put("S3_BUCKET", bucket));
        setting(stack, "steamApiKeySecretArn").ifPresent(secret -> variables.put("STEAM_API_KEY_SECRET_ARN", secret));
        return variables;
    }

    private static Optional<String> setting(String stack, String key) {
        return Optional.of(ProjectFiles.config(stack).get("savepoint:" + key)).filter(value -> !value.isEmpty());
    }

    private static String function(String stack) {
        return "savepoint-%s-steam-import".formatted(stack);
    }

    private static String queueArn(String stack) {
        return "arn:aws:sqs:eu-central-1:%s:savepoint-%s-steam-library-sync".formatted(ACCOUNT, stack);
    }

    private String url(String stack, String suffix) {
        return "http://127.0.0.1:%d/%s/savepoint-%s-steam-library-sync%s"
                .formatted(cloud.emulator().port(), ACCOUNT, stack, suffix);
    }

    private EventSourceMappingConfiguration mapping(String stack) {
        var mappings = lambda.listEventSourceMappings(request -> request.functionName(function(stack)))
                .eventSourceMappings();
        assertEquals(1, mappings.size());
        return mappings.get(0);
    }

    /** Receives without hiding: a consumer that crashed at once. */
    private List<String> receive(String stack, String suffix) {
        return sqs
                .receiveMessage(request -> request.queueUrl(url(stack, suffix))
                        .visibilityTimeout(0)
                        .waitTimeSeconds(0))
                .messages()
                .stream()
                .map(Message::body)
                .toList();
    }

    private int messagesIn(String stack, String suffix) {
        return sqs
                .getQueueAttributes(request -> request.queueUrl(url(stack, suffix))
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private void assertAttributes(String url, Map<QueueAttributeName, String> expected) {
        var actual = sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();

        assertEquals(
                asJson(expected),
                asJson(actual.entrySet().stream()
                        .filter(attribute -> !OF_ITSELF.contains(attribute.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
    }

    private static Map<String, JsonElement> asJson(Map<QueueAttributeName, String> attributes) {
        return attributes.entrySet().stream()
                .collect(Collectors.toMap(
                        attribute -> attribute.getKey().toString(),
                        attribute -> json(attribute.getValue()),
                        (first, second) -> first,
                        TreeMap::new));
    }

    /** Documents compare as JSON, since neither AWS nor the emulator keeps white space. */
    private static JsonElement json(String text) {
        return JsonParser.parseString(text);
    }

    private static String decoded(String document) {
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }
}
