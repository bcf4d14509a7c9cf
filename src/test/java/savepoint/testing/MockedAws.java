package savepoint.testing;

import com.pulumi.test.Mocks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import savepoint.aws.AwsTarget;

/** A mock of AWS for plans: returns the inputs, and adds values that only AWS knows. */
record MockedAws(AwsTarget target, Situation situation, List<String> calls) implements Mocks {

    MockedAws(AwsTarget target, Situation situation) {
        this(target, situation, new CopyOnWriteArrayList<>());
    }

    @Override
    public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs resource) {
        var state = new HashMap<>(resource.inputs);
        var name = resource.inputs.getOrDefault("name", resource.inputs.get("bucket"));
        state.putAll(computed(resource.type, String.valueOf(name)));
        return CompletableFuture.completedFuture(ResourceResult.of(Optional.of(id(resource)), state));
    }

    private static String id(ResourceArgs resource) {
        return resource.type.equals("aws:ec2/securityGroup:SecurityGroup")
                ? "sg-0123456789abcdef0"
                : resource.name + "-id";
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
            case "aws:secretsmanager/secret:Secret" ->
                Map.of("arn", arn("secretsmanager", target.region(), "secret:" + name + "-a1B2c3"));
            case "aws:ecr/repository:Repository" ->
                Map.of(
                        "arn",
                        target.repositoryArn(name),
                        "repositoryUrl",
                        "%s/%s".formatted(target.ecrRegistry(), name));
            case "aws:cloudwatch/eventConnection:EventConnection" ->
                Map.of(
                        "arn",
                        arn("events", target.region(), "connection/" + name + "/1234abcd-12ab-34cd-56ef-1234567890ab"));
            case "aws:cloudwatch/eventApiDestination:EventApiDestination" ->
                Map.of(
                        "arn",
                        arn(
                                "events",
                                target.region(),
                                "api-destination/" + name + "/1234abcd-12ab-34cd-56ef-1234567890ab"));
            case "aws:apigateway/restApi:RestApi" -> Map.of("rootResourceId", "root");
            case "aws:apigateway/stage:Stage" ->
                Map.of(
                        "invokeUrl",
                        "https://a1b2c3.execute-api.%s.%s/v1".formatted(target.region(), target.dnsSuffix()));
            case "aws:s3/bucketV2:BucketV2" -> Map.of("arn", target.bucketArn(name));
            default -> Map.of();
        };
    }

    @Override
    public CompletableFuture<Map<String, Object>> callAsync(CallArgs call) {
        var function = call.token.substring(call.token.lastIndexOf(':') + 1);
        calls.add(function);
        return situation.failing().contains(function)
                ? CompletableFuture.failedFuture(new IllegalStateException("AccessDeniedException: not authorized"))
                : answer(function, call.args)
                        .map(CompletableFuture::completedFuture)
                        .orElseGet(() -> CompletableFuture.failedFuture(new IllegalStateException(
                                function.equals("getSubnet")
                                        ? "no matching EC2 Subnet found"
                                        : "reading it: couldn't find resource")));
    }

    /** Empty if there is no such thing. */
    private Optional<Map<String, Object>> answer(String function, Map<String, Object> args) {
        return switch (function) {
            case "getPartition" ->
                Optional.of(Map.of(
                        "id",
                        target.partition(),
                        "partition",
                        target.partition(),
                        "dnsSuffix",
                        target.dnsSuffix(),
                        "reverseDnsPrefix",
                        "com.amazonaws"));
            case "getRegion" ->
                Optional.of(Map.of(
                        "id",
                        target.region(),
                        "name",
                        target.region(),
                        "description",
                        target.region(),
                        "endpoint",
                        target.region()));
            case "getCallerIdentity" ->
                Optional.of(Map.of(
                        "id",
                        target.accountId(),
                        "accountId",
                        target.accountId(),
                        "arn",
                        arn("iam", "", "user/deployer"),
                        "userId",
                        "deployer"));
            case "readStackOutputs" -> Optional.of(Map.of("name", args.get("name"), "outputs", situation.allOutputs()));
            case "readStackResourceOutputs" -> Optional.of(Map.of("name", args.get("stackName"), "outputs", state()));
            case "getImage" ->
                situation
                        .digest()
                        .map(digest -> Map.of("repositoryName", args.get("repositoryName"), "imageDigest", digest));
            case "getFunction" -> situation.runningImage().map(uri -> Map.of("imageUri", uri));
            case "getBucket" -> inUse(args.get("bucket"));
            case "getSecret", "getRepository" -> inUse(args.get("name"));
            case "getSubnet" -> subnet(String.valueOf(args.get("id")));
            case "getServiceQuota" -> Optional.of(Map.of("quotaCode", args.get("quotaCode"), "value", 1000.0));
            case "getSecretVersions" ->
                Optional.of(Map.of(
                        "versions",
                        situation.secretHasValue()
                                ? List.of(Map.of("versionId", "1", "versionStages", List.of("AWSCURRENT")))
                                : List.of()));
            default -> throw new IllegalArgumentException("no mock for " + function);
        };
    }

    /** Subnets end in the letter of their zone; those that begin with 9 are in another VPC, and those with 0 do not exist. */
    private Optional<Map<String, Object>> subnet(String id) {
        var first = id.charAt("subnet-".length());
        return Optional.of(Map.<String, Object>of(
                        "vpcId",
                        first == '9' ? "vpc-99999999" : "vpc-11111111",
                        "availabilityZone",
                        target.region() + id.charAt(id.length() - 1)))
                .filter(subnet -> first != '0');
    }

    private Map<String, Object> state() {
        return situation.components().stream()
                .collect(Collectors.toMap(
                        type -> "urn:pulumi:test::savepoint::" + (type.contains("::") ? type : type + "::steam-import"),
                        type -> Map.of("type", type)));
    }

    private Optional<Map<String, Object>> inUse(Object name) {
        return situation.namesInUse().contains(name) ? Optional.of(Map.of("id", name)) : Optional.empty();
    }

    private String arn(String service, String region, String resource) {
        return "arn:%s:%s:%s:%s:%s".formatted(target.partition(), service, region, target.accountId(), resource);
    }
}
