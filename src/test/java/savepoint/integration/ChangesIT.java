package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import savepoint.CommittedPlan;
import savepoint.aws.AwsTarget;
import savepoint.testing.ProjectFiles;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * What an engineer changes in the stack dev, one change after the other: settings, images, by hand, and its
 * end. The roles of a pipeline must allow all of these calls, and no others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(StopAtFirstFailure.class)
@Order(StartOrder.FIRST)
class ChangesIT {

    private static final String ACCOUNT = DeployedImport.ACCOUNT;
    private static final String KEY =
            "arn:aws:kms:eu-central-1:" + ACCOUNT + ":key/1234abcd-12ab-34cd-56ef-1234567890ab";

    /** AWS CLI commands that change every kind of resource that can be tagged, and some documents and attributes. */
    private static final String MANUAL_CHANGES = """
            lambda update-event-source-mapping --uuid $mapping --no-enabled
            lambda tag-resource --resource arn:aws:lambda:eu-central-1:000000000000:event-source-mapping:$mapping --tags by=hand,ManagedBy=hand
            lambda tag-resource --resource arn:aws:lambda:eu-central-1:000000000000:function:savepoint-dev-steam-import --tags by=hand
            lambda put-function-concurrency --function-name savepoint-dev-steam-import --reserved-concurrent-executions 0
            sqs tag-queue --queue-url $queue --tags by=hand
            logs tag-resource --resource-arn arn:aws:logs:eu-central-1:000000000000:log-group:/aws/lambda/savepoint-dev-steam-import --tags by=hand
            iam tag-role --role-name savepoint-dev-steam-import-role --tags Key=by,Value=hand
            iam update-assume-role-policy --role-name savepoint-dev-steam-import-role --policy-document {"Version":"2012-10-17","Statement":[]}
            iam tag-policy --policy-arn arn:aws:iam::000000000000:policy/savepoint-dev-steam-import-operators --tags Key=by,Value=hand
            sns tag-resource --resource-arn arn:aws:sns:eu-central-1:000000000000:savepoint-dev-steam-import-alarms --tags Key=by,Value=hand
            kms tag-resource --key-id $key --tags TagKey=by,TagValue=hand TagKey=ManagedBy,TagValue=hand
            kms put-key-policy --key-id $key --policy {"Version":"2012-10-17","Statement":[]}
            s3api put-bucket-versioning --bucket savepoint-dev-imports-000000000000-eu-central-1 --versioning-configuration Status=Suspended
            s3api delete-bucket-policy --bucket savepoint-dev-imports-000000000000-eu-central-1
            s3api put-bucket-tagging --bucket savepoint-dev-imports-000000000000-eu-central-1 --tagging TagSet=[{Key=by,Value=hand}]
            secretsmanager tag-resource --secret-id savepoint/dev/steam-api-key --tags Key=by,Value=hand
            secretsmanager delete-resource-policy --secret-id savepoint/dev/steam-api-key
            ecr tag-resource --resource-arn arn:aws:ecr:eu-central-1:000000000000:repository/savepoint-dev-lambdas --tags Key=by,Value=hand
            ecr put-image-scanning-configuration --repository-name savepoint-dev-lambdas --image-scanning-configuration scanOnPush=false
            ecr put-image-tag-mutability --repository-name savepoint-dev-lambdas --image-tag-mutability IMMUTABLE
            ecr set-repository-policy --repository-name savepoint-dev-lambdas --policy-text {"Version":"2012-10-17","Statement":[]}
            cloudwatch put-metric-alarm --alarm-name savepoint-dev-steam-import-throttles --namespace AWS/Lambda --metric-name Throttles --statistic Sum --period 300 --dimensions Name=FunctionName,Value=savepoint-dev-steam-import --threshold 1000 --comparison-operator GreaterThanThreshold --evaluation-periods 1
            cloudwatch tag-resource --resource-arn arn:aws:cloudwatch:eu-central-1:000000000000:alarm:savepoint-dev-steam-import-throttles --tags Key=by,Value=hand
            """;

    private LocalCloud cloud;
    private SqsClient sqs;
    private Map<String, CallRecorder> recorded;
    private DeployedImport deployed;
    private String firstImage;

