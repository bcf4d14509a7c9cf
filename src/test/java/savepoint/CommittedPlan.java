package savepoint;

import java.util.HashMap;
import java.util.Map;
import savepoint.aws.AwsTarget;
import savepoint.testing.Plan;
import savepoint.testing.ProjectFiles;

/** The program with a committed stack file, for tests of other packages. */
public final class CommittedPlan {

    private CommittedPlan() {}

    public static Plan of(String stack) {
        return Plan.of(stack, ProjectFiles.config(stack), App::stack).succeeded();
    }

    /** The same with settings in place of those in the file. */
    public static Plan of(String stack, Map<String, String> settings) {
        return with(stack, settings).succeeded();
    }

    /** Whether the program takes these settings in place of those in the file. */
    public static boolean takes(String stack, Map<String, String> settings) {
        return with(stack, settings).errors().isEmpty();
    }

    private static Plan with(String stack, Map<String, String> settings) {
        var config = ProjectFiles.config(stack);
        settings.forEach((key, value) -> config.put("savepoint:" + key, value));
        return Plan.of(stack, config, App::stack);
    }

    /** The roles that deploy a stack, with these settings of theirs. */
    public static Plan ofDeploymentRoles(AwsTarget target, String stack, Map<String, String> settings) {
        var config = new HashMap<String, String>();
        ProjectFiles.declaredSettings("deploy/roles/Pulumi.yaml")
                .forEach((key, declaration) ->
                        config.put("savepoint:" + key, String.valueOf(declaration.get("default"))));
        settings.forEach((key, value) -> config.put("savepoint:" + key, value));
        return Plan.of(target, stack, config, DeploymentRolesApp::stack);
    }

    /** The same somewhere else, with settings in place of those in the file. */
    public static Plan of(AwsTarget target, String stack, Map<String, String> settings) {
        var config = ProjectFiles.config(stack);
        settings.forEach((key, value) -> config.put("savepoint:" + key, value));
        return Plan.of(target, stack, config, App::stack).succeeded();
    }
}
