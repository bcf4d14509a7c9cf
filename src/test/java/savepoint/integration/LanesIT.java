package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
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
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The bulk lane with its sender, the function in a VPC, and a switch to a FIFO queue that loses no
 * message: deployed, used, changed and destroyed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(StopAtFirstFailure.class)
@Order(StartOrder.FIRST)
class LanesIT {

    private static final String STACK = "local";
    private static final String FUNCTION = "savepoint-local-steam-import";
    private static final String STANDARD = "savepoint-local-steam-library-sync";
    private static final String FIFO = STANDARD + ".fifo";
    private static final String BULK = "savepoint-local-steam-library-bulk";
    private static final String BUCKET = "savepoint-local-imports-000000000000-eu-central-1";
    private static final int LINES = 6_000;
    private static final Pattern MISTAKE = Pattern.compile("(?m)^line (\\d+): ");

    private LocalCloud cloud;
    private CallRecorder recorded;
    private SqsClient sqs;
    private LambdaClient lambda;
    private Path folder;
    private Instant begun;

    @BeforeAll
    void deploy() throws IOException {
        cloud = LocalCloud.named("lanes");
        cloud.useAnImage(STACK);
        cloud.configure(STACK, "bulkConcurrency", "2");
        cloud.script("up").succeeded();
        recorded = cloud.record(STACK);
        sqs = cloud.sqs();
        lambda = cloud.lambda();
        folder = Files.createDirectories(cloud.state().resolve("bulk"));
        begun = Instant.now();
        // Of an earlier run.
        Files.deleteIfExists(progress());
    }

    private Path progress() {
        return folder.resolve("imports.jsonl.sent");
    }

    @AfterAll
    void leaveNothingRunning() {
        cloud.close();
    }

    @Test
    @Order(1)
    void bulkLaneInvokesSameFunction() {
        var mappings = mappings();

        assertEquals(Set.of(STANDARD, BULK), mappings.keySet());
        assertEquals(10, mappings.get(BULK).batchSize());
        assertEquals(2, mappings.get(BULK).scalingConfig().maximumConcurrency());
        assertEquals(1, mappings.get(STANDARD).batchSize());
        assertEquals(5, mappings.get(STANDARD).scalingConfig().maximumConcurrency());
        assertEquals(List.of(), refreshed());
        new Runbook(cloud, Map.of("STACK", STACK)).runTogether("bulk");
    }

    /** What differs from AWS, or would be changed. */
    private List<String> refreshed() {
        var run = cloud.pulumi("preview", "--refresh", "--json", "--stack", STACK);
        return Update.ofPreview(run).operations().stream()
                .filter(operation -> !operation.startsWith("refresh "))
                .toList();
    }

