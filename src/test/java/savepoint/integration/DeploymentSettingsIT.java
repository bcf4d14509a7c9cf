package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The deployment settings in {@code deploy/}, sent by the real CLI to a stub of Pulumi Cloud. */
class DeploymentSettingsIT {

    private static final String ROLE = "arn:aws:iam::123456789012:role/savepoint-%s-deploy-%s";

    private static final Path BINARIES = EngineTools.get().binaries();

    @TempDir
    private Path folder;

    private PulumiCloud service;

    @BeforeEach
    void copy() throws IOException {
        service = new PulumiCloud();
        for (var path : List.of("deploy", "local/lib", "local/offline")) {
            try (var files = Files.walk(Path.of(path))) {
                for (var file : files.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().contains("__pycache__"))
                        .toList()) {
                    Files.createDirectories(folder.resolve(file).getParent());
                    Files.copy(file, folder.resolve(file));
                }
            }
        }
        for (var stack : List.of("dev", "prod", "pr")) {
            edit(stack, "\"roleArn\": \"\"", "\"roleArn\": \"%s\"".formatted(ROLE.formatted(stack, "preview")));
            edit(
                    stack,
                    "\"UPDATE_ROLE_ARN\": \"\"",
                    "\"UPDATE_ROLE_ARN\": \"%s\"".formatted(ROLE.formatted(stack, "update")));
        }
    }

    private void edit(String stack, String from, String to) throws IOException {
        var file = file(stack);
        Files.writeString(file, Files.readString(file).replace(from, to));
    }

    private Path file(String stack) {
        return folder.resolve("deploy/%s.json".formatted(stack));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Run run(String... command) {
        var environment = new HashMap<>(service.environment(folder.resolve("home")));
        environment.put("PATH", BINARIES + ":" + System.getenv("PATH"));
        return Run.of(environment, command);
    }

    private Run settings(String... arguments) {
        return run(Stream.concat(Stream.of(folder.resolve("deploy/settings").toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod", "pr"})
    void sendsSettingsUnchangedAndReadsThemBack(String stack) throws IOException {
        settings("send", stack, "acme").succeeded();

        assertEquals(Files.readString(file(stack)), service.settingsOf(stack));
        assertEquals(
                List.of("PUT /api/stacks/acme/savepoint/%s/deployments/settings".formatted(stack)), service.changes());
        assertEquals(
                "no difference\n", settings("diff", stack, "acme").succeeded().output());
        var shown = JsonParser.parseString(run(
                        BINARIES + "/pulumi",
                        "deployment",
                        "settings",
                        "get",
                        "--stack",
                        "acme/savepoint/" + stack,
                        "--output",
                        "json")
                .succeeded()
                .output());
        assertTrue(shown.toString().contains(ROLE.formatted(stack, "preview")), shown::toString);
    }

    @Test
    void diffShowsConsoleChanges() {
        settings("send", "dev", "acme").succeeded();
        service.change("dev", "refs/heads/main", "refs/heads/other");
        service.change("dev", "\"preRunCommands\"", "\"operation\": \"destroy\", \"preRunCommands\"");

        var difference = settings("diff", "dev", "acme");

        assertEquals(1, difference.exitCode(), difference::toString);
        assertTrue(difference.output().contains("-      \"branch\": \"refs/heads/other\""), difference::toString);
        assertTrue(difference.output().contains("-    \"operation\": \"destroy\""), difference::toString);
        assertTrue(difference.output().contains("+      \"branch\": \"refs/heads/main\""), difference::toString);
    }

    /** Pulumi Cloud and the CLI accept each of these mistakes, with an unintended effect. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"deployCommits\" | \"deployCommitz\" | deploy/dev.json: gitHub has no key 'deployCommitz': did you mean 'deployCommits'?",
                "\"roleArn\" | \"roleARN\" | deploy/dev.json: operationContext.oidc.aws has no key 'roleARN': did you mean 'roleArn'?",
                "\"deployCommits\": true | \"deployCommits\": \"yes\" | deploy/dev.json: gitHub.deployCommits: 'yes' is not of type 'boolean'",
                "arn:aws:iam::123456789012:role/savepoint-dev-deploy-preview | admin | deploy/dev.json: operationContext.oidc.aws.roleArn must be the ARN of an IAM role, got 'admin': 'pulumi --cwd deploy/roles stack output previewRoleArn' prints it once the roles are deployed",
                "\"roleArn\": \"arn:aws:iam::123456789012:role/savepoint-dev-deploy-preview\", | | deploy/dev.json: operationContext.oidc.aws.roleArn must be the ARN of an IAM role, got ''",
                "\"UPDATE_ROLE_ARN\": \"arn:aws:iam::123456789012:role/savepoint-dev-deploy-update\" | | deploy/dev.json: operationContext.environmentVariables.UPDATE_ROLE_ARN must be the ARN of an IAM role, got ''",
                "pulumi-java:3.259.0 | pulumi-java | deploy/dev.json: executorContext.executorImage must specify a version, got 'pulumi/pulumi-java': such as pulumi/pulumi-java:3.259.0",
            })
    void rejectsMistakesWithoutSending(String right, String wrong, String mistake) throws IOException {
        edit("dev", right, wrong == null ? "" : wrong);

        var refused = settings("send", "dev", "acme");

        assertEquals(1, refused.exitCode(), refused::toString);
        assertTrue(refused.errorOutput().contains(mistake), refused::toString);
        assertEquals(List.of(), service.changes());
    }

    @Test
    void freshCloneRequiresRoles() throws IOException {
        Files.copy(Path.of("deploy/dev.json"), file("dev"), StandardCopyOption.REPLACE_EXISTING);

        var refused = settings("send", "dev", "acme");

        assertEquals("""
                deploy: 2 mistakes, so nothing was sent:
                  - deploy/dev.json: operationContext.oidc.aws.roleArn must be the ARN of an IAM role, got '': 'pulumi --cwd deploy/roles stack output previewRoleArn' prints it once the roles are deployed
                  - deploy/dev.json: operationContext.environmentVariables.UPDATE_ROLE_ARN must be the ARN of an IAM role, got '': 'pulumi --cwd deploy/roles stack output updateRoleArn' prints it once the roles are deployed
                """, refused.errorOutput());
        assertEquals(List.of(), service.changes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "send dev | the organization must be the name of a Pulumi organization, got '': 'pulumi org get-default' prints yours, as in 'deploy/settings send dev acme'; nothing was sent",
                "send staging acme | the stack must be one of dev, pr, prod, which have a file in deploy/, got 'staging'; nothing was sent",
                "push dev acme | expected 'check', 'send STACK ORGANIZATION' or 'diff STACK ORGANIZATION', got 'push dev acme'; nothing was sent",
            })
    void rejectsInvalidArguments(String arguments, String mistake) {
        var refused = settings(arguments.split(" "));

        assertEquals(1, refused.exitCode());
        assertEquals("deploy: " + mistake + "\n", refused.errorOutput());
        assertEquals(List.of(), service.changes());
    }

    /** The same CLI version deploys everywhere. */
    @Test
    void settingsAndWorkflowsUseTestedVersion() throws IOException {
        var version = Run.of(Map.of(), BINARIES + "/pulumi", "version")
                .succeeded()
                .output()
                .strip()
                .substring(1);
        var named = new ArrayList<String>();
        for (var file : List.of("deploy/dev.json", "deploy/prod.json", "deploy/pr.json")) {
            if (Files.readString(Path.of(file)).contains("pulumi/pulumi-java:" + version + "\"")) {
                named.add(file);
            }
        }
        for (var workflow : List.of("pull-request", "deploy", "drift")) {
            var text = Files.readString(Path.of(".github/workflows/%s.yml".formatted(workflow)));
            assertTrue(text.contains("uses: pulumi/actions@"), workflow);
            assertEquals(
                    text.split("uses: pulumi/actions@", -1).length,
                    text.split("pulumi-version: " + version.replace(".", "\\."), -1).length,
                    workflow);
        }
        assertEquals(3, named.size(), named::toString);
    }
}
