package savepoint.validation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.pulumi.exceptions.RunException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RulesTest {

    private static final Rule HOLDS = Rule.between("size", 5, 1, 9, "choose less");
    private static final Rule BROKEN = Rule.between("size", 10, 1, 9, "choose less");
    private static final Rule BROKEN_TOO = Rule.oneOf("colour", "blue", List.of("red", "green"), "mix it");

    @Test
    void acceptsValidInput() {
        assertDoesNotThrow(() -> Rules.enforce("Box", List.of(HOLDS, HOLDS)));
    }

    @Test
    void reportsAllMistakesInOneMessage() {
        var refusal = assertThrows(
                InvalidInputException.class, () -> Rules.enforce("Box", List.of(BROKEN, HOLDS, BROKEN_TOO)));

        assertEquals("""
                2 mistakes in Box:
                  - size must be between 1 and 9, got 10: choose less
                  - colour must be one of red, green, got 'blue': mix it""", refusal.getMessage());
    }

    @Test
    void usesSingularForOneMistake() {
        var refusal = assertThrows(InvalidInputException.class, () -> Rules.enforce("Box", List.of(BROKEN)));

        assertEquals(
                "1 mistake in Box:\n" + "  - size must be between 1 and 9, got 10: choose less", refusal.getMessage());
    }

    @Test
    void reportsMistakesWithoutStackTrace() {
        assertThrows(RunException.class, () -> Rules.enforce("Box", List.of(BROKEN)));
    }

    @Test
    void showsTimesInSeconds() {
        var tooLong = Rule.secondsBetween("wait", 60, Duration.ZERO, Duration.ofSeconds(20), "wait less");

        assertEquals("wait must be between 0 and 20 seconds, got 60: wait less", tooLong.sentence());
    }

    @Test
    void reportsSameMistakeInOneFieldOnce() {
        var other = Rule.between("size", 10, 1, 9, "choose another");

        var refusal = assertThrows(InvalidInputException.class, () -> Rules.enforce("Box", List.of(BROKEN, other)));

        assertEquals(List.of("size must be between 1 and 9, got 10: choose less"), refusal.mistakes());
    }

    @Test
    void matchesWholeText() {
        assertEquals(
                false,
                Rule.matches("name", "a b", Pattern.compile("[a-z]+"), "must be letters", "r")
                        .holds());
        assertEquals(
                true,
                Rule.matches("name", "ab", Pattern.compile("[a-z]+"), "must be letters", "r")
                        .holds());
    }
}
