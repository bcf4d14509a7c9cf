package savepoint.policy;

import java.util.List;

/**
 * What a function's execution role may do, and who may take it. Each document is a function of ARNs alone.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html">Lambda execution role</a>
 */
public final class ExecutionRolePolicies {

    private ExecutionRolePolicies() {}

    /** Lets the Lambda service, in every partition under this one name, take the role. */
    public static String trust() {
        return Json.policy(Statement.allow("AssumeRoleByLambda")
                .servicePrincipal("lambda.amazonaws.com")
                .actions("sts:AssumeRole"));
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
