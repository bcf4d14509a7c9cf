package savepoint.integration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import savepoint.CommittedPlan;
import savepoint.aws.AwsTarget;

/** The roles in deploy/roles that deploy a stack, as planned, in a file. */
record PlannedRoles(Path file) {

    static PlannedRoles of(LocalCloud cloud, String stack, Map<String, String> settings) throws IOException {
        var target = new AwsTarget("aws", "eu-central-1", DeployedImport.ACCOUNT, "amazonaws.com");
        var plan = CommittedPlan.ofDeploymentRoles(target, stack, settings).succeeded();
        return new PlannedRoles(PlannedState.write(plan, cloud.state().resolve("roles.json")));
    }

    /**
     * Compares them with recorded calls.
     *
     * @param calls those of the stack, which the roles must allow
     * @param foreign those of another stack, which they must not allow
     * @param about the part that is checked, as in oracle/roles.py
     */
    Run judge(Path calls, Path foreign, String... about) {
        return Judge.of(
                "roles",
                Stream.concat(Stream.of(file, calls, foreign), Stream.of(about)).toArray());
    }
}
