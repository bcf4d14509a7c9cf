package savepoint.queue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import savepoint.aws.ArnRules;
import savepoint.aws.AwsTarget;
import savepoint.policy.QueuePolicies;
import savepoint.policy.ServiceSender;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;

/**
 * Who may be named in a queue's policy, with the name of the input as its field.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html">Amazon SQS
 *     policy quotas</a>
 */
final class SenderRules {

    private static final Pattern SENDER = Pattern.compile(
            "arn:[a-z-]+:iam::\\d{12}:(root|(role|user)/(?=.{1,575}$)([\\w+=,.@-]{1,510}/)*[\\w+=,.@-]{1,64})");

    /** The domains are those of botocore's partitions. */
    private static final Pattern SERVICE = Pattern.compile(
            "[a-z0-9-]+(\\.[a-z0-9-]+)*\\.(amazonaws\\.(com|com\\.cn|eu)|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov)");

    /** A bucket's ARN has neither region nor account. */
    private static final Pattern SOURCE = Pattern.compile("arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(\\d{12})?:[^*?\\s]+");

    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    private static final int POLICY_BYTES = 8_192;

    /** With the two denials, which are for anybody. */
    private static final int POLICY_PRINCIPALS = 50;

    /** Of the ten conditions of a policy, the denials take three; each service has one. */
    private static final int POLICY_SERVICES = 7;

    private SenderRules() {}

    /** Each is one identity or account, and never everyone, and none stands twice. */
    static List<Rule> senders(String field, List<String> given) {
        return new RuleList()
                .addEach(
                        field,
                        given,
                        sender -> List.of(
                                Rule.matches(
                                        field,
                                        sender,
                                        SENDER,
                                        "must hold ARNs of IAM roles, users or accounts",
                                        "name each sender, such as arn:aws:iam::123456789012:role/web-server; '*' would let in every account")))
                .add(Rule.distinct(field, given, "must not hold a sender twice"))
                .toList();
    }

    /** Each is a service on behalf of one resource or account, and a policy has room for all of them. */
    static List<Rule> services(String field, List<ServiceSender> given) {
        return new RuleList()
                .addEach(field, given, sender -> service(field, sender))
                .add(new Rule(
                        given.size() <= POLICY_SERVICES,
                        field,
                        "must not hold more than %s services: SQS allows a policy 10 conditions"
                                .formatted(POLICY_SERVICES),
                        Integer.toString(given.size()),
                        "have services send by way of one topic or event bus"))
                .toList();
    }

    private static List<Rule> service(String field, ServiceSender given) {
        return new RuleList()
                .add(Rule.matches(
                        field,
                        given.service(),
                        SERVICE,
                        "must hold service principals",
                        "such as events.amazonaws.com"))
                .ifPresent(
                        given.sourceArn(),
                        arn -> List.of(Rule.matches(
                                field,
                                arn,
                                SOURCE,
                                "must name the ARN of one resource that a service sends for",
                                "such as arn:aws:events:eu-central-1:123456789012:rule/nightly, without wildcards")))
                .ifPresent(
                        given.sourceAccount(),
                        account -> List.of(Rule.matches(
                                field,
                                account,
                                ACCOUNT,
                                "must name the 12 digits of the account that a service sends for",
                                "such as 123456789012")))
                .toList();
    }

    /** What only the account and the region can tell. */
    static List<Rule> sendersIn(String field, List<String> given, AwsTarget where, boolean allowForeignAccounts) {
        return new RuleList()
                .addEach(
                        field,
                        given,
                        sender -> List.of(
                                ArnRules.inPartition(field, sender, where),
                                foreignAccountIsMeant(field, sender, where.accountId(), allowForeignAccounts)))
                .toList();
    }

    /** A whole foreign account is a lot to trust, so it takes a word more than a role of that account. */
    private static Rule foreignAccountIsMeant(String field, String sender, String ownAccountId, boolean allowed) {
        return new Rule(
                allowed || !sender.endsWith(":root") || sender.contains(":" + ownAccountId + ":"),
                field,
                "must not hold a whole foreign account",
                "'" + sender + "'",
                "name its role instead, or allow foreign accounts explicitly");
    }

    /**
     * All senders fit into one queue policy.
     *
     * @param queueArn the queue that carries the policy
     */
    static List<Rule> fit(String field, Senders given, String queueArn) {
        if (!given.arns().stream()
                        .allMatch(sender ->
                                sender != null && SENDER.matcher(sender).matches())
                || given.services().stream().anyMatch(Objects::isNull)) {
            return List.of(); // they are refused anyway, and have no policy
        }
        var principals = given.arns().size() + given.services().size() + 2;
        var bytes =
                QueuePolicies.queue(queueArn, given.arns(), given.services()).getBytes(StandardCharsets.UTF_8).length;
        var remedy = "have senders take one role, or give senders in this account an IAM policy instead";
        var count = given.services().isEmpty()
                ? Integer.toString(given.arns().size())
                : "%s and %s services"
                        .formatted(given.arns().size(), given.services().size());
        return List.of(
                new Rule(
                        principals <= POLICY_PRINCIPALS,
                        field,
                        "must not hold more than %s senders, services included: SQS allows a policy %s principals"
                                .formatted(POLICY_PRINCIPALS - 2, POLICY_PRINCIPALS),
                        count,
                        remedy),
                new Rule(
                        bytes <= POLICY_BYTES,
                        field,
                        "must fit into a queue policy of %s bytes".formatted(POLICY_BYTES),
                        "%s bytes".formatted(bytes),
                        remedy));
    }
}
