package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import savepoint.testing.ProjectFiles;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** docs/takeover.md, followed from start to end and back, without Terraform. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(StopAtFirstFailure.class)
@Order(StartOrder.FIRST)
class TakeoverIT {

    /** A setting that only the stack itself can decrypt. */
    private static final String KEY = "k".repeat(64);

    private static final String PAGE = "docs/takeover.md";
    private static final String ROLE = TerraformDeployment.FUNCTION + "-role";
    private static final Pattern PROPOSED = Pattern.compile("(?m)^  (\\./local/pulumi config set \\w+ .*?)    #");

    private LocalCloud cloud;
    private TerraformDeployment old;
    private DeployedImport deployed;
    private SqsClient sqs;
    private IamClient iam;
    private Path state;

    @BeforeAll
    void deployAsTerraformDid() throws IOException {
        cloud = LocalCloud.named("takeover");
        cloud.pulumi("stack", "ls").succeeded();
        sqs = cloud.sqs();
        iam = cloud.iam();
        old = TerraformDeployment.in(cloud);
        deployed = new DeployedImport(cloud, "prod");
        state = cloud.state().resolve("savepoint.tfstate");
        Files.writeString(state, old.state());
        IntStream.range(0, 20)
                .forEach(number -> sqs.sendMessage(
                        request -> request.queueUrl(old.queueUrl()).messageBody("{\"n\":" + number + "}")));
        follow("takeover", 1);
    }

    @AfterAll
    void leaveNothingRunning() {
        cloud.close();
    }

    @Test
    @Order(1)
    void reportsEveryProblemOfState() throws IOException {
        var run = takeOverFrom(stateWith(
                "sqs:eu-central-1:000000000000:savepoint-prod-steam-library-sync-dlq\"",
                "sqs:us-east-1:123456789012:savepoint-prod-steam-library-sync-dlq\"",
                "\"type\": \"aws_cloudwatch_log_group\"",
                "\"type\": \"aws_other\"",
                "role:savepoint-prod-steam-import-sqs-access",
                "role:other",
                "\"index_key\": 0,",
                "\"index_key\": 0, \"status\": \"tainted\","));

        assertRejected(
                run,
                "belongs to account 123456789012, but your credentials are for 000000000000",
                "belongs to region us-east-1, but the stack is in eu-central-1",
                "/aws/lambda/savepoint-prod-steam-import is in AWS but not in the state",
                "is savepoint-prod-steam-import-role:other in the state and savepoint-prod-steam-import-role:savepoint-prod-steam-import-sqs-access in AWS",
                "is tainted, so Terraform would replace it");
        assertNothingHasChanged();
    }

    /** Some settings in the committed stack file differ from the live values. */
    @Test
    @Order(2)
    void proposesLiveSettingsAndStops() {
        var refused = rehearse();
        assertEquals(1, refused.exitCode(), refused::toString);
        assertTrue(
                refused.output().contains("the settings of the stack differ from the live values"), refused::toString);
        assertNothingHasChanged();

        var commands = PROPOSED.matcher(refused.output())
                .results()
                .map(command -> command.group(1))
                .toList();
        assertEquals(
                List.of(
                        "steamImportImage",
                        "logLevel",
                        "steamImportBucket",
                        "steamApiKeySecretArn",
                        "steamImportConcurrency"),
                commands.stream().map(command -> command.split(" ")[3]).toList(),
                refused::toString);
        commands.forEach(command -> cloud.shell(command).succeeded());
    }

    @Test
    @Order(3)
    void rehearsesAndReportsEverything() {
        var rehearsed = rehearse().succeeded().output();

        for (var said : List.of(
                "steam-import-queue: " + old.queueUrl(),
                "steam-import-event-source: " + old.mapping(),
                "module.steam_import.aws_sqs_queue_policy.main",
                "module.steam_import_lambda.aws_iam_role_policy_attachment.basic",
                "aws_ecr_repository.lambdas",
                "aws_s3_bucket.imports",
                "visibility timeout seconds: 300 → 1800: in-flight messages keep the old timeout",
                "policy: removed statements: AllowSendMessage; added statements: DenyInsecureTransport,"
                        + " DenyForeignIdentities",
                "environment: LOG_LEVEL WARNING → WARN",
                "anyone in any account: afterwards, only identities in 000000000000",
                "This was a rehearsal: neither AWS nor the stack has changed.")) {
            assertTrue(rehearsed.contains(said), said + " is missing in " + rehearsed);
        }
        assertFalse(rehearsed.contains("although no setting of the stack asks for them"), rehearsed);
        assertNothingHasChanged();
    }

