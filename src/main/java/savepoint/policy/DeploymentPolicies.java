package savepoint.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import savepoint.policy.LaneDeploymentPolicies.Lanes;

/**
 * Policies of the roles that a pipeline assumes: what they may do to one stack, and who may assume
 * them. Each document depends only on ARNs.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege">IAM: apply
 *     least-privilege permissions</a>
 */
public final class DeploymentPolicies {

    private DeploymentPolicies() {}

    /**
     * Lets identities from an identity provider assume a role.
     *
     * @param identities each provider, with the tokens it issues for this role
     */
    public static String trust(List<WebIdentity> identities) {
        return Json.policy(identities.stream().map(WebIdentity::mayAssume).toList());
    }

    /**
     * Lets a preview read every resource of the stack, and nothing else: no messages, logs,
     * objects or secrets.
     *
     * @param stack the stack's resources
     */
    public static String preview(Resources stack) {
        var statements = new ArrayList<>(reads(stack));
        stack.customerKey()
                .ifPresent(key ->
                        statements.add(KmsKeyPermission.inspectEnvironment(key).statement()));
        return Json.policy(statements);
    }

    /**
     * Lets an update create, change and delete the queues, the function, the mapping, the log
     * group, the roles and the schedule.
     *
     * @param stack the stack's resources
     */
    public static String updateImport(Resources stack) {
        var statements = new ArrayList<Statement>();
        statements.addAll(changesOfImport(stack));
        statements.addAll(changesOfIdentities(stack));
        stack.customerKey()
                .ifPresent(key ->
                        statements.add(KmsKeyPermission.changeEnvironment(key).statement()));
        return Json.policy(statements);
    }

    /**
     * Lets an update create, change and delete the alarms, the dashboard and the topic. This is a
     * separate document because a policy is limited to 6,144 characters.
     *
     * @param stack the stack's resources
     */
    public static String updateMonitoring(Resources stack) {
        return Json.policy(changesOfMonitoring(stack));
    }

    /**
     * Lets a preview read how the bucket, the secret and the image repository are configured, and
     * which images exist. This is a separate document because a policy is limited to 6,144
     * characters.
     *
     * @param stack the stack's resources
     */
    public static String previewData(Resources stack) {
        var statements = new ArrayList<>(List.of(
                Statement.allow("ReadBucket")
                        .actions(
                                "s3:GetAccelerateConfiguration",
                                "s3:GetBucketAcl",
                                "s3:GetBucketCORS",
                                "s3:GetBucketLogging",
                                "s3:GetBucketObjectLockConfiguration",
                                "s3:GetBucketOwnershipControls",
                                "s3:GetBucketPolicy",
                                "s3:GetBucketPublicAccessBlock",
                                "s3:GetBucketRequestPayment",
                                "s3:GetBucketTagging",
                                "s3:GetBucketVersioning",
                                "s3:GetBucketWebsite",
                                "s3:GetEncryptionConfiguration",
                                "s3:GetLifecycleConfiguration",
                                "s3:GetReplicationConfiguration",
                                "s3:ListBucket")
                        .resources(List.of(stack.bucketArn())),
                Statement.allow("ReadSecret")
                        .actions(
                                "secretsmanager:DescribeSecret",
                                "secretsmanager:GetResourcePolicy",
                                "secretsmanager:ListSecretVersionIds")
                        .resources(stack.secretArns()),
                Statement.allow("ReadRepository")
                        .actions(
                                "ecr:DescribeImages",
                                "ecr:DescribeRepositories",
                                "ecr:GetLifecyclePolicy",
                                "ecr:GetRepositoryPolicy",
                                "ecr:ListTagsForResource")
                        .resources(List.of(stack.imageRepositoryArn()))));
        statements.addAll(LaneDeploymentPolicies.reads(stack.lanes()));
        return Json.policy(statements);
    }

