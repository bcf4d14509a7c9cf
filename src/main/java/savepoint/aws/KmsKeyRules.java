package savepoint.aws;

import com.pulumi.core.Output;
import java.util.List;
import java.util.regex.Pattern;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;
import savepoint.validation.Rules;

/**
 * Validation rules for customer managed keys. The field is the name of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN">KMS: key ARN</a>
 */
public final class KmsKeyRules {

    /** A key ID is a UUID, or starts with mrk- for a multi-Region key. */
    private static final String KEY_ID = "([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})";

    private static final Pattern KEY_ARN =
            Pattern.compile("arn:[a-z-]+:kms:(?<region>[a-z0-9-]+):\\d{12}:key/" + KEY_ID);

    private KmsKeyRules() {}

    /**
     * IAM compares the resource in a statement with the key's own ARN, so an alias matches
     * nothing.
     */
    public static List<Rule> keyArn(String field, String given) {
        return List.of(
                Rule.matches(
                        field,
                        given,
                        KEY_ARN,
                        "must be the ARN of a KMS key, arn:…:key/…",
                        "an alias does not work in an IAM policy; 'aws kms describe-key --key-id alias/…' prints the key's ARN"));
    }

    /** A service can use only keys in its own region. */
    public static List<Rule> keyIn(String field, String given, AwsTarget target) {
        var match = KEY_ARN.matcher(given);
        return List.of(
                ArnRules.inPartition(field, given, target),
                new Rule(
                        !match.matches() || match.group("region").equals(target.region()),
                        field,
                        "must be a key in the region " + target.region(),
                        "'" + given + "'",
                        "AWS services can use only keys in their own region; create one there"));
    }

    /**
     * A key that was given to a component, checked as soon as its ARN is known.
     *
     * @param subject the owner of the input, as shown in the first line of a report
     * @param field the input's name
     */
    public static Output<String> enforcedIn(String subject, String field, Output<String> key, AwsTarget target) {
        return Rules.enforceWhenKnown(
                subject,
                key,
                arn -> new RuleList()
                        .add(keyArn(field, arn))
                        .add(keyIn(field, arn, target))
                        .toList());
    }
}
