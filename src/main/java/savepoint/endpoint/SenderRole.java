package savepoint.endpoint;

import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import savepoint.aws.AwsTarget;
import savepoint.policy.EndpointPolicies;
import savepoint.validation.Outputs;

/** The role that API Gateway assumes to send messages. */
final class SenderRole {

    private final Output<String> arn;

    SenderRole(String prefix, ImportEndpointArgs args, AwsTarget target, CustomResourceOptions child) {
        var role = new Role(
                prefix + "-role",
                RoleArgs.builder()
                        .name(args.apiName())
                        .assumeRolePolicy(EndpointPolicies.trust())
                        .build(),
                child);
        var access = new RolePolicy(
                prefix + "-access",
                RolePolicyArgs.builder()
                        .name(args.apiName() + "-access")
                        .role(role.name())
                        .policy(Outputs.apply(args.key(target), key -> EndpointPolicies.send(args.queue.arn(), key)))
                        .build(),
                child);
        arn = Outputs.after(role.arn(), List.of(access.role()));
    }

    /** The role's ARN, known once the role has permission to send. */
    Output<String> arn() {
        return arn;
    }
}
