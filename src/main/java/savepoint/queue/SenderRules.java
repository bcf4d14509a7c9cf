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
 * Validation rules for senders in a queue's policy. The field is the name of the input.
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

    /** Including the two deny statements, which apply to everyone. */
    private static final int POLICY_PRINCIPALS = 50;

    /**
     * A policy can have ten conditions: the deny statements use three, and each service uses one.
     */
    private static final int POLICY_SERVICES = 7;

    private SenderRules() {}

    /** Each entry must be one identity or account, never everyone, without duplicates. */
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
                                        "must contain ARNs of IAM roles, users or accounts",
                                        "specify each sender, such as arn:aws:iam::123456789012:role/web-server; '*' would allow every account")))
                .add(Rule.distinct(field, given, "must not contain duplicate senders"))
                .toList();
    }

    /**
     * Each entry must be a service on behalf of one resource or account, and all must fit into one
     * policy.
     */
    static List<Rule> services(String field, List<ServiceSender> given) {
        return new RuleList()
                .addEach(field, given, sender -> service(field, sender))
                .add(new Rule(
                        given.size() <= POLICY_SERVICES,
                        field,
                        "must not contain more than %s services: SQS allows 10 conditions in a policy"
                                .formatted(POLICY_SERVICES),
                        Integer.toString(given.size()),
                        "have services send through one topic or event bus"))
                .toList();
    }

    private static List<Rule> service(String field, ServiceSender given) {
        return new RuleList()
                .add(Rule.matches(
                        field,
                        given.service(),
                        SERVICE,
                        "must contain service principals",
                        "such as events.amazonaws.com"))
                .ifPresent(
                        given.sourceArn(),
                        arn -> List.of(Rule.matches(
                                field,
                                arn,
                                SOURCE,
                                "must contain the ARN of one resource that the service sends for",
                                "such as arn:aws:events:eu-central-1:123456789012:rule/nightly, without wildcards")))
                .ifPresent(
                        given.sourceAccount(),
                        account -> List.of(Rule.matches(
                                field,
                                account,
                                ACCOUNT,
                                "must contain the 12-digit ID of the account that the service sends for",
                                "such as 123456789012")))
                .toList();
    }

    /** Rules that depend on the account and the region. */
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

    /**
     * Trusting an entire account other than the queue's own is a broad permission, so it must be
     * allowed explicitly.
     */
    private static Rule foreignAccountIsMeant(String field, String sender, String ownAccountId, boolean allowed) {
        return new Rule(
                allowed || !sender.endsWith(":root") || sender.contains(":" + ownAccountId + ":"),
                field,
                "must not contain an entire account other than this one",
                "'" + sender + "'",
                "use a role in that account instead, or allow other accounts explicitly");
    }

    /**
     * All senders must fit into one queue policy.
     *
     * @param queueArn the queue that the policy is attached to
     */
    static List<Rule> fit(String field, Senders given, String queueArn) {
        if (!given.arns().stream()
                        .allMatch(sender ->
                                sender != null && SENDER.matcher(sender).matches())
                || given.services().stream().anyMatch(Objects::isNull)) {
            return List.of(); // already rejected, so there is no policy
        }
        var principals = given.arns().size() + given.services().size() + 2;
        var bytes =
                QueuePolicies.queue(queueArn, given.arns(), given.services()).getBytes(StandardCharsets.UTF_8).length;
        var remedy = "have senders assume one role, or give senders in this account an IAM policy instead";
        var count = given.services().isEmpty()
                ? Integer.toString(given.arns().size())
                : "%s and %s services"
                        .formatted(given.arns().size(), given.services().size());
        return List.of(
                new Rule(
                        principals <= POLICY_PRINCIPALS,
                        field,
                        "must not contain more than %s senders, including services: SQS allows %s principals in a policy"
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
