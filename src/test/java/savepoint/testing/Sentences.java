package savepoint.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.function.Executable;
import savepoint.validation.InvalidInputException;

/** Assertions on the messages that users see. */
public final class Sentences {

    private Sentences() {}

    /** Asserts that the call is rejected with exactly these mistakes, in this order. */
    public static void assertRefused(Executable call, String... mistakes) {
        assertEquals(
                List.of(mistakes),
                assertThrows(InvalidInputException.class, call).mistakes());
    }

    /** Asserts that an error contains the report. The SDK may wrap the error of an output. */
    public static void assertSaid(String report, List<String> errors) {
        assertTrue(errors.stream().anyMatch(error -> error.contains(report)), errors::toString);
    }
}
