package savepoint.policy;

import java.util.List;

/** The policy of a secret. The document depends only on ARNs. */
public final class SecretPolicies {

    private SecretPolicies() {}

    /**
     * Denies everyone, including administrators, permission to read the value, except for one role.
     * The role's own policy allows it. The role is in a condition and not a principal, so that it
     * does not have to exist yet, and so that the policy still applies after the role is replaced.
     *
     * @param readerRoleArn the role, in the secret's account
     * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html">Secrets
     *     Manager: resource-based policies</a>
     */
    public static String readableBy(String readerRoleArn) {
        return Json.policy(Statement.deny("DenyOtherReaders")
                .anyPrincipal()
                .actions("secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue")
                // In a secret's policy, * means the secret itself.
                .resources(List.of("*"))
                .condition("ArnNotEquals", "aws:PrincipalArn", readerRoleArn));
    }
}
