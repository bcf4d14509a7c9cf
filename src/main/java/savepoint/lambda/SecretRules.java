package savepoint.lambda;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import savepoint.aws.AwsTarget;
import savepoint.validation.Rule;

/**
 * What the ARN of a secret must be to stand in an IAM policy, with the name of the input as its field.
 *
 * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html">Secrets Manager: what is in a
 *     secret</a>
 */
final class SecretRules {

    private static final Pattern ARN = Pattern.compile(
            "arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[a-zA-Z0-9/_+=.@-]{1,512}-(?<suffix>[a-zA-Z0-9]{6})");

    private static final String REMEDY =
            "copy it from 'aws secretsmanager describe-secret --secret-id savepoint/{env}/steam-api-key'";

    /** What a name may end in; six random characters are hardly ever like it. */
    private static final Pattern WORD =
            Pattern.compile("[a-z]{6}|[A-Z]{6}|[0-9]{6}|[A-Z][a-z]{5}|(?i).*(key|api|secret|token|pass|steam|prod).*");

    private SecretRules() {}

    /** Everything that can be said of the ARN alone. */
    static List<Rule> arn(String field, String given) {
        var match = ARN.matcher(given);
        return List.of(
                Rule.matches(
                        field,
                        given,
                        ARN,
                        "must be the whole ARN of a Secrets Manager secret, with the six characters at its end",
                        REMEDY),
                new Rule(
                                !match.matches()
                                        || !WORD.matcher(match.group("suffix")).matches(),
                                field,
                                "should end in the six random characters that Secrets Manager adds to the name",
                                "'" + given + "'",
                                "these look like part of the name, and with the wrong ones the secret is not found; "
                                        + REMEDY)
                        .asAdvice());
    }

    /**
     * The key that decrypts a secret is of the secret's region; and a secret of another account has one, for the key that AWS
     * manages serves its own account only.
     *
     * @param keyField where the key is given
     * @param keyArn the key, if any is given
     * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html">Secrets
     *     Manager: access secrets from a different account</a>
     */
    static List<Rule> key(String keyField, Optional<String> keyArn, String field, String secretArn, AwsTarget target) {
        if (!ARN.matcher(secretArn).matches()) {
            return List.of(); // it is refused anyway
        }
        var given = keyArn.map(arn -> "'" + arn + "'").orElse("nothing");
        return List.of(
                new Rule(
                        secretArn.split(":")[4].equals(target.accountId()) || keyArn.isPresent(),
                        keyField,
                        "must be the key of %s, a secret of another account".formatted(field),
                        given,
                        "the key that AWS manages serves its own account only"),
                new Rule(
                        keyArn.isEmpty() || inOneRegion(keyArn.get(), secretArn),
                        keyField,
                        "must be a key of %s, the region of %s".formatted(regionOf(secretArn), field),
                        given,
                        "Secrets Manager uses keys of its own region only"));
    }

    /** Whether the key can be that of the secret. */
    static boolean inOneRegion(String keyArn, String secretArn) {
        return regionOf(keyArn).equals(regionOf(secretArn));
    }

    private static String regionOf(String arn) {
        var parts = arn.split(":");
        return parts.length > 3 ? parts[3] : "";
    }
}
