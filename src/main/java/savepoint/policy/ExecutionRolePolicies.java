package savepoint.policy;

import java.util.List;

/**
 * What a function's execution role may do, and who may take it. Each document is a function of ARNs alone.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html">Lambda execution role</a>
 */
public final class ExecutionRolePolicies {

    private ExecutionRolePolicies() {}

    /**
     * Lets the Lambda service, in every partition under this one name, take the role, and only for functions of one
     * account.
     *
     * @param accountId that account
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">The confused deputy problem</a>
     */
    public static String trust(String accountId) {
        return Json.policy(Statement.trust("AssumeRoleByLambda", "lambda.amazonaws.com", accountId));
    }

    /**
     * Lets the function write to its own log group. AWS's managed policy AWSLambdaBasicExecutionRole allows it in all log
     * groups, and to create them.
     *
     * @param logGroupArn that group
     */
    public static String logsAccess(String logGroupArn) {
        return Json.policy(Statement.allow("WriteOwnLogs")
                .actions("logs:CreateLogStream", "logs:PutLogEvents")
                .resources(List.of(logGroupArn + ":*")));
    }

    /**
     * Lets Lambda attach the function to a VPC. EC2 offers no narrower resource: the network interfaces do not exist yet.
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
     * Lets the role use customer managed keys, each by way of the service that needs it.
     *
     * @param grants which keys, and for what
     */
    public static String kmsAccess(List<KmsGrant> grants) {
        return Json.policy(grants.stream().map(KmsGrant::statement).toList());
    }

    /**
     * Lets the function list buckets and read, write and delete the objects in them.
     *
     * @param bucketArns those buckets
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
     * @param secretArns those secrets
     */
    public static String secretsAccess(List<String> secretArns) {
        return Json.policy(Statement.allow("GetSecrets")
                .actions("secretsmanager:GetSecretValue")
                .resources(secretArns));
    }

    /**
     * Lets Lambda take messages off a queue for the function, with the three actions that an event source mapping needs
     * and no more.
     *
     * @param queueArn that queue
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions">Lambda:
     *     execution role permissions for SQS</a>
     */
    public static String sqsAccess(String queueArn) {
        return Json.policy(Statement.allow("SQSEventSourceAccess")
                .actions("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
                .resources(List.of(queueArn)));
    }
}
