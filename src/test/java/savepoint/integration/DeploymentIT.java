package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.CommittedPlan;
import savepoint.aws.AwsTarget;
import savepoint.testing.Registration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The stacks dev and prod from their first preview to their end: created by the real engine and
 * provider, read, compared with the plan and destroyed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(StopAtFirstFailure.class)
@Order(StartOrder.SECOND)
class DeploymentIT {

    private static final String ACCOUNT = DeployedImport.ACCOUNT;
    private static final List<String> STACKS = List.of("dev", "prod");

    private LocalCloud cloud;
    private SqsClient sqs;
    private Map<String, Update> previewed;
    private Map<String, Update> created;
    private Map<String, String> digests;
    private Map<String, Update> completed;
    private Map<String, DeployedImport> deployed;

    @BeforeAll
    void deployDevAndProdInParallel() throws IOException {
        cloud = LocalCloud.named("deployment");
        cloud.pulumi("stack", "ls").succeeded();
        previewed = STACKS.stream().collect(Collectors.toMap(stack -> stack, cloud::preview));
        // In parallel, because each mostly waits for SQS; staggered, because each starts busy.
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
        deployed = STACKS.stream().collect(Collectors.toMap(stack -> stack, stack -> new DeployedImport(cloud, stack)));
        digests = new HashMap<>();
        completed = new HashMap<>();
        for (var stack : STACKS) {
            data(stack).assertSecretWithoutValue();
            digests.put(stack, cloud.push(stack, "worker 1"));
            completed.put(stack, cloud.up(stack).succeeded());
        }
    }

