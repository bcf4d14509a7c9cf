package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savepoint.testing.ProjectFiles;

/** The chapters of docs/operations.md and their commands, read from the page. */
final class Runbook {

    private static final String PAGE = "docs/operations.md";
    private static final Pattern CHAPTER = Pattern.compile("(?m)^##+ (.*)$");
    private static final Pattern OPENING_LINE = Pattern.compile("(?m)^```(sh.*)$");

    private static final Pattern VARIABLE = Pattern.compile("\\b([A-Z_]+)=");

    private final LocalCloud cloud;
    private final Map<String, String> environment;
    private String variables = "";

    /**
     * Creates a runbook.
     *
     * @param environment the environment variables that the page asks its reader to set
     */
    Runbook(LocalCloud cloud, Map<String, String> environment) {
        this.cloud = cloud;
        this.environment = environment;
    }

    /** The info strings of the page's shell code blocks. */
    static Set<String> kinds() {
        return OPENING_LINE
                .matcher(ProjectFiles.text(PAGE))
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toSet());
    }

    /** The titles of the chapters with commands that the emulator supports, in order. */
    static List<String> chapters() {
        return chapterTexts()
                .filter(chapter -> !ProjectFiles.codeBlocksIn(chapter, "sh").isEmpty())
                .map(Runbook::title)
                .toList();
    }

    /** The commands that the emulator does not support. */
    static List<String> commandsForAwsOnly() {
        return ProjectFiles.codeBlocks(PAGE, "sh aws-only").stream()
                .flatMap(String::lines)
                .toList();
    }

    /** Runs the code blocks of a chapter in order, each in its own session. */
    void run(String title) {
        var chapters =
                chapterTexts().filter(chapter -> title(chapter).equals(title)).toList();
        assertEquals(1, chapters.size(), title);
        for (var block : ProjectFiles.codeBlocksIn(chapters.get(0), "sh")) {
            runInASession(block);
        }
    }

    /** Runs all code blocks of one kind in one session. */
    void runTogether(String kind) {
        runInASession(String.join("", ProjectFiles.codeBlocks(PAGE, "sh " + kind)));
    }

    /** Starts with the variables that every session needs, which are looked up once. */
    private void runInASession(String lines) {
        if (variables.isEmpty()) {
            variables = declaredVariables();
        }
        cloud.shellAsOnAws(environment, variables + lines).succeeded();
    }

    private String declaredVariables() {
        var lines = String.join("", ProjectFiles.codeBlocks(PAGE, "sh variables"));
        var names = VARIABLE.matcher(lines)
                .results()
                .map(variable -> variable.group(1))
                .distinct()
                .collect(Collectors.joining(" "));
        var declarations = cloud.shellAsOnAws(environment, lines + "declare -p " + names)
                .succeeded()
                .output();
        return declarations
                .lines()
                .filter(line -> line.startsWith("declare "))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static Stream<String> chapterTexts() {
        var page = ProjectFiles.text(PAGE);
        var starts = CHAPTER.matcher(page).results().map(match -> match.start()).toList();
        var chapters = new ArrayList<String>();
        for (var i = 0; i < starts.size(); i++) {
            chapters.add(page.substring(starts.get(i), i + 1 < starts.size() ? starts.get(i + 1) : page.length()));
        }
        return chapters.stream();
    }

    private static String title(String chapter) {
        return chapter.lines().findFirst().orElseThrow().replaceFirst("^#+ ", "");
    }
}
