package savepoint.monitoring;

import java.util.List;
import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * What the address of the runbook must be to stand in an alarm's description, with the name of the input as its field.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html">CloudWatch
 *     PutMetricAlarm</a>
 */
final class RunbookRules {

    /** CloudWatch takes 1,024 characters of description, in which the address follows what the alarm means. */
    static final int MOST_CHARACTERS = 800;

    private static final Pattern ADDRESS = Pattern.compile("(?![a-z]+:/*$)[^\\s\\p{Z}\\p{Cc}\\p{Cf}#]+");

    private RunbookRules() {}

    /** A URL or a path, and not too long for any alarm. */
    static List<Rule> address(String field, String given) {
        return List.of(
                Rule.matches(
                        field,
                        given,
                        ADDRESS,
                        "must be a URL or a path, without spaces and without #",
                        "such as https://example.com/docs/operations.md; each alarm adds its own #"),
                Rule.atMostCharacters(
                        field, given, MOST_CHARACTERS, "it is part of every alarm's description; use a shorter one"));
    }
}
