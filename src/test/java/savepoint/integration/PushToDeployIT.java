package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import savepoint.testing.ProjectFiles;

/**
 * What a push to Git does, on a machine like an executor of Pulumi Deployments: the commands of
 * the workflows, with the roles, and the state in a bucket that is set up as in
 * docs/deployment.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(StopAtFirstFailure.class)
@Order(StartOrder.FIRST_FROM_THE_END)
class PushToDeployIT {

    private static final String PAGE = "docs/deployment.md";

    private LocalCloud cloud;
    private ExecutorImage executor;
    private CallRecorder recorder;

    @BeforeAll
    void setUpTheState() throws IOException {
        cloud = LocalCloud.named("push-to-deploy");
        executor = ExecutorImage.of(cloud);
        recorder = cloud.record("dev");
        for (var block : ProjectFiles.codeBlocks(PAGE, "sh state")) {
            cloud.shellAsOnAws(Map.of(), block).succeeded();
        }
        for (var block : ProjectFiles.codeBlocks(PAGE, "sh stack")) {
            runAsUser(block).succeeded();
        }
    }

    @AfterAll
    void leaveNothingRunning() {
        cloud.close();
    }

    /** Runs a command line with the role for the Pulumi command, and records its calls. */
    private Run run(String command, String line) {
        return runAt(recorder.environment(command).get("SAVEPOINT_LOCAL_ENDPOINT"), line);
    }

    private Run runAsUser(String line) {
        return runAt("http://127.0.0.1:" + cloud.emulator().port(), line);
    }

    /** Runs a command line with the state in the bucket. */
    private Run runAt(String endpoint, String line) {
        return executor.shell(
                Map.of(
                        "AWS_ENDPOINT_URL",
                        endpoint,
                        "PULUMI_BACKEND_URL",
                        "s3://acme-pulumi-state?region=eu-central-1&s3ForcePathStyle=true&endpoint=" + endpoint,
                        "STACK",
                        "dev"),
                line);
    }

    private static String command(String workflow, String job, String beginning) {
        return Workflow.named(workflow).commands(job).stream()
                .filter(command -> command.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(1)
    void executorLacksToolsThatImageLacks() {
        for (var tool : List.of("python3", "node", "aws", "go")) {
            assertEquals(1, run("preview", "command -v " + tool).exitCode(), tool);
        }
    }

    @Test
    @Order(2)
    void previewsPullRequest() throws IOException {
        run("preview", command("pull-request", "preview", ".github/preview dev"))
                .succeeded();

        var comment = Files.readString(executor.checkout().resolve("preview.md"));
        assertTrue(comment.startsWith("### `pulumi preview --stack dev`: done"), comment);
        assertTrue(comment.contains("+ 37 to create"), comment);
        assertTrue(comment.length() < 32_000, () -> comment.length() + " characters");
    }

    @Test
    @Order(2)
    void commentsOnFailedPreview() throws IOException {
        var failed = runAsUser(command("pull-request", "preview", ".github/preview prod"));

        assertNotEquals(0, failed.exitCode(), failed::toString);
        var comment = Files.readString(executor.checkout().resolve("preview.md"));
        assertTrue(comment.contains("### `pulumi preview --stack prod`: failed"), comment);
        assertTrue(comment.contains("no stack named 'prod' found"), comment);
    }

    @Test
    @Order(3)
    void deploysOnPushAndFunctionOnceImageExists() throws IOException {
        var update = run("up", command("deploy", "dev", "pulumi up")).succeeded();
        assertTrue(update.output().contains("+ 37 created"), update::toString);
        cloud.push("dev", "worker");

        var completed = run("up", command("deploy", "dev", "pulumi up")).succeeded();

        assertTrue(completed.output().contains("+ 3 created"), completed::toString);
    }

    /** The jobs differ only in the stack, and the job for prod waits for a reviewer. */
    @Test
    @Order(3)
    void deploysProdWithTheSameCommand() {
        assertEquals(
                command("deploy", "dev", "pulumi up").replace("dev", "prod"), command("deploy", "prod", "pulumi up"));
    }

    @Test
    @Order(4)
    void findsDriftOnlyAfterChange() throws IOException {
        var check = command("drift", "drift", ".github/drift");
        run("preview", check).succeeded();
        assertFalse(Files.exists(executor.checkout().resolve("drift.md")));
        cloud.shell(
                        "./local/aws lambda put-function-concurrency --function-name savepoint-dev-steam-import --reserved-concurrent-executions 0")
                .succeeded();

        var found = run("preview", check);

        assertNotEquals(0, found.exitCode(), found::toString);
        var issue = Files.readString(executor.checkout().resolve("drift.md"));
        assertTrue(issue.contains("reservedConcurrentExecutions: -1 => 0"), issue);
    }

    /** What a killed job leaves behind, and the remedy that the page describes. */
    @Test
    @Order(5)
    void staysLockedAfterKilledJobUntilCanceled() throws IOException {
        var lock = Files.writeString(
                cloud.state().resolve("lock.json"),
                "{\"pid\": 1, \"username\": \"runner\", \"hostname\": \"killed\", \"timestamp\": \"2026-11-26T00:00:00Z\"}");
        cloud.shell(
                        "./local/aws s3 cp '%s' s3://acme-pulumi-state/.pulumi/locks/organization/savepoint/dev/0b9f5a1c-0000-4000-8000-000000000000.json"
                                .formatted(lock))
                .succeeded();
        var deploy = command("deploy", "dev", "pulumi up");
        var locked = run("up", deploy);
        assertNotEquals(0, locked.exitCode(), locked::toString);
        assertTrue(locked.errorOutput().contains("created by runner@killed"), locked::toString);

        run("up", "pulumi cancel --stack dev --yes").succeeded();

        run("up", deploy).succeeded();
    }

    /** In Pulumi Deployments, where this command runs before Pulumi. */
    @Test
    @Order(5)
    void assumesUpdateRoleExceptForPreviews() throws IOException {
        var output = executor.checkout().resolve("PULUMI_ENV");
        var variables =
                "UPDATE_ROLE_ARN=arn:aws:iam::000000000000:role/savepoint-dev-deploy-update PULUMI_OIDC_TOKEN=a.b.c"
                        + " PULUMI_CI_STACK=dev PULUMI_CI_BUILD_NUMBER=7 PULUMI_CI_OPERATION=%s deploy/assume-update-role "
                        + output;

        run("up", variables.formatted("preview")).succeeded();
        assertFalse(Files.exists(output));
        run("up", variables.formatted("update")).succeeded();

        assertEquals(
                List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
                Files.readAllLines(output).stream()
                        .filter(line -> line.matches("\\w+=\\S{8,}"))
                        .map(line -> line.substring(0, line.indexOf('=')))
                        .toList());
    }

    @Test
    @Order(5)
    void reportsWhyUpdateRoleCannotBeAssumed() {
        var deployment =
                "PULUMI_OIDC_TOKEN=a.b.c PULUMI_CI_STACK=dev PULUMI_CI_BUILD_NUMBER=7 PULUMI_CI_OPERATION=update"
                        + " AWS_ENDPOINT_URL=http://127.0.0.1:9 deploy/assume-update-role /dev/null";

        var refused = run("up", "UPDATE_ROLE_ARN=some-role " + deployment);
        var forgotten = run("up", deployment);

        assertEquals(1, refused.exitCode(), refused::toString);
        assertTrue(
                refused.errorOutput()
                        .startsWith(
                                "AWS did not allow this deployment to assume some-role: curl: (7) Failed to connect"),
                refused::toString);
        assertEquals(1, forgotten.exitCode(), forgotten::toString);
        assertEquals(
                "UPDATE_ROLE_ARN must be set in the deployment settings: see docs/deployment.md\n",
                forgotten.errorOutput());
    }

    @Test
    @Order(6)
    void createsRolesAndThenChangesNothing() {
        for (var block : ProjectFiles.codeBlocks(PAGE, "sh roles")) {
            runAsUser(block.replaceAll("\"\\$\\(aws [^)]*\\)\"", keyOfState())
                            .replace("deploy/roles up", "deploy/roles up --yes --skip-preview"))
                    .succeeded();
        }

        var again = runAsUser("pulumi --cwd deploy/roles up --yes --skip-preview --stack dev --expect-no-changes");

        assertEquals(0, again.exitCode(), again::toString);
        assertEquals(
                "arn:aws:iam::000000000000:role/savepoint-dev-deploy-update",
                runAsUser("pulumi --cwd deploy/roles stack output updateRoleArn --stack dev")
                        .succeeded()
                        .output()
                        .strip());
    }

    /** Checks the recorded calls that the engine makes to the bucket and with the key. */
    @Test
    @Order(7)
    void rolesMayManageStateAndNothingElse() throws IOException {
        var settings = Map.of(
                "pulumiOrganization", "acme", "stateBucket", "acme-pulumi-state", "stateKmsKeyArn", keyOfState());

        PlannedRoles.of(cloud, "dev", settings)
                .judge(recorder.calls(), Path.of("/dev/null"), "state")
                .succeeded();
    }

    private String keyOfState() {
        return cloud.shell(
                        "./local/aws kms describe-key --key-id alias/savepoint-pulumi --query KeyMetadata.Arn --output text")
                .succeeded()
                .output()
                .strip();
    }
}
