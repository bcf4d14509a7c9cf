package savepoint.deployment;

import savepoint.config.StackConfig;

/** The settings of {@code deploy/roles}. */
public final class DeploymentRolesSettings {

    private DeploymentRolesSettings() {}

    /**
     * Reads the settings. The caller sets the stack and its resource names.
     *
     * @param bulkQueueName the name of the bulk lane's queue, used if the settings enable it
     */
    public static DeploymentRolesArgs.Builder read(StackConfig config, String bulkQueueName) {
        var roles = DeploymentRolesArgs.builder();
        config.optionalText("pulumiOrganization").into(roles, "pulumiOrganization", roles::pulumiOrganization);
        config.optionalText("pulumiProviderArn").into(roles, "pulumiProviderArn", roles::pulumiProviderArn);
        config.optionalText("gitHubRepository").into(roles, "gitHubRepository", roles::gitHubRepository);
        config.optionalText("gitHubProviderArn").into(roles, "gitHubProviderArn", roles::gitHubProviderArn);
        config.optionalText("kmsKeyArn").into(roles, "kmsKeyArn", roles::kmsKeyArn);
        config.bool("endpoint").into(roles, "endpoint", roles::endpoint);
        config.bool("completionEvents").into(roles, "completionEvents", roles::completionEvents);
        config.bool("bulk").filter(on -> on).into(roles, "bulkQueueName", on -> roles.bulkQueueName(bulkQueueName));
        config.bool("fifo").into(roles, "fifo", roles::fifo);
        config.optionalText("stateBucket").into(roles, "stateBucket", roles::stateBucket);
        config.optionalText("stateKmsKeyArn").into(roles, "stateKmsKeyArn", roles::stateKmsKeyArn);
        return roles;
    }
}
