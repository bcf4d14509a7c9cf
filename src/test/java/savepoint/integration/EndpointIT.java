package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.testing.Generated;
import savepoint.testing.ProjectFiles;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The HTTP endpoint: enabled, called by a server and by a user, attacked, changed and destroyed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(StopAtFirstFailure.class)
@Order(StartOrder.SECOND)
class EndpointIT {

    private static final String STACK = "local";
    private static final String NAME = "savepoint-local-steam-import";
    private static final String STEAM_ID = "76561198000000000";
    private static final String SIGNED =
            "AWS4-HMAC-SHA256 Credential=test/20261127/eu-central-1/execute-api/aws4_request, SignedHeaders=host, Signature=0";

    private final HttpClient http = HttpClient.newHttpClient();
    private LocalCloud cloud;
    private SqsClient sqs;
    private DeployedImport deployed;
    private String url;
    private String token;

    @BeforeAll
    void deploy() {
        cloud = LocalCloud.named("endpoint");
        cloud.useAnImage(STACK);
        cloud.script("up").succeeded();
        sqs = cloud.sqs();
        deployed = new DeployedImport(cloud, STACK);
    }

    @AfterAll
    void leaveNothingRunning() {
        cloud.close();
    }

    @Test
    @Order(1)
    void addsResourcesWithoutReplacingOthers() {
        cloud.configureAll(
                STACK,
                Map.of(
                        "enqueueAuthorization", "IAM",
                        "enqueueRequestsPerSecond", "1000",
                        "enqueueBurst", "1000"));

        var operations = cloud.up(STACK).succeeded().operations();

        assertEquals(
                List.of("update steam-import-dashboard"),
                operations.stream()
                        .filter(operation -> !operation.startsWith("create "))
                        .toList());
        assertTrue(operations.contains("create steam-import-enqueue-stage"), operations::toString);
        assertEquals(
                List.of(),
                Update.ofPreview(cloud.pulumi("preview", "--refresh", "--json", "--stack", STACK)).operations().stream()
                        .filter(operation -> !operation.startsWith("refresh "))
                        .toList());
        url = output("enqueueUrl");
    }

