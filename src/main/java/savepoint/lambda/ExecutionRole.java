package savepoint.lambda;

import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.aws.iam.RolePolicyAttachment;
import com.pulumi.aws.iam.RolePolicyAttachmentArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import savepoint.policy.ExecutionRolePolicies;

/** The role that the function runs under, and the policies it needs: exactly those that its args call for. */
final class ExecutionRole {

    private final String name;
    private final LambdaContainerArgs args;
    private final LambdaContainer parent;

    private final Role role;
    private final Optional<RolePolicy> sqsAccess;
    private final List<Resource> policies;

    ExecutionRole(String name, LambdaContainerArgs args, LambdaContainer parent) {
        this.name = name;
        this.args = args;
        this.parent = parent;

        role = role();
        var basicExecution = awsManagedPolicy("basic-execution", "service-role/AWSLambdaBasicExecutionRole");
        var vpcAccess = args.vpcConfig.map(
                vpc -> awsManagedPolicy("vpc-access", "service-role/AWSLambdaVPCAccessExecutionRole"));
        var s3Access = inlinePolicy("s3-access", args.s3BucketArns, ExecutionRolePolicies::s3Access);
        var secretsAccess = inlinePolicy("secrets-access", args.secretArns, ExecutionRolePolicies::secretsAccess);
        sqsAccess = args.sqsEventSource.map(
                source -> inlinePolicy("sqs-access", source.queueArn.applyValue(ExecutionRolePolicies::sqsAccess)));

        policies = Stream.<Optional<? extends Resource>>of(
                        Optional.of(basicExecution), vpcAccess, s3Access, secretsAccess, sqsAccess)
                .<Resource>flatMap(Optional::stream)
                .toList();
    }

    private Role role() {
        return new Role(
                name + "-role",
                RoleArgs.builder()
                        .name(args.functionName + "-role")
                        .assumeRolePolicy(ExecutionRolePolicies.trust())
                        .tags(args.tags)
                        .build(),
                childOfParent());
    }

    private RolePolicyAttachment awsManagedPolicy(String suffix, String path) {
        return new RolePolicyAttachment(
                name + "-" + suffix,
                RolePolicyAttachmentArgs.builder()
                        .role(role.name())
                        .policyArn(args.target.applyValue(target -> target.awsManagedPolicyArn(path)))
                        .build(),
                childOfParent());
    }

    private Optional<RolePolicy> inlinePolicy(
            String suffix, List<Output<String>> arns, Function<List<String>, String> document) {
        return arns.isEmpty()
                ? Optional.empty()
                : Optional.of(inlinePolicy(suffix, Output.all(arns).applyValue(document)));
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
    List<Resource> policies() {
        return policies;
    }

    /** The policy that lets Lambda read the queue, if there is one. */
    Optional<RolePolicy> sqsAccess() {
        return sqsAccess;
    }
}
