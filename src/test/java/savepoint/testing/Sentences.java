package savepoint.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.function.Executable;
import savepoint.validation.InvalidInputException;

/** Asserts on the sentences that a user reads. */
public final class Sentences {

    private Sentences() {}

    /** The call is refused with exactly these mistakes, in this order. */
    public static void assertRefused(Executable call, String... mistakes) {
        assertEquals(
                List.of(mistakes),
                assertThrows(InvalidInputException.class, call).mistakes());
    }

    /** The report is among the errors. The SDK may wrap what an output failed with, so it is looked for inside of each. */
    public static void assertSaid(String report, List<String> errors) {
        assertTrue(errors.stream().anyMatch(error -> error.contains(report)), errors::toString);
    }
}
