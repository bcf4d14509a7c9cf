package savepoint.deployment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An issuer of tokens for the roles.
 *
 * @param name its name in resource names
 * @param address its address, without {@code https://}
 * @param audience the audience of its tokens
 * @param previewSubjects their subjects in a preview
 * @param updateSubjects their subjects in a deployment
 * @param providerArn its provider in IAM, if the account already has one
 */
record Issuer(
        String name,
        String address,
        String audience,
        List<String> previewSubjects,
        List<String> updateSubjects,
        Optional<String> providerArn) {

    static final String PULUMI_CLOUD = "api.pulumi.com/oidc";

    static final String GITHUB = "token.actions.githubusercontent.com";

    private static final List<String> CHANGING_OPERATIONS = List.of("update", "refresh", "destroy", "remediate-drift");

    /**
     * Pulumi Deployments assumes the role in its settings before any operation, so the preview
     * role must accept all operations.
     *
     * @see <a href="https://www.pulumi.com/docs/deployments/guides/oidc/">Pulumi: OIDC in Pulumi Deployments</a>
     */
    static Issuer pulumiCloud(String organization, String project, String stack, Optional<String> providerArn) {
        var changes = CHANGING_OPERATIONS.stream()
                .map(operation -> subject(organization, project, stack, operation))
                .toList();
        return new Issuer(
                "PulumiCloud",
                PULUMI_CLOUD,
                organization,
                Stream.concat(
                                Stream.of("preview", "detect-drift")
                                        .map(operation -> subject(organization, project, stack, operation)),
                                changes.stream())
                        .toList(),
                changes,
                providerArn);
    }

    private static String subject(String organization, String project, String stack, String operation) {
        return "pulumi:deploy:org:%s:project:%s:stack:%s:operation:%s:scope:write"
                .formatted(organization, project, stack, operation);
    }

    /**
     * Previews run in pull requests and, on a schedule, on the default branch. Deployments run in
     * the GitHub environment with the stack's name, where reviewers approve them.
     *
     * @param repository the prefix of the tokens' subject
     * @see <a href="https://docs.github.com/en/actions/reference/security/oidc">GitHub: OpenID Connect reference</a>
     */
    static Issuer gitHub(String repository, String stack, Optional<String> providerArn) {
        return new Issuer(
                "GitHub",
                GITHUB,
                "sts.amazonaws.com",
                List.of(repository + ":pull_request", repository + ":ref:refs/heads/main"),
                List.of("%s:environment:%s".formatted(repository, stack)),
                providerArn);
    }
}