    /** Prod is there to show that dev's roles do not allow what its deployment does. */
    @BeforeAll
    void deployDevBesideProd() throws IOException {
        cloud = LocalCloud.named("changes");
        cloud.pulumi("stack", "ls").succeeded();
        recorded = Stream.of("dev", "prod").collect(Collectors.toMap(stack -> stack, cloud::record));
        var prod = CompletableFuture.supplyAsync(() -> cloud.up("prod"));
        cloud.preview("dev");
        cloud.up("dev").succeeded();
        prod.join().succeeded();
        sqs = cloud.sqs();
        deployed = new DeployedImport(cloud, "dev");
        firstImage = cloud.push("dev", "worker 1");
        cloud.up("dev").succeeded();
    }

    @AfterAll
    void leaveNothingRunning() {
        cloud.close();
    }

    /** The AWS CLI makes each change; it uses a different protocol from the provider. */
    @Test
    @Order(2)
    void refreshShowsAndRevertsManualChanges() {
        MANUAL_CHANGES
                .replace("$mapping", deployed.mapping().uuid())
                .replace("$queue", deployed.url(""))
                .replace("$key", operations(Map.of()).topicKey())
                .lines()
                .forEach(command -> cloud.aws(command.split(" ")).succeeded());
        var changed = List.of(
                "create steam-import-bucket-policy",
                "update steam-import-alarms",
                "update steam-import-alarms-key",
                "update steam-import-api-key",
                "update steam-import-bucket",
                "update steam-import-bucket-versioning",
                "update steam-import-event-source",
                "update steam-import-function",
                "update steam-import-logs",
                "update steam-import-operators",
                "update steam-import-queue",
                "update steam-import-repository",
                "update steam-import-repository-policy",
                "update steam-import-role",
                "update steam-import-throttles");

        assertEquals(List.of(), cloud.preview("dev").operations());
        assertEquals(changed, changesAfterRefreshing("preview"));
        assertEquals(changed, changesAfterRefreshing("up", "--yes", "--skip-preview"));
    }

    /** The operations of a command on dev, except for refreshes. */
    private List<String> changesAfterRefreshing(String... command) {
        var arguments = Stream.concat(Stream.of(command), Stream.of("--refresh", "--json", "--stack", "dev"))
                .toArray(String[]::new);
        var run = cloud.pulumi(arguments);
        var update = command[0].equals("preview")
                ? Update.ofPreview(run)
                : Update.of(run).succeeded();
        return update.operations().stream()
                .filter(operation -> !operation.startsWith("refresh "))
                .toList();
    }

    @Test
    @Order(3)
    void pausesTheMappingAndMutesItsAlarms() {
        cloud.configureAll("dev", Map.of("enableSteamImportEventSource", "false", "redriveSchedule", "rate(1 day)"));

        assertEquals(
                List.of(
                        "create steam-import-redrive",
                        "create steam-import-redrive-access",
                        "create steam-import-redrive-failures", // the queue and its alarm
                        "create steam-import-redrive-failures",
                        "create steam-import-redrive-role",
                        "update steam-import", // the components of function and recovery
                        "update steam-import",
                        "update steam-import-dashboard",
                        "update steam-import-event-source",
                        "update steam-import-not-consuming",
                        "update steam-import-operators",
                        "update steam-import-queue-age"),
                cloud.up("dev").succeeded().operations());
        assertEquals("Disabled", deployed.mapping().state());
    }

    @Test
    @Order(4)
    void movesPoisonMessageToDeadLetterQueueAfterThreeReceives() {
        var body = "{\"userId\":\"u-1\",\"steamId\":\"76561198000000000\",\"note\":\"<é&\\\"\"}";
        sqs.sendMessage(request -> request.queueUrl(deployed.url("")).messageBody(body));

        for (var receive = 1; receive <= 3; receive++) {
            assertEquals(List.of(body), deployed.receive(""), "receive " + receive);
            assertEquals(List.of(), deployed.receive("-dlq"), "in the dead-letter queue after receive " + receive);
        }
        assertEquals(List.of(), deployed.receive(""), "the fourth receive");
        assertEquals(List.of(body), deployed.receive("-dlq"));
    }

