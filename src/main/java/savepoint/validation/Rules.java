package savepoint.validation;

import java.util.Collection;
import java.util.List;

/** Applies rules together, so that whoever made several mistakes hears of all of them at once. */
public final class Rules {

    private Rules() {}

    /**
     * Returns if every rule holds.
     *
     * @param subject what the rules are about, as the head line names it
     * @throws InvalidInputException with one sentence for each rule that does not hold
     */
    public static void enforce(String subject, Collection<Rule> rules) {
        var mistakes = brokenAmong(rules);
        if (!mistakes.isEmpty()) {
            throw new InvalidInputException(subject, mistakes);
        }
    }

    /** The sentences of the rules that do not hold, in the order of the rules. */
    public static List<String> brokenAmong(Collection<Rule> rules) {
        return rules.stream().filter(rule -> !rule.holds()).map(Rule::sentence).toList();
    }
}
