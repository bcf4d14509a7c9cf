package savepoint.aws;

import java.util.List;
import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * What a customer managed key must be, under the field name of whoever was given it.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN">KMS: key ARN</a>
 */
public final class KmsKeyRules {

    private static final Pattern KEY_ARN =
            Pattern.compile("arn:[a-z-]+:kms:([a-z0-9-]+):\\d{12}:key/[a-zA-Z0-9-]{1,128}");

    private KmsKeyRules() {}

    /** IAM compares the resource of a statement with the key's own ARN; an alias there matches nothing. */
    public static Rule keyArn(String field, String given) {
        return Rule.matches(
                field,
                given,
                KEY_ARN,
                "must be the ARN of a KMS key, arn:…:key/…",
                "an alias does not work in an IAM policy; 'aws kms describe-key --key-id alias/…' prints the key's ARN");
    }

    /** A key of whatever region the resource is in that it encrypts. */
    public static List<Rule> keyArnInPartition(String field, String given, AwsTarget target) {
        return List.of(keyArn(field, given), ArnRules.inPartition(field, given, target));
    }

    /** A service uses keys of its own region only. */
    public static List<Rule> keyArnIn(String field, String given, AwsTarget target) {
        var match = KEY_ARN.matcher(given);
        return List.of(
                keyArn(field, given),
                ArnRules.inPartition(field, given, target),
                new Rule(
                        !match.matches() || match.group(1).equals(target.region()),
                        field,
                        "must be a key of the region " + target.region(),
                        "'" + given + "'",
                        "AWS's services use keys of their own region only; create one there"));
    }
}