    @Test
    @Order(5)
    void changesAndResetsSettingsInPlaceWithoutLosingMessages() {
        var bodies = List.of("one", "two", "three", "four", "five");
        bodies.forEach(body ->
                sqs.sendMessage(request -> request.queueUrl(deployed.url("")).messageBody(body)));
        var changes = Map.of(
                "steamImportTimeoutSeconds", "60",
                "steamImportMemoryMb", "1024",
                "steamImportConcurrency", "9",
                "logRetentionDays", "30",
                "logLevel", "DEBUG",
                "maxReceiveCount", "5",
                "steamImportImage", ACCOUNT + ".dkr.ecr.eu-central-1.amazonaws.com/worker:2",
                "kmsKeyArn", KEY,
                "steamImportSenders", "[\"arn:aws:iam::" + ACCOUNT + ":role/web\"]");
        var alarming = Map.of(
                "alarmEmails", "[\"on-call@example.com\"]",
                "redriveSchedule", "cron(0 6 * * ? *)",
                "redriveMessagesPerSecond", "3",
                "operatorsMayPurge", "true");
        var additions = List.of("steam-import-alarms-to-email-c63654f3", "steam-import-kms-access");
        var schedule = List.of(
                "steam-import-redrive",
                "steam-import-redrive-access",
                "steam-import-redrive-failures", // the queue and its alarm
                "steam-import-redrive-failures",
                "steam-import-redrive-role");
        var updates = List.of(
                "update steam-import", // all components but that of the repository
                "update steam-import",
                "update steam-import",
                "update steam-import",
                "update steam-import",
                "update steam-import",
                "update steam-import-api-key",
                "update steam-import-bucket-encryption",
                "update steam-import-dashboard",
                "update steam-import-dlq",
                "update steam-import-duration",
                "update steam-import-event-source",
                "update steam-import-function",
                "update steam-import-logs",
                "update steam-import-operators",
                "update steam-import-queue");

        cloud.configureAll("dev", changes);
        cloud.configureAll("dev", alarming);
        assertEquals(
                Stream.of(
                                additions.stream().map(name -> "create " + name),
                                // The dashboard has shown the schedule since the pause.
                                updates.stream().filter(update -> !update.equals("update steam-import-dashboard")),
                                Stream.of(
                                        "update steam-import-redrive",
                                        "update steam-import-redrive-access",
                                        "update steam-import-redrive-failures"))
                        .flatMap(operations -> operations)
                        .sorted()
                        .toList(),
                cloud.up("dev").succeeded().operations());
        assertEquals(List.of(), changesAfterRefreshing("preview"));
        var settings = new HashMap<>(changes);
        settings.putAll(alarming);
        settings.put("enableSteamImportEventSource", "false");
        var operations = operations(settings);
        operations.assertAlarms();
        operations.assertSubscriptions();
        operations.assertDashboard();
        operations.assertOperatorsPolicy();
        operations.assertRedriveSchedule();
        // As in docs/encryption.md: the provider does not take a key from a secret.
        cloud.shellAsOnAws(
                        Map.of(),
                        ProjectFiles.codeBlocks("docs/encryption.md", "sh")
                                .get(0)
                                .replace("/prod/", "/dev/"))
                .succeeded();
        cloud.unset("dev", changes.keySet());
        cloud.unset("dev", alarming.keySet());
        assertEquals(
                Stream.concat(
                                Stream.concat(additions.stream(), schedule.stream())
                                        .map(name -> "delete " + name),
                                updates.stream())
                        .sorted()
                        .toList(),
                cloud.up("dev").succeeded().operations());

        assertEquals(
                Set.copyOf(bodies),
                IntStream.rangeClosed(1, 10)
                        .mapToObj(receive -> sqs.receiveMessage(request -> request.queueUrl(deployed.url(""))
                                        .maxNumberOfMessages(10)
                                        .waitTimeSeconds(0))
                                .messages())
                        .flatMap(List::stream)
                        .map(Message::body)
                        .collect(Collectors.toSet()));
        sqs.purgeQueue(request -> request.queueUrl(deployed.url("")));
    }

    @Test
    @Order(6)
    void resumesWithoutLosingMessages() {
        sqs.sendMessage(request -> request.queueUrl(deployed.url("")).messageBody("waiting"));
        cloud.configure("dev", "enableSteamImportEventSource", "true");

        assertEquals(
                List.of(
                        "update steam-import", // the component of the function
                        "update steam-import-event-source",
                        "update steam-import-not-consuming",
                        "update steam-import-queue-age"),
                cloud.up("dev").succeeded().operations());
        assertEquals("Enabled", deployed.mapping().state());
        assertEquals(1, deployed.messagesIn(""), "waiting, or in flight to the function that cannot run here");
    }

