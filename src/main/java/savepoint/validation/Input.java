package savepoint.validation;

import com.pulumi.core.Output;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A text that is given as it is, or that another resource produces. The first kind is checked with everything else,
 * before anything is registered; the second when it is known, which may be only while the program is being deployed.
 */
public final class Input {

    private final Output<String> output;
    private final Optional<String> known;

    private Input(Output<String> output, Optional<String> known) {
        this.output = output;
        this.known = known;
    }

    /** A text that is known now. */
    public static Input of(String text) {
        return new Input(Output.of(text), Optional.of(text));
    }

    /** A text that another resource produces. */
    public static Input of(Output<String> output) {
        return new Input(Objects.requireNonNull(output, "output"), Optional.empty());
    }

    /** The rules to apply now: none for a text that is not known yet. */
    public Collection<Rule> rulesIfKnown(Function<String, List<Rule>> rules) {
        return known.map(rules).orElse(List.of());
    }

    /**
     * The text, to be used in place of the one given: a text that becomes known later fails the deployment, with the
     * same sentences, if it breaks a rule. The SDK then prints its own stack trace beneath them.
     */
    public Output<String> enforcing(String subject, Function<String, List<Rule>> rules) {
        return known.isPresent() ? output : Rules.enforceWhenKnown(subject, output, rules);
    }
}
