package savepoint.policy;

import java.util.List;

/**
 * Policies of a function's execution role: what it may do, and who may assume it. Each document
 * depends only on ARNs.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html">Lambda execution role</a>
 */
public final class ExecutionRolePolicies {

    private ExecutionRolePolicies() {}

    /**
     * Lets the Lambda service assume the role, only for functions in one account. The service
     * principal is the same in every partition.
     *
     * @param accountId the account
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">The confused deputy problem</a>
     */
    public static String trust(String accountId) {
        return Json.policy(Statement.trust("AssumeRoleByLambda", "lambda.amazonaws.com", accountId));
    }

    /**
     * Lets the function write to its own log group. The AWS managed policy
     * AWSLambdaBasicExecutionRole also allows creating log groups and writing to all of them.
     *
     * @param logGroupArn the log group
     */
    public static String logsAccess(String logGroupArn) {
        return Json.policy(Statement.allow("WriteOwnLogs")
                .actions("logs:CreateLogStream", "logs:PutLogEvents")
                .resources(List.of(logGroupArn + ":*")));
    }

    /**
     * Lets Lambda attach the function to a VPC. EC2 does not support a narrower resource: the
     * network interfaces do not exist yet.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions">Lambda:
     *     required IAM permissions for VPC access</a>
     */
    public static String vpcAccess() {
        return Json.policy(Statement.allow("ManageNetworkInterfaces")
                .actions(
                        "ec2:CreateNetworkInterface",
                        "ec2:DescribeNetworkInterfaces",
                        "ec2:DescribeSubnets",
                        "ec2:DeleteNetworkInterface",
                        "ec2:AssignPrivateIpAddresses",
                        "ec2:UnassignPrivateIpAddresses")
                .resources(List.of("*")));
    }

    /**
     * Lets the role use customer managed keys, each through the service that needs it. Keys with
     * the same use share a statement, because statement IDs must be unique.
     *
     * @param grants the keys and what they are used for
     */
    public static String kmsAccess(List<KmsKeyPermission> grants) {
        return Json.policy(Statement.merged(
                grants.stream().map(KmsKeyPermission::statement).toList()));
    }

    /**
     * Lets the function list buckets and read, write and delete the objects in them.
     *
     * @param bucketArns the buckets
     */
    public static String s3Access(List<String> bucketArns) {
        return Json.policy(
                Statement.allow("ListBuckets").actions("s3:ListBucket").resources(bucketArns),
                Statement.allow("ReadWriteObjects")
                        .actions("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
                        .resources(bucketArns.stream().map(arn -> arn + "/*").toList()));
    }

    /**
     * Lets the function read the values of secrets.
     *
     * @param secretArns the secrets
     */
    public static String secretsAccess(List<String> secretArns) {
        return Json.policy(Statement.allow("GetSecrets")
                .actions("secretsmanager:GetSecretValue")
                .resources(secretArns));
    }

    /**
     * Lets Lambda poll a queue for the function, with only the three actions that an event source
     * mapping needs.
     *
     * @param queueArn the queue
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions">Lambda:
     *     execution role permissions for SQS</a>
     */
    public static String sqsAccess(String queueArn) {
        return Json.policy(Statement.allow("SQSEventSourceAccess")
                .actions("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
                .resources(List.of(queueArn)));
    }
}
