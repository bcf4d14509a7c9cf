package savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static savepoint.testing.Sentences.assertSaid;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savepoint.image.ImageRepository;
import savepoint.secret.ApiKeySecret;
import savepoint.storage.ImportBucket;
import savepoint.testing.Plan;
import savepoint.testing.ProjectFiles;
import savepoint.testing.Situation;

/** A stack's own bucket, secret and image repository, in every combination of AWS resources and state. */
class OwnDataTest {

    private static final String FUNCTION = "aws:lambda/function:Function";
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
    private static final String BUCKET = "savepoint-dev-imports-123456789012-eu-central-1";
    private static final List<String> ALL = List.of(BUCKET, "savepoint/dev/steam-api-key", "savepoint-dev-lambdas");
    private static final Situation DEPLOYED = Situation.withImage()
            .deployed(ALL, ImportBucket.TYPE, ApiKeySecret.TYPE, ImageRepository.TYPE)
            .withSecretValue();

    /** A setting, a value that names another resource, and the name prefix of the stack's own. */
    private static final String NAMED = """
            steamImportBucket,    another-bucket,                                                    steam-import-bucket
            steamApiKeySecretArn, arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-a1B2c3, steam-import-api-key
            steamImportImage,     123456789012.dkr.ecr.eu-central-1.amazonaws.com/another:1,           steam-import-repository
            """;

    private static Plan plan(Situation situation, String... settings) {
        var config = ProjectFiles.config("dev");
        for (var index = 0; index < settings.length; index += 2) {
            config.put("savepoint:" + settings[index], settings[index + 1]);
        }
        return Plan.of(situation, "dev", config, App::stack);
    }

    /** The names of the resources with this prefix. */
    private static Set<String> own(Plan plan, String beginning) {
        return plan.succeeded().names().stream()
                .filter(name -> name.startsWith(beginning))
                .collect(Collectors.toSet());
    }

    private static Map<String, Object> outputs(Plan plan) {
        return plan.succeeded().outputsOf("pulumi:pulumi:Stack");
    }

    private static String said(Plan plan) {
        return String.join("\n", plan.succeeded().warnings());
    }

    private static String readme(Plan plan) {
        return (String) outputs(plan).get("readme");
    }

    @Nested
    class OfANewStack {

        @ParameterizedTest
        @CsvSource(textBlock = NAMED)
        void isNotCreatedIfSettingNamesAnother(String setting, String value, String own) {
            var plan = plan(Situation.withImage(), setting, value);

            assertEquals(Set.of(), own(plan, own));
            assertEquals(2, ((List<?>) outputs(plan).get("ownedData")).size());
            assertFalse(said(plan).contains("keeps its"), said(plan));
        }

        @Test
        void causesNoWarningIfNamesAreFree() {
            var said = said(plan(Situation.withImage()));

            assertFalse(said.contains("already exists"), said);
        }

        /** For example, resources that Terraform or a user created. */
        @Test
        void warningNamesSettingsForExistingResources() {
            var said = said(plan(Situation.withImage().namesInUse(ALL.toArray(String[]::new))));

            for (var line : List.of(
                    "the bucket %s already exists. If an interrupted update of this stack created it, or the stack has imported it, deploy. Otherwise, 'pulumi up' fails: use the existing one, or import it into the stack:\n  pulumi config set steamImportBucket %1$s --stack dev\n  ./takeover/run --from-aws --with-data dev"
                            .formatted(BUCKET),
                    "pulumi config set steamApiKeySecretArn \"$(aws secretsmanager describe-secret --region eu-central-1 --secret-id savepoint/dev/steam-api-key --query ARN --output text)\" --plaintext --stack dev",
                    "pulumi config set steamImportImage %s/savepoint-dev-lambdas:steam-import-latest --stack dev"
                            .formatted(REGISTRY))) {
                assertTrue(said.contains(line), said);
            }
        }
    }

    @Nested
    class OfADeployedStack {

        /** Removing it from the program would delete the data. */
        @ParameterizedTest
        @CsvSource(textBlock = NAMED)
        void isKeptIfSettingNamesAnother(String setting, String value, String own) {
            var plan = plan(DEPLOYED, setting, value);

            assertEquals(own(plan(DEPLOYED), own), own(plan, own));
            assertEquals(ALL, outputs(plan).get("ownedData"));
            assertTrue(said(plan).contains("although %s specifies another one".formatted(setting)), said(plan));
            assertFalse(readme(plan).contains("specifies another one"), "imports still work");
        }

        @ParameterizedTest
        @CsvSource(textBlock = NAMED)
        void isCreatedOnceSettingIsRemoved(String setting, String value, String own) {
            var before = Situation.withImage().deployed(List.of(), "savepoint:queue:SteamImportQueue");

            assertEquals(Set.of(), own(plan(before, setting, value), own));
            assertEquals(own(plan(DEPLOYED), own), own(plan(before), own));
        }

