package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.testing.ProjectFiles;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Messages that become imports, or end up in the dead-letter queue and are redriven: the reference
 * worker behind the deployed queue and mapping, seen through {@code local/send} and
 * {@code local/watch}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(StopAtFirstFailure.class)
@Order(StartOrder.FIRST)
class ImportsIT {

    private static final String FUNCTION = "savepoint-local-steam-import";
    private static final String BUCKET = "savepoint-local-imports-000000000000-eu-central-1";
    private static final int CONCURRENCY = 5;
    private static final Pattern REPORT = Pattern.compile("REPORT .*\tDuration: (\\d+) ms");

    private LocalCloud cloud;
    private Run firstUp;
    private DeployedImport deployed;
    private Path ownWorker;

    @BeforeAll
    void deploy() throws IOException {
        cloud = LocalCloud.named("imports");
        firstUp = cloud.script("up").succeeded();
        deployed = new DeployedImport(cloud, "local");
        ownWorker = cloud.state().resolve("own-worker/own.py");
        Files.createDirectories(ownWorker.getParent());
    }

    @AfterAll
    void leaveNothingRunning() {
        cloud.close();
    }

    /** The README's third, fourth and fifth commands. */
    @Test
    @Order(1)
    void printedCommandsImportFailAndRedrive() {
        var commands = LocalScriptsIT.printedCommands(firstUp);
        assertEquals(3, commands.size(), firstUp::toString);

        var imported = cloud.shell(commands.get(0)).succeeded();
        assertTrue(imported.output().contains("\"import.done\""), imported::toString);

        var failed = cloud.shell(commands.get(1)).succeeded();
        assertEquals(3, failed.output().split("Steam API answered 503", -1).length - 1, failed::toString);
        assertTrue(failed.output().contains("dead-letter queue 1"), failed::toString);
        assertTrue(failed.output().contains("alarm dlq-messages is ALARM"), failed::toString);
        assertTrue(
                failed.output().contains("notification: ALARM: \"" + FUNCTION + "-dlq-messages\""), failed::toString);

        var redriven = cloud.shell(commands.get(2)).succeeded();
        assertTrue(redriven.output().contains("\"import.done\""), redriven::toString);
        assertTrue(redriven.output().contains("dead-letter queue 0"), redriven::toString);
        assertTrue(
                redriven.output().contains("notification: OK: \"" + FUNCTION + "-dlq-messages\""), redriven::toString);
    }

    @Test
    @Order(2)
    void importsAllValidMessagesAfterOutage() throws Exception {
        emptyTheBucket();
        cloud.script("steam", "down").succeeded();

        var sent = send("--count", "45", "--bad", "5");
        var watching = watch();
        Await.until("the first failures", () -> failed(sent).size() == 50);
        cloud.script("steam", "up").succeeded();
        var watched = watched(watching);

        assertEquals(
                numbered("imports/u-%d.csv", 45),
                Set.copyOf(objects()),
                "each user has one file, however often the import was attempted");
        assertEquals(numbered("{\"userId\": \"bad-%d\", ", 5), deadLetters());
        assertEquals(0, deployed.messagesIn(""));
        assertEquals(45, done(sent).size());
        assertTrue(watched.contains("dead-letter queue 5"), watched);
    }

    /** With a worker that can read these messages: the cause is fixed. */
    @Test
    @Order(3)
    void redriveDeliversMessagesToCustomWorker() throws Exception {
        own("print('read what nobody could:', record['body'])");
        var up = cloud.script("up", "--worker", ownWorker + ":handle").succeeded();
        assertTrue(up.errorOutput().contains("Messages are processed by handle in " + ownWorker), up::toString);

        cloud.aws("sqs", "start-message-move-task", "--source-arn", deployed.queueArn() + "-dlq")
                .succeeded();
        Await.until("all of them", () -> log().contains("read what nobody could"));
        Await.until("an empty queue", () -> deployed.messagesIn("") == 0);
        assertEquals(0, deployed.messagesIn("-dlq"));
    }

    @Test
    @Order(4)
    void reloadsChangedWorker() throws Exception {
        own("print('changed')");

        send();
        Await.until("the changed worker", () -> log().contains("changed"));
    }

