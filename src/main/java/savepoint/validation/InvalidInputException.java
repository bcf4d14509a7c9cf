package savepoint.validation;

import com.pulumi.exceptions.RunException;
import java.util.List;

/**
 * Input that cannot be deployed, with every mistake in it. It is a {@link RunException} because
 * Pulumi shows only the message for these, and a stack trace for all other exceptions.
 */
public final class InvalidInputException extends RunException {

    private static final long serialVersionUID = 1L;

    private final List<String> mistakes;

    /**
     * Creates the report.
     *
     * @param consequence what the mistakes mean for the deployment, or an empty string
     */
    InvalidInputException(String subject, String consequence, List<String> mistakes) {
        super("%s in %s%s:\n  - %s".formatted(count(mistakes), subject, consequence, String.join("\n  - ", mistakes)));
        this.mistakes = List.copyOf(mistakes);
    }

    private static String count(List<String> mistakes) {
        return mistakes.size() == 1 ? "1 mistake" : mistakes.size() + " mistakes";
    }

    /** One sentence per mistake: field, rule, value given, remedy. */
    public List<String> mistakes() {
        return mistakes;
    }
}
