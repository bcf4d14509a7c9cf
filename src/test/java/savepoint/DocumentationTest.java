package savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.testing.Plan;
import savepoint.testing.ProjectFiles;
import savepoint.testing.Situation;

/** Checks that the documentation matches the code. */
class DocumentationTest {

    private static final String SETTINGS_BEGIN = "<!-- settings -->";
    private static final String SETTINGS_END = "<!-- /settings -->";
    private static final Pattern SETTING_OR_GROUP = Pattern.compile("(?m)^  (?:# (.+)|(\\w+):)$");
    private static final Pattern OUTPUT_ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");
    private static final Pattern DOCUMENT = Pattern.compile("(?:docs|local)/[\\w/-]+\\.md");

    /** {@code mvn -q test -Dtest=DocumentationTest -Dwrite} writes the table to the README. */
    @Test
    void readmeListsSettingsInPulumiYaml() throws IOException {
        if (System.getProperty("write") != null) {
            var readme = ProjectFiles.text("README.md");
            var old = between(SETTINGS_BEGIN, SETTINGS_END);
            Files.writeString(Path.of("README.md"), readme.replace(old, settingsTable()));
        }

        assertEquals(
                settingsTable(),
                between(SETTINGS_BEGIN, SETTINGS_END),
                "to update the table, run mvn -q test -Dtest=DocumentationTest -Dwrite");
    }

    private static String settingsTable() {
        var declared = ProjectFiles.declaredSettings();
        var rows = Stream.of("| setting | type | default | description |", "| --- | --- | --- | --- |");
        var groups = SETTING_OR_GROUP
                .matcher(ProjectFiles.text("Pulumi.yaml").replaceFirst("(?s).*\nconfig:\n", ""))
                .results()
                .map(line -> line.group(1) != null
                        ? "| **%s** | | | |".formatted(line.group(1))
                        : row(line.group(2), declared.get(line.group(2))));
        return Stream.concat(rows, groups).collect(Collectors.joining("\n"));
    }

    private static String row(String key, Map<String, Object> declaration) {
        return "| `%s` | %s | `%s` | %s |"
                .formatted(
                        key,
                        declaration.get("type"),
                        new Gson().toJson(declaration.get("default")),
                        declaration.get("description"));
    }

    @Test
    void readmeListsProgramOutputs() {
        var config = ProjectFiles.config("dev");
        config.putAll(Map.of(
                "savepoint:enqueueAuthorization", "IAM",
                "savepoint:bulkConcurrency", "2",
                "savepoint:retiredQueues", "drain"));
        var hasFifoQueue = Situation.withImage()
                .output("steamImportQueueUrl", "https://sqs/123456789012/savepoint-dev-steam-library-sync.fifo");
        var outputs = Plan.of(hasFifoQueue, "dev", config, App::stack)
                .succeeded()
                .outputsOf("pulumi:pulumi:Stack")
                .keySet();

        assertEquals(
                new TreeSet<>(outputs),
                OUTPUT_ROW
                        .matcher(between("## Outputs", "## Default settings"))
                        .results()
                        .map(row -> row.group(1))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod", "pr", "local"})
    void stackFilesSetOnlyDeclaredSettings(String stack) {
        var ours = ProjectFiles.config(stack).keySet().stream()
                .filter(key -> key.startsWith("savepoint:"))
                .collect(Collectors.toSet());

        assertEquals(ProjectFiles.defaults().keySet(), ours);
    }

    /** A test compiles and deploys that program. */
    @Test
    void readmeExampleIsPartOfExampleProgram() {
        var program = oneLine(ProjectFiles.text("examples/components/src/main/java/example/App.java"));

        var examples = ProjectFiles.codeBlocks("README.md", "java");

        assertEquals(1, examples.size());
        assertTrue(program.contains(oneLine(examples.get(0))), examples.get(0));
    }

    private static String oneLine(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }

    @Test
    void referencedDocumentsExist() throws IOException {
        var missing = new TreeSet<String>();
        for (var file : textFiles()) {
            DOCUMENT.matcher(Files.readString(file))
                    .results()
                    .map(match -> match.group())
                    .forEach(document -> {
                        if (!Files.exists(Path.of(document))) {
                            missing.add(file + " refers to " + document);
                        }
                    });
        }

        assertEquals(new TreeSet<>(), missing);
    }

    @Test
    void everyDecisionIsListed() throws IOException {
        var list = ProjectFiles.text("docs/decisions/README.md");
        try (var pages = Files.list(Path.of("docs/decisions"))) {
            for (var page : pages.map(path -> path.getFileName().toString()).toList()) {
                assertTrue(page.equals("README.md") || list.contains("](" + page + ")"), page);
            }
        }
    }

    private static List<Path> textFiles() throws IOException {
        try (var sources = Files.walk(Path.of("src"));
                var documents = Files.walk(Path.of("docs"));
                var local = Files.list(Path.of("local"))) {
            return Stream.of(sources, documents, local, Stream.of(Path.of("README.md"), Path.of("pom.xml")))
                    .flatMap(paths -> paths)
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    private static String between(String start, String end) {
        var readme = ProjectFiles.text("README.md");
        return readme.substring(readme.indexOf(start) + start.length(), readme.indexOf(end))
                .strip();
    }
}
