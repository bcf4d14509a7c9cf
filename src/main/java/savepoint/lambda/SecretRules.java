package savepoint.lambda;

import java.util.List;
import java.util.regex.Pattern;
import savepoint.aws.ArnRules;
import savepoint.aws.AwsTarget;
import savepoint.validation.Rule;

/**
 * What the ARN of a secret must be to stand in an IAM policy, under the field name of whoever was given it.
 *
 * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html">Secrets Manager: what is in a
 *     secret</a>
 */
public final class SecretRules {

    private static final Pattern ARN = Pattern.compile(
            "arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[a-zA-Z0-9/_+=.@-]{1,512}-(?<suffix>[a-zA-Z0-9]{6})");

    private static final String REMEDY =
            "copy it from 'aws secretsmanager describe-secret --secret-id savepoint/{env}/steam-api-key'";

    private SecretRules() {}

    /** Everything that can be said of the ARN alone. */
    public static List<Rule> arn(String field, String given) {
        var match = ARN.matcher(given);
        return List.of(
                Rule.matches(
                        field,
                        given,
                        ARN,
                        "must be the whole ARN of a Secrets Manager secret, with the six characters at its end",
                        REMEDY),
                new Rule(
                                !match.matches() || !match.group("suffix").matches("[a-z]{6}|[A-Z]{6}|\\d{6}"),
                                field,
                                "should end in the six random characters that Secrets Manager adds to the name",
                                "'" + given + "'",
                                "these look like a part of the name, and without the right ones no secret is found; "
                                        + REMEDY)
                        .asAdvice());
    }

    /** The same, for a target that is known. */
    static List<Rule> arnIn(String field, String given, AwsTarget target) {
        return List.of(arn(field, given).get(0), ArnRules.inPartition(field, given, target));
    }
}