    @Test
    @Order(5)
    void containerProcessesMessages() throws Exception {
        var events = new ConcurrentLinkedQueue<String>();
        var container = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        container.createContext("/2015-03-31/functions/function/invocations", exchange -> {
            events.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            var response = "{\"batchItemFailures\": []}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, response.length);
            exchange.getResponseBody().write(response);
            exchange.close();
        });
        container.start();
        try {
            cloud.script(
                            "up",
                            "--worker",
                            "http://127.0.0.1:" + container.getAddress().getPort()
                                    + "/2015-03-31/functions/function/invocations")
                    .succeeded();

            var sent = send("--count", "1");

            Await.until("the container", () -> !events.isEmpty());
            assertEquals(
                    sent.get(0),
                    JsonParser.parseString(events.element())
                            .getAsJsonObject()
                            .getAsJsonArray("Records")
                            .get(0)
                            .getAsJsonObject()
                            .get("messageId")
                            .getAsString());
        } finally {
            container.stop(0);
        }
    }

    @Test
    @Order(6)
    void neverExceedsMaximumConcurrency() throws Exception {
        cloud.script("up").succeeded(); // the reference worker again
        var started = Instant.now().toEpochMilli();

        var sent = send("--count", "15", "--steam", "slow");
        Await.until("all of them", () -> done(sent).size() == sent.size());

        assertEquals(CONCURRENCY, mostAtOnce(started));
    }

    @Test
    @Order(7)
    void losesNoMessageIfWorkerIsKilled() throws Exception {
        var sent = send("--count", "3", "--steam", "slow");
        Await.until(
                "the workers", () -> deployed.messagesIn("") == 3 && workers().count() >= 3);
        TimeUnit.MILLISECONDS.sleep(500);
        workers().forEach(ProcessHandle::destroyForcibly);

        Await.until("all of them", () -> done(sent).size() == sent.size());
        Await.until("an empty queue", () -> deployed.messagesIn("") == 0);
        assertEquals(0, deployed.messagesIn("-dlq"));
    }

    @Test
    @Order(8)
    void receivesNothingDuringPauseAndEverythingAfterwards() throws Exception {
        cloud.configure("local", "enableSteamImportEventSource", "false");
        cloud.up("local").succeeded();

        var sent = send("--count", "3");
        TimeUnit.SECONDS.sleep(3);
        assertEquals(3, deployed.messagesIn(""));
        assertEquals(List.of(), done(sent));

        cloud.configure("local", "enableSteamImportEventSource", "true");
        cloud.up("local").succeeded();
        Await.until("all of them", () -> done(sent).size() == sent.size());
    }

    @Test
    @Order(8)
    void alarmsFireIfFunctionTimesOut() throws Exception {
        send("--count", "6", "--steam", "hang");

        Await.until("the alarms", () -> alarms().containsAll(List.of("lambda-errors", "duration")));
        try (var sqs = cloud.sqs()) {
            sqs.purgeQueue(request -> request.queueUrl(deployed.url("")));
        }
    }

    /** On a busy machine, late lines used to be lost. */
    @Test
    @Order(6)
    void logContainsResultOfEveryImport() throws Exception {
        var sent = send("--count", "200");

        Await.until("an empty queue", () -> deployed.messagesIn("") == 0);

        assertEquals(sent, done(sent));
    }

    /** Like the alarm not-consuming, but without its 15 minutes. */
    @Test
    @Order(8)
    void alarmsEvaluateMetricMathAndMissingData() throws Exception {
        cloud.aws(
                        "cloudwatch",
                        "put-metric-alarm",
                        "--alarm-name",
                        FUNCTION + "-math",
                        "--evaluation-periods",
                        "1",
                        "--threshold",
                        "0",
                        "--comparison-operator",
                        "GreaterThanThreshold",
                        "--metrics",
                        """
                        [{"Id": "stuck", "Expression": "IF(waiting > 0 AND taken == 0, 1, 0)", "ReturnData": true},
                         {"Id": "waiting", "ReturnData": false, "MetricStat": {"Period": 60, "Stat": "Minimum",
                          "Metric": {"Namespace": "Test", "MetricName": "Waiting", "Dimensions": [{"Name": "Of", "Value": "this"}]}}},
                         {"Id": "taken", "ReturnData": false, "MetricStat": {"Period": 60, "Stat": "Sum",
                          "Metric": {"Namespace": "Test", "MetricName": "Taken", "Dimensions": [{"Name": "Of", "Value": "this"}]}}}]
                        """)
                .succeeded();
        putMetric("Waiting", "this", 1);
        TimeUnit.SECONDS.sleep(6);
        assertEquals("INSUFFICIENT_DATA", cloud.stateOfAlarm(FUNCTION + "-math"), "one of the two metrics has no data");

        putMetric("Taken", "another", 1);
        putMetric("Taken", "this", 0);
        Await.until("the alarm", () -> cloud.stateOfAlarm(FUNCTION + "-math").equals("ALARM"));
        putMetric("Taken", "this", 1);
        Await.until(
                "the end of the alarm",
                () -> cloud.stateOfAlarm(FUNCTION + "-math").equals("OK"));
    }

