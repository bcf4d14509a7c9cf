package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savepoint.testing.ProjectFiles;

/** Checks the workflows with independent linters. {@link PushToDeployIT} runs their commands. */
class WorkflowsIT {

    private static final String ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

    private static final Pattern USED = Pattern.compile("uses: (\\S+)");

    @TempDir
    private Path folder;

    private static Run zizmor(String path) {
        return Judge.of("workflows", Path.of(path));
    }

    @Test
    void passZizmor() {
        zizmor(".github/workflows").succeeded();
    }

    /** Each of these workflows would run, but is vulnerable. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "on: pull_request | on: pull_request_target | dangerous-triggers",
                "@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2 | @v6 | unpinned-uses",
                "--body-file preview.md | --body '${{ github.event.pull_request.title }}' | template-injection",
            })
    void areReportedIfUnsafe(String right, String wrong, String finding) throws IOException {
        var workflow = Files.readString(Path.of(".github/workflows/pull-request.yml"));
        assertTrue(workflow.contains(right), right);
        var broken = Files.writeString(folder.resolve("workflow.yml"), workflow.replace(right, wrong));

        var found = zizmor(broken.toString());

        assertTrue(found.exitCode() != 0 && found.output().contains(finding), found::toString);
    }

    /** actionlint is built from source, so this requires Go. */
    @Test
    void passActionlint() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":")).anyMatch(place -> Files.isExecutable(Path.of(place, "go"))),
                "Go is not on PATH");

        Run.of(
                        Map.of("GOFLAGS", "-mod=mod", "GOWORK", "off"),
                        Stream.concat(
                                        Stream.of("go", "run", ACTIONLINT, "-shellcheck=", "-pyflakes="),
                                        Stream.of("pull-request", "deploy", "drift")
                                                .map(name -> ".github/workflows/%s.yml".formatted(name)))
                                .toList())
                .succeeded();
    }

    /** One commit of each action, so that an update of one is an update of all. */
    @Test
    void useOneVersionOfEachAction() throws IOException {
        var used = Stream.of("pull-request", "deploy", "drift")
                .flatMap(name -> USED.matcher(ProjectFiles.text(".github/workflows/%s.yml".formatted(name)))
                        .results()
                        .map(match -> match.group(1)))
                .distinct()
                .sorted()
                .toList();

        assertEquals(
                List.of(
                        "actions/checkout",
                        "actions/setup-java",
                        "aws-actions/configure-aws-credentials",
                        "pulumi/actions"),
                used.stream()
                        .map(action -> action.replaceFirst("@[0-9a-f]{40}$", ""))
                        .toList());
    }
}
