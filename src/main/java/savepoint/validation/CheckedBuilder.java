package savepoint.validation;

import java.util.List;

/** A builder whose inputs can be checked before all of them are there, and that may have been given values of settings. */
public abstract class CheckedBuilder {

    /** What the builder was given. */
    protected final Inputs inputs = new Inputs();

    /**
     * Has mistakes in an input reported under another name. Default: its own.
     *
     * @param input the method that takes the input, such as {@code timeout}
     * @param name what its author calls it, such as the key of a setting
     */
    public final void reportAs(String input, String name) {
        inputs.reportAs(input, name);
    }

    /** The rules about the inputs given so far. What is still missing is reported when the builder builds. */
    public final List<Rule> rules() {
        return inputs.named(rulesOfInputs());
    }

    /** The same under the inputs' own names. */
    protected abstract List<Rule> rulesOfInputs();

    /**
     * Returns the advice that is not followed, if everything else is right.
     *
     * @param subject what is built, as the head line of a report names it
     * @param required the inputs that have no default
     * @throws InvalidInputException with every mistake
     */
    protected final List<String> enforce(String subject, Rule... required) {
        var rules = new RuleList().add(required).add(rules()).toList();
        Rules.enforce(subject, rules);
        return Rules.warnings(rules);
    }
}
