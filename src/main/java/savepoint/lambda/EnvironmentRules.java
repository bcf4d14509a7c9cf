package savepoint.lambda;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * Validation rules for a function's environment variables.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Lambda: environment variables</a>
 */
final class EnvironmentRules {

    private static final int MOST_BYTES = 4096;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");

    private static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_DEFAULT_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_LAMBDA_RUNTIME_API",
            "AWS_REGION",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "LAMBDA_RUNTIME_DIR",
            "LAMBDA_TASK_ROOT");

    private EnvironmentRules() {}

    static List<Rule> names(String field, Collection<String> names) {
        var rules = new ArrayList<Rule>();
        for (var name : names) {
            var reserved = RESERVED.contains(name);
            rules.add(new Rule(
                    !reserved,
                    field,
                    "must not be a name that Lambda reserves",
                    "'" + name + "'",
                    "Lambda sets it; choose another name"));
            if (!reserved) {
                rules.add(Rule.matches(
                        field,
                        name,
                        NAME,
                        "must start with a letter, followed by letters, digits and underscores",
                        "choose another name"));
            }
        }
        return rules;
    }

    static Rule size(String field, Map<String, String> variables) {
        var bytes = variables.entrySet().stream()
                .mapToInt(variable -> bytes(variable.getKey()) + bytes(variable.getValue()))
                .sum();
        return new Rule(
                bytes <= MOST_BYTES,
                field,
                "must not be larger than %s bytes, names and values together".formatted(MOST_BYTES),
                Integer.toString(bytes),
                "keep large values in S3 or Parameter Store and pass their names");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
