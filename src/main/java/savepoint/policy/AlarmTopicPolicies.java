package savepoint.policy;

import java.util.List;

/**
 * Policies of the alarm topic and its key: who may publish to the topic, and who may use the key.
 * Each document depends only on ARNs.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html">CloudWatch:
 *     notifying users on alarm changes</a>
 */
public final class AlarmTopicPolicies {

    private static final String CLOUDWATCH = "cloudwatch.amazonaws.com";

    private AlarmTopicPolicies() {}

    /**
     * Lets only the alarms of one account publish. Identities are denied even if their own
     * policies allow it, and so are unsigned requests, which lack the key
     * {@code aws:PrincipalIsAWSService}.
     *
     * @param topicArn the topic that the policy is attached to
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
     * Lets the alarms of one account encrypt what they publish. A customer managed key is required
     * because the policy of {@code alias/aws/sns} does not let CloudWatch use it. The resource in
     * a key policy is always {@code *}, which means the key itself.
     *
     * @param accountArn the account, whose IAM policies determine who manages the key; without it,
     *     nobody could
     * @param accountId the same account's 12-digit ID
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
     * Lets Amazon Q Developer in chat applications assume the role of a Slack channel. There is no
     * condition: AWS does not document that the service passes its account when it assumes a role,
     * and this role has no permissions anyway.
     */
    public static String slackTrust() {
        return Json.policy(Statement.allow("AssumeRoleByChat")
                .servicePrincipal("chatbot.amazonaws.com")
                .actions("sts:AssumeRole"));
    }
}
