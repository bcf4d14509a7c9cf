package savepoint.deployment;

import com.pulumi.aws.iam.OpenIdConnectProvider;
import com.pulumi.aws.iam.OpenIdConnectProviderArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import savepoint.policy.CompletionDeploymentPolicies;
import savepoint.policy.DeploymentPolicies;
import savepoint.policy.DeploymentPolicies.WebIdentity;
import savepoint.policy.EndpointDeploymentPolicies;
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
 * ├─ aws:iam:Policy                     {name}-read-endpoint, -change-endpoint  with an HTTP endpoint
 * ├─ aws:iam:Policy                     {name}-read-events, -change-events  with completion events
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

        var roles = new RolePair(name, args, preview, update, child);
        roles.bothMay("read", "Reads the stack", DeploymentPolicies.preview(stack));
        roles.bothMay("read-data", "Reads the stack's data resources", DeploymentPolicies.previewData(stack));
        roles.updateMay(
                "change-data", "Changes bucket, secret and image repository", DeploymentPolicies.updateData(stack));
        roles.updateMay("change-import", "Changes the import", DeploymentPolicies.updateImport(stack));
        roles.updateMay(
                "change-monitoring", "Changes alarms and dashboard", DeploymentPolicies.updateMonitoring(stack));
        args.endpoint(target).ifPresent(endpoint -> {
            roles.bothMay(
                    "read-endpoint", "Reads the HTTP endpoint", EndpointDeploymentPolicies.preview(stack, endpoint));
            roles.updateMay(
                    "change-endpoint", "Changes the HTTP endpoint", EndpointDeploymentPolicies.update(stack, endpoint));
        });
        args.completionEvents(target).ifPresent(events -> {
            roles.bothMay("read-events", "Reads the completion events", CompletionDeploymentPolicies.preview(events));
            roles.updateMay(
                    "change-events", "Changes the completion events", CompletionDeploymentPolicies.update(events));
        });
        args.state(target).ifPresent(state -> {
            roles.previewMay("read-state", "Reads the state", StatePolicies.read(state));
            roles.updateMay("write-state", "Keeps the state", StatePolicies.write(state));
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

    /** The role that previews assume, in pull requests and on a schedule. It is read-only. */
    public Output<String> previewRoleArn() {
        return previewRoleArn;
    }

    /** The role that deployments assume. */
    public Output<String> updateRoleArn() {
        return updateRoleArn;
    }
}
