package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import savepoint.testing.ProjectFiles;

/**
 * From the request to the receiver: the HTTP endpoint, the queue, the reference worker, its events
 * and the webhook, with the receiver of docs/completion.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(StopAtFirstFailure.class)
@Order(StartOrder.SECOND_FROM_THE_END)
class CompletionIT {

    private static final String STACK = "local";
    private static final String ACCOUNT = "000000000000";
    private static final String NAME = "savepoint-local-steam-import";
    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final String NEXT_KEY = "fedcba9876543210".repeat(4);

    private LocalCloud cloud;
    private CallRecorder recorded;
    private List<String> before;
    private int port;
    private Path received;
    private Process receiver;
    private WebhookRecorder recorder;
    private String printed = "";

    @BeforeAll
    void deploy() throws IOException {
        cloud = LocalCloud.named("completion");
        cloud.useAnImage(STACK);
        cloud.script("up").succeeded();
        before = cloud.inventory();
        recorded = cloud.record(STACK);
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        received = cloud.state().resolve("received.txt");
        startReceiver();
        recorder = new WebhookRecorder();
    }

    /** The example of docs/completion.md, with the libraries of the reference worker. */
    private void startReceiver() throws IOException {
        var builder = new ProcessBuilder(
                        EngineTools.get().python().toString(), "examples/webhook/receiver.py", "" + port)
                .redirectErrorStream(true)
                .redirectOutput(received.toFile());
        builder.environment().put("COMPLETION_WEBHOOK_KEYS", "an-older-key-that-is-being-replaced," + KEY);
        receiver = builder.start();
    }

    @AfterAll
    void leaveNothingRunning() {
        cloud.close();
        receiver.destroy();
        recorder.close();
    }

    @Test
    @Order(1)
    void addsResourcesWithoutReplacingOthers() {
        cloud.configureAll(
                STACK,
                Map.of(
                        "enqueueAuthorization", "IAM",
                        "enqueueAccessLog", "true",
                        "completionEvents", "true",
                        "completionWebhookUrl", url(port)));
        cloud.pulumi("config", "set", "--secret", "completionWebhookKey", KEY, "--stack", STACK)
                .succeeded();
        print(cloud.pulumi("preview", "--diff", "--stack", STACK));
        var update = cloud.up(STACK).succeeded();
        print(update.run());

        assertEquals(
                List.of(
                        "update steam-import",
                        "update steam-import-dashboard",
                        "update steam-import-function",
                        "update steam-import-operators",
                        "update steam-import-secrets-access"),
                update.operations().stream()
                        .filter(operation -> !operation.startsWith("create "))
                        .toList());
        assertTrue(update.operations().contains("create steam-import-events-access"), update.run()::toString);
        assertEquals(
                List.of(),
                Update.ofPreview(cloud.pulumi("preview", "--refresh", "--json", "--stack", STACK)).operations().stream()
                        .filter(operation -> !operation.startsWith("refresh "))
                        .toList());
    }

    @Test
    @Order(2)
    void notifiesReceiverOfCompletedImport() throws Exception {
        cloud.shell(
                        Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test"),
                        cloud.pulumi("stack", "output", "enqueueCommand", "--stack", STACK)
                                .succeeded()
                                .output())
                .succeeded();

        Await.until("the event", () -> !events().isEmpty());

        var event = events().get(0);
        assertEquals("done", event.get("result").getAsString());
        assertEquals("u-1", userOf(event));
        assertEquals(NAME, event.get("iss").getAsString());
        assertTrue(event.getAsJsonObject("import").get("games").getAsInt() > 0, event::toString);
        var detail = new JsonObject();
        detail.add("result", event.get("result"));
        detail.add("import", event.get("import"));
        var schema = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(ProjectFiles.text("contract/completion.schema.json"));
        assertTrue(schema.validate(detail.toString(), InputFormat.JSON).isEmpty(), detail::toString);
    }

    @Test
    @Order(3)
    void notifiesReceiverOfDroppedImport() throws Exception {
        var count = events().size();

        send("{\"userId\":\"u-2\",\"steamId\":\"76561198000000002\",\"requestedAt\":\"2020-01-01T08:00:00Z\"}");
        Await.until("the event", () -> events().size() > count);

        assertEquals("dropped", events().get(count).get("result").getAsString());
        assertEquals("u-2", userOf(events().get(count)));
    }

    /** The alarm of the dead-letter queue triggers the notification. */
    @Test
    @Order(4)
    void notifiesReceiverOfFailedImports() throws Exception {
        var count = events().size();

        send("{\"userId\":\"u-3\"}");
        Await.until("the event", () -> events().size() > count);

        assertEquals("failed", events().get(count).get("result").getAsString());
        assertEquals(NAME + "-dlq-messages", events().get(count).get("alarm").getAsString());
    }

    /** The receiver accepts what the worker signed, once, and nothing else. */
    @Test
    @Order(5)
    void receiverRejectsForgedAndRepeatedEvents() throws Exception {
        cloud.configure(STACK, "completionWebhookUrl", url(recorder.port()));
        print(cloud.up(STACK).succeeded().run());
        send("{\"userId\":\"u-5\",\"steamId\":\"76561198000000005\",\"requestedAt\":\"2099-01-01T08:00:00Z\"}");
        Await.until("the event", () -> !recorder.posted().isEmpty());
        var genuine = recorder.posted().get(0);
        var count = events().size();

        assertEquals(403, post(genuine.token(), "wrong", genuine.body()));
        assertEquals(403, post(genuine.token(), KEY, genuine.body()), "no request contains the key itself");
        assertEquals(403, post(null, genuine.key(), genuine.body()));
        assertEquals(403, post(genuine.token() + "x", genuine.key(), genuine.body()));
        assertEquals(403, post(unsigned(genuine.token()), genuine.key(), genuine.body()));
        assertEquals(403, post(signed(genuine.token(), genuine.key()), genuine.key(), genuine.body()));
        assertEquals(count, events().size());
        assertEquals(204, post(genuine.token(), genuine.key(), genuine.body()));
        assertEquals(204, post(genuine.token(), genuine.key(), genuine.body()));
        Await.until("the event", () -> events().size() > count);
        assertEquals(count + 1, events().size(), "the second event is a duplicate");
    }

    /** After one 401 response, EventBridge stops posting events. They still go to the recorder. */
    @Test
    @Order(6)
    void alarmFiresIfKeyIsRejected() throws Exception {
        recorder.reject();
        send("{\"userId\":\"u-6\",\"steamId\":\"76561198000000006\",\"requestedAt\":\"2099-01-01T08:00:00Z\"}");
        Await.until(
                "the alarm",
                () -> cloud.stateOfAlarm(NAME + "-webhook-failures").equals("ALARM"));
        try (var sqs = cloud.sqs()) {
            var url = sqs.getQueueUrl(request -> request.queueName(NAME + "-webhook-failures"))
                    .queueUrl();
            var bodies =
                    sqs.receiveMessage(request -> request.queueUrl(url).maxNumberOfMessages(10)).messages().stream()
                            .map(message -> message.body())
                            .toList();
            assertTrue(bodies.stream().anyMatch(body -> body.contains("Connection Deauthorized")), bodies::toString);
            assertTrue(bodies.stream().anyMatch(body -> body.contains("u-6")), bodies::toString);
        }
    }

    /** Searches everything that was printed, the state, the outputs, the logs and the messages. */
    @Test
    @Order(7)
    void keyIsNeverShown() throws IOException {
        print(cloud.pulumi("up", "--yes", "--diff", "--stack", STACK));
        print(cloud.pulumi("stack", "output", "--json", "--stack", STACK));
        print(cloud.pulumi("stack", "export", "--stack", STACK));
        print(cloud.pulumi("config", "--stack", STACK));
        try (var logs = cloud.logs()) {
            logs.filterLogEventsPaginator(request -> request.logGroupName("/aws/lambda/" + NAME))
                    .events()
                    .forEach(event -> printed += event.message());
        }
        try (var files = Files.walk(cloud.state())) {
            for (var file : files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(json|yaml|log|bak|attrs|txt)"))
                    .toList()) {
                printed += Files.readString(file, StandardCharsets.ISO_8859_1);
            }
        }

        assertTrue(printed.contains("steam-import-webhook-key"), "nothing was searched");
        assertFalse(printed.contains(KEY));
    }

    @Test
    @Order(8)
    void rotatesKeyAndRevertsManualChanges() {
        cloud.pulumi("config", "set", "--secret", "completionWebhookKey", NEXT_KEY, "--stack", STACK)
                .succeeded();
        for (var arn :
                List.of("event-bus/" + NAME, "rule/%s/%s-done".formatted(NAME, NAME), "rule/" + NAME + "-failed")) {
            cloud.aws(
                            "events",
                            "tag-resource",
                            "--resource-arn",
                            "arn:aws:events:eu-central-1:%s:%s".formatted(ACCOUNT, arn),
                            "--tags",
                            "Key=by,Value=hand")
                    .succeeded();
        }

        var operations = Update.of(
                        cloud.pulumi("up", "--refresh", "--yes", "--skip-preview", "--json", "--stack", STACK))
                .operations();

        assertTrue(operations.contains("update steam-import-webhook"), operations::toString);
        assertTrue(operations.contains("update steam-import-events"), operations::toString);
    }

    @Test
    @Order(9)
    void disablingLeavesNothingBehind() {
        cloud.unset(
                STACK,
                List.of(
                        "completionWebhookKey",
                        "completionWebhookUrl",
                        "completionEvents",
                        "enqueueAuthorization",
                        "enqueueAccessLog"));

        cloud.up(STACK).succeeded();

        assertEquals(before, cloud.inventory());
        assertEquals(List.of(), cloud.preview(STACK).operations());
    }

    /** Checks all calls since both were enabled against the roles in deploy/roles. */
    @Test
    @Order(10)
    void deploymentRolesAllowOnlyCallsForThisStack() throws IOException {
        var others = Files.writeString(
                cloud.state().resolve("calls/other.jsonl"),
                Files.readString(recorded.calls()).replace(STACK, "other"));

        judgeRoles(Map.of("endpoint", "true", "completionEvents", "true"), others)
                .succeeded();

        var judged = judgeRoles(Map.of("completionEvents", "true"), others);
        assertEquals(1, judged.exitCode(), judged::toString);
        assertTrue(
                judged.output()
                        .contains(
                                "update is not allowed apigateway:POST on arn:aws:apigateway:eu-central-1::/restapis"),
                judged::toString);
    }

    private Run judgeRoles(Map<String, String> settings, Path others) throws IOException {
        var all = new HashMap<>(settings);
        all.put("gitHubRepository", "repo:acme/infrastructure");
        return PlannedRoles.of(cloud, STACK, all).judge(recorded.calls(), others, "ways");
    }

    private static String url(int port) {
        return "https://127.0.0.1:%d/imports".formatted(port);
    }

    private void print(Run run) {
        printed += run.output() + run.errorOutput();
    }

    private void send(String body) {
        try (var sqs = cloud.sqs()) {
            sqs.sendMessage(request ->
                    request.queueUrl(new DeployedImport(cloud, STACK).url("")).messageBody(body));
        }
    }

    private int post(String token, String key, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/imports".formatted(port)))
                .header("X-Api-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("X-Savepoint-Token", token);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** The same claims with the algorithm "none". */
    private static String unsigned(String token) {
        var header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        return header + "." + token.split("\\.")[1] + ".";
    }

    /** The same claims, signed by somebody who has seen a request. */
    private static String signed(String token, String key) throws GeneralSecurityException {
        var claims = token.substring(0, token.lastIndexOf('.'));
        var hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return claims + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(hmac.doFinal(claims.getBytes(StandardCharsets.UTF_8)));
    }

    private static String userOf(JsonObject event) {
        return event.getAsJsonObject("import").get("userId").getAsString();
    }

    /** What the receiver has accepted. */
    private List<JsonObject> events() {
        try {
            return Files.readAllLines(received).stream()
                    .filter(line -> line.startsWith("{"))
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