    /**
     * Lets an update create, change and delete the bucket, the secret and the image repository, and
     * empty the bucket before it is deleted. It does not allow reading objects or the secret's
     * value.
     *
     * @param stack the stack's resources
     */
    public static String updateData(Resources stack) {
        var statements = new ArrayList<>(List.of(
                Statement.allow("ChangeBucket")
                        .actions(
                                "s3:CreateBucket",
                                "s3:DeleteBucket",
                                "s3:DeleteBucketPolicy",
                                "s3:ListBucketVersions",
                                "s3:PutBucketOwnershipControls",
                                "s3:PutBucketPolicy",
                                "s3:PutBucketPublicAccessBlock",
                                "s3:PutBucketTagging",
                                "s3:PutBucketVersioning",
                                "s3:PutEncryptionConfiguration",
                                "s3:PutLifecycleConfiguration")
                        .resources(List.of(stack.bucketArn())),
                Statement.allow("EmptyBucket")
                        .actions("s3:DeleteObject", "s3:DeleteObjectVersion")
                        .resources(List.of(stack.bucketArn() + "/*")),
                Statement.allow("ChangeSecret")
                        .actions(
                                "secretsmanager:CreateSecret",
                                "secretsmanager:DeleteSecret",
                                "secretsmanager:PutResourcePolicy",
                                "secretsmanager:TagResource",
                                "secretsmanager:UntagResource",
                                "secretsmanager:UpdateSecret")
                        .resources(stack.secretArns()),
                Statement.allow("ChangeRepository")
                        .actions(
                                "ecr:CreateRepository",
                                "ecr:DeleteLifecyclePolicy",
                                "ecr:DeleteRepository",
                                "ecr:DeleteRepositoryPolicy",
                                "ecr:PutImageScanningConfiguration",
                                "ecr:PutImageTagMutability",
                                "ecr:PutLifecyclePolicy",
                                "ecr:SetRepositoryPolicy",
                                "ecr:TagResource",
                                "ecr:UntagResource")
                        .resources(List.of(stack.imageRepositoryArn()))));
        stack.customerKey()
                .ifPresent(key ->
                        statements.add(KmsKeyPermission.encryptSecrets(key).statement()));
        statements.addAll(LaneDeploymentPolicies.changes(stack.lanes()));
        return Json.policy(statements);
    }

    private static List<Statement> reads(Resources stack) {
        return List.of(
                Statement.allow("ReadQueues")
                        .actions("sqs:GetQueueAttributes", "sqs:ListQueueTags")
                        .resources(stack.queueArns()),
                Statement.allow("ReadFunction")
                        .actions("lambda:GetFunction", "lambda:ListVersionsByFunction")
                        .resources(List.of(stack.functionArn())),
                Statement.allow("ReadMapping")
                        .actions("lambda:GetEventSourceMapping")
                        .resources(List.of(stack.mappingArns()))
                        .condition("ArnEquals", "lambda:FunctionArn", stack.functionArn()),
                Statement.allow("ReadMappingTags")
                        .actions("lambda:ListTags")
                        .resources(List.of(stack.mappingArns()))
                        .conditions(tags(stack, "aws:ResourceTag")),
                Statement.allow("ReadLogGroup")
                        .actions("logs:ListTagsForResource")
                        .resources(stack.logGroupArns()),
                Statement.allow("ReadRoles")
                        .actions(
                                "iam:GetRole",
                                "iam:GetRolePolicy",
                                "iam:ListAttachedRolePolicies",
                                "iam:ListRolePolicies")
                        .resources(roleArns(stack)),
                Statement.allow("ReadOperatorsPolicy")
                        .actions("iam:GetPolicy", "iam:GetPolicyVersion")
                        .resources(List.of(stack.operatorsPolicyArn())),
                Statement.allow("ReadAlarmTags")
                        .actions("cloudwatch:ListTagsForResource")
                        .resources(stack.alarmArns()),
                Statement.allow("ReadDashboard")
                        .actions("cloudwatch:GetDashboard")
                        .resources(List.of(stack.dashboardArn())),
                Statement.allow("ReadTopic")
                        .actions("sns:GetTopicAttributes", "sns:ListTagsForResource")
                        .resources(List.of(stack.topicArn())),
                Statement.allow("ReadTopicKey")
                        .actions(
                                "kms:DescribeKey",
                                "kms:GetKeyPolicy",
                                "kms:GetKeyRotationStatus",
                                "kms:ListResourceTags")
                        .resources(List.of(stack.kmsKeyArns()))
                        .conditions(tags(stack, "aws:ResourceTag")),
                Statement.allow("ReadSchedule")
                        .actions("scheduler:GetSchedule")
                        .resources(List.of(stack.scheduleArn())),
                ofTheAccount());
    }

    /** Actions that AWS does not allow restricting to this stack's resources. */
    private static Statement ofTheAccount() {
        return Statement.allow("ReadAccountWide")
                .actions(
                        "chatbot:DescribeSlackChannelConfigurations",
                        "chatbot:ListTagsForResource",
                        "cloudwatch:DescribeAlarms",
                        "logs:DescribeLogGroups",
                        "sns:GetSubscriptionAttributes")
                .resources(List.of("*"));
    }

