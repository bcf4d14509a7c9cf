package savepoint.deployment;

import com.pulumi.aws.iam.Policy;
import com.pulumi.aws.iam.PolicyArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RolePolicyAttachment;
import com.pulumi.aws.iam.RolePolicyAttachmentArgs;
import com.pulumi.resources.CustomResourceOptions;

/** The two roles of {@link DeploymentRoles}, and the policies that are attached to them. */
record RolePair(String name, DeploymentRolesArgs args, Role preview, Role update, CustomResourceOptions child) {

    void bothMay(String suffix, String description, String document) {
        var policy = policy(suffix, description, document);
        attach(policy, "preview-" + suffix, preview);
        attach(policy, "update-" + suffix, update);
    }

    void previewMay(String suffix, String description, String document) {
        attach(policy(suffix, description, document), "preview-" + suffix, preview);
    }

    void updateMay(String suffix, String description, String document) {
        attach(policy(suffix, description, document), "update-" + suffix, update);
    }

    private Policy policy(String suffix, String description, String document) {
        return new Policy(
                "%s-%s".formatted(name, suffix),
                PolicyArgs.builder()
                        .name(args.roleName(suffix))
                        .description(description)
                        .policy(document)
                        .build(),
                child);
    }

    private void attach(Policy policy, String suffix, Role role) {
        new RolePolicyAttachment(
                "%s-%s".formatted(name, suffix),
                RolePolicyAttachmentArgs.builder()
                        .role(role.name())
                        .policyArn(policy.arn())
                        .build(),
                child);
    }
}
