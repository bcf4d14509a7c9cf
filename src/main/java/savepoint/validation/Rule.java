package savepoint.validation;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * One rule, applied to one input. Rules are data: they are collected, and {@link Rules} reports
 * all broken rules at once.
 *
 * @param holds whether the input satisfies the rule
 * @param field the input's name as the user wrote it: a setting's key or a builder's method
 * @param requirement what AWS or this program requires, such as {@code must be between 2 and 1000}
 * @param given the value found
 * @param remedy what to do instead
 * @param advice whether the rule only warns, so that the input can still be deployed
 */
public record Rule(boolean holds, String field, String requirement, String given, String remedy, boolean advice) {

    /** A rule that must hold. */
    public Rule(boolean holds, String field, String requirement, String given, String remedy) {
        this(holds, field, requirement, given, remedy, false);
    }

    /** The rule as a warning. */
    public Rule asAdvice() {
        return new Rule(holds, field, requirement, given, remedy, true);
    }

    /** The rule with a placeholder for a value that must not be shown. */
    public Rule withGiven(String shown) {
        return new Rule(holds, field, requirement, shown, remedy, advice);
    }

    /** The rule with another remedy. */
    public Rule withRemedy(String other) {
        return new Rule(holds, field, requirement, given, other, advice);
    }

    /** The rule with another field name. */
    public Rule withField(String name) {
        return new Rule(holds, name, requirement, given, remedy, advice);
    }

    /** The value is there. */
    public static Rule given(String field, Object given) {
        return new Rule(given != null, field, "must be given", "null", "it has no default");
    }

    /** The number is between the two, inclusive. */
    public static Rule between(String field, long given, long least, long most, String remedy) {
        return new Rule(
                least <= given && given <= most,
                field,
                "must be between %s and %s".formatted(least, most),
                Long.toString(given),
                remedy);
    }

    /** The number of seconds is between the two, inclusive. */
    public static Rule secondsBetween(String field, long given, Duration least, Duration most, String remedy) {
        return new Rule(
                least.toSeconds() <= given && given <= most.toSeconds(),
                field,
                "must be between %s and %s seconds".formatted(least.toSeconds(), most.toSeconds()),
                Long.toString(given),
                remedy);
    }

    /** The text is at most this long, in characters as AWS counts them. */
    public static Rule atMostCharacters(String field, String given, int most, String remedy) {
        var characters = given.codePointCount(0, given.length());
        return new Rule(
                characters <= most,
                field,
                "must not be longer than %s characters".formatted(most),
                "%s characters".formatted(characters),
                remedy);
    }

    /** The value is one of the allowed ones, which are listed in this order. */
    public static Rule oneOf(String field, Object given, Collection<?> allowed, String remedy) {
        return new Rule(allowed.contains(given), field, "must be one of " + listed(allowed), quoted(given), remedy);
    }

    /** The collection has an element. */
    public static Rule notEmpty(String field, Collection<?> given, String remedy) {
        return new Rule(!given.isEmpty(), field, "must not be empty", "[]", remedy);
    }

    /** No text is blank: one rule for each that is. */
    public static List<Rule> noneBlank(String field, Collection<String> given, String remedy) {
        return given.stream()
                .filter(String::isBlank)
                .map(text -> new Rule(false, field, "must not be blank", quoted(text), remedy))
                .toList();
    }

    /** No text occurs twice: one rule for each duplicate. */
    public static List<Rule> distinct(String field, Collection<String> given, String requirement) {
        return distinct(field, given, text -> text, requirement);
    }

    /** The same for texts that are equivalent if their normal forms are equal. */
    public static List<Rule> distinct(
            String field, Collection<String> given, UnaryOperator<String> normalForm, String requirement) {
        var seen = new HashSet<String>();
        return given.stream()
                .filter(text -> !seen.add(normalForm.apply(text)))
                .map(text -> new Rule(false, field, requirement, quoted(text), "remove one"))
                .toList();
    }

    /** The text matches the pattern as a whole; {@code requirement} says in words what the pattern means. */
    public static Rule matches(String field, String given, Pattern pattern, String requirement, String remedy) {
        return new Rule(pattern.matcher(given).matches(), field, requirement, quoted(given), remedy);
    }

    /**
     * What is wrong, without the remedy: rules that say the same about a field are reported once.
     */
    String mistake() {
        return "%s %s, got %s".formatted(field, requirement, given);
    }

    /** The message for the user: field, rule, value found, remedy. */
    public String sentence() {
        return mistake() + ": " + remedy;
    }

    private static String quoted(Object given) {
        return given instanceof String ? "'" + given + "'" : String.valueOf(given);
    }

    private static String listed(Collection<?> values) {
        return String.join(", ", values.stream().map(String::valueOf).toList());
    }
}
