package savepoint.validation;

import com.pulumi.exceptions.RunException;
import java.util.List;

/**
 * Input that cannot be deployed, with every mistake in it. It is a {@link RunException} because Pulumi shows only the
 * message of those, and a stack trace for all others.
 */
public final class InvalidInputException extends RunException {

    private static final long serialVersionUID = 1L;

    private final List<String> mistakes;

    InvalidInputException(String subject, List<String> mistakes) {
        super(message(subject, mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** One sentence a mistake: field, rule, value given, remedy. */
    public List<String> mistakes() {
        return mistakes;
    }

    private static String message(String subject, List<String> mistakes) {
        var count = mistakes.size() == 1 ? "1 mistake" : mistakes.size() + " mistakes";
        return "%s in %s, so nothing was created or changed:\n  - %s"
                .formatted(count, subject, String.join("\n  - ", mistakes));
    }
}