    @AfterAll
    void leaveNothingRunning() {
        cloud.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsWhatPreviewShows(String stack) {
        var expected = Stream.concat(
                        Stream.of("savepoint-" + stack),
                        CommittedPlan.withoutImage(stack).resources().stream().map(Registration::name))
                .map(name -> "create " + name)
                .sorted()
                .toList();

        assertEquals(expected, previewed.get(stack).operations());
        assertEquals(expected, created.get(stack).operations());
    }

    /** An image needs a repository, and the function an image. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsTheFunctionOnceAnImageIsPushed(String stack) {
        for (var run : List.of(previewed.get(stack), created.get(stack))) {
            for (var said : List.of(
                    "savepoint-%s-lambdas:steam-import-latest does not exist yet, so the function is not created",
                    "./local/push --stack %s",
                    "the secret savepoint/%s/steam-api-key has no value yet, so imports fail")) {
                assertTrue(run.run().output().contains(said.formatted(stack)), run.run()::toString);
            }
        }
        assertEquals(
                List.of(
                        "create steam-import-event-source",
                        "create steam-import-failed-messages",
                        "create steam-import-function",
                        "update steam-import", // the component of the function
                        "update steam-import-dashboard"),
                completed.get(stack).operations());
        assertFalse(Pattern.compile("\"prefix\":\"warning: \",\"message\":\"[^\"]*does not exist yet")
                .matcher(completed.get(stack).run().output())
                .find());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsBucketSecretAndRepository(String stack) {
        var isProd = stack.equals("prod");
        data(stack).assertBucket(isProd ? 90 : 30);
        data(stack).assertRepository(stack, isProd ? 10_000 : 100);
        data(stack).assertTags(Map.of("Project", "savepoint", "Environment", stack, "ManagedBy", "pulumi"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsTheQueues(String stack) {
        deployed(stack).assertQueue();
        deployed(stack).assertDeadLetterQueue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsTheRoleWithItsPolicies(String stack) {
        deployed(stack).assertRoleAndPolicies();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsTheLogGroupAndTheFunction(String stack) {
        deployed(stack).assertLogGroup();
        deployed(stack).assertFunction(digests.get(stack));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsTheMapping(String stack) {
        deployed(stack).assertMapping();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void tagsEveryTaggableResource(String stack) {
        deployed(stack).assertTags();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(1)
    void createsAlarmsTopicDashboardAndPolicy(String stack) {
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
    void waitsForSqsOnlyTwiceInSequence(String stack) {
        // The provider waits almost a minute for it, but no other resource does.
        var lifecycle = "steam-import-bucket-lifecycle";
        var longest = created.get(stack).without(lifecycle).longestChain();

        assertTrue(
                created.get(stack).step(lifecycle).start()
                        < created.get(stack).step("steam-import-queue").start(),
                "it runs in parallel with the queues");
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
    void exportsOutputs(String stack) {
        var outputs =
                cloud.pulumi("stack", "output", "--json", "--stack", stack).succeeded();

        var exported = new Gson().fromJson(outputs.output(), Map.class);
        assertTrue(exported.remove("readme").toString().startsWith("# Savepoint's Steam import, " + stack));
        assertEquals(
                List.of(
                        deployed(stack).bucket(),
                        deployed(stack).secret(),
                        deployed(stack).repository()),
                exported.remove("ownedData"));
        assertEquals(
                Map.of(
                        "steamImportQueueUrl", deployed(stack).url(""),
                        "steamImportQueueArn", deployed(stack).queueArn(),
                        "steamImportDlqUrl", deployed(stack).url("-dlq"),
                        "steamImportDlqArn", deployed(stack).queueArn() + "-dlq",
                        "steamImportLambdaArn",
                                "arn:aws:lambda:eu-central-1:%s:function:%s"
                                        .formatted(ACCOUNT, deployed(stack).function()),
                        "steamImportLambdaName", deployed(stack).function(),
                        "eventSourceMappingUuid", deployed(stack).mapping().uuid(),
                        "eventSourceMappingState", "Enabled",
                        "operatorPolicyArn",
                                "arn:aws:iam::%s:policy/%s-operators"
                                        .formatted(ACCOUNT, deployed(stack).function()),
                        "operatorPolicyCommand",
                                "aws --endpoint-url %s iam attach-role-policy --role-name \"$ROLE\" --policy-arn arn:aws:iam::%s:policy/%s-operators"
                                        .formatted(
                                                "http://127.0.0.1:"
                                                        + cloud.emulator().port(),
                                                ACCOUNT,
                                                deployed(stack).function())),
                exported);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(2)
    void secondUpdateChangesNothing(String stack) {
        assertEquals(List.of(), cloud.up(stack).succeeded().operations());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    @Order(2)
    void matchesAwsResourceSchemas(String stack) throws IOException {
        var state = cloud.state().resolve(stack + ".json");
        Files.writeString(
                state,
                cloud.pulumi("stack", "export", "--stack", stack).succeeded().output());

        Judge.of("resources", state).succeeded();
    }

    @Test
    @Order(8)
    void refusesToDestroyProdData() {
        data("prod").storeAnImport();
        data("prod").setTheSecret();
        sqs.sendMessage(
                request -> request.queueUrl(deployed("prod").url("-dlq")).messageBody("kept"));

        var destroy = cloud.pulumi("destroy", "--yes", "--stack", "prod");

        assertNotEquals(0, destroy.exitCode());
        assertTrue(destroy.output().contains("protect"), destroy::toString);
        assertEquals(List.of(), cloud.preview("prod").operations(), "missing after the failed destroy");
        assertEquals(List.of("kept"), deployed("prod").receive("-dlq"));
        assertEquals("2 1 1", data("prod").holdings());
        assertEquals(
                deployed("prod").queueArn(),
                sqs.getQueueAttributes(request ->
                                request.queueUrl(deployed("prod").url("")).attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN));
    }

    @Test
    @Order(10)
    void destroysEverything() {
        data("dev").storeAnImport();
        data("dev").setTheSecret();
        assertEquals("2 1 1", data("dev").holdings());
        cloud.configure("prod", "protectData", "false");
        cloud.up("prod").succeeded();

        for (var stack : STACKS) {
            var expected = Stream.of(created, completed)
                    .flatMap(updates -> updates.get(stack).operations().stream())
                    .filter(operation -> operation.startsWith("create "))
                    .map(operation -> operation.replace("create ", "delete "))
                    .toList();
            var deleted = cloud.destroy(stack).succeeded().operations();

            assertTrue(deleted.containsAll(expected), deleted::toString);
            assertTrue(deleted.stream().allMatch(operation -> operation.startsWith("delete ")), deleted::toString);
        }

        assertEquals(List.of(), cloud.inventory());
    }

    private DeployedData data(String stack) {
        return new DeployedData(cloud, deployed(stack));
    }

    private DeployedImport deployed(String stack) {
        return deployed.get(stack);
    }

    private DeployedOperations operations(String stack, Map<String, String> settings) {
        var target = new AwsTarget("aws", "eu-central-1", ACCOUNT, "amazonaws.com");
        return new DeployedOperations(
                cloud,
                CommittedPlan.of(target, stack, settings),
                deployed(stack).function(),
                deployed(stack).mapping().uuid());
    }
}
