package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Deployments that something goes wrong with: killed, throttled or started twice; and the FIFO variant. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResilienceIT {

    private LocalCloud cloud;

    @BeforeAll
    void start() {
        cloud = LocalCloud.named("resilience");
        cloud.pulumi("stack", "ls").succeeded();
    }

    @AfterAll
    void leaveNothingRunning() {
        cloud.close();
    }

    @Test
    void killedThrottledTwiceStartedAndFifoDeploymentsComplete() throws Exception {
        inParallel(List.of(
                new KilledDeployments(cloud),
                this::deployThroughAFaultyProxy,
                this::deployAFifoPair,
                this::deployAPartAlone,
                this::endADeployment,
                this::startTwoDeploymentsOfOneStack));
    }

    private Void deployThroughAFaultyProxy() throws IOException {
        var faults = new Faults();
        try (var proxy = new EmulatorProxy(cloud.emulator().port(), faults)) {
            var up = Update.of(cloud.script(
                    Map.of("SAVEPOINT_LOCAL_ENDPOINT", proxy.address()),
                    "pulumi",
                    "up",
                    "--yes",
                    "--skip-preview",
                    "--json",
                    "--stack",
                    "faulty"));

            assertEquals(24, up.succeeded().operations().size());
            assertTrue(faults.count() > 10, faults.count() + " faults");
            // While the proxy is there: the URLs of its queues lead through it.
            cloud.script(
                            Map.of("SAVEPOINT_LOCAL_ENDPOINT", proxy.address()),
                            "pulumi",
                            "destroy",
                            "--yes",
                            "--skip-preview",
                            "--stack",
                            "faulty")
                    .succeeded();
        }
        return null;
    }

    private Void deployAFifoPair() throws IOException {
        var project = Files.createDirectories(cloud.state().resolve("fifo"));
        Files.writeString(project.resolve("Pulumi.yaml"), """
                name: fifo
                runtime: {name: java, options: {binary: %s}}
                config:
                  aws:region: {value: eu-central-1}
                """.formatted(runnableJar(project, FifoProgram.class)));
        cloud.pulumi("stack", "init", "fifo", "--cwd", project.toString()).succeeded();
        var up = Update.of(cloud.pulumi("up", "--yes", "--skip-preview", "--json", "--cwd", project.toString()));

        assertEquals(11, up.succeeded().operations().size());
        var preview = cloud.pulumi("preview", "--cwd", project.toString()).succeeded();
        var advice =
                "warning: visibilityTimeout should be 6 times the consumer's timeout plus its batching window, 1800 seconds, got 600";
        var diagnostics = preview.output().substring(preview.output().indexOf("Diagnostics:"));
        assertEquals(1, diagnostics.split(advice, -1).length - 1, preview::toString);
        try (var sqs = cloud.sqs()) {
            var url = sqs.getQueueUrl(request -> request.queueName("savepoint-fifo-steam-library-sync.fifo"))
                    .queueUrl();
            var attributes = sqs.getQueueAttributes(
                            request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                    .attributes();
            assertEquals("true", attributes.get(QueueAttributeName.FIFO_QUEUE));
            assertEquals("true", attributes.get(QueueAttributeName.CONTENT_BASED_DEDUPLICATION));
            assertEquals("messageGroup", attributes.get(QueueAttributeName.DEDUPLICATION_SCOPE));
            assertEquals("perMessageGroupId", attributes.get(QueueAttributeName.FIFO_THROUGHPUT_LIMIT));
            assertTrue(attributes.get(QueueAttributeName.REDRIVE_POLICY).contains("steam-library-sync-dlq.fifo"));

            sqs.sendMessage(request -> request.queueUrl(url).messageBody("one").messageGroupId("user"));
            sqs.sendMessage(request -> request.queueUrl(url).messageBody("one").messageGroupId("user"));
            assertEquals(
                    List.of("one"),
                    sqs.receiveMessage(request -> request.queueUrl(url).maxNumberOfMessages(10)).messages().stream()
                            .map(message -> message.body())
                            .toList());
        }
        return null;
    }

    private Void startTwoDeploymentsOfOneStack() throws Exception {
        var output = cloud.state().resolve("first.out");
        var first = cloud.start(Map.of(), output, "up", "--yes", "--skip-preview", "--json", "--stack", "twice");
        await(first, output, "::steam-import-dlq\"");

        var cancel = cloud.pulumi("cancel", "--yes", "--stack", "twice");
        assertEquals(1, cancel.exitCode());
        assertTrue(
                cancel.errorOutput().contains("a command that lives is changing the stack 'twice'"), cancel::toString);
        var second = cloud.pulumi("up", "--yes", "--skip-preview", "--json", "--stack", "twice");

        assertTrue(
                second.errorOutput().contains("Waiting for another command that changes the stack 'twice'"),
                second::toString);
        assertEquals(List.of(), Update.of(second).succeeded().operations());
        assertEquals(0, first.waitFor(), Files.readString(output));
        return null;
    }

    /** What is not meant has no outputs on a new stack. */
    private Void deployAPartAlone() {
        var up = cloud.pulumi(
                "up", "--yes", "--skip-preview", "--stack", "part", "--target", "**monitoring:ImportMonitoring**");

        assertTrue(up.succeeded().output().contains("+ 12 created"), up::toString);
        return null;
    }

    /** As a build server or systemd ends a command: one signal, to this process alone. */
    private Void endADeployment() throws Exception {
        var output = cloud.state().resolve("ended.out");
        var up = cloud.start(Map.of(), output, "up", "--yes", "--skip-preview", "--json", "--stack", "ended");
        await(up, output, "::steam-import-dlq\"");
        var children = up.descendants().toList();

        up.destroy();

        assertTrue(up.waitFor(2, TimeUnit.MINUTES), "ended");
        assertNotEquals(0, up.exitValue());
        assertTrue(Files.readString(output).contains("docs/operations.md#after-a-run-was-killed"));
        assertFalse(children.stream().anyMatch(child -> isAn(child, "pulumi")), children::toString);
        cloud.up("ended").succeeded();
        return null;
    }

    private static boolean isAn(ProcessHandle process, String command) {
        return process.isAlive()
                && process.info()
                        .command()
                        .filter(path -> path.endsWith("/" + command))
                        .isPresent();
    }

    private static void await(Process process, Path output, String text) throws Exception {
        while (!Files.readString(output).contains(text)) {
            assertTrue(process.isAlive(), "ended before " + text + ":\n" + Files.readString(output));
            Thread.sleep(50);
        }
    }

    /** Side by side, since each waits most of its time, and a little apart, since each begins with work. */
    private static void inParallel(List<Callable<Void>> deployments) throws Exception {
        var pool = Executors.newFixedThreadPool(deployments.size());
        try {
            var running = new ArrayList<Future<Void>>();
            for (var deployment : deployments) {
                running.add(pool.submit(deployment));
                Thread.sleep(10_000);
            }
            assertAll(running.stream().map(deployment -> deployment::get));
        } finally {
            pool.shutdown();
        }
    }

    /** A jar with nothing in it but the class path of this test, which Pulumi's Java host runs as it is. */
    private static Path runnableJar(Path folder, Class<?> main) throws IOException {
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, main.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        var jar = folder.resolve("program.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }
}
