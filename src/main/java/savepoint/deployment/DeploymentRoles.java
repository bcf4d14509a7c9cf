package savepoint.deployment;

import com.pulumi.aws.iam.OpenIdConnectProvider;
import com.pulumi.aws.iam.OpenIdConnectProviderArgs;
import com.pulumi.aws.iam.Policy;
import com.pulumi.aws.iam.PolicyArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicyAttachment;
import com.pulumi.aws.iam.RolePolicyAttachmentArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import savepoint.policy.DeploymentPolicies;
import savepoint.policy.DeploymentPolicies.WebIdentity;
import savepoint.policy.StatePolicies;
import savepoint.validation.Outputs;
import savepoint.validation.Rules;

/**
 * The roles that a pipeline assumes to preview one stack and to deploy it, with tokens from Pulumi
 * Cloud, GitHub or both.
 *
 * <pre>
 * savepoint:deployment:DeploymentRoles  {name}
 * ├─ aws:iam:OpenIdConnectProvider      {name}-{issuer}          for each issuer, unless the account has it
 * ├─ aws:iam:Role                       {name}-preview           reads the stack
 * ├─ aws:iam:Role                       {name}-update            changes the stack
 * ├─ aws:iam:Policy                     {name}-read, -read-data  what both may do to the stack's resources
 * ├─ aws:iam:Policy                     {name}-change-import, -change-data, -change-monitoring
 * ├─ aws:iam:Policy                     {name}-read-state, -write-state  with a state bucket
 * └─ aws:iam:RolePolicyAttachment       {name}-{role}-{policy}
 * </pre>
 */
public final class DeploymentRoles extends ComponentResource {

    /**
     * The type token. It is part of the URN, so changing it after the first deployment requires an
     * alias.
     */
    public static final String TYPE = "savepoint:deployment:DeploymentRoles";

    @Export(name = "previewRoleArn", refs = String.class)
    private final Output<String> previewRoleArn;

    @Export(name = "updateRoleArn", refs = String.class)
    private final Output<String> updateRoleArn;

    /**
     * Registers the roles.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the stack, and who may assume the roles
     */
    public DeploymentRoles(String name, DeploymentRolesArgs args) {
        this(name, args, null);
    }

    /**
     * Registers the roles.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the stack, and who may assume the roles
     * @param options Pulumi's options for the component, or null
     */
    public DeploymentRoles(String name, DeploymentRolesArgs args, ComponentResourceOptions options) {
        super(TYPE, name, Rules.requireArgs("DeploymentRoles", args), options);
        var target = args.targetOf(this, options);
        var stack = args.resources(target);
        var child = CustomResourceOptions.builder().parent(this).build();

        var issuers = args.issuers().stream()
                .map(issuer -> new TrustedIssuer(issuer, providerArn(name, issuer, child)))
                .toList();
        var preview = role(name, "preview", args, issuers, Issuer::previewSubjects, child);
        var update = role(name, "update", args, issuers, Issuer::updateSubjects, child);

        var read = policy(name, "read", args, "Reads the stack", DeploymentPolicies.preview(stack), child);
        var readData = policy(
                name,
                "read-data",
                args,
                "Reads the stack's data resources",
                DeploymentPolicies.previewData(stack),
                child);
        var changeData = policy(
                name,
                "change-data",
                args,
                "Changes bucket, secret and image repository",
                DeploymentPolicies.updateData(stack),
                child);
        var changeImport = policy(
                name, "change-import", args, "Changes the import", DeploymentPolicies.updateImport(stack), child);
        var changeMonitoring = policy(
                name,
                "change-monitoring",
                args,
                "Changes alarms and dashboard",
                DeploymentPolicies.updateMonitoring(stack),
                child);
        attach(name + "-preview-read", preview, read, child);
        attach(name + "-update-read", update, read, child);
        attach(name + "-preview-read-data", preview, readData, child);
        attach(name + "-update-read-data", update, readData, child);
        attach(name + "-update-change-data", update, changeData, child);
        attach(name + "-update-change-import", update, changeImport, child);
        attach(name + "-update-change-monitoring", update, changeMonitoring, child);
        args.state(target).ifPresent(state -> {
            var readState = policy(name, "read-state", args, "Reads the state", StatePolicies.read(state), child);
            var writeState = policy(name, "write-state", args, "Keeps the state", StatePolicies.write(state), child);
            attach(name + "-preview-read-state", preview, readState, child);
            attach(name + "-update-write-state", update, writeState, child);
        });

        previewRoleArn = preview.arn();
        updateRoleArn = update.arn();
        registerOutputs(Map.of("previewRoleArn", previewRoleArn, "updateRoleArn", updateRoleArn));
    }

    /** An issuer and its provider in IAM. */
    private record TrustedIssuer(Issuer issuer, Output<String> providerArn) {

        Output<WebIdentity> identity(Function<Issuer, List<String>> subjects) {
            return Outputs.apply(
                    providerArn,
                    arn -> new WebIdentity(
                            issuer.name(), arn, issuer.address(), issuer.audience(), subjects.apply(issuer)));
        }
    }

    private static Output<String> providerArn(String name, Issuer issuer, CustomResourceOptions child) {
        return issuer.providerArn()
                .map(Output::of)
                .orElseGet(() -> new OpenIdConnectProvider(
                                name + "-" + issuer.name().toLowerCase(Locale.ROOT),
                                OpenIdConnectProviderArgs.builder()
                                        .url("https://" + issuer.address())
                                        .clientIdLists(issuer.audience())
                                        .build(),
                                child)
                        .arn());
    }

    private static Role role(
            String name,
            String suffix,
            DeploymentRolesArgs args,
            List<TrustedIssuer> issuers,
            Function<Issuer, List<String>> subjects,
            CustomResourceOptions child) {
        var identities =
                issuers.stream().map(issuer -> issuer.identity(subjects)).toList();
        var trust = Outputs.applyAll(identities, DeploymentPolicies::trust);
        return new Role(
                "%s-%s".formatted(name, suffix),
                RoleArgs.builder()
                        .name(args.roleName(suffix))
                        .description("Assumed by the pipeline of stack %s: %s".formatted(args.stack(), suffix))
                        .assumeRolePolicy(trust)
                        .build(),
                child);
    }

    private static Policy policy(
            String name,
            String suffix,
            DeploymentRolesArgs args,
            String description,
            String document,
            CustomResourceOptions child) {
        return new Policy(
                "%s-%s".formatted(name, suffix),
                PolicyArgs.builder()
                        .name(args.roleName(suffix))
                        .description(description)
                        .policy(document)
                        .build(),
                child);
    }

    private static void attach(String name, Role role, Policy policy, CustomResourceOptions child) {
        new RolePolicyAttachment(
                name,
                RolePolicyAttachmentArgs.builder()
                        .role(role.name())
                        .policyArn(policy.arn())
                        .build(),
                child);
    }

    /** The role that previews assume, in pull requests and on a schedule. It is read-only. */
    public Output<String> previewRoleArn() {
        return previewRoleArn;
    }

    /** The role that deployments assume. */
    public Output<String> updateRoleArn() {
        return updateRoleArn;
    }
}
