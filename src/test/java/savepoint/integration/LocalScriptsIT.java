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
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.policy.ExecutionRolePolicies;
import savepoint.testing.ProjectFiles;
import software.amazon.awssdk.services.iam.IamClient;

/** The README's first command and the scripts around it, in the order in which a new user encounters them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(StartOrder.FIRST)
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
        assertTrue(firstUp.output().contains("+ 37 created"), firstUp::toString);
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
    void upCreatesOptionalPolicies() {
        try (var iam = cloud.iam()) {
            assertEquals(
                    JsonParser.parseString(ExecutionRolePolicies.s3Access(
                            List.of("arn:aws:s3:::savepoint-local-imports-000000000000-eu-central-1"))),
                    policy(iam, "s3-access"));
            assertEquals(
                    JsonParser.parseString(ExecutionRolePolicies.secretsAccess(
                            List.of(new DeployedImport(cloud, "local").secretArn()))),
                    policy(iam, "secrets-access"));
        }
    }

    @Test
    @Order(1)
    void upPrintsTheCommandsOfTheReadme() {
        var readme = ProjectFiles.codeBlocks("README.md", "sh watch");

        assertEquals(1, readme.size());
        assertEquals(readme.get(0).lines().filter(line -> !line.startsWith("#")).toList(), printedCommands(firstUp));
    }

    /** The commands that {@code local/up} suggests. */
    static List<String> printedCommands(Run up) {
        return up.errorOutput()
                .lines()
                .filter(line -> line.startsWith("  ./local/"))
                .map(String::strip)
                .toList();
    }

    @Test
    @Order(2)
    void readmeCommandsRunAgainstTheEmulator() throws InterruptedException {
        var blocks = ProjectFiles.codeBlocks("README.md", "sh");
        assertEquals(1, blocks.size(), "Verify");

        cloud.shellAsOnAws(Map.of(), String.join("", blocks)).succeeded();

        // An import that was requested too long ago would be dropped.
        Await.until(
                "the import",
                () -> cloud.objects("savepoint-local-imports-000000000000-eu-central-1")
                        .contains("imports/u-1.csv"));
    }

    @Test
    @Order(3)
    void secondUpReusesEmulatorAndResources() {
        var emulator = cloud.emulator();

        var secondUp = cloud.script("up").succeeded();

        assertEquals(emulator, cloud.emulator());
        assertTrue(secondUp.output().contains("40 unchanged"), secondUp::toString);
    }

    @Test
    @Order(4)
    void awsSendsSqsRequestsToTheEmulator() {
        var queues = cloud.script("aws", "sqs", "list-queues").succeeded();

        assertTrue(
                queues.output()
                        .contains("http://127.0.0.1:%d/000000000000/savepoint-local-steam-library-sync"
                                .formatted(cloud.emulator().port())),
                queues::toString);
    }

    /**
     * A response in two packets sometimes made the provider repeat an operation: see
     * local/emulator/packets.py.
     */
    @Test
    @Order(4)
    void emulatorSendsEachResponseInOnePacket() throws IOException {
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
                // Returns the available data, which is at least one packet.
                var length = socket.getInputStream().read(buffer);

                var packet = new String(buffer, 0, length, StandardCharsets.UTF_8);
                assertTrue(packet.startsWith("HTTP/1.1 200"), packet);
                assertTrue(packet.strip().endsWith("</ListQueuesResponse>"), packet);
            }
        }
    }

    @Test
    @Order(5)
    void editedStackFileReplacesLocalSettingsAndKeepsACopy() throws IOException {
        cloud.configure("prod", "steamImportConcurrency", "11");
        assertEquals("11", setting("prod"));

        // As if Pulumi.prod.yaml had been different when it was copied.
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
    void localRunsLeaveTheWorkingTreeClean() {
        assertEquals(workingTreeBefore, workingTree());
    }

    @Test
    @Order(7)
    void replacesADeadEmulatorAndDiscardsItsState() {
        var died = cloud.emulator();
        ProcessHandle.of(died.pid()).orElseThrow().destroyForcibly();
        awaitEnd(died.pid());

        // This command does not manage the state, so the next one must notice by itself.
        cloud.script("aws", "sqs", "list-queues").succeeded();
        var list = cloud.pulumi("stack", "ls").succeeded();

        assertNotEquals(died.pid(), cloud.emulator().pid());
        assertNotEquals(
                died.port(), cloud.emulator().port(), "a deployment to the emulator that died may still be running");
        assertTrue(list.errorOutput().contains("so the local stacks' state starts empty"), list::toString);
        assertEquals(List.of(), cloud.inventory());
    }

    @Test
    @Order(8)
    void downStopsTheEmulatorAndDiscardsLocalSettings() {
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
    void doesNotStopProcessThatReusesEmulatorId() throws IOException {
        cloud.script("down").succeeded();
        var self = ProcessHandle.current().pid();
        record(self, "0", 1);

        cloud.script("down").succeeded();
        cloud.pulumi("stack", "ls").succeeded();

        assertNotEquals(self, cloud.emulator().pid());
    }

    @Test
    @Order(1)
    void runbookVariablesWorkForLocalAndStayUnsetForAMissingStack() {
        var lines = String.join("", ProjectFiles.codeBlocks("docs/operations.md", "sh local-only"))
                + String.join("", ProjectFiles.codeBlocks("docs/operations.md", "sh variables"));

        var found = cloud.shell("STACK=local\n" + lines + "echo \"$NAME $FUNCTION\"")
                .succeeded();
        assertEquals(
                "savepoint-local-steam-import savepoint-local-steam-import",
                found.output().strip());

        var missing =
                cloud.shell("STACK=nowhere\n" + lines.stripTrailing() + " || true\necho \"queue '${QUEUE_URL-}'\"");
        assertTrue(missing.output().contains("queue ''"), missing::toString);
        assertTrue(missing.output().lines().noneMatch(line -> line.contains("http")), missing::toString);
        cloud.pulumi("stack", "select", "local").succeeded();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JAVA_HOME | /nowhere | a JDK, 17 or later, to compile and run the program, at JAVA_HOME=/nowhere (found none)",
                "JAVA_HOME | /nowhere | 'mvn --version' is installed but fails: The JAVA_HOME environment variable is not defined correctly",
                "MAVEN_OPTS | -Dx='a b' | 'mvn --version' is installed but fails: Error: Could not find or load main class b'"
            })
    @Order(9)
    void quotesErrorOfFailingTool(String variable, String value, String complaint) {
        // On the PATH of this machine: QuickTools remember their version whatever the environment.
        var environment = Map.of("PATH", System.getenv("PATH"), variable, value);

        var run = cloud.script(environment, "pulumi", "stack", "ls");

        assertEquals(1, run.exitCode());
        assertTrue(run.errorOutput().contains(complaint), run::toString);
    }

    @Test
    @Order(9)
    void ignoresMissingTemporaryFolder() {
        cloud.script(Map.of("TMPDIR", "/nowhere"), "pulumi", "preview").succeeded();
    }

    /** As a new user would type them, with their own account, but without confirmation prompts and previews. */
    @Test
    @Order(9)
    void readmeDeploymentCommandsRunAgainstTheEmulator() throws IOException {
        cloud.script("down").succeeded();
        var blocks = ProjectFiles.codeBlocks("README.md", "sh deploy");
        assertEquals(3, blocks.size());

        cloud.shell("pulumi() { if [ $1 = up ]; then set -- \"$@\" --yes --skip-preview; fi; ./local/pulumi \"$@\"; }\n"
                        + String.join("", blocks).replace("123456789012", "000000000000"))
                .succeeded();

        // In place of "docker push".
        var digest = cloud.push("prod", "worker");
        cloud.up("prod").succeeded();

        try (var lambda = cloud.lambda()) {
            assertTrue(lambda.getFunction(request -> request.functionName("savepoint-prod-steam-import"))
                    .code()
                    .imageUri()
                    .endsWith("/savepoint-prod-lambdas@" + digest));
        }
        cloud.script("down").succeeded();
    }

    @Test
    @Order(10)
    void acceptsEveryFormOfStackName() {
        for (var count = 0; count < 2; count++) {
            cloud.pulumi("stack", "ls", "--stack", "organization/savepoint/pr-8")
                    .succeeded();
        }
        cloud.pulumi("config", "get", "logLevel", "-spr-9").succeeded();
        cloud.pulumi("config", "get", "logLevel", "-s=pr-10").succeeded();
        cloud.pulumi("stack", "select", "pr-11").succeeded();

        var stacks = cloud.pulumi("stack", "ls").succeeded().output();
        for (var stack : List.of("pr-8 ", "pr-9 ", "pr-10 ", "pr-11* ")) {
            assertTrue(stacks.contains(stack), stacks);
        }
        cloud.pulumi("stack", "rm", "--yes", "pr-11").succeeded();
        assertFalse(cloud.pulumi("stack", "ls").succeeded().output().contains("pr-11"));
    }

    @Test
    @Order(11)
    void discardsStateWithoutItsEmulator() throws IOException {
        Files.delete(cloud.state().resolve("deployments/emulator"));

        var list = cloud.pulumi("stack", "ls").succeeded();

        assertTrue(list.errorOutput().contains("so the local stacks' state starts empty"), list::toString);
        assertFalse(list.output().contains("pr-8"), list::toString);
    }

    /** A full disk is one of several possible reasons. */
    @Test
    @Order(12)
    void stopsEmulatorThatCannotBeRecorded() {
        cloud.script("down").succeeded();

        // Has the effect of a full disk on every process that writes a file, but not on the pipe.
        var list = cloud.shell("(ulimit -f 0; ./local/pulumi stack ls 2>&1) | cat");

        assertEquals(1, list.exitCode());
        assertFalse(list.output().contains("Traceback"), list::toString);
        assertTrue(
                list.output().contains("emulator.json: File too large: free up space and run this again"),
                list::toString);
        assertEquals(
                "",
                cloud.shell(
                                "for pid in $(pgrep -f emulator/run.py); do"
                                        + " [ \"$(readlink /proc/$pid/cwd)\" != \"$SAVEPOINT_LOCAL_STATE\" ] || echo $pid; done")
                        .succeeded()
                        .output());
    }

    @Test
    @Order(12)
    void keepsOnlyRegionOfProviderSettingsForEmulator() {
        var file = """
                config:
                  aws:profile: nobody
                  "aws:allowedAccountIds":
                  - "123"
                  aws:region: eu-central-1
                  aws:assumeRole:
                    roleArn: arn:aws:iam::123456789012:role/deploy
                  savepoint:logLevel: INFO
                  aws:defaultTags: {tags: {a: b}}
                """;

        var kept = cloud.shell(
                        Map.of("FILE", file),
                        "python3 -c 'import os, sys; sys.path.insert(0, \"local/lib\"); import project; print(project._for_the_emulator(os.environ[\"FILE\"], \"\"))'")
                .succeeded();

        assertEquals(
                "config:\n  aws:region: eu-central-1\n  savepoint:logLevel: INFO\n",
                kept.output().stripTrailing() + "\n");
    }

    @Test
    @Order(12)
    void reportsMissingCliFeatureInOneLine() {
        var tail = cloud.script("aws", "logs", "tail", "/aws/lambda/" + FUNCTION, "--follow");

        // If AWS CLI 2 is installed, it follows the log and does not end by itself, so the
        // emulator has no such group here.
        assertNotEquals(0, tail.exitCode());
        assertTrue(
                tail.errorOutput().contains("'aws logs tail' requires version 2 of the AWS CLI")
                        || tail.errorOutput().contains("ResourceNotFoundException"),
                tail::toString);
    }

    /** Copied, truncated or partly deleted: the message names the folder and the remedy. */
    @ParameterizedTest
    @ValueSource(strings = {"cli", "home", "python"})
    @Order(12)
    void namesIncompleteToolInCache(String prefix) throws IOException {
        cloud.script("down").succeeded();
        var cache = Files.createTempDirectory(cloud.state(), "cache");
        var broken = new ArrayList<Path>();
        try (var folders = Files.list(cache())) {
            for (var folder : folders.filter(Files::isDirectory).toList()) {
                var copy = cache.resolve(folder.getFileName());
                if (folder.getFileName().toString().startsWith(prefix)) {
                    cut(folder, copy);
                    broken.add(copy);
                } else {
                    Files.createSymbolicLink(copy, folder);
                }
            }
        }

        var list = cloud.script(Map.of("SAVEPOINT_CACHE", cache.toString()), "pulumi", "stack", "ls");

        assertEquals(1, list.exitCode(), list::toString);
        assertFalse(list.errorOutput().contains("Traceback"), list::toString);
        assertTrue(list.errorOutput().contains("delete"), list::toString);
        assertTrue(broken.stream().anyMatch(folder -> list.errorOutput().contains(folder.toString())), list::toString);
    }

    private static Path cache() {
        var named = System.getenv("SAVEPOINT_CACHE");
        return named == null
                ? Path.of(System.getProperty("user.home"), ".cache", "savepoint-infrastructure")
                : Path.of(named);
    }

    /** Copies the folder with empty programs and without Python. */
    private static void cut(Path folder, Path copy) throws IOException {
        try (var files = Files.walk(folder, 3)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (!file.startsWith(folder.resolve("bin")) && !file.startsWith(folder.resolve("lib"))) {
                    var target = copy.resolve(folder.relativize(file));
                    Files.createDirectories(target.getParent());
                    var program = file.getFileName().toString().startsWith("pulumi");
                    Files.write(target, program ? new byte[0] : Files.readAllBytes(file));
                }
            }
        }
    }

    /** Clones what is committed, with the default settings of Git for Windows. */
    @Test
    @Order(12)
    void scriptsKeepLineFeeds() throws IOException {
        var clone = Files.createTempDirectory(cloud.state(), "clone");
        Run.of(Map.of(), "git", "clone", "--quiet", "--config", "core.autocrlf=true", ".", clone.toString())
                .succeeded();

        for (var script : List.of("launch/mvn-launch", "local/up", "local/pulumi", "bench/run", ".ci/run")) {
            assertFalse(Files.readString(clone.resolve(script)).contains("\r"), script);
        }
    }

    @Test
    @Order(13)
    void reportsAllMissingToolsTogether() throws IOException {
        var bare = Files.createDirectories(cloud.state().resolve("bare-path"));
        link(bare.resolve("env"), LocalCloud.find("env"));
        // The interpreter itself: python3 on PATH may be a script that needs other tools on PATH.
        link(
                bare.resolve("python3"),
                Path.of(cloud.shell("python3 -c 'import sys; print(sys.executable)'")
                        .succeeded()
                        .output()
                        .strip()));

        var up = cloud.script(Map.of("PATH", bare.toString(), "JAVA_HOME", ""), "up");

        assertEquals(1, up.exitCode());
        assertEquals("""
                local: something is missing on this machine:
                  - a JDK, 17 or later, to compile and run the program (found none): install Eclipse Temurin from adoptium.net or your system's packages, with its bin folder on PATH
                  - Maven 3.8 or later, which Pulumi uses to build the program (found none): install it from your system's packages or maven.apache.org
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
