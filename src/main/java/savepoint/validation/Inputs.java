package savepoint.validation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The inputs of a builder: which are set, which are null or otherwise unusable, and the names
 * under which mistakes are reported.
 */
public final class Inputs {

    private final Map<String, String> names = new HashMap<>();
    private final Set<String> given = new HashSet<>();
    private final List<Rule> unusable = new ArrayList<>();

    /**
     * Reports mistakes in an input under another name, such as the key of the setting that it was
     * read from.
     */
    public void reportAs(String input, String name) {
        names.put(input, name);
    }

    /** Takes a value, unless it is null or contains null. */
    public <T> void take(String input, T value, Consumer<T> taker) {
        given.add(input);
        if (holdsNull(value)) {
            refuse(input, "must not be null", "null", "set a value, or do not call this method");
        } else {
            taker.accept(value);
        }
    }

    /** Takes a duration as a whole number of seconds, the unit that AWS uses. */
    public void takeSeconds(String input, Duration value, IntConsumer taker) {
        take(input, value, time -> {
            if (time.getNano() != 0 || time.abs().toSeconds() > Integer.MAX_VALUE) {
                refuse(input, "must be a whole number of seconds", time.toString(), "AWS counts in seconds");
            } else {
                taker.accept(Math.toIntExact(time.toSeconds()));
            }
        });
    }

    private void refuse(String input, String requirement, String value, String remedy) {
        unusable.add(new Rule(false, input, requirement, value, remedy));
    }

    /** The elements of a varargs parameter; null if it is null, which {@link #take} rejects. */
    public static <T> List<T> listOf(T[] elements) {
        return elements == null ? null : Arrays.asList(elements);
    }

    private static boolean holdsNull(Object value) {
        if (value instanceof Map<?, ?> map) {
            return holdsNull(map.keySet()) || holdsNull(map.values());
        }
        return value == null
                || value instanceof Collection<?> all && all.stream().anyMatch(Objects::isNull);
    }

    /** A rule that the input, which has no default, is set. */
    public Rule required(String input, String example) {
        return new Rule(given.contains(input), input, "must be given", "nothing", example);
    }

    /**
     * All rules with the reported names of their inputs, including a broken rule for each unusable
     * value.
     */
    public List<Rule> named(Collection<Rule> rules) {
        var all = new ArrayList<>(unusable);
        all.addAll(rules);
        return all.stream()
                .map(rule -> rule.withField(names.getOrDefault(rule.field(), rule.field())))
                .toList();
    }
}