        /** Another resource may have a name that starts with that of the stack's own. */
        @ParameterizedTest
        @CsvSource({
            "steamImportBucket, savepoint-dev-imports-123456789012-eu-central-1-old, ImportBucket",
            "steamApiKeySecretArn, arn:aws:secretsmanager:eu-west-1:123456789012:secret:savepoint/dev/steam-api-key-a1B2c3, ApiKeySecret",
            "steamImportImage, 123456789012.dkr.ecr.eu-central-1.amazonaws.com/savepoint-dev-lambdas-v2:1, ImageRepository",
            "steamImportImage, 210987654321.dkr.ecr.eu-central-1.amazonaws.com/savepoint-dev-lambdas:1, ImageRepository"
        })
        void isUnusedIfSettingNamesSimilarResource(String setting, String value, String component) {
            assertTrue(said(plan(DEPLOYED, setting, value)).contains(component + "**' --stack dev"));
        }

        @Test
        void isDeletedInFiveStepsIfProtected() {
            var said = said(plan(DEPLOYED, "protectData", "true", "steamImportBucket", "another-bucket"));

            assertTrue(said.contains("""
                    deletes it and everything in it; meanwhile, the stack's other data is not protected either:
                      pulumi config set protectData false --stack dev
                      pulumi up --stack dev
                      pulumi destroy --target '**savepoint:storage:ImportBucket**' --stack dev
                      pulumi config set protectData true --stack dev
                      pulumi up --stack dev"""), said);
        }

        /** The run that created it failed later, and the next run completes. */
        @Test
        void isRecognizedAsOwnAfterFailedRun() {
            var failed = Situation.withImage()
                    .deployed(List.of(), "savepoint:queue:SteamImportQueue", ImportBucket.TYPE)
                    .namesInUse(BUCKET);

            assertFalse(said(plan(failed)).contains(BUCKET), said(plan(failed)));
        }

        /** A rollback uses an image in the stack's own repository. */
        @Test
        void repositoryIsUsedIfSettingNamesItsImage() {
            var old = "%s/savepoint-dev-lambdas@sha256:%s".formatted(REGISTRY, "2".repeat(64));
            var plan = plan(DEPLOYED, "steamImportImage", old);

            assertEquals(
                    old,
                    plan.succeeded()
                            .resource(FUNCTION, "steam-import-function")
                            .inputs()
                            .get("imageUri"));
            assertEquals(own(plan(DEPLOYED), "steam-import-repository"), own(plan, "steam-import-repository"));
            assertFalse(said(plan).contains("specifies another one"), said(plan));
        }

        @Test
        void hasNoNextSteps() {
            assertEquals("", said(plan(DEPLOYED)));
            assertFalse(readme(plan(DEPLOYED)).contains("- [ ]"), readme(plan(DEPLOYED)));
        }
    }

    @Nested
    class Lookups {

        /** Each costs a round trip, in every preview. */
        @Test
        void areFewAndMadeOnceForDeployedStack() {
            assertEquals(
                    Set.of(
                            "getPartition",
                            "getRegion",
                            "getCallerIdentity",
                            "getImage",
                            "getSecretVersions",
                            "readStackOutputs"),
                    Set.copyOf(plan(DEPLOYED).calls()));
            assertEquals(6, plan(DEPLOYED).calls().size());
        }

        @Test
        void readStateOnceIfSettingsNameEverything() {
            var calls = plan(
                            DEPLOYED,
                            "steamImportBucket",
                            "another-bucket",
                            "steamApiKeySecretArn",
                            "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-a1B2c3",
                            "steamImportImage",
                            REGISTRY + "/another:1")
                    .calls();

            assertEquals(
                    List.of(
                                    "getPartition",
                                    "getRegion",
                                    "getCallerIdentity",
                                    "readStackOutputs",
                                    "readStackResourceOutputs")
                            .stream()
                            .sorted()
                            .toList(),
                    calls.stream().sorted().toList());
        }
    }

    @Nested
    class Secret {

        @Test
        void withoutValueIsListedWithCommandToSetIt() {
            var deployed = Situation.withImage().deployed(ALL, ApiKeySecret.TYPE);

            for (var situation : List.of(Situation.withImage(), deployed)) {
                assertTrue(readme(plan(situation)).contains("""
                                - [ ] the secret savepoint/dev/steam-api-key has no value yet, so imports fail. Set the value; you do not need to deploy again:

                                  ```sh
                                  read -rs STEAM_API_KEY && aws secretsmanager put-secret-value --region eu-central-1 --secret-id savepoint/dev/steam-api-key --secret-string "$STEAM_API_KEY"
                                  ```
                                """));
            }
        }

        @Test
        void isRecoverableOnlyIfDataIsProtected() {
            assertEquals(0, recoveryWindow(plan(Situation.withImage())));
            assertEquals(7, recoveryWindow(plan(Situation.withImage(), "protectData", "true")));
        }

        private static Object recoveryWindow(Plan plan) {
            return plan.succeeded()
                    .resource("aws:secretsmanager/secret:Secret", "steam-import-api-key")
                    .inputs()
                    .get("recoveryWindowInDays");
        }
    }

    @Nested
    class WithoutAnImage {