    /** The message for one user, as JSON. */
    private static String message(int number) {
        return new Gson()
                .toJson(Map.of(
                        "userId", "b-" + number,
                        "steamId", Long.toString(76561198000000000L + number),
                        "requestedAt",
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    private Path file(Map<Integer, String> mistakes) throws IOException {
        return Files.write(
                folder.resolve("imports.jsonl"),
                IntStream.rangeClosed(1, LINES)
                        .mapToObj(number -> mistakes.getOrDefault(number, message(number)))
                        .toList());
    }

    @Test
    @Order(2)
    void senderReportsAllMistakesAndSendsNothing() throws IOException {
        var kinds = List.of(
                "{\"userId\":\"u\"",
                "[]",
                "{\"userId\":\"u\",\"steamId\":\"1\",\"requestedAt\":\"2099-01-01T00:00:00Z\"}",
                "{\"steamId\":\"76561198000000000\",\"requestedAt\":\"2099-01-01T00:00:00Z\"}",
                "{\"userId\":\"u\",\"steamId\":\"76561198000000000\",\"requestedAt\":\"2099-02-30T00:00:00Z\"}");
        var mistakes = new HashMap<Integer, String>();
        IntStream.range(0, 20).forEach(index -> mistakes.put(7 + index * 300, kinds.get(index % kinds.size())));

        var refused = send(file(mistakes).toString());

        assertEquals(1, refused.exitCode(), refused::toString);
        assertEquals(
                new TreeSet<>(mistakes.keySet()),
                MISTAKE.matcher(refused.errorOutput())
                        .results()
                        .map(line -> Integer.valueOf(line.group(1)))
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertEquals(0, waitingIn(BULK));
        assertFalse(Files.exists(progress()));
    }

    @Test
    @Order(3)
    void senderResumesAfterInterruption() throws Exception {
        var file = file(Map.of());
        var progress = progress();

        var sending = start(file.toString());
        Await.until("some lines", () -> Files.exists(progress) && sent(progress).size() > 500);
        sending.destroy(); // SIGTERM, which ends it as Ctrl-C does
        assertTrue(sending.waitFor(1, TimeUnit.MINUTES));

        var before = sent(progress).size();
        assertTrue(before < LINES, before + " lines were sent before it could be interrupted");
        assertEquals(143, sending.exitValue());
        var resumed = send(file.toString()).succeeded();
        assertTrue(resumed.errorOutput().contains("%d of %d lines have already been sent".formatted(before, LINES)));
        assertEquals(LINES, sent(progress).size());
        var again = send(file.toString()).succeeded();
        assertTrue(
                again.errorOutput().contains("All %d lines have already been sent".formatted(LINES)), again::toString);
    }

    /** While thousands of bulk imports wait, each single import is completed promptly. */
    @Test
    @Order(4)
    void singleImportsDoNotWaitForBulkImports() throws Exception {
        for (var single = 1; single <= 3; single++) {
            var user = "single-" + single;
            var behind = waitingIn(BULK);
            var asked = Instant.now();
            sqs.sendMessage(request ->
                    request.queueUrl(url(STANDARD)).messageBody(message(1).replace("b-1", user)));
            Await.until("the import of " + user, () -> isImported(user));

            assertTrue(behind > 1_000, behind + " bulk messages waited");
            var seconds = Duration.between(asked, Instant.now()).toSeconds();
            assertTrue(seconds < 15, "%s took %d seconds".formatted(user, seconds));
        }
    }

    @Test
    @Order(5)
    void everyLineArrivesOnce() throws Exception {
        Await.until("the bulk imports", () -> waitingIn(BULK) == 0);
        Await.until("the last batch's count", () -> counted("DeletedEventCount") >= LINES);

        assertEquals(LINES, counted("DeletedEventCount"));
        assertEquals(LINES, counted("PolledEventCount"));
        assertEquals(
                LINES,
                cloud.words(
                                "s3api",
                                "list-objects-v2",
                                "--bucket",
                                BUCKET,
                                "--prefix",
                                "imports/b-",
                                "--query",
                                "Contents[].Key")
                        .distinct()
                        .count());
        assertEquals(0, waitingIn(BULK + "-dlq"));
    }

    /** The sum of a metric of the bulk lane's mapping since its creation. */
    private int counted(String metric) {
        return cloud.words(
                        "cloudwatch",
                        "get-metric-statistics",
                        "--namespace",
                        "AWS/Lambda",
                        "--metric-name",
                        metric,
                        "--dimensions",
                        "Name=EventSourceMappingUUID,Value="
                                + mappings().get(BULK).uuid(),
                        "--start-time",
                        begun.minus(Duration.ofHours(1)).toString(),
                        "--end-time",
                        Instant.now().plus(Duration.ofHours(1)).toString(),
                        "--period",
                        "60",
                        "--statistics",
                        "Sum",
                        "--query",
                        "Datapoints[].Sum")
                .mapToInt(sum -> (int) Double.parseDouble(sum))
                .sum();
    }

    private boolean isImported(String user) {
        return cloud.aws("s3api", "head-object", "--bucket", BUCKET, "--key", "imports/%s.csv".formatted(user))
                        .exitCode()
                == 0;
    }

    @Test
    @Order(6)
    void functionMovesIntoVpcWithEndpointForItsQueues() {
        var subnets = cloud.words("ec2", "describe-subnets", "--query", "Subnets[].SubnetId")
                .toList();
        var worker = group("worker");
        cloud.configureAll(
                STACK,
                Map.of(
                        "vpcSubnetIds[0]",
                        subnets.get(0),
                        "vpcSubnetIds[1]",
                        subnets.get(1),
                        "vpcSecurityGroupIds[0]",
                        worker,
                        "sqsVpcEndpoint",
                        "true"));

        assertEquals(
                List.of(
                        "create steam-import",
                        "create steam-import-sqs-endpoint",
                        "create steam-import-sqs-endpoint-clients",
                        "create steam-import-vpc-access",
                        "update steam-import",
                        "update steam-import-function"),
                cloud.up(STACK).succeeded().operations());
        var vpc = lambda.getFunctionConfiguration(request -> request.functionName(FUNCTION))
                .vpcConfig();
        assertEquals(Set.copyOf(subnets.subList(0, 2)), Set.copyOf(vpc.subnetIds()));
        assertEquals(List.of(worker), vpc.securityGroupIds());
        assertEquals(List.of(worker), clientsOfTheEndpoint());

        // Another security group; and the bulk lane, which is off, is drained.
        var other = group("other");
        cloud.configureAll(
                STACK, Map.of("vpcSecurityGroupIds[0]", other, "bulkConcurrency", "0", "retiredQueues", "drain"));
        cloud.up(STACK).succeeded();

        assertEquals(List.of(other), clientsOfTheEndpoint());
        assertEquals(Set.of(STANDARD, BULK), mappings().keySet());
        assertEquals(Set.of(STANDARD, BULK), queuesOfTheEndpoint());
        assertEquals(List.of(), cloud.preview(STACK).operations());
    }

    /** The queues that the endpoint's policy names. */
    private Set<String> queuesOfTheEndpoint() {
        var policy = cloud.words("ec2", "describe-vpc-endpoints", "--query", "VpcEndpoints[0].PolicyDocument")
                .collect(Collectors.joining(" "));
        var statement = JsonParser.parseString(policy)
                .getAsJsonObject()
                .getAsJsonArray("Statement")
                .get(0)
                .getAsJsonObject();
        return Stream.of(new Gson().fromJson(statement.get("Resource"), String[].class))
                .map(arn -> arn.substring(arn.lastIndexOf(':') + 1))
                .collect(Collectors.toSet());
    }

    @Test
    @Order(7)
    void missingSubnetsAreReported() {
        var subnets = cloud.words("ec2", "describe-subnets", "--query", "Subnets[].SubnetId")
                .toList();
        cloud.configureAll(STACK, Map.of("vpcSubnetIds[0]", subnets.get(0), "vpcSubnetIds[1]", "subnet-ffffffff"));

        var refused = cloud.pulumi("preview", "--stack", STACK);

        assertTrue(
                (refused.output() + refused.errorOutput())
                        .contains(
                                "vpcSubnetIds must contain only subnets in this account and region, got 'subnet-ffffffff'"),
                refused::toString);
        cloud.configureAll(STACK, Map.of("vpcSubnetIds[1]", subnets.get(1)));
    }

    private String group(String name) {
        return cloud.words(
                        "ec2",
                        "create-security-group",
                        "--group-name",
                        name,
                        "--description",
                        name,
                        "--query",
                        "GroupId")
                .findFirst()
                .orElseThrow();
    }

    private List<String> clientsOfTheEndpoint() {
        return cloud.words(
                        "ec2",
                        "describe-security-groups",
                        "--query",
                        "SecurityGroups[?GroupName=='%s-sqs-endpoint'].IpPermissions[].UserIdGroupPairs[].GroupId"
                                .formatted(FUNCTION))
                .toList();
    }

    /** The old queue is drained while the new one is in use, so no message is deleted with it. */
    @Test
    @Order(8)
    void switchToFifoQueueLosesNoMessage() throws Exception {
        cloud.configureAll(STACK, Map.of("steamImportFifo", "true", "fifoHighThroughput", "true", "retiredQueues", ""));
        var refused = cloud.pulumi("up", "--yes", "--skip-preview", "--stack", STACK);
        assertTrue(
                (refused.output() + refused.errorOutput())
                        .contains("retiredQueues must specify what to do with " + STANDARD),
                refused::toString);
        assertEquals(1, refused.exitCode(), refused::toString);

        cloud.configure(STACK, "retiredQueues", "drain");
        cloud.up(STACK).succeeded();

        assertEquals(Set.of(STANDARD, BULK, FIFO), mappings().keySet());
        assertEquals("true", attribute(FIFO, QueueAttributeName.FIFO_QUEUE));
        assertEquals("perMessageGroupId", attribute(FIFO, QueueAttributeName.FIFO_THROUGHPUT_LIMIT));

        // From a sender that does not know the new queue yet.
        sqs.sendMessage(request ->
                request.queueUrl(url(STANDARD)).messageBody(message(1).replace("b-1", "old")));
        var file = Files.write(
                folder.resolve("ordered.csv"),
                List.of("userId,steamId", "ordered-1,76561198000000001", "ordered-2,76561198000000002"));
        bulk("--queue-url", url(FIFO), "--requested-at", "now", file.toString()).succeeded();
        for (var user : List.of("old", "ordered-1", "ordered-2")) {
            Await.until("the import of " + user, () -> isImported(user));
        }

        cloud.configure(STACK, "retiredQueues", "delete");
        cloud.up(STACK).succeeded();
        assertEquals(Set.of(FIFO), mappings().keySet());
        assertEquals(Set.of(FIFO), queuesOfTheEndpoint());
        assertEquals(List.of(), refreshed());
    }

    @Test
    @Order(9)
    void destroyLeavesNothingBehind() {
        cloud.destroy(STACK).succeeded();

        assertEquals(
                List.of(),
                cloud.inventory().stream()
                        .filter(name -> name.contains("steam"))
                        .toList());
        assertEquals(
                List.of(),
                cloud.words("ec2", "describe-vpc-endpoints", "--query", "VpcEndpoints[].VpcEndpointId")
                        .toList());
    }

    /** Checks all calls of previews, updates and destroy against the roles in deploy/roles. */
    @Test
    @Order(10)
    void deploymentRolesAllowOnlyCallsForThisStack() throws IOException {
        var others = Files.writeString(
                cloud.state().resolve("calls/other.jsonl"),
                Files.readString(recorded.calls()).replace("savepoint-" + STACK, "savepoint-other"));

        judgeRoles(Map.of("bulk", "true", "fifo", "true"), others).succeeded();

        var judged = judgeRoles(Map.of("bulk", "true"), others);
        assertEquals(1, judged.exitCode(), judged::toString);
        assertTrue(judged.output().contains("update is not allowed sqs:CreateQueue on arn:aws:sqs"), judged::toString);
        assertTrue(judged.output().contains(FIFO), judged::toString);
    }

    private Run judgeRoles(Map<String, String> settings, Path others) throws IOException {
        var all = new HashMap<>(settings);
        all.put("gitHubRepository", "repo:acme/infrastructure");
        return PlannedRoles.of(cloud, STACK, all).judge(recorded.calls(), others, "lanes");
    }

    private Map<String, EventSourceMappingConfiguration> mappings() {
        return lambda.listEventSourceMappings(request -> request.functionName(FUNCTION)).eventSourceMappings().stream()
                .collect(Collectors.toMap(
                        mapping -> mapping.eventSourceArn()
                                .substring(mapping.eventSourceArn().lastIndexOf(':') + 1),
                        mapping -> mapping));
    }

    private String url(String queue) {
        return "http://127.0.0.1:%d/000000000000/%s".formatted(cloud.emulator().port(), queue);
    }

    private String attribute(String queue, QueueAttributeName name) {
        return sqs.getQueueAttributes(request -> request.queueUrl(url(queue)).attributeNames(name))
                .attributes()
                .get(name);
    }

    private int waitingIn(String queue) {
        return Integer.parseInt(attribute(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                + Integer.parseInt(attribute(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    }

    /** The numbers of the lines that were sent. */
    private static Set<Integer> sent(Path progress) {
        try (var entries = Files.lines(progress)) {
            return entries.filter(line -> line.endsWith("}"))
                    .map(line -> new Gson().fromJson(line, JsonObject.class))
                    .filter(entry -> entry.has("sent"))
                    .flatMap(entry -> Stream.of(new Gson().fromJson(entry.get("sent"), Integer[].class)))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of();
        }
    }

    private Run send(String file) {
        return bulk("--stack", STACK, file);
    }

    private Run bulk(String... arguments) {
        return Run.of(
                Map.of("SAVEPOINT_LOCAL_STATE", cloud.state().toString()),
                Stream.concat(Stream.of("bulk/send", "--local"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private Process start(String file) throws IOException {
        var builder = new ProcessBuilder("bulk/send", "--local", "--stack", STACK, file)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sending.log").toFile());
        builder.environment().put("SAVEPOINT_LOCAL_STATE", cloud.state().toString());
        return builder.start();
    }
}
