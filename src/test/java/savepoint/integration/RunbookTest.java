package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Checks that no runbook command is left untested by mistake. */
class RunbookTest {

    @Test
    void everyCodeBlockIsTestedOrMarked() {
        assertEquals(
                Set.of(
                        "sh",
                        "sh variables",
                        "sh bulk",
                        "sh one",
                        "sh redrive",
                        "sh redrive-slowly",
                        "sh redrive-stop",
                        "sh killed",
                        "sh aws-only",
                        "sh local-only"),
                Runbook.kinds());
    }

    @Test
    void listsCommandsThatEmulatorDoesNotSupport() {
        var commands = Runbook.commandsForAwsOnly();

        assertEquals(7, commands.size());
        for (var command : commands) {
            assertTrue(
                    List.of(
                                    "ecr describe-images",
                                    "aws logs start-query",
                                    "aws logs get-query-results",
                                    "export PULUMI_BACKEND_URL=",
                                    "$NAME-webhook-failures",
                                    "$WEBHOOK_FAILURES_URL")
                            .stream()
                            .anyMatch(command::contains),
                    command);
        }
    }
}
