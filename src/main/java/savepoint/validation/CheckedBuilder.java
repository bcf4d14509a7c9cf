package savepoint.validation;

import java.util.List;

/**
 * A builder whose inputs can be checked before all of them are set, and may come from stack
 * settings.
 */
public abstract class CheckedBuilder {

    /** The inputs set so far. */
    protected final Inputs inputs = new Inputs();

    /**
     * Reports mistakes in an input under another name. Default: the input's own name.
     *
     * @param input the method that takes the input, such as {@code timeout}
     * @param name the name that the user knows, such as the key of a setting
     */
    public final void reportAs(String input, String name) {
        inputs.reportAs(input, name);
    }

    /** The rules for the inputs set so far. Missing inputs are reported by the build method. */
    public final List<Rule> rules() {
        return inputs.named(rulesOfInputs());
    }

    /** The same rules with the inputs' own names. */
    protected abstract List<Rule> rulesOfInputs();

    /**
     * Checks the rules, and returns the warnings.
     *
     * @param subject what is built, as shown in the first line of a report
     * @param required the inputs that have no default
     * @throws InvalidInputException listing every mistake
     */
    protected final List<String> enforce(String subject, Rule... required) {
        var rules = new RuleList().add(required).add(rules()).toList();
        Rules.enforce(subject, rules);
        return Rules.warnings(rules);
    }
}