    /** From the request to the file, with the command that the stack prints. */
    @Test
    @Order(2)
    void importsRequestedLibrary() throws InterruptedException {
        var answer = cloud.shell(
                        Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test"), output("enqueueCommand"))
                .succeeded();

        assertTrue(answer.output().matches("\\{\"messageId\":\"[0-9a-f-]{36}\"}"), answer::toString);
        Await.until(
                "the file",
                () -> cloud.objects("savepoint-local-imports-000000000000-eu-central-1")
                        .contains("imports/u-1.csv"));
    }

    /** From here on, messages stay in the queue. */
    @Test
    @Order(3)
    void sendsMessageThatMatchesContract() throws Exception {
        try (var lambda = cloud.lambda()) {
            lambda.updateEventSourceMapping(
                    request -> request.uuid(deployed.mapping().uuid()).enabled(false));
        }
        var asked = Instant.now().toEpochMilli();

        var answer = post("application/json", SIGNED, body("u-2"));

        assertEquals(202, answer.statusCode(), answer::body);
        var message = received();
        assertEquals(1, message.size());
        assertEquals("u-2", message.get(0).get("userId").getAsString());
        assertEquals(STEAM_ID, message.get(0).get("steamId").getAsString());
        var requestedAt = message.get(0).get("requestedAt").getAsLong();
        assertTrue(asked <= requestedAt && requestedAt <= asked + 30_000, "requested at " + requestedAt);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400 | application/json | {\"userId\":\"u-1\"}",
                "400 | application/json | {\"userId\":\"u-1\",\"steamId\":\"7656119800000000\"}",
                "400 | application/json | {\"userId\":\"u-1\",\"steamId\":76561198000000000}",
                "400 | application/json | {\"userId\":\"u-1\",\"steamId\":\"76561198000000000\\n\"}",
                "400 | application/json | {\"userId\":\"u-1\\n\",\"steamId\":\"76561198000000000\"}",
                "400 | application/json | {\"userId\":\"x\\\",\\\"userId\\\":\\\"victim\",\"steamId\":\"76561198000000000\"}",
                "400 | application/json | {\"userId\":\"u-1\",\"steamId\":\"76561198000000000\",\"requestedAt\":1795507200000}",
                "400 | application/json | {\"userId\":\"u-1\",\"steamId\":\"76561198000000000\",\"priority\":\"x\\\",\\\"userId\\\":\\\"victim\"}",
                "400 | application/json | [1]",
                "400 | application/json | userId=u-1",
                "400 | application/json; charset=utf-8 | {}",
                "415 | text/plain | {\"userId\":\"u-1\",\"steamId\":\"76561198000000000\"}",
                "415 | application/x-www-form-urlencoded | {\"userId\":\"u-1\",\"steamId\":\"76561198000000000\"}",
                "415 | application/xml | {\"userId\":\"u-1\",\"steamId\":\"76561198000000000\"}",
            })
    @Order(4)
    void rejectsOtherBodies(int status, String contentType, String body) throws Exception {
        assertEquals(status, post(contentType, SIGNED, body).statusCode());
        assertEquals(List.of(), received());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "BOM"})
    @Order(4)
    void rejectsOtherEncodings(String encoding) throws Exception {
        var bytes = encoding.equals("BOM")
                ? ("\uFEFF" + body("u-1")).getBytes(StandardCharsets.UTF_8)
                : body("u-1").getBytes(Charset.forName(encoding));
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .header("Authorization", SIGNED)
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes));

        assertEquals(400, send(request).statusCode());
        assertEquals(List.of(), received());
    }

    @Test
    @Order(4)
    void rejectsOtherCallers() throws Exception {
        assertEquals(403, post("application/json", null, body("u-1")).statusCode());
        for (var path : List.of("", "/", "/imports/u-1", "/../v1", "?x")) {
            var address = path.startsWith("?") ? url + path : url.replace("/imports", path);
            var request = HttpRequest.newBuilder(URI.create(address))
                    .header("Authorization", SIGNED)
                    .GET();
            assertEquals(403, send(request).statusCode(), address);
        }
        assertEquals(List.of(), received());
    }

    /** Every request results in a valid message for its user, or in none. */
    @Test
    @Order(5)
    void sendsOnlyValidMessages() throws Exception {
        var contract = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(ProjectFiles.text("contract/message.schema.json"));
        var accepted = 0;
        for (var body : Generated.bodies(200)) {
            var status =
                    post("application/json", SIGNED, new Gson().toJson(body)).statusCode();
            assertTrue(List.of(202, 400).contains(status), status + " for " + body);
            var messages = received();
            assertEquals(status == 202 ? 1 : 0, messages.size(), body::toString);
            for (var message : messages) {
                accepted++;
                assertEquals(body.get("userId"), message.get("userId").getAsString());
                assertTrue(
                        contract.validate(message.toString(), InputFormat.JSON).isEmpty(), message::toString);
            }
        }
        assertTrue(accepted > 20, accepted + " were accepted");
    }

    /** A change to the API is deployed, although no setting of the deployment changes. */
    @Test
    @Order(6)
    void usersOfPoolCanRequestOnlyTheirOwnImports() throws Exception {
        var pool = cloud.words(
                        "cognito-idp", "create-user-pool", "--pool-name", "users", "--query", "UserPool.[Id,Arn]")
                .toList();
        cloud.configure(STACK, "enqueueAuthorization", pool.get(1));
        var operations = cloud.up(STACK).succeeded().operations();
        for (var operation : List.of(
                "create-replacement steam-import-enqueue-deployment",
                "update steam-import-enqueue-stage",
                "create steam-import-enqueue-users")) {
            assertTrue(operations.contains(operation), operations::toString);
        }
        token = token(pool.get(0));

        assertEquals(
                401,
                post("application/json", null, "{\"steamId\":\"" + STEAM_ID + "\"}")
                        .statusCode());
        assertEquals(
                401,
                post("application/json", SIGNED, "{\"steamId\":\"" + STEAM_ID + "\"}")
                        .statusCode());
        assertEquals(
                401,
                post("application/json", token + "x", "{\"steamId\":\"" + STEAM_ID + "\"}")
                        .statusCode());
        assertEquals(400, post("application/json", token, body("victim")).statusCode());
        assertEquals(List.of(), received());

        assertEquals(
                202,
                post("application/json", token, "{\"steamId\":\"" + STEAM_ID + "\"}")
                        .statusCode());
        var message = received();
        assertEquals(1, message.size());
        assertEquals(subject(token), message.get(0).get("userId").getAsString());
        assertNotEquals("", subject(token));
    }

    /** Of the 70 requests, hardly more than one per second is accepted, and an alarm fires. */
    @Test
    @Order(7)
    void limitsApplyToStage() throws Exception {
        cloud.configureAll(STACK, Map.of("enqueueRequestsPerSecond", "1", "enqueueBurst", "2"));
        assertEquals(
                List.of(
                        "update steam-import",
                        "update steam-import-enqueue-throttles",
                        "update steam-import-enqueue-throttling"),
                cloud.up(STACK).succeeded().operations());

        var statuses = new ArrayList<Integer>();
        for (var request = 0; request < 70; request++) {
            statuses.add(post("application/json", token, "{\"steamId\":\"" + STEAM_ID + "\"}")
                    .statusCode());
        }

        assertTrue(statuses.contains(202), statuses::toString);
        assertTrue(statuses.stream().filter(status -> status == 429).count() > 30, statuses::toString);
        Await.until(
                "the alarm",
                () -> cloud.stateOfAlarm(NAME + "-enqueue-throttles").equals("ALARM"));
        sqs.purgeQueue(request -> request.queueUrl(deployed.url("")));
    }

    @Test
    @Order(8)
    void missingQueueIsAnError() throws Exception {
        sqs.deleteQueue(request -> request.queueUrl(deployed.url("")));

        TimeUnit.SECONDS.sleep(2); // the limit is 1 request per second
        var answer = post("application/json", token, "{\"steamId\":\"" + STEAM_ID + "\"}");

        assertEquals(500, answer.statusCode());
        assertEquals("{\"message\":\"The request could not be sent to the queue\"}", answer.body());
        Await.until(
                "the alarm", () -> cloud.stateOfAlarm(NAME + "-enqueue-errors").equals("ALARM"));
    }

    /** With completion events as well, and after the queue was restored. */
    @Test
    @Order(9)
    void isDestroyedWithStack() {
        cloud.configureAll(
                STACK,
                Map.of(
                        "completionEvents", "true",
                        "completionWebhookUrl", "https://example.com/imports"));
        cloud.pulumi("config", "set", "--secret", "completionWebhookKey", "k".repeat(64), "--stack", STACK)
                .succeeded();
        cloud.pulumi("up", "--refresh", "--yes", "--skip-preview", "--stack", STACK)
                .succeeded();

        cloud.destroy(STACK).succeeded();

        assertEquals(List.of(), cloud.inventory());
    }

    private String output(String name) {
        return cloud.pulumi("stack", "output", name, "--stack", STACK)
                .succeeded()
                .output()
                .strip();
    }

    private static String body(String userId) {
        return new Gson().toJson(Map.of("userId", userId, "steamId", STEAM_ID));
    }

    private HttpResponse<String> post(String contentType, String authorization, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return send(request);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Receives and deletes the messages in the queue. */
    private List<JsonObject> received() {
        var messages = sqs.receiveMessage(request -> request.queueUrl(deployed.url(""))
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(0))
                .messages();
        messages.forEach(message -> sqs.deleteMessage(
                request -> request.queueUrl(deployed.url("")).receiptHandle(message.receiptHandle())));
        return messages.stream()
                .map(message -> JsonParser.parseString(message.body()).getAsJsonObject())
                .toList();
    }

    /** The ID token of a new user. */
    private String token(String pool) {
        var client = cloud.words(
                        "cognito-idp",
                        "create-user-pool-client",
                        "--user-pool-id",
                        pool,
                        "--client-name",
                        "app",
                        "--explicit-auth-flows",
                        "ALLOW_USER_PASSWORD_AUTH",
                        "--query",
                        "UserPoolClient.ClientId")
                .findFirst()
                .orElseThrow();
        cloud.aws("cognito-idp", "admin-create-user", "--user-pool-id", pool, "--username", "player")
                .succeeded();
        cloud.aws(
                        "cognito-idp",
                        "admin-set-user-password",
                        "--user-pool-id",
                        pool,
                        "--username",
                        "player",
                        "--password",
                        "Correct-horse-1",
                        "--permanent")
                .succeeded();
        return cloud.words(
                        "cognito-idp",
                        "initiate-auth",
                        "--auth-flow",
                        "USER_PASSWORD_AUTH",
                        "--client-id",
                        client,
                        "--auth-parameters",
                        "USERNAME=player,PASSWORD=Correct-horse-1",
                        "--query",
                        "AuthenticationResult.IdToken")
                .findFirst()
                .orElseThrow();
    }

    private static String subject(String token) {
        var claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        return JsonParser.parseString(claims).getAsJsonObject().get("sub").getAsString();
    }
}
