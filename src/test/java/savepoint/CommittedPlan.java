package savepoint;

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

    /** The same somewhere else, with settings in place of those in the file. */
    public static Plan of(AwsTarget target, String stack, Map<String, String> settings) {
        var config = ProjectFiles.config(stack);
        settings.forEach((key, value) -> config.put("savepoint:" + key, value));
        return Plan.of(target, stack, config, App::stack).succeeded();
    }
}
