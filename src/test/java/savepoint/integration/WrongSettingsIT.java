package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savepoint.testing.ProjectFiles;

/**
 * The real engine reports every mistake in the settings and changes nothing. Each run in
 * {@code wrong-settings.txt} has many mistakes at once, and each must be reported.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongSettingsIT {

    private LocalCloud cloud;

    @BeforeAll
    void start() {
        cloud = LocalCloud.named("wrong-settings");
    }

    @AfterAll
    void nothingWasCreatedByAnyRun() {
        try {
            assertEquals(List.of(), cloud.inventory());
        } finally {
            cloud.close();
        }
    }

    /** One run of the engine: the settings, and the sentences that its output must contain. */
    record Mistakes(String stack, Map<String, String> settings, List<String> sentences) {

        @Override
        public String toString() {
            return stack;
        }
    }

    /**
     * A run starts with the stack name in brackets. Each mistake is {@code key = value} and
     * {@code > sentence}.
     */
    static List<Mistakes> table() {
        var runs = new ArrayList<Mistakes>();
        for (var block :
                ProjectFiles.text("src/test/resources/wrong-settings.txt").split("(?m)^\\[")) {
            var lines = block.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (lines.isEmpty() || lines.get(0).startsWith("#")) {
                continue;
            }
            var settings = new TreeMap<String, String>();
            lines.stream().skip(1).filter(line -> !line.startsWith(">")).forEach(line -> {
                var pair = line.split(" = ", 2);
                settings.put(pair[0], pair.length == 2 ? pair[1] : "");
            });
            runs.add(new Mistakes(
                    lines.get(0).replace("]", ""),
                    settings,
                    lines.stream()
                            .filter(line -> line.startsWith(">"))
                            .map(line -> line.substring(1).strip())
                            .toList()));
        }
        return runs;
    }

    @Test
    void tableHasAtLeastFortyMistakes() {
        assertTrue(table().stream().mapToInt(run -> run.sentences().size()).sum() >= 40);
    }

    @ParameterizedTest
    @MethodSource("table")
    void reportsAllMistakesInOneMessageAndCreatesNothing(Mistakes run) {
        cloud.configureAll(run.stack(), run.settings());

        var up = cloud.pulumi("up", "--yes", "--skip-preview", "--stack", run.stack());

        assertNotEquals(0, up.exitCode());
        var head = "error: %d mistake%s in the settings of stack '%s', so nothing was created or changed:"
                .formatted(run.sentences().size(), run.sentences().size() == 1 ? "" : "s", run.stack());
        var report = up.output().substring(up.output().indexOf("Diagnostics:"));
        assertEquals(1, report.split(Pattern.quote(head), -1).length - 1, up::toString);
        for (var sentence : run.sentences()) {
            assertTrue(report.lines().anyMatch(line -> line.strip().equals("- " + sentence)), sentence + "\n" + up);
        }
        assertFalse(up.output().contains("\tat "), up::toString);
        assertNothingExists(run.stack());
    }

    @Test
    void engineRejectsValuesOfWrongType() {
        cloud.configure("wrong-type", "steamImportConcurrency", "many");

        var up = cloud.pulumi("up", "--yes", "--skip-preview", "--stack", "wrong-type");

        assertNotEquals(0, up.exitCode());
        assertTrue(
                (up.output() + up.errorOutput())
                        .contains(
                                "Stack 'wrong-type' with configuration key 'steamImportConcurrency' must be of type 'integer'"),
                up::toString);
        assertNothingExists("wrong-type");
    }

    @Test
    void rejectsSecretsWithoutShowingThem() {
        cloud.pulumi("config", "set", "--secret", "steamImportBucket", "hush-hush", "--stack", "secret")
                .succeeded();

        var up = cloud.pulumi("up", "--yes", "--skip-preview", "--stack", "secret");

        assertNotEquals(0, up.exitCode());
        assertTrue(
                up.output()
                        .contains(
                                "- steamImportBucket must not be a secret, got [secret]: the program shows this setting's value: set it without --secret, and keep secrets in Secrets Manager"),
                up::toString);
        assertFalse(up.toString().contains("hush-hush"), up::toString);
        assertNothingExists("secret");
    }

    /** Cron, systemd and most containers use this locale. */
    @Test
    void readsSettingsUnchangedInAsciiLocale() {
        var ascii = Map.of("LC_ALL", "C");
        cloud.script(ascii, "pulumi", "config", "set", "logLevel", "Ü€🚀", "--stack", "locale")
                .succeeded();

        var up = cloud.script(ascii, "pulumi", "up", "--yes", "--skip-preview", "--stack", "locale");

        assertTrue(up.output().contains("got 'Ü€🚀'"), up::toString);
    }

    @Test
    void reportsWrongAccountInOneSentence() {
        cloud.pulumi("config", "set", "--path", "aws:allowedAccountIds[0]", "111111111111", "--stack", "account")
                .succeeded();

        var up = cloud.pulumi("up", "--yes", "--skip-preview", "--stack", "account");

        assertNotEquals(0, up.exitCode());
        assertTrue(
                up.output()
                        .contains(
                                "error: the AWS provider could not look up its account and region: AWS account ID not allowed: 000000000000. Check that the credentials, aws:profile, aws:region and aws:allowedAccountIds are correct for this stack"),
                up::toString);
        assertFalse(up.output().contains("\tat "), up::toString);
    }

    private void assertNothingExists(String stack) {
        if (cloud.pulumi("stack", "ls").succeeded().output().contains(stack)) {
            var state = cloud.pulumi("stack", "export", "--stack", stack).succeeded();
            assertFalse(state.output().contains("savepoint:queue:SteamImportQueue"), state::toString);
            assertFalse(state.output().contains("aws:sqs"), state::toString);
        }
    }
}