        @Test
        void everythingExceptFunctionIsCreated() {
            var withImage = plan(Situation.withImage()).succeeded().names();
            var without = plan(Situation.empty()).succeeded().names();

            assertEquals(
                    Set.of("steam-import-function", "steam-import-event-source", "steam-import-failed-messages"),
                    withImage.stream().filter(name -> !without.contains(name)).collect(Collectors.toSet()));
            assertTrue(withImage.containsAll(without));
        }

        @Test
        void everythingOfBulkLaneExceptItsMappingIsCreated() {
            var withImage = plan(Situation.withImage(), "bulkConcurrency", "2")
                    .succeeded()
                    .names();
            var without =
                    plan(Situation.empty(), "bulkConcurrency", "2").succeeded().names();

            assertEquals(
                    Set.of(
                            "steam-import-function",
                            "steam-import-event-source",
                            "steam-import-failed-messages",
                            "steam-import-bulk-event-source",
                            "steam-import-bulk-failed-messages"),
                    withImage.stream().filter(name -> !without.contains(name)).collect(Collectors.toSet()));
            assertTrue(without.contains("steam-import-bulk-queue"), without::toString);
        }

        @Test
        void explainsHowToPushImage() {
            assertTrue(readme(plan(Situation.empty(), "steamImportArchitecture", "arm64"))
                    .contains("""
                            - [ ] %1$s/savepoint-dev-lambdas:steam-import-latest does not exist yet, so the function is not created. Push the image and deploy again:

                              ```sh
                              docker build --platform linux/arm64 --provenance=false --tag %1$s/savepoint-dev-lambdas:steam-import-latest .
                              aws ecr get-login-password --region eu-central-1 | docker login --username AWS --password-stdin %1$s
                              docker push %1$s/savepoint-dev-lambdas:steam-import-latest
                              pulumi up --stack dev
                              ```
                            """.formatted(REGISTRY)));
        }

        /** The names are known, so senders and operators can be configured. */
        @Test
        void outputsMatchNextDeployment() {
            var before = outputs(plan(Situation.empty()));
            var after = outputs(plan(Situation.withImage()));

            for (var name : List.of("steamImportQueueUrl", "steamImportLambdaArn", "steamImportLambdaName")) {
                assertEquals(after.get(name), before.get(name));
            }
            assertFalse(before.containsKey("eventSourceMappingUuid"));
        }

        @Test
        void runningFunctionIsNeverDeleted() {
            var running = "%s/savepoint-dev-lambdas@sha256:%s".formatted(REGISTRY, "3".repeat(64));

            var plan = plan(Situation.empty().runningImage(running));

            assertEquals(List.of(), plan.resources());
            assertEquals(List.of("""
                            1 mistake in the settings of stack 'dev', so nothing was created or changed:
                              - steamImportImage must specify an image, because %1$s/savepoint-dev-lambdas:steam-import-latest does not exist and the existing function would be deleted, got nothing: push the image again, or keep the current image with 'pulumi config set steamImportImage %2$s --stack dev'""".formatted(REGISTRY, running)), plan.errors());
        }

        /** For example, if a role may not read the repository, the function must not be considered missing. */
        @ParameterizedTest
        @CsvSource({
            "getImage, the image savepoint-dev-lambdas:steam-import-latest",
            "getFunction, the function savepoint-dev-steam-import",
            "readStackOutputs, the stack's state"
        })
        void registersNothingIfLookupFails(String function, String what) {
            var plan = plan(Situation.empty().failing(function));

            assertEquals(List.of(), plan.resources());
            assertSaid("could not look up %s: AccessDeniedException".formatted(what), plan.errors());
        }

        /** These lookups only add hints, so their failure must not fail the deployment. */
        @Test
        void ignoresFailedNameLookups() {
            plan(Situation.withImage().failing("getBucket", "getSecret", "getRepository"))
                    .succeeded();
        }

        @Test
        void ignoresFailedSecretLookup() {
            assertEquals("", said(plan(DEPLOYED.failing("getSecretVersions"))));
        }

        /** Settings come first: their mistakes are reported even if a lookup would fail. */
        @Test
        void mistakesInSettingsAreReportedBeforeFailedLookups() {
            assertSaid(
                    "logLevel must be one of",
                    plan(Situation.empty().failing("getImage"), "logLevel", "x").errors());
        }
    }

    @Nested
    class BucketName {

        private static String of(String stack) {
            return (String) Plan.of(stack, ProjectFiles.defaults(), App::stack)
                    .succeeded()
                    .resource("aws:s3/bucketV2:BucketV2", "steam-import-bucket")
                    .inputs()
                    .get("bucket");
        }

        @Test
        void containsStackNameIfItFits() {
            assertEquals(
                    "savepoint-%s-imports-123456789012-eu-central-1".formatted("x".repeat(19)), of("x".repeat(19)));
        }

        @Test
        void containsHashOfLongerStackName() {
            assertEquals("savepoint-xxxxxxxxxxx3263d600-imports-123456789012-eu-central-1", of("x".repeat(20)));
            assertEquals(63, of("a-long-name-of-a-review-stack-33b").length());
            assertFalse(of("a-long-name-of-a-review-stack-33b").equals(of("a-long-name-of-a-review-stack-33c")));
        }
    }
}