    private static List<Statement> changesOfImport(Resources stack) {
        return List.of(
                Statement.allow("ChangeQueues")
                        .actions(
                                "sqs:CreateQueue",
                                "sqs:DeleteQueue",
                                "sqs:SetQueueAttributes",
                                "sqs:TagQueue",
                                "sqs:UntagQueue")
                        .resources(stack.queueArns()),
                Statement.allow("ChangeFunction")
                        .actions(
                                "lambda:CreateFunction",
                                "lambda:DeleteFunction",
                                "lambda:DeleteFunctionConcurrency",
                                "lambda:TagResource",
                                "lambda:UntagResource",
                                "lambda:UpdateFunctionCode",
                                "lambda:UpdateFunctionConfiguration")
                        .resources(List.of(stack.functionArn())),
                // Lambda checks the image with the caller's permissions, and grants itself access if it has none.
                Statement.allow("UseImage")
                        .actions(
                                "ecr:BatchGetImage",
                                "ecr:GetDownloadUrlForLayer",
                                "ecr:GetRepositoryPolicy",
                                "ecr:SetRepositoryPolicy")
                        .resources(List.of(stack.imageRepositoryArn())),
                Statement.allow("ChangeMapping")
                        .actions(
                                "lambda:CreateEventSourceMapping",
                                "lambda:DeleteEventSourceMapping",
                                "lambda:UpdateEventSourceMapping")
                        .resources(List.of("*"))
                        .condition("ArnEquals", "lambda:FunctionArn", stack.functionArn()),
                tagNew("TagNewMapping", "lambda:TagResource", stack.mappingArns(), stack),
                Statement.allow("TagMapping")
                        .actions("lambda:TagResource", "lambda:UntagResource")
                        .resources(List.of(stack.mappingArns()))
                        .conditions(tags(stack, "aws:ResourceTag")),
                // All actions except those on tags are authorized on the log group's ARN followed by :*.
                Statement.allow("ChangeLogGroup")
                        .actions(
                                "logs:AssociateKmsKey",
                                "logs:CreateLogGroup",
                                "logs:DeleteLogGroup",
                                "logs:DisassociateKmsKey",
                                "logs:PutRetentionPolicy")
                        .resources(stack.logGroupArns().stream()
                                .map(arn -> arn + ":*")
                                .toList()),
                Statement.allow("TagLogGroup")
                        .actions("logs:TagResource", "logs:UntagResource")
                        .resources(stack.logGroupArns()),
                Statement.allow("ChangeSchedule")
                        .actions("scheduler:CreateSchedule", "scheduler:DeleteSchedule", "scheduler:UpdateSchedule")
                        .resources(List.of(stack.scheduleArn())));
    }

    private static List<Statement> changesOfIdentities(Resources stack) {
        return List.of(
                Statement.allow("ChangeRoles")
                        .actions(
                                "iam:CreateRole",
                                "iam:DeleteRole",
                                "iam:DeleteRolePolicy",
                                "iam:ListInstanceProfilesForRole",
                                "iam:PutRolePolicy",
                                "iam:TagRole",
                                "iam:UntagRole",
                                "iam:UpdateAssumeRolePolicy")
                        .resources(roleArns(stack)),
                passRole("Function", stack.functionRoleArn(), "lambda.amazonaws.com"),
                passRole("Schedule", stack.redriveRoleArn(), "scheduler.amazonaws.com"),
                passRole("Slack", stack.slackRoleArn(), "chatbot.amazonaws.com"),
                Statement.allow("ChangeOperatorsPolicy")
                        .actions(
                                "iam:CreatePolicy",
                                "iam:CreatePolicyVersion",
                                "iam:DeletePolicy",
                                "iam:DeletePolicyVersion",
                                "iam:ListPolicyVersions",
                                "iam:TagPolicy",
                                "iam:UntagPolicy")
                        .resources(List.of(stack.operatorsPolicyArn())));
    }

    /** Allows tagging only resources that do not have a stack's tags yet: others belong to another stack. */
    private static Statement tagNew(String sid, String action, String arns, Resources stack) {
        return Statement.allow(sid)
                .actions(action)
                .resources(List.of(arns))
                .conditions(tags(stack, "aws:RequestTag"))
                .condition("Null", "aws:ResourceTag/Project", "true")
                .condition("Null", "aws:ResourceTag/Environment", "true");
    }

    /** A role can be passed only to the service that uses it. */
    static Statement passRole(String sid, String roleArn, String service) {
        return Statement.allow("PassRoleTo" + sid)
                .actions("iam:PassRole")
                .resources(List.of(roleArn))
                .condition("StringEquals", "iam:PassedToService", service);
    }

