package savepoint;

import java.util.HashMap;
import java.util.Map;
import savepoint.aws.AwsTarget;
import savepoint.testing.Plan;
import savepoint.testing.ProjectFiles;
import savepoint.testing.Situation;

/** Plans the program with a committed stack file, for tests in other packages. */
public final class CommittedPlan {

    private CommittedPlan() {}

    public static Plan of(String stack) {
        return Plan.of(stack, ProjectFiles.config(stack), App::stack).succeeded();
    }

    /** Plans it in an account that has no image yet. */
    public static Plan withoutImage(String stack) {
        return Plan.of(Situation.empty(), stack, ProjectFiles.config(stack), App::stack)
                .succeeded();
    }

    /** Plans it with the given settings in place of those in the file. */
    public static Plan of(String stack, Map<String, String> settings) {
        return with(stack, settings).succeeded();
    }

    /** Whether the program accepts these settings in place of those in the file. */
    public static boolean accepts(String stack, Map<String, String> settings) {
        return with(stack, settings).errors().isEmpty();
    }

    private static Plan with(String stack, Map<String, String> settings) {
        var config = ProjectFiles.config(stack);
        settings.forEach((key, value) -> config.put("savepoint:" + key, value));
        return Plan.of(stack, config, App::stack);
    }

    /** Plans the roles that deploy a stack, with the given settings. */
    public static Plan ofDeploymentRoles(AwsTarget target, String stack, Map<String, String> settings) {
        var config = new HashMap<String, String>();
        ProjectFiles.declaredSettings("deploy/roles/Pulumi.yaml")
                .forEach((key, declaration) ->
                        config.put("savepoint:" + key, String.valueOf(declaration.get("default"))));
        settings.forEach((key, value) -> config.put("savepoint:" + key, value));
        return Plan.of(target, stack, config, DeploymentRolesApp::stack);
    }

    /** Plans it for another AWS target, with the given settings in place of those in the file. */
    public static Plan of(AwsTarget target, String stack, Map<String, String> settings) {
        var config = ProjectFiles.config(stack);
        settings.forEach((key, value) -> config.put("savepoint:" + key, value));
        return Plan.of(target, stack, config, App::stack).succeeded();
    }
}
