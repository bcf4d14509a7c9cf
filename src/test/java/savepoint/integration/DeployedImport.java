package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import savepoint.policy.ExecutionRolePolicies;
import savepoint.policy.QueuePolicies;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The queues, role, log group, function and mapping of a stack, read through the AWS SDK and
 * compared with what its settings require.
 */
final class DeployedImport {

    static final String ACCOUNT = "000000000000";

    /** Attributes that SQS sets by itself. */
    private static final Set<QueueAttributeName> SET_BY_SQS = Set.of(
            QueueAttributeName.QUEUE_ARN,
            QueueAttributeName.CREATED_TIMESTAMP,
            QueueAttributeName.LAST_MODIFIED_TIMESTAMP,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);

    private final LocalCloud cloud;
    private final String stack;
    private final SqsClient sqs;
    private final IamClient iam;
    private final LambdaClient lambda;
    private final CloudWatchLogsClient logs;

    DeployedImport(LocalCloud cloud, String stack) {
        this.cloud = cloud;
        this.stack = stack;
        sqs = cloud.sqs();
        iam = cloud.iam();
        lambda = cloud.lambda();
        logs = cloud.logs();
    }

    void assertQueue() {
        assertAttributes(
                url(""),
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT, "1800",
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD, "604800",
                        QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "20",
                        QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "262144",
                        QueueAttributeName.DELAY_SECONDS, "0",
                        QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true",
                        QueueAttributeName.POLICY, QueuePolicies.queue(queueArn(), List.of(), List.of()),
                        QueueAttributeName.REDRIVE_POLICY, QueuePolicies.redrive(queueArn() + "-dlq", 3)));
    }

    void assertDeadLetterQueue() {
        assertAttributes(
                url("-dlq"),
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        "30",
                        QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
                        "0",
                        QueueAttributeName.MAXIMUM_MESSAGE_SIZE,
                        "262144",
                        QueueAttributeName.DELAY_SECONDS,
                        "0",
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                        "1209600",
                        QueueAttributeName.SQS_MANAGED_SSE_ENABLED,
                        "true",
                        QueueAttributeName.POLICY,
                        QueuePolicies.deadLetterQueue(queueArn() + "-dlq"),
                        QueueAttributeName.REDRIVE_ALLOW_POLICY,
                        QueuePolicies.redriveAllow(queueArn())));
    }

    void assertRoleAndPolicies() {
        var role =
                iam.getRole(request -> request.roleName(function() + "-role")).role();

        assertEquals(json(ExecutionRolePolicies.trust(ACCOUNT)), json(decoded(role.assumeRolePolicyDocument())));
        assertEquals(
                List.of(),
                iam.listAttachedRolePolicies(request -> request.roleName(role.roleName())).attachedPolicies().stream()
                        .map(policy -> policy.policyArn())
                        .toList());
        var documents = new TreeMap<String, JsonElement>();
        inlinePolicies().forEach((suffix, document) -> documents.put(function() + "-" + suffix, json(document)));
        assertEquals(
                documents,
                iam.listRolePolicies(request -> request.roleName(role.roleName())).policyNames().stream()
                        .collect(Collectors.toMap(
                                name -> name,
                                name -> json(decoded(iam.getRolePolicy(request -> request.roleName(role.roleName())
                                                .policyName(name))
                                        .policyDocument())),
                                (first, second) -> first,
                                TreeMap::new)));
    }

    void assertLogGroup() {
        var group = logs.describeLogGroups(request -> request.logGroupNamePrefix("/aws/lambda/" + function()))
                .logGroups();

        assertEquals(1, group.size());
        assertEquals("/aws/lambda/" + function(), group.get(0).logGroupName());
        assertEquals(14, group.get(0).retentionInDays());
    }

    void assertFunction(String digest) {
        var function = lambda.getFunction(request -> request.functionName(function()));
        var configuration = function.configuration();

        assertEquals("Image", configuration.packageTypeAsString());
        assertEquals(imageByDigest(digest), function.code().imageUri());
        assertEquals("arn:aws:iam::%s:role/%s-role".formatted(ACCOUNT, function()), configuration.role());
        assertEquals(512, configuration.memorySize());
        assertEquals(300, configuration.timeout());
        assertEquals(List.of("x86_64"), configuration.architecturesAsStrings());
        assertEquals("Imports a user's Steam library", configuration.description());
        assertEquals(List.of(), configuration.vpcConfig().subnetIds());
        assertEquals(environment(), configuration.environment().variables());
        assertEquals(
                null,
                lambda.getFunctionConcurrency(request -> request.functionName(function()))
                        .reservedConcurrentExecutions());
    }

    void assertMapping() {
        var mapping = mapping();

        assertEquals(queueArn(), mapping.eventSourceArn());
        assertEquals(
                "arn:aws:lambda:eu-central-1:%s:function:%s".formatted(ACCOUNT, function()), mapping.functionArn());
        assertEquals(1, mapping.batchSize());
        assertEquals(0, mapping.maximumBatchingWindowInSeconds());
        assertEquals(List.of("ReportBatchItemFailures"), mapping.functionResponseTypesAsStrings());
        assertEquals(stack.equals("dev") ? 5 : 10, mapping.scalingConfig().maximumConcurrency());
        assertEquals("Enabled", mapping.state());
        assertEquals(List.of("EventCount"), mapping.metricsConfig().metricsAsStrings());
    }

    void assertTags() {
        var tags = Map.of("Project", "savepoint", "Environment", stack, "ManagedBy", "pulumi");

        assertEquals(
                tags, sqs.listQueueTags(request -> request.queueUrl(url(""))).tags());
        assertEquals(
                tags,
                sqs.listQueueTags(request -> request.queueUrl(url("-dlq"))).tags());
        assertEquals(
                tags,
                lambda.getFunction(request -> request.functionName(function())).tags());
        assertEquals(
                tags,
                iam.listRoleTags(request -> request.roleName(function() + "-role")).tags().stream()
                        .collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value())));
        assertEquals(
                tags,
                logs.listTagsForResource(request -> request.resourceArn(
                                "arn:aws:logs:eu-central-1:%s:log-group:/aws/lambda/%s".formatted(ACCOUNT, function())))
                        .tags());
        assertEquals(
                tags,
                lambda.listTags(request -> request.resource(mapping().eventSourceMappingArn()))
                        .tags());
    }

    /** The policy documents that the settings require, by the suffix of the policy name. */
    private Map<String, String> inlinePolicies() {
        var policies = new TreeMap<>(Map.of(
                "logs-access",
                ExecutionRolePolicies.logsAccess(
                        "arn:aws:logs:eu-central-1:%s:log-group:/aws/lambda/%s".formatted(ACCOUNT, function())),
                "sqs-access",
                ExecutionRolePolicies.sqsAccess(queueArn())));
        policies.put("s3-access", ExecutionRolePolicies.s3Access(List.of("arn:aws:s3:::" + bucket())));
        policies.put("secrets-access", ExecutionRolePolicies.secretsAccess(List.of(secretArn())));
        return policies;
    }

    private Map<String, String> environment() {
        return Map.of("LOG_LEVEL", "INFO", "S3_BUCKET", bucket(), "STEAM_API_KEY_SECRET_ARN", secretArn());
    }

    String bucket() {
        return "savepoint-%s-imports-%s-eu-central-1".formatted(stack, ACCOUNT);
    }

    String secret() {
        return "savepoint/%s/steam-api-key".formatted(stack);
    }

    String repository() {
        return "savepoint-%s-lambdas".formatted(stack);
    }

    /** The ARN ends in characters that Secrets Manager chose. */
    String secretArn() {
        return cloud.words("secretsmanager", "describe-secret", "--secret-id", secret(), "--query", "ARN")
                .findFirst()
                .orElseThrow();
    }

    String imageByDigest(String digest) {
        return "%s.dkr.ecr.eu-central-1.amazonaws.com/%s@%s".formatted(ACCOUNT, repository(), digest);
    }

    String function() {
        return "savepoint-%s-steam-import".formatted(stack);
    }

    String queueArn() {
        return "arn:aws:sqs:eu-central-1:%s:savepoint-%s-steam-library-sync".formatted(ACCOUNT, stack);
    }

    String url(String suffix) {
        return "http://127.0.0.1:%d/%s/savepoint-%s-steam-library-sync%s"
                .formatted(cloud.emulator().port(), ACCOUNT, stack, suffix);
    }

    EventSourceMappingConfiguration mapping() {
        var mappings = lambda.listEventSourceMappings(request -> request.functionName(function()))
                .eventSourceMappings();
        assertEquals(1, mappings.size());
        return mappings.get(0);
    }

    /** Receives messages without hiding them, like a consumer that crashes immediately. */
    List<String> receive(String suffix) {
        return sqs
                .receiveMessage(request ->
                        request.queueUrl(url(suffix)).visibilityTimeout(0).waitTimeSeconds(0))
                .messages()
                .stream()
                .map(Message::body)
                .toList();
    }

    int messagesIn(String suffix) {
        return sqs
                .getQueueAttributes(request -> request.queueUrl(url(suffix))
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private void assertAttributes(String url, Map<QueueAttributeName, String> expected) {
        var actual = sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();

        assertEquals(
                asJson(expected),
                asJson(actual.entrySet().stream()
                        .filter(attribute -> !SET_BY_SQS.contains(attribute.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
    }

    private static Map<String, JsonElement> asJson(Map<QueueAttributeName, String> attributes) {
        return attributes.entrySet().stream()
                .collect(Collectors.toMap(
                        attribute -> attribute.getKey().toString(),
                        attribute -> json(attribute.getValue()),
                        (first, second) -> first,
                        TreeMap::new));
    }

    /** Policies are compared as JSON, because neither AWS nor the emulator preserves whitespace. */
    private static JsonElement json(String text) {
        return JsonParser.parseString(text);
    }

    private static String decoded(String document) {
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }
}