    private static List<Statement> changesOfMonitoring(Resources stack) {
        return List.of(
                Statement.allow("ChangeAlarms")
                        .actions(
                                "cloudwatch:DeleteAlarms",
                                "cloudwatch:PutMetricAlarm",
                                "cloudwatch:TagResource",
                                "cloudwatch:UntagResource")
                        .resources(stack.alarmArns()),
                Statement.allow("ChangeDashboard")
                        .actions("cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard")
                        .resources(List.of(stack.dashboardArn())),
                Statement.allow("ChangeTopic")
                        .actions(
                                "sns:CreateTopic",
                                "sns:DeleteTopic",
                                "sns:SetTopicAttributes",
                                "sns:Subscribe",
                                "sns:TagResource",
                                "sns:UntagResource")
                        .resources(List.of(stack.topicArn())),
                Statement.allow("CreateTopicKey")
                        .actions("kms:CreateKey")
                        .resources(List.of("*"))
                        .conditions(tags(stack, "aws:RequestTag")),
                tagNew("TagNewKey", "kms:TagResource", stack.kmsKeyArns(), stack),
                Statement.allow("ChangeTopicKey")
                        .actions(
                                "kms:EnableKeyRotation",
                                "kms:PutKeyPolicy",
                                "kms:ScheduleKeyDeletion",
                                "kms:TagResource",
                                "kms:UntagResource")
                        .resources(List.of(stack.kmsKeyArns()))
                        .conditions(tags(stack, "aws:ResourceTag")),
                Statement.allow("ChangeAccountWide")
                        .actions(
                                "chatbot:CreateSlackChannelConfiguration",
                                "chatbot:DeleteSlackChannelConfiguration",
                                "chatbot:TagResource",
                                "chatbot:UntagResource",
                                "chatbot:UpdateSlackChannelConfiguration",
                                "sns:Unsubscribe")
                        .resources(List.of("*")));
    }

    /**
     * Tokens of an identity provider.
     *
     * @param name what the provider is called in the statement's ID
     * @param providerArn the IAM OIDC identity provider
     * @param issuer the provider's address without {@code https://}, which is the prefix of its
     *     condition keys
     * @param audience the required audience of a token
     * @param subjects the permitted subjects of a token, which must match exactly
     */
    public record WebIdentity(String name, String providerArn, String issuer, String audience, List<String> subjects) {

        private Statement mayAssume() {
            return Statement.allow("AssumeRoleBy" + name)
                    .federatedPrincipal(providerArn)
                    .actions("sts:AssumeRoleWithWebIdentity")
                    .condition("StringEquals", issuer + ":aud", audience)
                    .condition("StringEquals", issuer + ":sub", subjects);
        }
    }

    /** The resources of one stack. */
    public interface Resources {

        /** The value of the tag {@code Project}, which identifies resources without a name. */
        String project();

        /** The value of the tag {@code Environment}, which identifies resources without a name. */
        String environment();

        /** All of its queues. */
        List<String> queueArns();

        /** The function. */
        String functionArn();

        /** The role of the function. */
        String functionRoleArn();

        /** The event source mappings, including the function's. */
        String mappingArns();

        /** The repository of the function's image. */
        String imageRepositoryArn();

        /** The stack's own bucket. */
        String bucketArn();

        /** Patterns for the stack's own secrets. */
        List<String> secretArns();

        /** All of its log groups. */
        List<String> logGroupArns();

        /** All of its alarms. */
        List<String> alarmArns();

        /** The dashboard. */
        String dashboardArn();

        /** The topic that alarms are sent to. */
        String topicArn();

        /** The keys, including the topic's. */
        String kmsKeyArns();

        /** The role of the Slack channel. */
        String slackRoleArn();

        /** The policy for operators. */
        String operatorsPolicyArn();

        /** The schedule that moves failed messages back. */
        String scheduleArn();

        /** The role of the schedule. */
        String redriveRoleArn();

        /** The roles of features that are disabled by default, each with its own policy. */
        List<String> optionalRoleArns();

        /** The bulk lane and the FIFO queue. */
        Lanes lanes();

        /** The customer managed key that encrypts all of it, if there is one. */
        Optional<KmsKey> customerKey();
    }

    /** The tags that all resources of the stack have, to identify those without a name. */
    static Map<String, String> tags(Resources stack, String keyPrefix) {
        return Map.of(keyPrefix + "/Project", stack.project(), keyPrefix + "/Environment", stack.environment());
    }

    private static List<String> roleArns(Resources stack) {
        return Stream.concat(
                        Stream.of(stack.functionRoleArn(), stack.redriveRoleArn(), stack.slackRoleArn()),
                        stack.optionalRoleArns().stream())
                .toList();
    }
}
