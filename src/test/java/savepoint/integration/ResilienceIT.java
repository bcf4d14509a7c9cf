package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Deployments that are killed, throttled, stopped or started twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(StartOrder.THIRD)
class ResilienceIT {

    private final ScheduledExecutorService deployments = Executors.newScheduledThreadPool(5);
    private LocalCloud cloud;
    private Future<Void> killed;
    private Future<Void> faulty;
    private Future<Void> alone;
    private Future<Void> ended;
    private Future<Void> twice;

    @BeforeAll
    void start() {
        cloud = LocalCloud.named("resilience");
        cloud.pulumi("stack", "ls").succeeded();
        // In parallel, because each mostly waits; staggered, because each starts with CPU work.
        killed = later(0, new KilledDeployments(cloud));
        faulty = later(1, this::deployThroughAFaultyProxy);
        alone = later(2, this::deployAPartAlone);
        ended = later(3, this::endADeployment);
        twice = later(4, this::startTwoDeploymentsOfOneStack);
    }

    private Future<Void> later(int number, Callable<Void> deployment) {
        return deployments.schedule(deployment, 10L * number, TimeUnit.SECONDS);
    }

    @AfterAll
    void leaveNothingRunning() {
        deployments.shutdown();
        cloud.close();
    }

    @Test
    void resumesAfterEachKill() throws Exception {
        killed.get();
    }

    @Test
    void completesThroughAFaultyProxy() throws Exception {
        faulty.get();
    }

    @Test
    void deploysOneComponentAlone() throws Exception {
        alone.get();
    }

    @Test
    void stopsOnSignalAndCanBeRestarted() throws Exception {
        ended.get();
    }

    @Test
    void waitsForAnotherDeploymentOfTheSameStack() throws Exception {
        twice.get();
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

            assertEquals(37, up.succeeded().operations().size());
            assertTrue(faults.count() > 10, faults.count() + " faults");
            // While the proxy is running, because the queue URLs point to it.
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

    private Void startTwoDeploymentsOfOneStack() throws Exception {
        var output = cloud.state().resolve("first.out");
        var first = cloud.start(Map.of(), output, "up", "--yes", "--skip-preview", "--json", "--stack", "twice");
        await(first, output, "::steam-import-dlq\"");

        var cancel = cloud.pulumi("cancel", "--yes", "--stack", "twice");
        assertEquals(1, cancel.exitCode());
        assertTrue(cancel.errorOutput().contains("a running command is changing the stack 'twice'"), cancel::toString);
        var second = cloud.pulumi("up", "--yes", "--skip-preview", "--json", "--stack", "twice");

        assertTrue(
                second.errorOutput().contains("Waiting for another command that is changing the stack 'twice'"),
                second::toString);
        assertEquals(List.of(), Update.of(second).succeeded().operations());
        assertEquals(0, first.waitFor(), Files.readString(output));
        return null;
    }

    /** On a new stack, resources that are not targeted have no outputs. */
    private Void deployAPartAlone() {
        cloud.useAnImage("part");
        var up = cloud.pulumi(
                "up", "--yes", "--skip-preview", "--stack", "part", "--target", "**monitoring:ImportMonitoring**");

        assertTrue(up.succeeded().output().contains("+ 12 created"), up::toString);
        return null;
    }

    /** The way a build server or systemd stops a command: one signal, to this process only. */
    private Void endADeployment() throws Exception {
        var output = cloud.state().resolve("ended.out");
        var up = cloud.start(Map.of(), output, "up", "--yes", "--skip-preview", "--json", "--stack", "ended");
        await(up, output, "::steam-import-dlq\"");
        var children = up.descendants().toList();

        up.destroy();

        assertTrue(up.waitFor(2, TimeUnit.MINUTES), "still running");
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
}
