package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import savepoint.policy.ExecutionRolePolicies;
import savepoint.testing.ProjectFiles;
import software.amazon.awssdk.services.iam.IamClient;

/** The first command of the README and what surrounds it, in the order in which a newcomer meets them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalScriptsIT {

    private static final String FUNCTION = "savepoint-local-steam-import";

    private LocalCloud cloud;
    private String workingTreeBefore;
    private Run firstUp;

    @BeforeAll
    void runTheFirstCommand() {
        workingTreeBefore = workingTree();
        cloud = LocalCloud.named("scripts");
        firstUp = cloud.script("up").succeeded();
    }

    @AfterAll
    void leaveNothingRunning() {
        cloud.close();
    }

    @Test
    @Order(1)
    void upDeploysAndPrintsTheOutputs() {
        assertTrue(firstUp.output().contains("+ 26 created"), firstUp::toString);
        for (var output : List.of(
                "steamImportQueueUrl",
                "steamImportQueueArn",
                "steamImportDlqUrl",
                "steamImportDlqArn",
                "steamImportLambdaArn",
                "steamImportLambdaName",
                "eventSourceMappingUuid",
                "eventSourceMappingState",
                "operatorPolicyArn",
                "operatorPolicyCommand")) {
            assertTrue(firstUp.output().matches("(?s).*\\n    " + output + " +\\S.*\\n.*"), firstUp::toString);
        }
    }

    @Test
    @Order(1)
    void upBuildsTheOptionalPolicies() {
        try (var iam = cloud.iam()) {
            assertEquals(
                    JsonParser.parseString(ExecutionRolePolicies.s3Access(
                            List.of("arn:aws:s3:::savepoint-local-imports-000000000000-eu-central-1"))),
                    policy(iam, "s3-access"));
            assertEquals(
                    JsonParser.parseString(
                            ExecutionRolePolicies.secretsAccess(
                                    List.of(
                                            "arn:aws:secretsmanager:eu-central-1:000000000000:secret:savepoint/local/steam-api-key-AbCdEf"))),
                    policy(iam, "secrets-access"));
        }
    }

    @Test
    @Order(2)
    void theThreeCommandsThatItPrintsRun() {
        var commands = firstUp.errorOutput()
                .lines()
                .filter(line -> line.startsWith("  ./local/"))
                .map(String::strip)
                .toList();

        assertEquals(3, commands.size(), firstUp::toString);
        for (var command : commands) {
            cloud.shell(command).succeeded();
        }
        try (var lambda = cloud.lambda()) {
            assertEquals(
                    List.of("Disabled"),
                    lambda.listEventSourceMappings().eventSourceMappings().stream()
                            .map(mapping -> mapping.state())
                            .toList());
        }
    }

    @Test
    @Order(2)
    void theReadmesCommandsRunAgainstTheEmulator() {
        var blocks = ProjectFiles.codeBlocks("README.md", "sh");
        assertEquals(1, blocks.size(), "Verify");

        cloud.shellAsOnAws(Map.of(), String.join("", blocks)).succeeded();
    }

    @Test
    @Order(3)
    void upTakesWhatIsThereTheSecondTime() {
        var emulator = cloud.emulator();

        var secondUp = cloud.script("up").succeeded();

        assertEquals(emulator, cloud.emulator());
        assertTrue(secondUp.output().contains("26 unchanged"), secondUp::toString);
    }

    @Test
    @Order(4)
    void awsTalksToTheEmulatorAboutSqsToo() {
        var queues = cloud.script("aws", "sqs", "list-queues").succeeded();

        assertTrue(
                queues.output()
                        .contains("http://127.0.0.1:%d/000000000000/savepoint-local-steam-library-sync"
                                .formatted(cloud.emulator().port())),
                queues::toString);
    }

    /** In two packets, an answer now and then made the provider repeat what it had done: see local/lib/emulate.py. */
    @Test
    @Order(4)
    void anAnswerOfTheEmulatorComesInOnePacket() throws IOException {
        var body = "Action=ListQueues&Version=2012-11-05";
        var request = """
                POST / HTTP/1.1\r
                Host: 127.0.0.1\r
                Content-Type: application/x-www-form-urlencoded\r
                Content-Length: %d\r
                \r
                %s""".formatted(body.length(), body).getBytes(StandardCharsets.UTF_8);
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), cloud.emulator().port())) {
            for (var count = 0; count < 200; count++) {
                socket.getOutputStream().write(request);

                var buffer = new byte[65536];
                // Returns with what is there, and that is a packet at least.
                var length = socket.getInputStream().read(buffer);

                var packet = new String(buffer, 0, length, StandardCharsets.UTF_8);
                assertTrue(packet.startsWith("HTTP/1.1 200"), packet);
                assertTrue(packet.strip().endsWith("</ListQueuesResponse>"), packet);
            }
        }
    }

    @Test
    @Order(5)
    void anEditedStackFileReplacesLocalSettingsAndKeepsACopy() throws IOException {
        cloud.configure("prod", "steamImportConcurrency", "11");
        assertEquals("11", setting("prod"));

        // As if Pulumi.prod.yaml had been another one when its copy was made.
        Files.writeString(cloud.state().resolve("originals/Pulumi.prod.yaml"), "config: {}\n");

        var get = cloud.pulumi("config", "get", "steamImportConcurrency", "--stack", "prod")
                .succeeded();
        assertEquals("10", get.output().strip());
        var kept = cloud.state().resolve("project/Pulumi.prod.yaml.previous");
        assertTrue(get.errorOutput().contains("which are kept in " + kept), get::toString);
        assertTrue(Files.readString(kept).contains("steamImportConcurrency: \"11\""));
    }

    @Test
    @Order(6)
    void nothingLocalDirtiesTheWorkingTree() {
        assertEquals(workingTreeBefore, workingTree());
    }

    @Test
    @Order(7)
    void anEmulatorThatDiedIsReplacedAndTheStateBeginsAnew() {
        var died = cloud.emulator();
        ProcessHandle.of(died.pid()).orElseThrow().destroyForcibly();
        awaitEnd(died.pid());

        // Not the command that looks after the state, so that the next one must notice by itself.
        cloud.script("aws", "sqs", "list-queues").succeeded();
        var list = cloud.pulumi("stack", "ls").succeeded();

        assertNotEquals(died.pid(), cloud.emulator().pid());
        assertTrue(list.errorOutput().contains("so the local stacks' state begins anew"), list::toString);
        assertEquals(List.of(), cloud.inventory());
    }

    @Test
    @Order(8)
    void downEndsTheEmulatorAndForgetsLocalSettings() {
        var running = cloud.emulator();
        cloud.configure("prod", "steamImportConcurrency", "12");

        cloud.script("down").succeeded();

        assertThrows(
                ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), running.port()).close());
        assertFalse(Files.exists(cloud.state().resolve("emulator.json")));
        assertEquals("10", setting("prod"));
    }

    @Test
    @Order(9)
    void aProcessThatGotTheEmulatorsNumberIsLeftAlone() throws IOException {
        cloud.script("down").succeeded();
        var self = ProcessHandle.current().pid();
        record(self, "0", 1);

        cloud.script("down").succeeded();
        cloud.pulumi("stack", "ls").succeeded();

        assertNotEquals(self, cloud.emulator().pid());
    }

    @Test
    @Order(10)
    void aPortThatAnotherProgramTookIsLeftToIt() throws IOException {
        cloud.script("down").succeeded();
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            record(ProcessHandle.current().pid(), "0", other.getLocalPort());

            cloud.pulumi("stack", "ls").succeeded();

            assertNotEquals(other.getLocalPort(), cloud.emulator().port());
        }
    }

    @Test
    @Order(11)
    void whatIsMissingOnTheMachineIsSaidTogether() throws IOException {
        var bare = Files.createDirectories(cloud.state().resolve("bare-path"));
        link(bare.resolve("env"), LocalCloud.find("env"));
        // The interpreter itself: python3 on PATH may be a script that needs more of PATH.
        link(
                bare.resolve("python3"),
                Path.of(cloud.shell("python3 -c 'import sys; print(sys.executable)'")
                        .succeeded()
                        .output()
                        .strip()));

        var up = cloud.script(Map.of("PATH", bare.toString()), "up");

        assertEquals(1, up.exitCode());
        assertEquals("""
                local: something is missing on this machine:
                  - a JDK, 17 or later, to compile and run the program (found none): install Eclipse Temurin from adoptium.net or your system's packages, with its bin folder on PATH
                  - Maven 3.8 or later, with which Pulumi builds the program (found none): install it from your system's packages or maven.apache.org
                """, up.errorOutput());
    }

    private static void link(Path link, Path target) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target);
    }

    private void record(long pid, String started, int port) throws IOException {
        Files.writeString(
                cloud.state().resolve("emulator.json"),
                "{\"pid\": %d, \"started\": \"%s\", \"port\": %d}".formatted(pid, started, port));
    }

    private String setting(String stack) {
        return cloud.pulumi("config", "get", "steamImportConcurrency", "--stack", stack)
                .succeeded()
                .output()
                .strip();
    }

    private static Object policy(IamClient iam, String suffix) {
        var document = iam.getRolePolicy(
                        request -> request.roleName(FUNCTION + "-role").policyName(FUNCTION + "-" + suffix))
                .policyDocument();
        return JsonParser.parseString(URLDecoder.decode(document, StandardCharsets.UTF_8));
    }

    private static void awaitEnd(long pid) {
        ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
    }

    private static String workingTree() {
        return Run.of(Map.of(), "git", "status", "--porcelain").succeeded().output();
    }
}
