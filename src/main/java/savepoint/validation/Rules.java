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
     * Returns if every rule holds that is no mere advice.
     *
     * @param subject what the rules are about, as the head line names it
     * @throws InvalidInputException with one sentence for each rule that does not hold
     */
    public static void enforce(String subject, Collection<Rule> rules) {
        enforce(subject, "", rules);
    }

    /**
     * The same for what is checked before the program has registered anything, which the head line then says.
     *
     * @throws InvalidInputException with one sentence for each rule that does not hold
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
     * The same for a value that another resource produces: its rules are applied when it is known, which may be only
     * while the program is being deployed, and fail the deployment with the same sentences. Whether they were applied before does
     * not matter: a value may become known between the two. Advice about such a value is not shown: the component's other advice has
     * been shown by then.
     *
     * @return the value, to be used in place of the one given, so that nothing is made from a wrong one
     */
    public static <T> Output<T> enforceWhenKnown(
            String subject, Output<T> value, Function<T, ? extends Collection<Rule>> rules) {
        return Outputs.apply(value, known -> {
            enforce(subject, rules.apply(known));
            return known;
        });
    }

    /**
     * The arguments of a component, which have a sentence of their own if they are null.
     *
     * @throws InvalidInputException if they are
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

    /** The sentences of the advice that is not followed, in the order of the rules. */
    public static List<String> warnings(Collection<Rule> rules) {
        return broken(rules, true);
    }

    /** One sentence a mistake, also where several components are given the same setting and find the same fault in it. */
    private static List<String> broken(Collection<Rule> rules, boolean advice) {
        return rules.stream()
                .filter(rule -> !rule.holds() && rule.advice() == advice)
                .collect(Collectors.toMap(Rule::mistake, Rule::sentence, (first, same) -> first, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }
}
