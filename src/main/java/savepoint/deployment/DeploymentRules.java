package savepoint.deployment;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import savepoint.aws.AwsTarget;
import savepoint.validation.Rule;

/** Validation rules for identity providers and IAM. The field is the name of the input. */
final class DeploymentRules {

    /** Tokens from Pulumi Cloud contain it in lowercase. */
    private static final Pattern ORGANIZATION = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");

    private static final Pattern REPOSITORY =
            Pattern.compile("repo:[A-Za-z0-9-]{1,39}(@\\d+)?/[A-Za-z0-9._-]{1,100}(@\\d+)?");

    private static final Pattern ROLES_NAME = Pattern.compile("[A-Za-z0-9_-]{1,56}");

    private DeploymentRules() {}

    /** 1 to 56 characters, so that the longest role name has at most 64. */
    static Rule rolesName(String field, String given) {
        return Rule.matches(
                field,
                given,
                ROLES_NAME,
                "must be 1 to 56 letters, digits, hyphens and underscores",
                "the roles have the same name plus '-preview' and '-update', at most 64 characters");
    }

    static Rule organization(String field, String given) {
        return Rule.matches(
                field,
                given,
                ORGANIZATION,
                "must be the name of a Pulumi organization in lowercase",
                "'pulumi org get-default' prints it; tokens contain it in lowercase");
    }

    /**
     * The prefix of the subject in a repository's tokens, which since 15 July 2026 contains IDs
     * for new repositories.
     *
     * @see <a href="https://docs.github.com/en/actions/reference/security/oidc">GitHub: OpenID Connect reference</a>
     */
    static Rule repository(String field, String given) {
        return Rule.matches(
                field,
                given,
                REPOSITORY,
                "must be the prefix of the subject in the repository's tokens",
                "repo:{owner}/{repository}, or repo:{owner}@{id}/{repository}@{id} if it was created or renamed since 15 July 2026");
    }

    static Rule someIssuer(Optional<String> organization, Optional<String> repository) {
        return new Rule(
                organization.isPresent() || repository.isPresent(),
                "pulumiOrganization",
                "must be set if gitHubRepository is not",
                "neither",
                "without an issuer, nobody can assume the roles");
    }

    /**
     * A provider has no name of its own: its ARN consists of the account and the issuer's address.
     */
    static List<Rule> provider(String field, String given, String address, AwsTarget target) {
        var expected = target.identityProviderArn(address);
        return List.of(new Rule(
                given.equals(expected),
                field,
                "must be the issuer's identity provider in this account, " + expected,
                "'" + given + "'",
                "leave it out if the account has none; 'aws iam list-open-id-connect-providers' lists them"));
    }

    static Rule goesWith(String field, String otherField, boolean otherIsGiven) {
        return new Rule(
                otherIsGiven,
                field,
                "must be set together with " + otherField,
                "no " + otherField,
                "set " + otherField + ", or leave this out");
    }
}
