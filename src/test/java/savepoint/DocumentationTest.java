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

/** What is written beside the code says what the code does. */
class DocumentationTest {

    private static final Pattern OUTPUT_ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");
    private static final Pattern DOCUMENT = Pattern.compile("(?:docs|local)/[\\w/-]+\\.md");

    @Test
    void readmeListsTheSettingsOfPulumiYaml() {
        var table = Stream.concat(
                        Stream.of("| setting | type | default | what it is |", "| --- | --- | --- | --- |"),
                        ProjectFiles.declaredSettings().entrySet().stream()
                                .map(setting -> row(setting.getKey(), setting.getValue())))
                .collect(Collectors.joining("\n"));

        assertEquals(table, between("<!-- settings -->", "<!-- /settings -->"));
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
    void readmeListsTheOutputsOfTheProgram() {
        var outputs = Plan.of("dev", ProjectFiles.config("dev"), App::stack)
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
    @ValueSource(strings = {"dev", "prod", "local"})
    void stackFilesSetDeclaredSettingsOnly(String stack) {
        var ours = ProjectFiles.config(stack).keySet().stream()
                .filter(key -> key.startsWith("savepoint:"))
                .collect(Collectors.toSet());

        assertEquals(ProjectFiles.defaults().keySet(), ours);
    }

    @Test
    void readmesExampleIsCodeThatCompiles() {
        var example = Pattern.compile("(?s)```java\n(.*?)```")
                .matcher(ProjectFiles.text("README.md"))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.joining());

        assertEquals(
                oneLine(example),
                oneLine(ProjectFiles.text("src/test/java/savepoint/ReadmeExample.java")
                        .replaceAll("(?s).*// README\n|// end of README\n.*", "")));
    }

    private static String oneLine(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }

    @Test
    void documentsThatAreReferredToExist() throws IOException {
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
    void everyDecisionIsInTheirList() throws IOException {
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
