package savepoint.aws;

import java.util.List;
import java.util.regex.Pattern;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;

/**
 * Validation rules for a function's VPC configuration. The field is the name of the input or
 * setting.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html">Lambda: VpcConfig</a>
 */
public final class VpcRules {

    private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-f]{8}([0-9a-f]{9})?");
    private static final Pattern SECURITY_GROUP = Pattern.compile("sg-[0-9a-f]{8}([0-9a-f]{9})?");

    private static final int MOST_SUBNETS = 16;
    private static final int MOST_SECURITY_GROUPS = 5;

    private VpcRules() {}

    /** At most 16 subnets, each once. */
    public static List<Rule> subnetIds(String field, List<String> given) {
        return ids(field, given, SUBNET, "the ID of a subnet", "such as subnet-0123456789abcdef0", MOST_SUBNETS);
    }

    /** At most 5 security groups, each once. */
    public static List<Rule> securityGroupIds(String field, List<String> given) {
        return ids(
                field,
                given,
                SECURITY_GROUP,
                "the ID of a security group",
                "such as sg-0123456789abcdef0",
                MOST_SECURITY_GROUPS);
    }

    private static List<Rule> ids(
            String field, List<String> given, Pattern pattern, String what, String example, int most) {
        return new RuleList()
                .addEach(
                        field,
                        given,
                        id -> List.of(Rule.matches(field, id, pattern, "must contain only " + what, example)))
                .add(Rule.distinct(field, given, "must not contain duplicates"))
                .add(new Rule(
                        given.size() <= most,
                        field,
                        "must not contain more than %s IDs".formatted(most),
                        Integer.toString(given.size()),
                        "this is Lambda's limit"))
                .toList();
    }
}
