package savepoint.lambda;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * Validation rules for Lambda and CloudWatch Logs. The field is the name of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html">Lambda CreateFunction</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html">CloudWatch
 *     Logs PutRetentionPolicy</a>
 */
final class FunctionRules {

    /**
     * Lambda allows 64 characters; the role's name adds {@code -role} and is also limited to 64.
     */
    private static final Pattern FUNCTION_NAME = Pattern.compile("[a-zA-Z0-9-_]{1,59}");

    private static final List<List<String>> ARCHITECTURES = List.of(List.of("x86_64"), List.of("arm64"));

    private FunctionRules() {}

    /** 1 to 59 characters, so that the role's name has at most 64. */
    static Rule functionName(String field, String given) {
        return Rule.matches(
                field,
                given,
                FUNCTION_NAME,
                "must be 1 to 59 letters, digits, hyphens and underscores",
                "choose a shorter or simpler name; the role has the same name plus '-role', at most 64 characters");
    }

    /** At most 256 characters. */
    static Rule description(String field, String given) {
        return Rule.atMostCharacters(field, given, 256, "shorten it");
    }

    /** 1 to 900 seconds. */
    static Rule timeout(String field, int given) {
        return Rule.secondsBetween(
                field,
                given,
                Duration.ofSeconds(1),
                Duration.ofMinutes(15),
                "split the work into smaller messages if it takes longer");
    }

    /** 128 to 10,240 MB. */
    static Rule memorySize(String field, int given) {
        return Rule.between(field, given, 128, 10_240, "Lambda allocates CPU in proportion to memory; start with 512");
    }

    /** Exactly one: the image's architecture. */
    static Rule architectures(String field, List<String> given) {
        return Rule.oneOf(field, given, ARCHITECTURES, "set the architecture that the image was built for");
    }

    /** -1 for no reservation, 0 to stop the function, or more. */
    static Rule reservedConcurrentExecutions(String field, int given) {
        return new Rule(
                given >= -1,
                field,
                "must be -1 (no reservation) or more",
                Integer.toString(given),
                "leave it out for no reservation");
    }
}
