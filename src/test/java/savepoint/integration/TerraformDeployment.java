package savepoint.integration;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savepoint.testing.ProjectFiles;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The resources that the Terraform modules replaced by this program had deployed, created with the
 * AWS SDK: without tags, and with a queue policy that lets anyone send.
 *
 * @param roleId the ID of the role, which a new role would not have
 * @param mapping the UUID of the event source mapping
 * @param secretArn the secret's ARN, which ends in random letters
 */
record TerraformDeployment(String queueUrl, String roleId, String mapping, String secretArn, String endpoint) {

    static final String FUNCTION = "savepoint-prod-steam-import";

    private static final String QUEUE = "savepoint-prod-steam-library-sync";
    private static final String BUCKET = "savepoint-prod-imports-000000000000-eu-central-1";
    private static final String BUCKET_ARN = "arn:aws:s3:::" + BUCKET;
    private static final String SECRET = "savepoint/prod/steam-api-key";
    private static final String ARN = "arn:aws:sqs:eu-central-1:000000000000:";

    static final String QUEUE_POLICY = policy(
            "\"Sid\":\"AllowSendMessage\",\"Principal\":\"*\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"%s%s\""
                    .formatted(ARN, QUEUE));

    /** A document that allows what the statements say. */
    private static String policy(String... statements) {
        return Stream.of(statements)
                .map(statement -> "{\"Effect\":\"Allow\"," + statement + "}")
                .collect(Collectors.joining(",", "{\"Version\":\"2012-10-17\",\"Statement\":[", "]}"));
    }

    static TerraformDeployment in(LocalCloud cloud) throws IOException {
        var secretArn = cloud.shellAsOnAws(Map.of(), """
                        aws s3api create-bucket --bucket %s --create-bucket-configuration LocationConstraint=eu-central-1 >&2
                        aws ecr create-repository --repository-name savepoint-prod-lambdas >&2
                        aws secretsmanager create-secret --name %s --query ARN --output text""".formatted(BUCKET, SECRET))
                .succeeded()
                .output()
                .strip();
        cloud.push("prod", "the old worker");
        try (var sqs = cloud.sqs();
                var iam = cloud.iam();
                var lambda = cloud.lambda();
                var logs = cloud.logs()) {
            sqs.createQueue(request -> request.queueName(QUEUE + "-dlq")
                    .attributes(Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600")));
            var queue = sqs.createQueue(request -> request.queueName(QUEUE)
                            .attributes(Map.of(
                                    QueueAttributeName.VISIBILITY_TIMEOUT, "300",
                                    QueueAttributeName.MESSAGE_RETENTION_PERIOD, "604800",
                                    QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "20",
                                    QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "262144",
                                    QueueAttributeName.REDRIVE_POLICY,
                                            "{\"deadLetterTargetArn\":\"%s%s-dlq\",\"maxReceiveCount\":3}"
                                                    .formatted(ARN, QUEUE),
                                    QueueAttributeName.POLICY, QUEUE_POLICY)))
                    .queueUrl();
            var role = iam.createRole(
                            request -> request.roleName(FUNCTION + "-role")
                                    .assumeRolePolicyDocument(
                                            policy(
                                                    "\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"")))
                    .role();
            iam.attachRolePolicy(request -> request.roleName(role.roleName())
                    .policyArn("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"));
            Map.of(
                            "s3-access",
                            policy(
                                    "\"Sid\":\"ListBuckets\",\"Action\":[\"s3:ListBucket\"],\"Resource\":[\"%s\"]"
                                            .formatted(BUCKET_ARN),
                                    "\"Sid\":\"ReadWriteObjects\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\",\"s3:DeleteObject\"],\"Resource\":[\"%s/*\"]"
                                            .formatted(BUCKET_ARN)),
                            "secrets-access",
                            policy(
                                    "\"Sid\":\"GetSecrets\",\"Action\":[\"secretsmanager:GetSecretValue\"],\"Resource\":[\"%s\"]"
                                            .formatted(secretArn)),
                            "sqs-access",
                            policy(
                                    "\"Sid\":\"SQSEventSourceAccess\",\"Action\":[\"sqs:ReceiveMessage\",\"sqs:DeleteMessage\",\"sqs:GetQueueAttributes\"],\"Resource\":\"%s%s\""
                                            .formatted(ARN, QUEUE)))
                    .forEach((suffix, document) -> iam.putRolePolicy(request -> request.roleName(role.roleName())
                            .policyName(FUNCTION + "-" + suffix)
                            .policyDocument(document)));
            logs.createLogGroup(request -> request.logGroupName("/aws/lambda/" + FUNCTION));
            logs.putRetentionPolicy(
                    request -> request.logGroupName("/aws/lambda/" + FUNCTION).retentionInDays(14));
            lambda.createFunction(request -> request.functionName(FUNCTION)
                    .description("Fetch Steam library and upload raw CSV to S3")
                    .role(role.arn())
                    .packageType(PackageType.IMAGE)
                    .code(
                            code -> code.imageUri(
                                    "000000000000.dkr.ecr.eu-central-1.amazonaws.com/savepoint-prod-lambdas:steam-import-latest"))
                    .memorySize(512)
                    .timeout(300)
                    .architectures(Architecture.X86_64)
                    .environment(environment -> environment.variables(Map.of(
                            "S3_BUCKET", BUCKET,
                            "LOG_LEVEL", "WARNING",
                            "STEAM_API_KEY_SECRET_ARN", secretArn))));
            var mapping = lambda.createEventSourceMapping(request -> request.functionName(FUNCTION)
                            .eventSourceArn(ARN + QUEUE)
                            .batchSize(1)
                            .maximumBatchingWindowInSeconds(0)
                            .enabled(true)
                            .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)
                            .scalingConfig(scaling -> scaling.maximumConcurrency(8)))
                    .uuid();
            var endpoint = "http://127.0.0.1:" + cloud.emulator().port();
            return new TerraformDeployment(queue, role.roleId(), mapping, secretArn, endpoint);
        }
    }

    /** Its Terraform state. */
    String state() {
        return ProjectFiles.text("src/test/resources/takeover/prod.tfstate")
                .replace("${endpoint}", endpoint)
                .replace("${mapping}", mapping)
                .replace("${secret}", secretArn);
    }
}
