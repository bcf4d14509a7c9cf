package savepoint.policy;

import java.util.List;

/**
 * Who may publish to the topic of alarms, and who may use the key that encrypts it. Each document is a function of ARNs
 * alone.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html">CloudWatch:
 *     notifying users on alarm changes</a>
 */
public final class AlarmTopicPolicies {

    private static final String CLOUDWATCH = "cloudwatch.amazonaws.com";

    private AlarmTopicPolicies() {}

    /**
     * Lets the alarms of one account publish, and nobody else: identities are denied even if their own policies allow it, and so
     * are requests that nobody has signed, which lack the key {@code aws:PrincipalIsAWSService}.
     *
     * @param topicArn the topic that carries the policy
     * @param accountId the account of the alarms
     * @param alarmArns the alarms, with {@code *} for any
     */
    public static String topic(String topicArn, String accountId, String alarmArns) {
        return Json.policy(
                Statement.allow("AllowAlarms")
                        .servicePrincipal(CLOUDWATCH)
                        .actions("sns:Publish")
                        .resources(List.of(topicArn))
                        .condition("StringEquals", "aws:SourceAccount", accountId)
                        .condition("ArnLike", "aws:SourceArn", alarmArns),
                Statement.deny("DenyIdentities")
                        .anyPrincipal()
                        .actions("sns:Publish")
                        .resources(List.of(topicArn))
                        .condition("BoolIfExists", "aws:PrincipalIsAWSService", "false"));
    }

    /**
     * Lets the alarms of one account encrypt what they publish. A key of the customer is needed, since the policy of
     * {@code alias/aws/sns} does not let CloudWatch use it. The resource of a key policy is always {@code *}, which means
     * the key that carries it.
     *
     * @param accountArn the account, whose IAM policies say who manages the key; without it nobody could
     * @param accountId the same account's twelve digits
     * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html">KMS: default key policy</a>
     */
    public static String key(String accountArn, String accountId) {
        return Json.policy(
                Statement.allow("ManageByIamPolicies")
                        .awsPrincipals(List.of(accountArn))
                        .actions("kms:*")
                        .resources(List.of("*")),
                Statement.allow("EncryptByAlarms")
                        .servicePrincipal(CLOUDWATCH)
                        .actions("kms:Decrypt", "kms:GenerateDataKey*")
                        .resources(List.of("*"))
                        .condition("StringEquals", "aws:SourceAccount", accountId));
    }

    /**
     * Lets Amazon Q Developer in chat applications take the role of a Slack channel. Without a condition: that the service
     * names its account when it takes a role is on none of AWS's pages, and this role may do nothing anyway.
     */
    public static String slackTrust() {
        return Json.policy(Statement.allow("AssumeRoleByChat")
                .servicePrincipal("chatbot.amazonaws.com")
                .actions("sts:AssumeRole"));
    }
}
