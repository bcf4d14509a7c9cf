package savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import savepoint.aws.AwsTarget;
import savepoint.testing.Plan;

/** The program in {@code deploy/roles}. */
class DeploymentRolesAppTest {

    private static final AwsTarget TARGET = new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com");
    private static final String LONGEST_STACK = "x".repeat(33);
    private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/mrk-" + "0".repeat(32);

    private static final Map<String, String> EVERYTHING = Map.of(
            "pulumiOrganization", "acme",
            "gitHubRepository", "repo:acme@1234/infrastructure@5678",
            "gitHubProviderArn", "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
            "kmsKeyArn", KEY,
            "stateBucket", "acme-pulumi-state",
            "stateKmsKeyArn", KEY,
            "endpoint", "true",
            "completionEvents", "true",
            "bulk", "true",
            "fifo", "true");

    private static Plan plan(String stack, Map<String, String> settings) {
        return CommittedPlan.ofDeploymentRoles(TARGET, stack, settings);
    }

    private static JsonArray trust(Plan plan, String role) {
        return JsonParser.parseString((String) plan.succeeded()
                        .resource("aws:iam/role:Role", "deployment-" + role)
                        .inputs()
                        .get("assumeRolePolicy"))
                .getAsJsonObject()
                .getAsJsonArray("Statement");
    }

    private static String policy(Plan plan, String name) {
        return (String) plan.resource("aws:iam/policy:Policy", "deployment-" + name)
                .inputs()
                .get("policy");
    }

    @Test
    void createsTwoRolesAndAProviderForPulumiCloud() {
        var plan = plan("dev", Map.of("pulumiOrganization", "acme")).succeeded();

        assertEquals(
                Set.of(
                        "deployment-pulumicloud",
                        "deployment-preview",
                        "deployment-update",
                        "deployment-read",
                        "deployment-change-import",
                        "deployment-change-monitoring",
                        "deployment-read-data",
                        "deployment-change-data",
                        "deployment-preview-read-data",
                        "deployment-update-read-data",
                        "deployment-update-change-data",
                        "deployment-preview-read",
                        "deployment-update-read",
                        "deployment-update-change-import",
                        "deployment-update-change-monitoring"),
                plan.names());
        assertEquals(
                Map.of(
                        "previewRoleArn", "arn:aws:iam::123456789012:role/savepoint-dev-deploy-preview",
                        "updateRoleArn", "arn:aws:iam::123456789012:role/savepoint-dev-deploy-update"),
                plan.outputsOf("savepoint:deployment:DeploymentRoles"));
    }

    /**
     * Pulumi Deployments assumes the role in its settings before every operation, and the update
     * role only to update.
     */
    @Test
    void rolesTrustPulumiDeploymentsOfThisStack() {
        var plan = plan("dev", Map.of("pulumiOrganization", "acme"));
        var subject = "pulumi:deploy:org:acme:project:savepoint:stack:dev:operation:%s:scope:write";

        for (var role : List.of("preview", "update")) {
            var statement = trust(plan, role).get(0).getAsJsonObject();
            var conditions = statement.getAsJsonObject("Condition");
            assertEquals(Set.of("StringEquals"), conditions.keySet(), "no wildcards");
            var equals = conditions.getAsJsonObject("StringEquals");
            assertEquals("acme", equals.get("api.pulumi.com/oidc:aud").getAsString());
            assertEquals(
                    (role.equals("preview")
                                    ? List.of(
                                            "preview",
                                            "detect-drift",
                                            "update",
                                            "refresh",
                                            "destroy",
                                            "remediate-drift")
                                    : List.of("update", "refresh", "destroy", "remediate-drift"))
                            .stream().map(subject::formatted).toList(),
                    equals.getAsJsonArray("api.pulumi.com/oidc:sub").asList().stream()
                            .map(text -> text.getAsString())
                            .toList());
            assertEquals(
                    "arn:aws:iam::123456789012:oidc-provider/created",
                    statement.getAsJsonObject("Principal").get("Federated").getAsString());
        }
    }

