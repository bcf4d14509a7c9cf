package savepoint;

import com.pulumi.Context;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.config.StackConfig;
import savepoint.deployment.DeploymentRoles;
import savepoint.deployment.DeploymentRolesSettings;

/**
 * The program of {@code deploy/roles}: the roles that deploy the stack with the same name. It is
 * deployed manually, once.
 *
 * @see App
 */
final class DeploymentRolesApp {

    /** The Pulumi project of {@code deploy/roles}. */
    static final String PROJECT = "savepoint-deployment-roles";

    private DeploymentRolesApp() {}

    static void stack(Context context) {
        stack(context, StackConfig.of(context));
    }

    static void stack(Context context, StackConfig config) {
        var target = AwsTarget.lookUp();
        var environment = Environment.of(context, config);
        var args = DeploymentRolesSettings.read(config, environment.queueName(LaneKind.BULK))
                .target(target)
                .project(App.PROJECT)
                .stack(environment.name())
                .rolesName(environment.deploymentRolesName())
                .baseName(environment.baseName())
                .queueName(environment.queueBaseName(LaneKind.STANDARD))
                .imageRepository(environment.imageRepository())
                .bucketName(environment.bucketName(target))
                .secretName(environment.secretName())
                .webhookKeySecretName(environment.webhookKeySecretName());
        config.enforce(Stream.of(args));

        var roles = new DeploymentRoles(
                "deployment", args.build(), App.options(context).build());

        context.export("previewRoleArn", roles.previewRoleArn()).export("updateRoleArn", roles.updateRoleArn());
    }
}
