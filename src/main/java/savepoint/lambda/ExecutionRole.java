package savepoint.lambda;

import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.policy.CompletionPolicies;
import savepoint.policy.ExecutionRolePolicies;
import savepoint.policy.KmsKey;
import savepoint.policy.KmsKeyPermission;
import savepoint.validation.Outputs;

/** The function's execution role, with exactly the policies that the arguments require. */
final class ExecutionRole {

    private final String name;
    private final LambdaContainerArgs args;
    private final AwsTarget target;
    private final LambdaContainer parent;

    private final Role role;
    private final Map<SqsEventSource, RolePolicy> queueAccess;
    private final Optional<RolePolicy> kmsAccess;
    private final List<RolePolicy> policies;

    ExecutionRole(String name, LambdaContainerArgs args, AwsTarget target, LambdaContainer parent) {
        this.name = name;
        this.args = args;
        this.target = target;
        this.parent = parent;

        role = role();
        var logsAccess = inlinePolicy("logs-access", Output.of(ExecutionRolePolicies.logsAccess(logGroupArn())));
        var vpcAccess =
                args.vpcConfig().map(vpc -> inlinePolicy("vpc-access", Output.of(ExecutionRolePolicies.vpcAccess())));
        var s3Access = inlinePolicy("s3-access", args.buckets(), ExecutionRolePolicies::s3Access);
        var secretsAccess = inlinePolicy("secrets-access", args.secrets(), ExecutionRolePolicies::secretsAccess);
        queueAccess = args.sqsEventSources().stream()
                .collect(Collectors.toMap(source -> source, this::sqsAccess, (one, other) -> one, LinkedHashMap::new));
        var eventsAccess = args.eventBus.map(bus ->
                inlinePolicy("events-access", Output.of(CompletionPolicies.putEvents(bus.arn(), args.eventSource))));
        kmsAccess = kmsAccess();
        policies = Stream.concat(
                        Stream.of(Optional.of(logsAccess), vpcAccess, s3Access, secretsAccess, eventsAccess, kmsAccess)
                                .flatMap(Optional::stream),
                        queueAccess.values().stream())
                .toList();
    }

    private Role role() {
        return new Role(
                name + "-role",
                RoleArgs.builder()
                        .name(args.functionName + "-role")
                        .assumeRolePolicy(ExecutionRolePolicies.trust(target.accountId()))
                        .tags(args.tags)
                        .build(),
                childOfParent());
    }

    private String logGroupArn() {
        return target.logGroupArn(target.lambdaLogGroupName(args.functionName));
    }

    /** A policy for each queue, so that a queue can be added or removed without changing the others. */
    private RolePolicy sqsAccess(SqsEventSource source) {
        var document = Outputs.apply(source.queueArn(target), ExecutionRolePolicies::sqsAccess);
        return new RolePolicy(
                source.prefixed(name) + "-sqs-access",
                policy(source.prefixed(args.functionName) + "-sqs-access", document),
                childOfParent());
    }

    private Optional<RolePolicy> kmsAccess() {
        var queueKeys = args.sqsEventSources().stream()
                .map(source -> grant(source.queueKmsKeyArn(target), KmsKeyPermission::receiveMessages));
        var key = args.kmsKeyArn(target);
        var otherKeys = Stream.of(
                grant(key, this::readEnvironment),
                grant(key, KmsKeyPermission::writeLogs),
                grants(args.bucketKeys(), KmsKeyPermission::readWriteObjects),
                grants(args.secretKeys(), KmsKeyPermission::readSecrets));
        var grants =
                Stream.concat(queueKeys, otherKeys).flatMap(Optional::stream).toList();
        return grants.isEmpty()
                ? Optional.empty()
                : Optional.of(inlinePolicy("kms-access", Outputs.applyAll(grants, ExecutionRole::document)));
    }

    private static String document(List<List<KmsKeyPermission>> grants) {
        return ExecutionRolePolicies.kmsAccess(
                grants.stream().flatMap(List::stream).toList());
    }

    private KmsKeyPermission readEnvironment(KmsKey key) {
        return KmsKeyPermission.readEnvironment(key, target.functionArn(args.functionName));
    }

    private Optional<Output<List<KmsKeyPermission>>> grant(
            Optional<Output<String>> key, Function<KmsKey, KmsKeyPermission> grant) {
        return key.map(output -> Outputs.apply(output, arn -> List.of(grant.apply(key(arn)))));
    }

    private Optional<Output<List<KmsKeyPermission>>> grants(ArnInput keys, Function<KmsKey, KmsKeyPermission> grant) {
        return keys.enforcedIn(target)
                .map(output -> Outputs.apply(
                        output,
                        arns -> arns.stream().map(arn -> grant.apply(key(arn))).toList()));
    }

    private KmsKey key(String arn) {
        return new KmsKey(arn, target.dnsSuffix());
    }

    private Optional<RolePolicy> inlinePolicy(
            String suffix, ArnInput resources, Function<List<String>, String> document) {
        return resources.enforcedIn(target).map(arns -> inlinePolicy(suffix, Outputs.apply(arns, document)));
    }

    private RolePolicy inlinePolicy(String suffix, Output<String> document) {
        return new RolePolicy(name + "-" + suffix, policy(args.functionName + "-" + suffix, document), childOfParent());
    }

    private RolePolicyArgs policy(String policyName, Output<String> document) {
        return RolePolicyArgs.builder()
                .name(policyName)
                .role(role.name())
                .policy(document)
                .build();
    }

    private CustomResourceOptions childOfParent() {
        return CustomResourceOptions.builder().parent(parent).build();
    }

    Output<String> arn() {
        return role.arn();
    }

    Output<String> name() {
        return role.name();
    }

    /** All policies, so that the function can wait for them. */
    List<RolePolicy> policies() {
        return policies;
    }

    /** The policies that let Lambda read the queue of an event source. */
    Stream<RolePolicy> policiesFor(SqsEventSource source) {
        return Stream.concat(Stream.of(queueAccess.get(source)), kmsAccess.stream());
    }
}