    @Test
    @Order(4)
    void takesOverAndChangesInPlace() {
        var imported = follow("takeover", 2).output();
        assertTrue(imported.contains("Stack prod has taken over 9 resources. AWS has not changed."), imported);
        assertTrue(imported.contains("  from = module.steam_import\n"), imported);
        assertTrue(imported.contains("  from = module.steam_import_lambda\n"), imported);
        assertTrue(
                imported.contains("./local/aws iam detach-role-policy --role-name " + ROLE
                        + " --policy-arn arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"),
                imported);
        assertEquals(policyOf(old.queueUrl()), TerraformDeployment.QUEUE_POLICY, "AWS has not changed");

        var again = cloud.shellAsOnAws(Map.of(), "./takeover/run --change logLevel " + state + " prod")
                .succeeded()
                .output();
        assertTrue(again.contains("There is nothing to take over"), again);
        assertTrue(again.contains("  from = module.steam_import\n"), again);

        var updated = follow("takeover", 3).output();
        assertTrue(updated.contains("+ 14 created"), updated); // two of them components
        for (var kept : List.of("s3-access", "secrets-access", "sqs-access")) {
            assertFalse(updated.contains("steam-import-" + kept + " updated"), updated);
        }
        assertFalse(
                Pattern.compile("(?m)^ +\\S+ \\d+ (replaced|deleted)")
                        .matcher(updated)
                        .find(),
                updated);
        follow("takeover", 4);
        follow("takeover", 5); // preview and refresh without changes

        deployed.assertQueue();
        deployed.assertDeadLetterQueue();
        assertWhatStays();
        assertEquals(
                List.of(),
                iam.listAttachedRolePolicies(request -> request.roleName(ROLE)).attachedPolicies());
    }

    /** Names are the same in every account. */
    @Test
    @Order(5)
    void undoRejectsStateOfAnotherAccount() throws IOException {
        var file = stateWith(":000000000000:role", ":123456789012:role");

        var run = cloud.shellAsOnAws(Map.of(), "./takeover/run --undo " + file + " prod");

        assertRejected(run, "belongs to account 123456789012");
        assertWhatStays();
    }

    @Test
    @Order(6)
    void undoKeepsResourcesOfTerraform() {
        var undone = cloud.shellAsOnAws(Map.of(), block("undo", 0)).succeeded().output();

        assertTrue(undone.contains("Nothing has changed."), undone); // the rehearsal
        assertTrue(undone.contains("terraform state push -force " + state), undone);
        assertTrue(undone.contains("delete-role-policy --role-name " + ROLE), undone);
        assertWhatStays();
        assertEquals(
                List.of(TerraformDeployment.FUNCTION),
                cloud.lambda().listFunctions().functions().stream()
                        .map(function -> function.functionName())
                        .toList());
        assertEquals(
                List.of(),
                cloud.inventory().stream()
                        .filter(name -> name.contains("alarms") || name.contains("operators"))
                        .toList());
        assertFalse(cloud.pulumi("stack", "ls", "--json").succeeded().output().contains("\"prod\""));
    }

    /** Takes over again, without the state. */
    @Test
    @Order(7)
    void takesOverByNameOnly() {
        cloud.pulumi("stack", "init", "prod", "--no-select").succeeded();
        cloud.pulumi("config", "set", "--secret", "completionWebhookKey", KEY, "--stack", "prod")
                .succeeded();

        var run = cloud.shellAsOnAws(Map.of(), "./takeover/run --from-aws prod").output();

        // It also takes over logs-access, which --undo had to keep.
        assertTrue(run.contains("Stack prod has taken over 10 resources. AWS has not changed."), run);
        assertFalse(run.contains(KEY), run);
        assertWhatStays();
        cloud.pulumi("config", "rm", "completionWebhookKey", "--stack", "prod").succeeded();
    }

