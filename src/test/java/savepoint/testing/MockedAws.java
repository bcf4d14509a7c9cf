package savepoint.testing;

import com.pulumi.test.Mocks;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import savepoint.aws.AwsTarget;

/** A mock of AWS for plans: returns the inputs, and adds values that only AWS knows. */
record MockedAws(AwsTarget target) implements Mocks {

    @Override
    public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs resource) {
        var state = new HashMap<>(resource.inputs);
        state.putAll(computed(resource.type, String.valueOf(resource.inputs.get("name"))));
        return CompletableFuture.completedFuture(ResourceResult.of(Optional.of(resource.name + "-id"), state));
    }

    private Map<String, String> computed(String type, String name) {
        return switch (type) {
            case "aws:sqs/queue:Queue" ->
                Map.of(
                        "arn",
                        target.queueArn(name),
                        "url",
                        "https://sqs.%s.%s/%s/%s"
                                .formatted(target.region(), target.dnsSuffix(), target.accountId(), name));
            case "aws:iam/role:Role" -> Map.of("arn", arn("iam", "", "role/" + name));
            case "aws:cloudwatch/logGroup:LogGroup" -> Map.of("arn", arn("logs", target.region(), "log-group:" + name));
            case "aws:lambda/function:Function" ->
                Map.of(
                        "arn",
                        arn("lambda", target.region(), "function:" + name),
                        "invokeArn",
                        "invoke:" + name,
                        "qualifiedArn",
                        arn("lambda", target.region(), "function:" + name + ":$LATEST"));
            case "aws:sns/topic:Topic" -> Map.of("arn", target.topicArn(name));
            case "aws:kms/key:Key" ->
                Map.of("arn", arn("kms", target.region(), "key/11111111-2222-3333-4444-555555555555"));
            case "aws:iam/openIdConnectProvider:OpenIdConnectProvider" ->
                Map.of("arn", arn("iam", "", "oidc-provider/created"));
            case "aws:iam/policy:Policy" -> Map.of("arn", arn("iam", "", "policy/" + name));
            case "aws:lambda/eventSourceMapping:EventSourceMapping" ->
                Map.of("uuid", "mapping-uuid", "state", "Enabled");
            default -> Map.of();
        };
    }

    private String arn(String service, String region, String resource) {
        return "arn:%s:%s:%s:%s:%s".formatted(target.partition(), service, region, target.accountId(), resource);
    }

    @Override
    public CompletableFuture<Map<String, Object>> callAsync(CallArgs call) {
        return CompletableFuture.completedFuture(
                switch (call.token) {
                    case "aws:index/getPartition:getPartition" ->
                        Map.of(
                                "id",
                                target.partition(),
                                "partition",
                                target.partition(),
                                "dnsSuffix",
                                target.dnsSuffix(),
                                "reverseDnsPrefix",
                                "com.amazonaws");
                    case "aws:index/getRegion:getRegion" ->
                        Map.of(
                                "id",
                                target.region(),
                                "name",
                                target.region(),
                                "description",
                                target.region(),
                                "endpoint",
                                target.region());
                    case "aws:index/getCallerIdentity:getCallerIdentity" ->
                        Map.of(
                                "id",
                                target.accountId(),
                                "accountId",
                                target.accountId(),
                                "arn",
                                arn("iam", "", "user/deployer"),
                                "userId",
                                "deployer");
                    default -> throw new IllegalArgumentException("no mock for " + call.token);
                });
    }
}
