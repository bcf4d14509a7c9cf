package savepoint.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * Validation rules for the names of general purpose S3 buckets. The field is the name of the
 * input.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">Amazon S3: bucket naming rules</a>
 */
public final class BucketRules {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private static final Pattern IP_ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private static final List<String> RESERVED_PREFIXES = List.of("xn--", "sthree-", "amzn-s3-demo-");

    private static final List<String> RESERVED_SUFFIXES =
            List.of("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3");

    private static final Pattern ARN = Pattern.compile("arn:[a-z-]+:s3:::(?<name>[^*?/:]+)");

    private BucketRules() {}

    /** The name of a general purpose bucket. */
    public static List<Rule> name(String field, String given) {
        return List.of(
                Rule.matches(
                        field,
                        given,
                        NAME,
                        "must be the name of an S3 bucket: 3 to 63 lowercase letters, digits, dots and hyphens",
                        "use its name, not its ARN"),
                new Rule(
                        !given.contains("..") && !IP_ADDRESS.matcher(given).matches(),
                        field,
                        "must not be an IP address or have two dots in a row",
                        "'" + given + "'",
                        "S3 does not allow such names"),
                new Rule(
                        RESERVED_PREFIXES.stream().noneMatch(given::startsWith)
                                && RESERVED_SUFFIXES.stream().noneMatch(given::endsWith),
                        field,
                        "must not begin with %s or end in %s, which AWS reserves"
                                .formatted(String.join(", ", RESERVED_PREFIXES), String.join(", ", RESERVED_SUFFIXES)),
                        "'" + given + "'",
                        "name the bucket itself; access points, aliases and directory buckets are not supported"));
    }

    /** The ARN of one bucket. */
    public static List<Rule> arn(String field, String given) {
        var arn = ARN.matcher(given);
        var rules = new ArrayList<>(List.of(Rule.matches(
                field,
                given,
                ARN,
                "must contain ARNs of S3 buckets",
                "such as arn:aws:s3:::bucket, without a path: the policy adds it")));
        if (arn.matches()) {
            rules.addAll(name(field, arn.group("name")));
        }
        return rules;
    }
}