    /** Takes over the bucket, the secret and the repository as well, and keeps their contents. */
    @Test
    @Order(8)
    void takesOverDataOnRequest() {
        cloud.unset("prod", List.of("steamImportBucket", "steamApiKeySecretArn", "steamImportImage"));
        var data = new DeployedData(cloud, deployed);
        data.storeAnImport();
        data.setTheSecret();
        var before = data.holdings();

        var refused = cloud.shellAsOnAws(Map.of(), "./takeover/run --dry-run " + state + " prod");
        assertEquals(1, refused.exitCode(), refused::toString);
        assertTrue(
                refused.output().contains("Take over the bucket, the secret and the image repository with --with-data"),
                refused::toString);
        var imported = cloud.shellAsOnAws(Map.of(), "./takeover/run --with-data " + state + " prod")
                .succeeded()
                .output();
        var updated = cloud.up("prod").succeeded();

        for (var said : List.of(
                "steam-import-bucket: savepoint-prod-imports-000000000000-eu-central-1",
                "steam-import-repository: savepoint-prod-lambdas",
                "steam-import-api-key: " + old.secretArn(),
                "from = aws_s3_bucket.imports\n",
                "from = aws_secretsmanager_secret.steam\n",
                "from = aws_ecr_repository.lambdas\n",
                "Stack prod has taken over 3 resources. AWS has not changed.")) {
            assertTrue(imported.contains(said), said + " is missing in " + imported);
        }
        assertEquals(
                List.of(),
                updated.operations().stream()
                        .filter(operation -> !operation.startsWith("create ") && !operation.startsWith("update "))
                        .toList());
        assertEquals(before, data.holdings());
        data.assertBucket(90);
        data.assertRepository("prod", 10_000);
        data.assertTags(Map.of("Project", "savepoint", "Environment", "prod", "ManagedBy", "pulumi"));
        assertWhatStays();
        assertEquals(List.of(), cloud.preview("prod").operations());
    }

    private Run takeOverFrom(Path file) {
        return cloud.shellAsOnAws(Map.of(), "./takeover/run " + file + " prod");
    }

    /** The state with other text in some places, in pairs. */
    private Path stateWith(String... replacements) throws IOException {
        var text = Files.readString(state);
        for (var i = 0; i < replacements.length; i += 2) {
            assertTrue(text.contains(replacements[i]), replacements[i]);
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        return Files.writeString(cloud.state().resolve("wrong.tfstate"), text);
    }

    private static void assertRejected(Run run, String... reasons) {
        assertEquals(1, run.exitCode(), run::toString);
        for (var reason : reasons) {
            assertTrue(run.output().contains(reason), () -> reason + " is missing in " + run);
        }
        assertFalse(run.errorOutput().contains("Traceback"), run::toString);
    }

    private Run rehearse() {
        return cloud.shellAsOnAws(Map.of(), block("rehearse", 0));
    }

    /** Runs a block of the page, counted from 1. */
    private Run follow(String kind, int number) {
        return cloud.shellAsOnAws(Map.of(), block(kind, number - 1)).succeeded();
    }

    private String block(String kind, int index) {
        return ProjectFiles.codeBlocks(PAGE, "sh " + kind).get(index).replace("savepoint.tfstate", state.toString());
    }

    private void assertNothingHasChanged() {
        assertEquals(TerraformDeployment.QUEUE_POLICY, policyOf(old.queueUrl()));
        assertWhatStays();
        var stacks = cloud.pulumi("stack", "ls", "--json").succeeded().output();
        if (stacks.contains("\"prod\"")) {
            var export = cloud.pulumi("stack", "export", "--stack", "prod")
                    .succeeded()
                    .output();
            assertFalse(export.contains("\"urn\""), export);
        }
    }

    private void assertWhatStays() {
        assertEquals(20, deployed.messagesIn(""));
        assertEquals(old.queueUrl(), deployed.url(""));
        assertEquals(old.mapping(), deployed.mapping().uuid());
        assertEquals(
                old.roleId(),
                iam.getRole(request -> request.roleName(ROLE)).role().roleId());
    }

    private String policyOf(String queueUrl) {
        return sqs.getQueueAttributes(request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.POLICY))
                .attributes()
                .get(QueueAttributeName.POLICY);
    }

    /** Every code block of the page is run here, except those for Terraform. */
    @Test
    @Order(1)
    void everyCodeBlockIsTestedOrForTerraform() {
        var kinds = Pattern.compile("(?m)^```(sh.*)$")
                .matcher(ProjectFiles.text(PAGE))
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.groupingBy(kind -> kind, Collectors.counting()));

        assertEquals(Map.of("sh takeover", 5L, "sh rehearse", 1L, "sh undo", 1L, "sh terraform", 4L), kinds);
    }
}
