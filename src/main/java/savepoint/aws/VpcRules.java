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

    private static final int LONGEST_GROUP_NAME = 255;
    private static final int MOST_SUBNETS = 16;
    private static final int MOST_SECURITY_GROUPS = 5;

    private static final Pattern VPC = Pattern.compile("vpc-[0-9a-f]{8}([0-9a-f]{9})?");

    private VpcRules() {}

    /** The ID of a VPC. */
    public static Rule vpcId(String field, String given) {
        return Rule.matches(field, given, VPC, "must be the ID of a VPC", "such as vpc-0123456789abcdef0");
    }

    /**
     * The prefix of the name of a security group, which has at most 255 characters.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html">EC2
     *     CreateSecurityGroup</a>
     */
    public static Rule baseName(String field, String given, String suffix) {
        var longest = LONGEST_GROUP_NAME - suffix.length();
        return Rule.matches(
                field,
                given,
                Pattern.compile("(?!sg-)[A-Za-z0-9._-]{1," + longest + "}"),
                "must be 1 to " + longest
                        + " letters, digits, dots, hyphens and underscores, without sg- at the beginning",
                "the security group has the same name plus '" + suffix + "'");
    }

    /** The IDs of subnets, each once. */
    public static List<Rule> subnetIds(String field, List<String> given) {
        return ids(field, given, SUBNET, "the ID of a subnet", "such as subnet-0123456789abcdef0");
    }

    /** The IDs of security groups, each once. */
    public static List<Rule> securityGroupIds(String field, List<String> given) {
        return ids(field, given, SECURITY_GROUP, "the ID of a security group", "such as sg-0123456789abcdef0");
    }

    /** At most 16 subnets, each once. */
    public static List<Rule> subnetsOfFunction(String field, List<String> given) {
        return new RuleList()
                .add(subnetIds(field, given))
                .add(atMost(MOST_SUBNETS, field, given))
                .toList();
    }

    /** At most 5 security groups, each once. */
    public static List<Rule> securityGroupsOfFunction(String field, List<String> given) {
        return new RuleList()
                .add(securityGroupIds(field, given))
                .add(atMost(MOST_SECURITY_GROUPS, field, given))
                .toList();
    }

    private static Rule atMost(int most, String field, List<String> given) {
        return new Rule(
                given.size() <= most,
                field,
                "must not contain more than %s IDs".formatted(most),
                Integer.toString(given.size()),
                "this is Lambda's limit");
    }

    private static List<Rule> ids(String field, List<String> given, Pattern pattern, String what, String example) {
        return new RuleList()
                .add(Rule.notEmpty(field, given, example))
                .addEach(
                        field,
                        given,
                        id -> List.of(Rule.matches(field, id, pattern, "must contain only " + what, example)))
                .add(Rule.distinct(field, given, "must not contain duplicates"))
                .toList();
    }
}
