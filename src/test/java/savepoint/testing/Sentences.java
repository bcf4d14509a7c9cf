package savepoint.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
}
