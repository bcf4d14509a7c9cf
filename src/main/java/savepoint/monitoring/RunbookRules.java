package savepoint.monitoring;

import java.util.List;
import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * Validation rules for the runbook address in alarm descriptions. The field is the name of the
 * input.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html">CloudWatch
 *     PutMetricAlarm</a>
 */
final class RunbookRules {

    /**
     * CloudWatch limits descriptions to 1,024 characters, including the text before the address.
     */
    static final int MOST_CHARACTERS = 800;

    private static final Pattern ADDRESS = Pattern.compile("(?![a-z]+:/*$)[^\\s\\p{Z}\\p{Cc}\\p{Cf}#]+");

    private RunbookRules() {}

    /** A URL or a path that fits into every alarm's description. */
    static List<Rule> address(String field, String given) {
        return List.of(
                Rule.matches(
                        field,
                        given,
                        ADDRESS,
                        "must be a URL or a path without spaces or #",
                        "such as https://example.com/docs/operations.md; each alarm appends its own fragment"),
                Rule.atMostCharacters(
                        field, given, MOST_CHARACTERS, "it is part of every alarm's description; use a shorter one"));
    }
}
