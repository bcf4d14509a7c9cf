package savepoint.secret;

import java.util.List;
import java.util.regex.Pattern;
import savepoint.aws.AwsTarget;
import savepoint.aws.NameRules;
import savepoint.validation.Rule;

/**
 * Validation rules for secrets. The field is the name of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html">Secrets Manager
 *     CreateSecret</a>
 */
final class SecretRules {

    private static final Pattern LOOKS_LIKE_AN_ARN = Pattern.compile(".*-[a-zA-Z0-9]{6}");

    private static final Pattern ROLE =
            Pattern.compile("arn:[a-z-]+:iam::\\d{12}:role/([\\w+=,.@-]+/)*[\\w+=,.@-]{1,64}");

    private SecretRules() {}

    static List<Rule> name(String field, String given) {
        return List.of(
                NameRules.secret(field, given),
                new Rule(
                                !LOOKS_LIKE_AN_ARN.matcher(given).matches(),
                                field,
                                "should not end with a hyphen followed by six characters",
                                "'" + given + "'",
                                "Secrets Manager adds such a suffix to the ARN, and could confuse the two when it searches for a partial ARN")
                        .asAdvice());
    }

    static Rule role(String field, String given) {
        return Rule.matches(
                field,
                given,
                ROLE,
                "must be the ARN of an IAM role",
                "such as arn:aws:iam::123456789012:role/worker, without wildcards");
    }

    /** A role in another account would also need a key that both accounts can use. */
    static Rule roleIn(String field, String given, AwsTarget target) {
        var role = ROLE.matcher(given);
        return new Rule(
                !role.matches() || given.startsWith(target.roleArn("")),
                field,
                "must be a role in the secret's account " + target.accountId(),
                "'" + given + "'",
                "create the secret in the account of its reader");
    }

    /** 7 to 30 days, or 0. */
    static Rule recoveryWindow(String field, int given) {
        return new Rule(
                given == 0 || 7 <= given && given <= 30,
                field,
                "must be between 7 and 30, or 0",
                Integer.toString(given),
                "0 deletes the secret immediately");
    }
}
