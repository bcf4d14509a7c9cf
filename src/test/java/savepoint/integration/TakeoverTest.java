package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TakeoverTest {

    /** Runs the tests of the takeover that need neither AWS nor an engine. */
    @Test
    void passesPythonTests() {
        var run = Run.of(Map.of(), "python3", "-m", "unittest", "discover", "-s", "takeover", "-t", "takeover")
                .succeeded();

        assertTrue(run.errorOutput().matches("(?s).*Ran [1-9]\\d+ tests.*OK\\s*"), run::toString);
    }
}
