package savepoint.validation;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * One rule, applied to one input. Rules are data: they are collected, and {@link Rules} reports all that do not hold at
 * once.
 *
 * @param holds whether the input keeps the rule
 * @param field the input's name as its author wrote it: a setting's key or a builder's method
 * @param requirement what AWS or this program asks of it, such as {@code must be between 2 and 1000}
 * @param given the value found
 * @param remedy what to do instead
 * @param advice whether the input may be deployed all the same: the rule warns and refuses nothing
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

    /** The rule with another text in place of the value, which is not to be shown. */
    public Rule withGiven(String shown) {
        return new Rule(holds, field, requirement, shown, remedy, advice);
    }

    /** The rule under another name of its field. */
    public Rule withField(String name) {
        return new Rule(holds, name, requirement, given, remedy, advice);
    }

    /** The number lies between the two, both included. */
    public static Rule between(String field, long given, long least, long most, String remedy) {
        return new Rule(
                least <= given && given <= most,
                field,
                "must be between %s and %s".formatted(least, most),
                Long.toString(given),
                remedy);
    }

    /** The number of seconds lies between the two, both included. */
    public static Rule secondsBetween(String field, long given, Duration least, Duration most, String remedy) {
        return new Rule(
                least.toSeconds() <= given && given <= most.toSeconds(),
                field,
                "must be between %s and %s seconds".formatted(least.toSeconds(), most.toSeconds()),
                Long.toString(given),
                remedy);
    }

    /** The text is not longer, in characters as AWS counts them. */
    public static Rule atMostCharacters(String field, String given, int most, String remedy) {
        var characters = given.codePointCount(0, given.length());
        return new Rule(
                characters <= most,
                field,
                "must not be longer than %s characters".formatted(most),
                "%s characters".formatted(characters),
                remedy);
    }

    /** The value is one of those listed, in the order in which a user should read them. */
    public static Rule oneOf(String field, Object given, Collection<?> allowed, String remedy) {
        return new Rule(allowed.contains(given), field, "must be one of " + listed(allowed), quoted(given), remedy);
    }

    /** No text stands twice: one rule for each that does. */
    public static List<Rule> distinct(String field, Collection<String> given, String requirement) {
        return distinct(field, given, text -> text, requirement);
    }

    /** The same of texts that mean the same thing if they are alike in their normal form. */
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

    /** What is wrong, whatever the remedy: two rules that say the same of one field report one mistake. */
    String mistake() {
        return "%s %s, got %s".formatted(field, requirement, given);
    }

    /** What the author of the input reads: field, rule, value given, remedy. */
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
