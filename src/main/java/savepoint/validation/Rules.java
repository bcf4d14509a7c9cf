package savepoint.validation;

import com.pulumi.core.Output;
import com.pulumi.resources.ResourceArgs;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Applies rules together, so that all mistakes are reported at once. */
public final class Rules {

    private Rules() {}

    /**
     * Returns normally if every rule that is not advice holds.
     *
     * @param subject what the rules are about, as shown in the first line of a report
     * @throws InvalidInputException with one sentence for each broken rule
     */
    public static void enforce(String subject, Collection<Rule> rules) {
        enforce(subject, "", rules);
    }

    /**
     * The same for checks before the program registers anything. The first line of the report says
     * so.
     *
     * @throws InvalidInputException with one sentence for each broken rule
     */
    public static void enforceFirst(String subject, Collection<Rule> rules) {
        enforce(subject, ", so nothing was created or changed", rules);
    }

    private static void enforce(String subject, String consequence, Collection<Rule> rules) {
        var mistakes = broken(rules, false);
        if (!mistakes.isEmpty()) {
            throw new InvalidInputException(subject, consequence, mistakes);
        }
    }

    /**
     * The same for a value that another resource produces. Its rules are applied when it is known,
     * which may be only during the deployment, and fail the deployment with the same sentences.
     * They may already have been applied, because a value can become known in the meantime. Advice
     * about such a value is not shown: the component's other advice has already been shown by
     * then.
     *
     * @return the checked value; use it instead of the given one, so that nothing is created from
     *     an invalid value
     */
    public static <T> Output<T> enforceWhenKnown(
            String subject, Output<T> value, Function<T, ? extends Collection<Rule>> rules) {
        return Outputs.apply(value, known -> {
            enforce(subject, rules.apply(known));
            return known;
        });
    }

    /**
     * Returns the arguments of a component, or fails if they are null.
     *
     * @throws InvalidInputException if they are null
     */
    public static <A extends ResourceArgs> A requireArgs(String component, A args) {
        enforce(
                component,
                List.of(new Rule(
                        args != null,
                        "args",
                        "must be given",
                        "null",
                        "build them with %sArgs.builder()".formatted(component))));
        return args;
    }

    /** The messages of the warnings, in the order of the rules. */
    public static List<String> warnings(Collection<Rule> rules) {
        return broken(rules, true);
    }

    /**
     * One sentence per mistake, even if several components find the same mistake in a shared
     * setting.
     */
    private static List<String> broken(Collection<Rule> rules, boolean advice) {
        return rules.stream()
                .filter(rule -> !rule.holds() && rule.advice() == advice)
                .collect(Collectors.toMap(Rule::mistake, Rule::sentence, (first, same) -> first, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }
}