    @Test
    @Order(7)
    void concurrencyChangesOnlyTheMapping() {
        cloud.configure("dev", "steamImportConcurrency", "7");

        assertEquals(
                List.of("update steam-import", "update steam-import-event-source"),
                cloud.up("dev").succeeded().operations());
        assertEquals(7, deployed.mapping().scalingConfig().maximumConcurrency());
    }

    @Test
    @Order(8)
    void pushRedeploysAndDigestRollsBack() throws IOException {
        assertEquals(firstImage, cloud.push("dev", "worker 1"));
        assertEquals(List.of(), cloud.preview("dev").operations(), "the same image");
        var secondImage = cloud.push("dev", "worker 2");

        var preview = cloud.pulumi("preview", "--diff", "--stack", "dev")
                .succeeded()
                .output()
                .replaceAll("\\s+", " ");

        assertTrue(
                preview.contains("~ imageUri: \"%s\" => \"%s\""
                        .formatted(deployed.imageByDigest(firstImage), deployed.imageByDigest(secondImage))),
                preview);
        assertEquals(
                List.of("update steam-import", "update steam-import-function"),
                cloud.up("dev").succeeded().operations());
        deployed.assertFunction(secondImage);

        cloud.configure("dev", "steamImportImage", deployed.imageByDigest(firstImage));
        assertEquals(
                List.of("update steam-import", "update steam-import-function"),
                cloud.up("dev").succeeded().operations());
        deployed.assertFunction(firstImage);
        cloud.pulumi("config", "rm", "steamImportImage", "--stack", "dev").succeeded();
        cloud.push("dev", "worker 1"); // what runs
    }

    /** The provider replaces the lifecycle policy, of which a repository has one. */
    @Test
    @Order(8)
    void protectionKeepsMoreUntaggedImages() {
        cloud.configure("dev", "protectData", "true");
        cloud.up("dev").succeeded();
        data().assertRepository("dev", 10_000);

        cloud.configure("dev", "protectData", "false");
        cloud.up("dev").succeeded();
        data().assertRepository("dev", 100);
    }

    /** A missing image must not cause the running function to be deleted. */
    @Test
    @Order(8)
    void refusesToDeleteFunctionWithoutImage() throws IOException {
        var tag =
                "aws ecr batch-delete-image --repository-name savepoint-dev-lambdas --image-ids imageTag=steam-import-latest";
        cloud.shellAsOnAws(Map.of(), tag).succeeded();

        var preview = cloud.pulumi("preview", "--stack", "dev");

        assertNotEquals(0, preview.exitCode());
        assertTrue(
                preview.output()
                        .contains(
                                "and the existing function would be deleted, got nothing: push the image again, or keep the current image with './local/pulumi config set steamImportImage %s --stack dev'"
                                        .formatted(deployed.imageByDigest(firstImage))),
                preview::toString);
        cloud.push("dev", "worker 1");
    }

    /** Even if settings name other resources, the stack keeps its own until it is destroyed. */
    @Test
    @Order(8)
    void namingOtherResourcesDeletesNothing() {
        var others = Map.of(
                "steamImportBucket",
                "somebody-elses",
                "steamApiKeySecretArn",
                "arn:aws:secretsmanager:eu-central-1:000000000000:secret:theirs-a1b2c3",
                "steamImportImage",
                "000000000000.dkr.ecr.eu-central-1.amazonaws.com/theirs:1");
        cloud.configureAll("dev", others);

        var preview = cloud.preview("dev");

        assertEquals(
                List.of(),
                preview.operations().stream()
                        .filter(operation -> !operation.startsWith("update "))
                        .toList());
        for (var component : List.of(
                "savepoint:storage:ImportBucket", "savepoint:secret:ApiKeySecret", "savepoint:image:ImageRepository")) {
            var command = "destroy --target '**%s**' --stack dev".formatted(component);
            assertTrue(preview.run().output().contains(command), preview.run()::toString);
        }
        cloud.unset("dev", others.keySet());
    }

