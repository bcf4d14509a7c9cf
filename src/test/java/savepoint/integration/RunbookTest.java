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

        assertEquals(4, commands.size());
        for (var command : commands) {
            assertTrue(
                    List.of(
                                    "ecr describe-images",
                                    "aws logs start-query",
                                    "aws logs get-query-results",
                                    "$NAME-webhook-failures")
                            .stream()
                            .anyMatch(command::contains),
                    command);
        }
    }
}