    /** Code in a pull request can come from anyone, so it must never get the update role. */
    @Test
    void gitHubPullRequestsMayPreviewAndEnvironmentMayUpdate() {
        var plan = plan("prod", EVERYTHING);
        var aud = "token.actions.githubusercontent.com:aud";
        var sub = "token.actions.githubusercontent.com:sub";

        for (var role : List.of("preview", "update")) {
            var equals = trust(plan, role)
                    .get(1)
                    .getAsJsonObject()
                    .getAsJsonObject("Condition")
                    .getAsJsonObject("StringEquals");
            assertEquals("sts.amazonaws.com", equals.get(aud).getAsString());
            assertEquals(
                    role.equals("preview")
                            ? Set.of(
                                    "repo:acme@1234/infrastructure@5678:pull_request",
                                    "repo:acme@1234/infrastructure@5678:ref:refs/heads/main")
                            : Set.of("repo:acme@1234/infrastructure@5678:environment:prod"),
                    equals.getAsJsonArray(sub).asList().stream()
                            .map(text -> text.getAsString())
                            .collect(Collectors.toSet()));
        }
        assertFalse(plan.names().contains("deployment-github"), "the account already has this provider");
    }

    /** If they are disabled, no policy names these queues. */
    @Test
    void lanesAreIncludedOnlyIfEnabled() {
        var bulk = "arn:aws:sqs:eu-central-1:123456789012:savepoint-dev-steam-library-bulk";
        var fifo = "arn:aws:sqs:eu-central-1:123456789012:savepoint-dev-steam-library-sync-dlq.fifo";
        var without = plan("dev", Map.of("pulumiOrganization", "acme")).succeeded();
        var with = plan("dev", Map.of("pulumiOrganization", "acme", "bulk", "true", "fifo", "true"))
                .succeeded();

        for (var name : List.of("read-data", "change-data")) {
            for (var queue : List.of(bulk, bulk + "-dlq", fifo)) {
                assertTrue(policy(with, name).contains("\"" + queue + "\""), name);
                assertFalse(policy(without, name).contains(queue), name);
            }
        }
        assertTrue(policy(with, "change-data").contains("bulk-not-consuming"));
        assertFalse(policy(without, "change-data").contains("bulk"));
        assertTrue(policy(with, "read-data").contains("servicequotas:GetServiceQuota"));
        assertFalse(policy(without, "read-data").contains("servicequotas"));
    }

    /** Uses the longest possible names. IAM does not count whitespace. */
    @Test
    void policiesFitIamLimits() {
        var plan = plan(LONGEST_STACK, EVERYTHING).succeeded();

        for (var name : List.of(
                "read",
                "read-data",
                "change-import",
                "change-data",
                "change-monitoring",
                "read-endpoint",
                "change-endpoint",
                "read-events",
                "change-events",
                "read-state",
                "write-state")) {
            var length = policy(plan, name).replaceAll("\\s", "").length();
            assertTrue(length <= 6_144, () -> name + " has " + length + " characters");
        }
        for (var role : List.of("preview", "update")) {
            var length = trust(plan, role).toString().length();
            assertTrue(length <= 2_048, () -> role + " has a trust policy of " + length + " characters");
        }
    }

    @Test
    void policiesDoNotAllowReadingMessagesLogsObjectsOrSecrets() {
        var plan = plan("dev", EVERYTHING);
        var allowed = Stream.of("read", "read-data", "change-import", "change-data", "change-monitoring")
                .flatMap(name -> actions(policy(plan, name)))
                .toList();

        assertTrue(allowed.contains("sqs:GetQueueAttributes"), allowed::toString);
        for (var action : allowed) {
            assertFalse(
                    action.matches(
                            "sqs:(Receive|Send|Delete|Purge)Message.*|logs:(Get|Filter|StartQuery).*|secretsmanager:.*Value.*|s3:GetObject|.*\\*.*"),
                    action);
        }
    }

