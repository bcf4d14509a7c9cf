package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the user of the real engine sees of mistakes, and that they have no other effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongSettingsIT {

    private LocalCloud cloud;

    @BeforeAll
    void start() {
        cloud = LocalCloud.named("wrong-settings");
    }

    @AfterAll
    void leaveNothingRunning() {
        cloud.close();
    }

    @Test
    void areListedInOneMessageAndCreateNothing() {
        cloud.configure("wrong", "steamImportConcurrency", "1");
        cloud.configure("wrong", "logLevel", "loud");
        cloud.configure("wrong", "maxReceiveCount", "0");
        cloud.configure("wrong", "steamImportConcurency", "7");

        var up = cloud.pulumi("up", "--yes", "--skip-preview", "--stack", "wrong");

        assertNotEquals(0, up.exitCode());
        var message = """
                error: 4 mistakes in the settings of stack 'wrong', so nothing was created or changed:
                      - steamImportConcurency must be one of the settings in Pulumi.yaml, got an unknown key: did you mean 'steamImportConcurrency'?
                      - steamImportConcurrency must be between 2 and 1000, got 1: for one at a time use a FIFO queue with one message group
                      - logLevel must be one of TRACE, DEBUG, INFO, WARN, ERROR, FATAL, got 'loud': these are Lambda's own log levels
                      - maxReceiveCount must be between 1 and 1000, got 0: 3 retries a passing fault twice; 1 gives up at the first throttle
                """;
        assertEquals(2, up.output().split(java.util.regex.Pattern.quote(message), -1).length, up::toString);
        assertFalse(up.output().contains("\tat "), up::toString);
        assertNothingExists();
    }

    @Test
    void ofTheWrongTypeAreRefusedByTheEngine() {
        cloud.configure("wrong-type", "steamImportConcurrency", "many");

        var up = cloud.pulumi("up", "--yes", "--skip-preview", "--stack", "wrong-type");

        assertNotEquals(0, up.exitCode());
        assertTrue(
                (up.output() + up.errorOutput())
                        .contains(
                                "Stack 'wrong-type' with configuration key 'steamImportConcurrency' must be of type 'integer'"),
                up::toString);
        assertNothingExists();
    }

    private void assertNothingExists() {
        for (var stack : JsonParser.parseString(
                        cloud.pulumi("stack", "ls", "--json").succeeded().output())
                .getAsJsonArray()) {
            assertEquals(0, stack.getAsJsonObject().get("resourceCount").getAsInt(), stack::toString);
        }
        assertEquals(List.of(), cloud.inventory());
    }
}
