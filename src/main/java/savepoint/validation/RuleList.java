package savepoint.validation;

import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The rules for a builder's inputs, without rules for inputs that are not set. */
public final class RuleList {

    private final List<Rule> rules = new ArrayList<>();

    /** Adds rules. */
    public RuleList add(Rule... more) {
        rules.addAll(List.of(more));
        return this;
    }

    /** Adds rules. */
    public RuleList add(Collection<Rule> more) {
        rules.addAll(more);
        return this;
    }

    /** Adds rules for an input without a default, if it is set. */
    public <T> RuleList ifGiven(T given, Function<T, List<Rule>> about) {
        return ifPresent(Optional.ofNullable(given), about);
    }

    /** Adds rules for an optional input, if it is set. */
    public <T> RuleList ifPresent(Optional<T> given, Function<T, List<Rule>> about) {
        given.map(about).ifPresent(rules::addAll);
        return this;
    }

    /** Adds rules for a value, if it is set and already known. */
    public <T> RuleList ifKnown(Output<T> given, Function<T, List<Rule>> about) {
        return ifPresent(Optional.ofNullable(given).flatMap(Outputs::known), about);
    }

    /** Adds rules for each element of a list, and a broken rule for each null element. */
    public <T> RuleList addEach(String field, Collection<T> given, Function<T, List<Rule>> about) {
        for (var element : given) {
            rules.addAll(
                    element == null
                            ? List.of(new Rule(
                                    false,
                                    field,
                                    "must not contain null",
                                    "null",
                                    "set a value, or do not call this method"))
                            : about.apply(element));
        }
        return this;
    }

    /** All rules, in the order in which they were added. */
    public List<Rule> toList() {
        return List.copyOf(rules);
    }
}