    /** Compares attachments by their policies, not by their names. A role can have up to ten. */
    @Test
    void previewRoleHasOnlyReadPolicies() {
        var plan = plan("dev", EVERYTHING).succeeded();

        assertEquals(
                Map.of(
                        "savepoint-dev-deploy-preview",
                                Set.of("read", "read-data", "read-endpoint", "read-events", "read-state"),
                        "savepoint-dev-deploy-update",
                                Set.of(
                                        "read",
                                        "read-data",
                                        "change-import",
                                        "change-data",
                                        "change-monitoring",
                                        "read-endpoint",
                                        "change-endpoint",
                                        "read-events",
                                        "change-events",
                                        "write-state")),
                plan.resources().stream()
                        .filter(resource -> resource.type().endsWith(":RolePolicyAttachment"))
                        .collect(Collectors.groupingBy(
                                resource -> (String) resource.inputs().get("role"),
                                Collectors.mapping(
                                        resource -> ((String) resource.inputs().get("policyArn"))
                                                .replace("arn:aws:iam::123456789012:policy/savepoint-dev-deploy-", ""),
                                        Collectors.toSet()))));
    }

    private static Stream<String> actions(String policy) {
        return JsonParser.parseString(policy).getAsJsonObject().getAsJsonArray("Statement").asList().stream()
                .flatMap(statement -> statement.getAsJsonObject().getAsJsonArray("Action").asList().stream())
                .map(action -> action.getAsString());
    }

    @Test
    void updateRoleWritesOnlyStateOfItsOwnStack() {
        var plan = plan("dev", EVERYTHING);

        assertTrue(policy(plan, "write-state").contains("acme-pulumi-state/.pulumi/stacks/savepoint/dev.json*"));
        assertFalse(policy(plan, "read-state").contains("PutObject"));
        assertFalse(policy(plan, "write-state").contains("acme-pulumi-state/*"));
    }

    @Test
    void reportsAllMistakesTogether() {
        var plan = plan(
                "dev",
                Map.of(
                        "pulumiOrganization", "Acme Inc",
                        "pulumiProviderArn", "arn:aws:iam::123456789012:oidc-provider/example.com",
                        "gitHubRepository", "acme/infrastructure",
                        "kmsKeyArn", "alias/key",
                        "stateKmsKeyArn", KEY));

        assertEquals(List.of(), plan.resources());
        assertEquals(List.of("""
                        5 mistakes in the settings of stack 'dev', so nothing was created or changed:
                          - pulumiOrganization must be the name of a Pulumi organization in lowercase, got 'Acme Inc': 'pulumi org get-default' prints it; tokens contain it in lowercase
                          - gitHubRepository must be the prefix of the subject in the repository's tokens, got 'acme/infrastructure': repo:{owner}/{repository}, or repo:{owner}@{id}/{repository}@{id} if it was created or renamed since 15 July 2026
                          - kmsKeyArn must be the ARN of a KMS key, arn:…:key/…, got 'alias/key': an alias does not work in an IAM policy; 'aws kms describe-key --key-id alias/…' prints the key's ARN
                          - stateKmsKeyArn must be set together with stateBucket, got no stateBucket: set stateBucket, or leave this out
                          - pulumiProviderArn must be the issuer's identity provider in this account, arn:aws:iam::123456789012:oidc-provider/api.pulumi.com/oidc, got 'arn:aws:iam::123456789012:oidc-provider/example.com': leave it out if the account has none; 'aws iam list-open-id-connect-providers' lists them"""), plan.errors());
    }

    @Test
    void requiresOrganizationOrRepository() {
        assertEquals(
                List.of(
                        "1 mistake in the settings of stack 'dev', so nothing was created or changed:\n  - pulumiOrganization must be set if gitHubRepository is not, got neither: without an issuer, nobody can assume the roles"),
                plan("dev", Map.of()).errors());
    }
}
