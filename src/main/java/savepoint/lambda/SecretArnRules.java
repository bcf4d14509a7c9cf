package savepoint.lambda;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import savepoint.aws.AwsTarget;
import savepoint.validation.Rule;

/**
 * Validation rules for secret ARNs in IAM policies. The field is the name of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html">Secrets Manager: what is in a
 *     secret</a>
 */
final class SecretArnRules {

    private static final Pattern ARN = Pattern.compile(
            "arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[a-zA-Z0-9/_+=.@-]{1,512}-(?<suffix>[a-zA-Z0-9]{6})");

    private static final String REMEDY = "copy it from 'aws secretsmanager describe-secret --secret-id NAME'";

    /** Typical endings of a name; six random characters rarely match. */
    private static final Pattern WORD =
            Pattern.compile("[a-z]{6}|[A-Z]{6}|[0-9]{6}|[A-Z][a-z]{5}|(?i).*(key|api|secret|token|pass|steam|prod).*");

    private SecretArnRules() {}

    /** Rules that depend on the ARN only. */
    static List<Rule> arn(String field, String given) {
        var match = ARN.matcher(given);
        return List.of(
                Rule.matches(
                        field,
                        given,
                        ARN,
                        "must be the full ARN of a Secrets Manager secret, with the six random characters at its end",
                        REMEDY),
                new Rule(
                                !match.matches()
                                        || !WORD.matcher(match.group("suffix")).matches(),
                                field,
                                "should end in the six random characters that Secrets Manager adds to the name",
                                "'" + given + "'",
                                "these look like part of the name; if they are, the secret will not be found; "
                                        + REMEDY)
                        .asAdvice());
    }

    /**
     * The key that decrypts a secret must be in the secret's region. A secret in another account
     * requires a customer managed key, because the AWS managed key works only in its own account.
     *
     * @param keyField the name of the input for the key
     * @param keyArn the key, if any is given
     * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html">Secrets
     *     Manager: access secrets from a different account</a>
     */
    static List<Rule> key(String keyField, Optional<String> keyArn, String field, String secretArn, AwsTarget target) {
        if (!ARN.matcher(secretArn).matches()) {
            return List.of(); // already rejected
        }
        var given = keyArn.map(arn -> "'" + arn + "'").orElse("nothing");
        return List.of(
                new Rule(
                        secretArn.split(":")[4].equals(target.accountId()) || keyArn.isPresent(),
                        keyField,
                        "must be set to the KMS key of %s, which is in another account".formatted(field),
                        given,
                        "the AWS managed key works only in its own account"),
                new Rule(
                        keyArn.isEmpty() || inOneRegion(keyArn.get(), secretArn),
                        keyField,
                        "must be a key in %s, the region of %s".formatted(regionOf(secretArn), field),
                        given,
                        "Secrets Manager can use only keys in its own region"));
    }

    /** Whether the key can be the secret's key. */
    static boolean inOneRegion(String keyArn, String secretArn) {
        return regionOf(keyArn).equals(regionOf(secretArn));
    }

    private static String regionOf(String arn) {
        var parts = arn.split(":");
        return parts.length > 3 ? parts[3] : "";
    }
}