    private void putMetric(String name, String of, int value) {
        cloud.aws(
                        "cloudwatch",
                        "put-metric-data",
                        "--namespace",
                        "Test",
                        "--metric-name",
                        name,
                        "--dimensions",
                        "Of=" + of,
                        "--value",
                        String.valueOf(value))
                .succeeded();
    }

    /** The alarms that are firing. */
    private Set<String> alarms() {
        return cloud.words(
                        "cloudwatch",
                        "describe-alarms",
                        "--state-value",
                        "ALARM",
                        "--query",
                        "MetricAlarms[].AlarmName")
                .map(name -> name.replace(FUNCTION + "-", ""))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "epoch", "ten", "malformed", "expired", "duplicate", "fifo"})
    @Order(9)
    void referenceWorkerFollowsContract(String event) {
        try (var lambda = cloud.lambda()) {
            var response = lambda.invoke(request -> request.functionName(FUNCTION)
                    .payload(SdkBytes.fromUtf8String(ProjectFiles.text("contract/events/" + event + ".json"))));

            assertEquals(
                    JsonParser.parseString(ProjectFiles.text("contract/responses/" + event + ".json")),
                    JsonParser.parseString(response.payload().asUtf8String()));
        }
    }

    @Test
    @Order(9)
    void drawsInTerminal() {
        var sent = inATerminal("./local/send --count 200");
        assertTrue(sent.output().contains("Sending"), sent::toString);
        assertTrue(sent.output().contains("100%"), sent::toString);

        var picture = cloud.state().resolve("watch.svg");
        var watched = inATerminal("./local/watch --until-done --screenshot " + picture);
        for (var part :
                List.of("waiting", "in flight", "dead-letter queue", "dlq-messages", "notifications", FUNCTION)) {
            assertTrue(watched.output().contains(part), part + " is missing in " + watched);
        }
        assertTrue(watched.output().contains("\u001b[?1049l"), "the terminal is restored");
        assertTrue(Files.exists(picture));
        assertEquals(
                List.of("0"),
                cloud.words("sns", "list-subscriptions", "--query", "length(Subscriptions)")
                        .toList(),
                "watch has unsubscribed");
    }

    @Test
    @Order(10)
    void sendsLinesOfFileUnchanged() throws Exception {
        var file = Files.writeString(cloud.state().resolve("lines.txt"), "not JSON\n\n{\"a\":1}\n");

        var sent = send("--file", file.toString());

        Await.until("both failures", () -> failed(sent).size() == 2);
        assertTrue(log().contains("the message is not JSON"), this::log);
        assertTrue(log().contains("does not match the schema's 'required'"), this::log);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "worker.py | it is neither an address nor a file with a function",
                "nowhere.py:handler | nowhere.py: No such file or directory",
                "local/worker/handler.py:handle | handler.py has no function 'handle'",
                "README.md:handler | it is neither an address nor a file with a function",
                "http://:9000/ | the address has no host",
            })
    @Order(11)
    void rejectsInvalidWorker(String worker, String why) {
        var up = cloud.script("up", "--worker", worker);

        assertEquals(1, up.exitCode());
        assertTrue(up.errorOutput().contains("local: --worker must be a URL such as http://"), up::toString);
        assertTrue(up.errorOutput().contains("got '" + worker + "': "), up::toString);
        assertTrue(up.errorOutput().contains(why), up::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "send --count -1 | must be a number from 0 to 1000000, got '-1'",
                "send --count x | must be a number from 0 to 1000000, got 'x'",
                "send --count 1 --file lines.txt | --file cannot be combined with --count, --bad or --steam",
                "send --file nowhere.txt | local: --file nowhere.txt: No such file or directory",
                "send --stack prod | local: stack 'prod' is not deployed on this machine: run ./local/pulumi up --stack prod first",
                "watch --stack prod | local: stack 'prod' is not deployed on this machine: run ./local/pulumi up --stack prod first",
                "steam sideways | invalid choice: 'sideways'",
            })
    @Order(11)
    void rejectsInvalidArguments(String command, String why) {
        var run = cloud.shell("./local/" + command);

        assertTrue(run.exitCode() != 0, run::toString);
        assertTrue(run.errorOutput().contains(why), run::toString);
    }

    private List<String> send(String... arguments) {
        return cloud.script("send", arguments).succeeded().output().lines().toList();
    }

    /** Starts watching until everything is done, with its output in a file. */
    private Process watch() throws IOException {
        var builder = new ProcessBuilder("local/watch", "--until-done")
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(cloud.state().resolve("watched.txt").toFile());
        builder.environment().put("SAVEPOINT_LOCAL_STATE", cloud.state().toString());
        return builder.start();
    }

    private String watched(Process watching) throws IOException, InterruptedException {
        assertTrue(watching.waitFor(4, TimeUnit.MINUTES), "still watching");
        var output = Files.readString(cloud.state().resolve("watched.txt"));
        assertEquals(0, watching.exitValue(), output);
        return output;
    }

    private Run inATerminal(String command) {
        return cloud.shell("TERM=xterm COLUMNS=120 LINES=40 python3 -c 'import os, pty, sys; "
                        + "sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' " + command)
                .succeeded();
    }

    /** Writes a worker that handles each record with one statement. */
    private void own(String statement) throws IOException {
        Files.writeString(ownWorker, """
                import json


                def handle(event, context):
                    for record in event["Records"]:
                        %s
                    return {"batchItemFailures": []}
                """.formatted(statement));
    }

    private List<String> done(List<String> sent) {
        return withResult("import.done", sent);
    }

    private List<String> failed(List<String> sent) {
        return withResult("import.failed", sent);
    }

    private List<String> withResult(String result, List<String> sent) {
        var lines = log().lines().filter(line -> line.contains(result)).toList();
        return sent.stream()
                .filter(id -> lines.stream().anyMatch(line -> line.contains(id)))
                .toList();
    }

    private String log() {
        try (var logs = cloud.logs()) {
            return logs
                    .filterLogEventsPaginator(request -> request.logGroupName("/aws/lambda/" + FUNCTION))
                    .events()
                    .stream()
                    .map(event -> event.message())
                    .collect(Collectors.joining("\n"));
        }
    }

    /** The most invocations that ran at the same time, according to the log. */
    private int mostAtOnce(long since) {
        try (var logs = cloud.logs()) {
            var intervals = logs
                    .filterLogEventsPaginator(request ->
                            request.logGroupName("/aws/lambda/" + FUNCTION).startTime(since))
                    .events()
                    .stream()
                    .flatMap(event -> REPORT.matcher(event.message()).results().map(report ->
                            new long[] {event.timestamp() - Long.parseLong(report.group(1)), event.timestamp()}))
                    .toList();
            return intervals.stream()
                    .mapToInt(one -> (int) intervals.stream()
                            // One that starts as another ends does not run at the same time.
                            .filter(other -> other[0] <= one[0] && one[0] < other[1] - 100)
                            .count())
                    .max()
                    .orElseThrow();
        }
    }

    private Stream<ProcessHandle> workers() {
        return ProcessHandle.of(cloud.emulator().pid()).orElseThrow().children();
    }

    private List<String> objects() {
        return cloud.objects(BUCKET);
    }

    private void emptyTheBucket() {
        cloud.aws("s3", "rm", "--recursive", "s3://" + BUCKET).succeeded();
    }

    private Set<String> deadLetters() {
        try (var sqs = cloud.sqs()) {
            return sqs
                    .receiveMessage(request -> request.queueUrl(deployed.url("-dlq"))
                            .maxNumberOfMessages(10)
                            .visibilityTimeout(0))
                    .messages()
                    .stream()
                    .map(Message::body)
                    .collect(Collectors.toSet());
        }
    }

    private static Set<String> numbered(String text, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(text::formatted).collect(Collectors.toSet());
    }
}