    /** For example, resources of Terraform. Previews another stack, which would use these names. */
    @Test
    @Order(8)
    void previewNamesSettingsForExistingResources() {
        cloud.shellAsOnAws(Map.of(), """
                aws s3api create-bucket --bucket savepoint-taken-imports-000000000000-eu-central-1 --create-bucket-configuration LocationConstraint=eu-central-1
                aws secretsmanager create-secret --name savepoint/taken/steam-api-key --secret-string key
                aws ecr create-repository --repository-name savepoint-taken-lambdas""").succeeded();

        var preview = cloud.preview("taken").run().output();

        for (var said : List.of(
                "./local/pulumi config set steamImportBucket savepoint-taken-imports-000000000000-eu-central-1 --stack taken",
                "./local/pulumi config set steamApiKeySecretArn",
                "./local/pulumi config set steamImportImage 000000000000.dkr.ecr.eu-central-1.amazonaws.com/savepoint-taken-lambdas:steam-import-latest --stack taken")) {
            assertTrue(preview.contains(said), preview);
        }
        assertFalse(preview.contains("has no value yet"), preview);
        cloud.shellAsOnAws(Map.of(), """
                aws s3api delete-bucket --bucket savepoint-taken-imports-000000000000-eu-central-1
                aws secretsmanager delete-secret --secret-id savepoint/taken/steam-api-key --force-delete-without-recovery
                aws ecr delete-repository --repository-name savepoint-taken-lambdas""").succeeded();
    }

    /** For users who have lost the state, or who take over resources that another tool deployed. */
    @Test
    @Order(9)
    void importsLiveResources() throws IOException {
        var state = cloud.state().resolve("exported.json");
        var empty = cloud.state().resolve("empty.json");
        var importFile = cloud.state().resolve("import.json");
        cloud.pulumi("stack", "export", "--stack", "dev", "--file", state.toString())
                .succeeded();
        ImportFile.empty(state, empty);
        cloud.pulumi("stack", "import", "--stack", "dev", "--file", empty.toString())
                .succeeded();
        cloud.pulumi("preview", "--stack", "dev", "--import-file", importFile.toString())
                .succeeded();
        ImportFile.fill(importFile, state);

        cloud.pulumi(
                        "import",
                        "--stack",
                        "dev",
                        "--file",
                        importFile.toString(),
                        "--yes",
                        "--skip-preview",
                        "--generate-code=false",
                        "--protect=false")
                .succeeded();

        assertEquals(
                List.of(
                        "update steam-import", // the inputs of the components, which do not exist in AWS
                        "update steam-import",
                        "update steam-import",
                        "update steam-import",
                        "update steam-import",
                        "update steam-import",
                        "update steam-import",
                        "update steam-import-alarms-key", // deletion options, which do not exist in AWS either
                        "update steam-import-bucket",
                        "update steam-import-repository"),
                cloud.preview("dev").operations());
        cloud.pulumi("stack", "import", "--stack", "dev", "--file", state.toString())
                .succeeded();
    }

    @Test
    @Order(10)
    void destroysEverythingOfDev() {
        data().storeAnImport();
        data().setTheSecret();
        assertEquals("2 1 2", data().holdings(), "objects, versions of the secret, images");

        var deleted = cloud.destroy("dev").succeeded().operations();

        assertTrue(deleted.stream().allMatch(operation -> operation.startsWith("delete ")), deleted::toString);
        assertEquals(
                List.of(),
                cloud.inventory().stream().filter(name -> name.contains("dev")).toList());
    }

    /**
     * The roles in deploy/roles allow every call made for dev above, with everything enabled and
     * disabled, on exactly these resources and nothing else. They allow no call that was made for
     * prod.
     */
    @Test
    @Order(11)
    void deploymentRolesAllowEveryCallAndNothingElse() throws IOException {
        judged(roles()).succeeded();
    }

    @Test
    @Order(12)
    void findsRolesThatAllowTooLittleOrTooMuch() throws IOException {
        var judged = judged(WrongRoles.insteadOf(roles()));

        assertEquals(1, judged.exitCode(), judged::toString);
        for (var finding : WrongRoles.findings()) {
            assertTrue(judged.output().contains(finding), () -> finding + " is missing in " + judged);
        }
    }

    private PlannedRoles roles() throws IOException {
        return PlannedRoles.of(cloud, "dev", Map.of("pulumiOrganization", "acme", "kmsKeyArn", KEY));
    }

    private Run judged(PlannedRoles roles) {
        return roles.judge(recorded.get("dev").calls(), recorded.get("prod").calls());
    }

    private DeployedData data() {
        return new DeployedData(cloud, deployed);
    }

    private DeployedOperations operations(Map<String, String> settings) {
        var target = new AwsTarget("aws", "eu-central-1", ACCOUNT, "amazonaws.com");
        return new DeployedOperations(
                cloud,
                CommittedPlan.of(target, "dev", settings),
                deployed.function(),
                deployed.mapping().uuid());
    }
}
