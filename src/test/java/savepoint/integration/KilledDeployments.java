package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import savepoint.testing.ProjectFiles;

/**
 * A stack whose deployment is killed repeatedly, each time when AWS has just created something
 * that the engine does not know about yet, and is repaired each time as the runbook describes.
 */
final class KilledDeployments implements Callable<Void> {

    private static final String STACK = "killed";
    private static final String VARIABLES = "STACK=killed\n";
    private static final String[] UP = {"up", "--yes", "--skip-preview", "--json", "--stack", STACK};

    private static final List<Standstill> KILLS = List.of(
            Standstill.after(
                    "CreateRole with steam-import-role",
                    "CreateRole with steam-import-redrive",
                    "CreateLogGroup",
                    "CreateQueue with -dlq\"",
                    "CreateKey",
                    "CreatePolicy"),
            Standstill.after(
                    "CreateQueue with deadLetterTargetArn",
                    "POST /2015-03-31/functions",
                    "POST /schedules/savepoint-killed-steam-import-redrive"));

    private final LocalCloud cloud;

    /** The lines of the runbook that have not run yet. */
    private final List<String> remaining = new ArrayList<>(lines());

    KilledDeployments(LocalCloud cloud) {
        this.cloud = cloud;
    }

    @Override
    public Void call() throws Exception {
        try (var proxy = new EmulatorProxy(cloud.emulator().port(), EmulatorProxy.Request::forward)) {
            var environment = Map.of("SAVEPOINT_LOCAL_ENDPOINT", proxy.address());
            cloud.script(environment, "pulumi", "config", "set", "redriveSchedule", "rate(1 day)", "--stack", STACK)
                    .succeeded();
            cloud.configureAll(
                    STACK,
                    Map.of(
                            "steamImportImage", "000000000000.dkr.ecr.eu-central-1.amazonaws.com/worker:1",
                            "steamImportBucket", "imports-of-killed",
                            "steamApiKeySecretArn",
                                    "arn:aws:secretsmanager:eu-central-1:000000000000:secret:key-a1b2c3"));
            for (var moment : KILLS) {
                proxy.behave(moment);
                killAt(moment, environment);
                proxy.behave(EmulatorProxy.Request::forward);
                run("pulumi cancel ", environment).succeeded();
                var adopted = run("./takeover/run ", environment).succeeded();
                assertTrue(adopted.output().contains("Stack killed has taken over "), adopted::toString);
            }
            run("pulumi up ", environment).succeeded();
            run("pulumi refresh ", environment).succeeded();

            var preview = cloud.script(environment, "pulumi", "preview", "--json", "--stack", STACK);
            assertEquals(List.of(), Update.ofPreview(preview).operations());
            assertFalse(preview.errorOutput().contains("pending operations"), preview::toString);
            assertEquals(
                    1,
                    cloud.inventory().stream()
                            .filter(name -> name.contains("Encrypts the alarms of savepoint-killed-"))
                            .count());
            assertEquals(
                    List.of("savepoint-killed-steam-library-sync", "savepoint-killed-steam-library-sync-dlq"),
                    cloud.inventory().stream()
                            .filter(name -> name.startsWith("savepoint-killed-steam-library"))
                            .sorted()
                            .toList());
            try (var lambda = cloud.lambda()) {
                assertEquals(
                        1,
                        lambda.listEventSourceMappings(request -> request.functionName("savepoint-killed-steam-import"))
                                .eventSourceMappings()
                                .size());
            }
        }
        assertEquals(List.of(), remaining, "lines of the chapter that did not run");
        return null;
    }

    /**
     * Like the out-of-memory killer: the engine dies first, its children cannot shut down cleanly.
     */
    private void killAt(Standstill moment, Map<String, String> environment) throws IOException, InterruptedException {
        var output = Files.createTempFile(cloud.state(), "killed", ".out");
        var engine = cloud.start(environment, output, UP);
        try {
            moment.await(engine);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ":\n" + Files.readString(output), e);
        }
        var children = engine.descendants().toList();
        engine.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
        moment.end();
    }

    /** Runs the line of the runbook with this prefix. */
    private Run run(String beginning, Map<String, String> environment) {
        var command =
                lines().stream().filter(line -> line.startsWith(beginning)).toList();
        assertEquals(1, command.size(), beginning);
        remaining.removeAll(command);
        return cloud.shellAsOnAws(environment, VARIABLES + command.get(0));
    }

    private static List<String> lines() {
        return ProjectFiles.codeBlocks("docs/operations.md", "sh killed").stream()
                .flatMap(String::lines)
                .toList();
    }
}
