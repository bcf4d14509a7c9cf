package savepoint.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputsTest {

    private final Inputs inputs = new Inputs();
    private final List<Object> taken = new ArrayList<>();

    private List<String> mistakes() {
        return inputs.named(List.of()).stream().map(Rule::sentence).toList();
    }

    @Test
    void acceptsValues() {
        inputs.take("size", 5, taken::add);
        inputs.takeSeconds("wait", Duration.ofMinutes(2), taken::add);

        assertEquals(List.of(5, 120), taken);
        assertEquals(List.of(), mistakes());
    }

    @Test
    void rejectsNullAndNullElements() {
        var map = new HashMap<String, String>();
        map.put("key", null);

        inputs.take("size", null, taken::add);
        inputs.take("names", Arrays.asList("a", null), taken::add);
        inputs.take("tags", map, taken::add);

        assertEquals(List.of(), taken);
        assertEquals(
                List.of(
                        "size must not be null, got null: set a value, or do not call this method",
                        "names must not be null, got null: set a value, or do not call this method",
                        "tags must not be null, got null: set a value, or do not call this method"),
                mistakes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1.5S", "PT-0.000000001S", "PT2147483648S", "PT9223372036854775807S"})
    void rejectsTimesThatAreNotWholeSeconds(String time) {
        inputs.takeSeconds("wait", Duration.parse(time), taken::add);

        assertEquals(List.of(), taken);
        assertEquals(1, mistakes().size());
        assertTrue(mistakes().get(0).startsWith("wait must be a whole number of seconds"), mistakes()::toString);
    }

    @Test
    void reportsMissingRequiredInput() {
        assertEquals(
                "size must be given, got nothing: such as 5",
                inputs.required("size", "such as 5").sentence());
        assertFalse(inputs.required("size", "such as 5").holds());

        inputs.take("size", 5, taken::add);

        assertTrue(inputs.required("size", "such as 5").holds());
    }

    @Test
    void reportsMistakesUnderGivenName() {
        inputs.reportAs("size", "boxSize");
        inputs.take("size", null, taken::add);

        assertEquals(
                List.of("boxSize must not be null, got null: set a value, or do not call this method"), mistakes());
    }
}
