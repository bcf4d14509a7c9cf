package savepoint.deployment;

import savepoint.config.StackConfig;

/** The settings of {@code deploy/roles}. */
public final class DeploymentRolesSettings {

    private DeploymentRolesSettings() {}

    /** Reads the settings. The caller sets the stack and its resource names. */
    public static DeploymentRolesArgs.Builder read(StackConfig config) {
        var roles = DeploymentRolesArgs.builder();
        config.optionalText("pulumiOrganization").into(roles, "pulumiOrganization", roles::pulumiOrganization);
        config.optionalText("pulumiProviderArn").into(roles, "pulumiProviderArn", roles::pulumiProviderArn);
        config.optionalText("gitHubRepository").into(roles, "gitHubRepository", roles::gitHubRepository);
        config.optionalText("gitHubProviderArn").into(roles, "gitHubProviderArn", roles::gitHubProviderArn);
        config.optionalText("kmsKeyArn").into(roles, "kmsKeyArn", roles::kmsKeyArn);
        config.bool("endpoint").into(roles, "endpoint", roles::endpoint);
        config.bool("completionEvents").into(roles, "completionEvents", roles::completionEvents);
        config.optionalText("stateBucket").into(roles, "stateBucket", roles::stateBucket);
        config.optionalText("stateKmsKeyArn").into(roles, "stateKmsKeyArn", roles::stateKmsKeyArn);
        return roles;
    }
}
