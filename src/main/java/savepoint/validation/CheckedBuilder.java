package savepoint.validation;

import java.util.List;

/** A builder whose inputs can be checked before all of them are there, and that may have been given values of settings. */
public interface CheckedBuilder {

    /**
     * Has mistakes in an input reported under another name. Default: its own.
     *
     * @param input the method that takes the input, such as {@code timeout}
     * @param name what its author calls it, such as the key of a setting
     */
    void reportAs(String input, String name);

    /** The rules about the inputs given so far. What is still missing is reported when the builder builds. */
    List<Rule> rules();
}
