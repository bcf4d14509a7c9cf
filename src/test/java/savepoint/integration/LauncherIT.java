package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs launch/mvn-launch in a copy of the project, so that its sources can be edited. Every step
 * builds on the previous ones.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(StartOrder.THIRD)
class LauncherIT {

    private static final String PLUGINS = "[{\"resource\":true,\"name\":\"aws\",\"version\":\"6.83.0\"}]";

    private static final List<String> LIST_PLUGINS = List.of(
            "-Dorg.slf4j.simpleLogger.logFile=System.err",
            "--no-transfer-progress",
            "compile",
            "exec:java",
            "-DmainClass=com.pulumi.bootstrap.internal.Main",
            "-DmainArgs=packages");

    private static final List<String> RUN_THE_PROGRAM =
            List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "--no-transfer-progress", "compile", "exec:java");

    /** A name that Java cannot read in an ASCII locale, which every run here uses. */
    private final Path copy =
            Path.of("target", "integration-tests", "läuncher mit ü").toAbsolutePath();

    private final Map<String, String> state =
            Map.of("SAVEPOINT_LOCAL_STATE", copy.resolve("state").toString());
    private Map<String, String> mavenIsBroken;
    private Run firstListing;
    private RecordedTools tools;
    /** With recorded tools, which take no time. */
    private Map<String, String> quick;

    private Map<String, String> quickButMavenIsBroken;

    @BeforeAll
    void copyTheProject() throws IOException {
        down();
        Run.of(Map.of(), "rm", "-rf", copy.toString()).succeeded();
        for (var part : List.of("pom.xml", ".mvn", "src/main", "launch", "local", "Pulumi.yaml", "Pulumi.dev.yaml")) {
            copy(Path.of(part));
        }
        // The scripts in local/ only ask Maven for its version.
        mavenIsBroken = Map.of("PATH", firstOnPath("mvn", """
                case "$1" in --version) exec '%s' --version ;; esac
                echo "Maven was called: $*"
                exit 42""".formatted(QuickTools.find("mvn")), QuickTools.PATH));
        firstListing = launch(Map.of(), LIST_PLUGINS).succeeded();
        recordTools();
    }

    private void recordTools() throws IOException {
        try (var files = Files.walk(copy.resolve("target/launch"))) {
            var jar = files.filter(file -> file.endsWith("program.jar"))
                    .findFirst()
                    .orElseThrow();
            tools = new RecordedTools(jar.getParent(), Files.createTempDirectory(copy, "tools"));
        }
        quick = Map.of("JAVA_HOME", tools.home().toString(), "PATH", tools.path());
        quickButMavenIsBroken = Map.of("JAVA_HOME", tools.home().toString(), "PATH", mavenIsBroken.get("PATH"));
    }

    /** A PATH on which a script replaces a tool. */
    private String firstOnPath(String tool, String script, String path) throws IOException {
        return ShellScript.in(Files.createTempDirectory(copy, tool), tool, script)
                        .getParent() + ":" + path;
    }

    @AfterAll
    void leaveNothingRunning() {
        down();
    }

    private void down() {
        if (Files.exists(copy.resolve("local/down"))) {
            Run.of(state, copy.resolve("local/down").toString(), "--skip-destroy")
                    .succeeded();
        }
    }

    private void copy(Path part) throws IOException {
        try (var files = Files.walk(part)) {
            for (var file : files.filter(Files::isRegularFile)
                    .filter(file ->
                            !file.startsWith("local/.state") && !file.toString().contains("__pycache__"))
                    .toList()) {
                var target = copy.resolve(file);
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private Run launch(Map<String, String> environment, List<String> arguments) {
        var variables = new HashMap<>(Map.of("LC_ALL", "C"));
        variables.putAll(environment);
        return Run.of(
                variables,
                Stream.concat(Stream.of(copy.resolve("launch/mvn-launch").toString()), arguments.stream())
                        .toList());
    }

    private Run preview(Map<String, String> environment) {
        var variables = new HashMap<>(state);
        variables.put("LC_ALL", "C");
        variables.putAll(environment);
        return Run.of(variables, copy.resolve("local/pulumi").toString(), "preview", "--stack", "dev");
    }

    private List<Path> archives() throws IOException {
        try (var files = Files.walk(copy.resolve("target/launch"))) {
            return files.filter(file -> file.toString().endsWith("program.jsa")).toList();
        }
    }

    @Test
    @Order(1)
    void listsPluginsWithMavenFirstAndThenWithoutIt() {
        assertEquals(PLUGINS, firstListing.output().strip());
        assertEquals(
                PLUGINS,
                launch(mavenIsBroken, LIST_PLUGINS).succeeded().output().strip());
    }

    @Test
    @Order(1)
    void leavesEverythingElseToMaven() {
        var install = launch(mavenIsBroken, List.of("--no-transfer-progress", "compile"));

        assertEquals(42, install.exitCode());
        assertEquals("Maven was called: --no-transfer-progress compile\n", install.output());
    }

    /** For ./local/up. */
    @Test
    @Order(1)
    void preparesWithoutOutput() {
        var prepared = launch(mavenIsBroken, List.of("prepare")).succeeded();
        var byMaven = new HashMap<>(mavenIsBroken);
        byMaven.put("SAVEPOINT_LAUNCH_BY_MAVEN", "1");

        assertEquals("", prepared.output());
        assertEquals(
                "Maven was called: --batch-mode --no-transfer-progress compile\n",
                launch(byMaven, List.of("prepare")).output());
    }

    @Test
    @Order(1)
    void usesMavenIfRequested() {
        var environment = new HashMap<>(mavenIsBroken);
        environment.put("SAVEPOINT_LAUNCH_BY_MAVEN", "1");

        assertEquals(42, launch(environment, LIST_PLUGINS).exitCode());
    }

    /** Java cannot load a JAR from such a folder. Maven works there, because it runs classes. */
    @Test
    @Order(1)
    void usesMavenInFolderThatJavaCannotRead() throws IOException {
        var folder = copy.resolve("🚀");
        Run.of(
                        Map.of(),
                        "bash",
                        "-c",
                        "mkdir -p \"$0/launch\" && cp launch/mvn-launch \"$0/launch\" && cp pom.xml \"$0\"",
                        folder.toString())
                .succeeded();

        var listing = Run.of(
                mavenIsBroken,
                Stream.concat(Stream.of(folder.resolve("launch/mvn-launch").toString()), LIST_PLUGINS.stream())
                        .toList());

        assertEquals(42, listing.exitCode(), listing::toString);
    }

    @Test
    @Order(1)
    void usesMavenIfContentsCannotBeRead() throws IOException {
        var path = firstOnPath("sort", "exit 1", mavenIsBroken.get("PATH"));

        var listing = launch(Map.of("PATH", path), LIST_PLUGINS);

        assertEquals(42, listing.exitCode());
    }

    @Test
    @Order(2)
    void previewsWithoutMavenAndCreatesArchiveOnSecondRun() throws IOException {
        for (var archivesAfterwards = 0; archivesAfterwards <= 1; archivesAfterwards++) {
            var preview = preview(mavenIsBroken).succeeded();

            assertTrue(preview.output().contains("+ 37 to create"), preview::toString);
            assertEquals(archivesAfterwards, archives().size());
        }
    }

    /** A truncated archive would crash Java. */
    @Test
    @Order(3)
    void recreatesTruncatedArchive() throws IOException {
        var archive = archive();
        var length = 1_000_000;
        Files.write(archive, Arrays.copyOf(Files.readAllBytes(archive), length));

        var preview = preview(mavenIsBroken).succeeded();

        assertTrue(preview.output().contains("+ 37 to create"), preview::toString);
        assertFalse(preview.output().contains("archive"), preview::toString);
        assertTrue(Files.size(archive()) > length);
    }

    /** The size is right, but the contents are zeros, as after a crash. */
    @Test
    @Order(3)
    void ignoresArchiveOfZeros() throws IOException {
        var archive = archive();
        Files.write(archive, new byte[(int) Files.size(archive)]);

        preview(mavenIsBroken).succeeded();
    }

    private Path archive() throws IOException {
        assertEquals(1, archives().size());
        return archives().get(0);
    }

    @Test
    @Order(4)
    void runsEditedSources() throws IOException {
        var args = copy.resolve("src/main/java/savepoint/StackArgs.java");
        var time = Files.getLastModifiedTime(args);
        var before = Files.readString(args);
        assertTrue(before.contains("Imports a user's Steam library"), before);
        // Same size and modification time as before: only the contents differ.
        Files.writeString(args, before.replace("Imports a user's Steam library", "imports a user's Steam library"));
        Files.setLastModifiedTime(args, time);

        var preview = Run.of(state, copy.resolve("local/pulumi").toString(), "preview", "--stack", "dev", "--diff")
                .succeeded();

        assertTrue(preview.output().contains("imports a user's Steam library"), preview::toString);
    }

    @Test
    @Order(5)
    void reportsCompileErrorAndRunsNoOldClasses() throws IOException {
        var app = copy.resolve("src/main/java/savepoint/App.java");
        var before = Files.readString(app);
        var time = Files.getLastModifiedTime(app);
        // By its modification time, older than the classes that Maven compiled.
        Run.of(
                        Map.of(),
                        "cp",
                        "-Rp",
                        "target/classes",
                        copy.resolve("target/classes").toString())
                .succeeded();
        Files.writeString(app, before.replace("static void stack(", "static vojd stack("));
        Files.setLastModifiedTime(app, time);

        var preview = preview(Map.of());

        assertNotEquals(0, preview.exitCode());
        assertTrue((preview.output() + preview.errorOutput()).contains("cannot find symbol"), preview::toString);
        Files.writeString(app, before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classpath", "plugins.json", "program.jar"})
    @Order(6)
    void recreatesTruncatedFiles(String file) throws IOException {
        launch(quick, LIST_PLUGINS).succeeded();
        try (var files = Files.walk(copy.resolve("target/launch"))) {
            for (var cut : files.filter(path -> path.endsWith(file)).toList()) {
                Files.write(cut, new byte[0]);
            }
        }

        assertEquals(PLUGINS, launch(quick, LIST_PLUGINS).succeeded().output().strip());
        assertEquals(
                PLUGINS,
                launch(quickButMavenIsBroken, LIST_PLUGINS).succeeded().output().strip());
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class TheProgram {

        @BeforeAll
        void prepare() {
            launch(quick, LIST_PLUGINS).succeeded();
        }

        /** As if the sources had never been run. */
        @BeforeEach
        void forgetRuns() throws IOException {
            tools.forgetCalls();
            try (var files = Files.walk(copy.resolve("target/launch"))) {
                for (var mark : files.filter(file -> List.of("ran", "archived")
                                .contains(file.getFileName().toString()))
                        .toList()) {
                    Files.delete(mark);
                }
            }
        }

        private int run(Map<String, String> environment) {
            var variables = new HashMap<>(quick);
            variables.putAll(environment);
            return launch(variables, RUN_THE_PROGRAM).exitCode();
        }

        @Test
        void createsNoArchiveWhenDeploying() throws IOException {
            for (var count = 0; count < 3; count++) {
                assertEquals(0, run(Map.of()));
            }

            assertEquals(3, tools.calls().lines().count());
            assertFalse(tools.calls().contains("ClassList"), tools.calls());
            assertFalse(tools.calls().contains("dump"), tools.calls());
        }

        @Test
        void keepsItsExitStatusIfArchiveFailsAndTriesOnce() throws IOException {
            var preview = Map.of("PULUMI_DRY_RUN", "true");
            for (var count = 0; count < 4; count++) {
                assertEquals(0, run(preview));
            }
            assertEquals(1, tools.calls().lines().filter("dump"::equals).count(), tools.calls());

            assertEquals(7, run(Map.of("PULUMI_DRY_RUN", "true", "PROGRAM_STATUS", "7")));
        }

        @Test
        void createsAnotherArchiveForEditedSources() throws IOException {
            var preview = Map.of("PULUMI_DRY_RUN", "true");
            var app = copy.resolve("src/main/java/savepoint/App.java");
            var before = Files.readString(app);

            for (var source : List.of(before, before + "\n")) {
                Files.writeString(app, source);
                for (var count = 0; count < 3; count++) {
                    assertEquals(0, run(preview));
                }
            }
            Files.writeString(app, before);

            assertEquals(2, tools.calls().lines().filter("dump"::equals).count(), tools.calls());
        }

        @Test
        void createsNoArchiveIfItFails() throws IOException {
            for (var count = 0; count < 2; count++) {
                assertEquals(7, run(Map.of("PULUMI_DRY_RUN", "true", "PROGRAM_STATUS", "7")));
            }

            assertFalse(tools.calls().contains("dump"), tools.calls());
        }

        @Test
        void runsIfNothingCanBeWritten() throws IOException {
            var path = firstOnPath("touch", "exit 1", tools.path());

            for (var count = 0; count < 3; count++) {
                assertEquals(0, run(Map.of("PULUMI_DRY_RUN", "true", "PATH", path)));
            }

            assertEquals(3, tools.calls().lines().count());
        }

        @ParameterizedTest
        @CsvSource({
            "JAVA_TOOL_OPTIONS, -XX:+UseG1GC",
            "JAVA_TOOL_OPTIONS, -Xmx512m",
            "JDK_JAVA_OPTIONS, -XX:+UseParallelGC",
            "JDK_JAVA_OPTIONS, -XX:InitialHeapSize=64m",
            "_JAVA_OPTIONS, -XX:MaxRAMPercentage=20",
            "_JAVA_OPTIONS, -Xmn16m",
            "_JAVA_OPTIONS, -XX:+AggressiveHeap",
            "MAVEN_OPTS, -XX:MaxHeapSize=512m",
            "MAVEN_OPTS, -XX:MaxNewSize=16m"
        })
        void usesConfiguredMemoryAndCollector(String variable, String option) throws IOException {
            assertEquals(0, run(Map.of(variable, option)));

            assertFalse(tools.calls().contains("UseSerialGC"), tools.calls());
            assertFalse(tools.calls().contains("-Xms256m"), tools.calls());
        }

        @Test
        void usesFastestStartingCollectorByDefault() throws IOException {
            assertEquals(0, run(Map.of("JAVA_TOOL_OPTIONS", "-Dsome=property")));

            assertTrue(tools.calls().contains("-XX:+UseSerialGC"), tools.calls());
        }
    }

    @Test
    @Order(6)
    void reusedProcessIdDoesNotBlockRuns() throws IOException {
        forgetWhatIsReady();
        Files.createSymbolicLink(
                copy.resolve("target/launch/owner"),
                Path.of(ProcessHandle.current().pid() + "-0"));

        var start = System.nanoTime();
        launch(quick, LIST_PLUGINS).succeeded();

        assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 55, "must not wait for it");
        assertFalse(Files.isSymbolicLink(copy.resolve("target/launch/owner")));
    }

    @Test
    @Order(6)
    void killedRunDoesNotBlockOthers() throws IOException {
        forgetWhatIsReady();
        var ended = Run.of(Map.of(), "sh", "-c", "echo $$").succeeded().output().strip();
        Files.createSymbolicLink(copy.resolve("target/launch/owner"), Path.of(ended + "-1"));

        launch(quick, LIST_PLUGINS).succeeded();

        assertFalse(Files.isSymbolicLink(copy.resolve("target/launch/owner")));
    }

    @Test
    @Order(6)
    void doesNotMistakeConcurrentEditForOldSources() throws IOException {
        forgetWhatIsReady();
        var app = copy.resolve("src/main/java/savepoint/App.java");
        var before = Files.readString(app);
        var path = firstOnPath("mvn", """
                case "$*" in *exec:exec*) echo >> '%s' ;; esac
                exec '%s' "$@\"""".formatted(app, tools.maven()), tools.path());
        var environment = new HashMap<>(quick);
        environment.put("PATH", path);

        launch(environment, LIST_PLUGINS).succeeded();
        Files.writeString(app, before);

        assertEquals(
                42, launch(quickButMavenIsBroken, LIST_PLUGINS).exitCode(), "nothing is ready for the old sources");
    }

    @Test
    @Order(6)
    void usesMavenIfNothingCanBeWritten() throws IOException {
        Run.of(Map.of(), "rm", "-rf", copy.resolve("target/launch").toString()).succeeded();
        Files.writeString(copy.resolve("target/launch"), "no folder");

        assertEquals(42, launch(quickButMavenIsBroken, LIST_PLUGINS).exitCode());

        Files.delete(copy.resolve("target/launch"));
        launch(quick, LIST_PLUGINS).succeeded();
    }

    private void forgetWhatIsReady() {
        Run.of(Map.of(), "rm", "-rf", copy.resolve("target/launch").toString()).succeeded();
        Run.of(Map.of(), "mkdir", "-p", copy.resolve("target/launch").toString())
                .succeeded();
    }

    @Test
    @Order(6)
    void usesMavenIfDependencyIsMissing() throws IOException {
        try (var files = Files.walk(copy.resolve("target/launch"))) {
            for (var classPath :
                    files.filter(file -> file.endsWith("classpath")).toList()) {
                Files.writeString(classPath, Files.readString(classPath).strip() + ":/gone.jar\n");
            }
        }

        assertEquals(42, launch(quickButMavenIsBroken, LIST_PLUGINS).exitCode());
        launch(quick, LIST_PLUGINS).succeeded();
    }
}
