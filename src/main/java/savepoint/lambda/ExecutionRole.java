package savepoint.lambda;

import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import savepoint.policy.ExecutionRolePolicies;
import savepoint.policy.KmsGrant;
import savepoint.policy.KmsKey;
import savepoint.validation.Outputs;

/** The role that the function runs under, and the policies it needs: exactly those that its args call for. */
final class ExecutionRole {

    private final String name;
    private final LambdaContainerArgs args;
    private final LambdaContainer parent;

    private final Role role;
    private final List<RolePolicy> queuePolicies;
    private final List<RolePolicy> policies;

    ExecutionRole(String name, LambdaContainerArgs args, LambdaContainer parent) {
        this.name = name;
        this.args = args;
        this.parent = parent;

        role = role();
        var logsAccess = inlinePolicy(
                "logs-access", Output.of(ExecutionRolePolicies.logsAccess(args.target.logGroupArn(args.logGroupName))));
        var vpcAccess =
                args.vpcConfig.map(vpc -> inlinePolicy("vpc-access", Output.of(ExecutionRolePolicies.vpcAccess())));
        var s3Access = inlinePolicy("s3-access", args.s3BucketArns, ExecutionRolePolicies::s3Access);
        var secretsAccess = inlinePolicy("secrets-access", args.secretArns, ExecutionRolePolicies::secretsAccess);
        var sqsAccess = args.sqsEventSource.map(
                source -> inlinePolicy("sqs-access", Outputs.apply(source.queueArn, ExecutionRolePolicies::sqsAccess)));
        var kmsAccess = inlinePolicy("kms-access", kmsGrants(), ExecutionRolePolicies::kmsAccess);

        queuePolicies =
                Stream.of(sqsAccess, kmsAccess).flatMap(Optional::stream).toList();
        policies = Stream.of(Optional.of(logsAccess), vpcAccess, s3Access, secretsAccess, sqsAccess, kmsAccess)
                .flatMap(Optional::stream)
                .toList();
    }

    private Role role() {
        return new Role(
                name + "-role",
                RoleArgs.builder()
                        .name(args.functionName + "-role")
                        .assumeRolePolicy(ExecutionRolePolicies.trust(args.target.accountId()))
                        .tags(args.tags)
                        .build(),
                childOfParent());
    }

    private List<Output<KmsGrant>> kmsGrants() {
        return Stream.of(
                        grants(args.queueKmsKeyArn.stream(), KmsGrant::receiveMessages),
                        grants(args.kmsKeyArn.stream(), this::readEnvironment),
                        grants(args.kmsKeyArn.stream(), KmsGrant::writeLogs),
                        grants(args.s3KmsKeyArns.stream(), KmsGrant::readWriteObjects),
                        grants(args.secretsKmsKeyArns.stream(), KmsGrant::readSecrets))
                .flatMap(grants -> grants)
                .toList();
    }

    private KmsGrant readEnvironment(KmsKey key) {
        return KmsGrant.readEnvironment(key, args.target.functionArn(args.functionName));
    }

    private Stream<Output<KmsGrant>> grants(Stream<Output<String>> keyArns, Function<KmsKey, KmsGrant> grant) {
        return keyArns.map(keyArn ->
                Outputs.apply(keyArn, arn -> grant.apply(new KmsKey(arn, args.target.dnsSuffix()))));
    }

    private <T> Optional<RolePolicy> inlinePolicy(
            String suffix, List<Output<T>> parts, Function<List<T>, String> document) {
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(inlinePolicy(suffix, Outputs.applyAll(parts, document)));
    }

    private RolePolicy inlinePolicy(String suffix, Output<String> document) {
        return new RolePolicy(
                name + "-" + suffix,
                RolePolicyArgs.builder()
                        .name(args.functionName + "-" + suffix)
                        .role(role.name())
                        .policy(document)
                        .build(),
                childOfParent());
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

    /** The policies that let Lambda read the queue; none without an event source. */
    List<RolePolicy> queuePolicies() {
        return queuePolicies;
    }
}
