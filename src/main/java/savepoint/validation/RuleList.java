package savepoint.validation;

import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The rules about a builder's inputs, those about inputs that are not there left out. */
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

    /** Adds rules about an input that has no default, if it was given. */
    public <T> RuleList ifGiven(T given, Function<T, List<Rule>> about) {
        return ifPresent(Optional.ofNullable(given), about);
    }

    /** Adds rules about an input that may be left out, if it was not. */
    public <T> RuleList ifPresent(Optional<T> given, Function<T, List<Rule>> about) {
        given.map(about).ifPresent(rules::addAll);
        return this;
    }

    /** Adds rules about a value, if it was given and is known now. */
    public <T> RuleList ifKnown(Output<T> given, Function<T, List<Rule>> about) {
        return ifPresent(Optional.ofNullable(given).flatMap(Outputs::known), about);
    }

    /** Adds rules about each element of a list, and one that does not hold for each that is null. */
    public <T> RuleList addEach(String field, Collection<T> given, Function<T, List<Rule>> about) {
        for (var element : given) {
            rules.addAll(
                    element == null
                            ? List.of(new Rule(false, field, "must not hold null", "null", "leave it out instead"))
                            : about.apply(element));
        }
        return this;
    }

    /** All of them, in the order in which they were added. */
    public List<Rule> toList() {
        return List.copyOf(rules);
    }
}
