package savepoint.policy;

import java.util.List;

/** The policy of a secret. The document depends only on ARNs. */
public final class SecretPolicies {

    private SecretPolicies() {}

    /**
     * Denies reading the value to everyone except one role, administrators included. The role's
     * own policy allows it. The role is named in a condition and not as a principal, so that it
     * need not exist yet, and so that a role that replaces it is the same role to the policy.
     *
     * @param readerRoleArn the role, in the secret's account
     * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html">Secrets
     *     Manager: resource-based policies</a>
     */
    public static String readableBy(String readerRoleArn) {
        return Json.policy(Statement.deny("DenyOtherReaders")
                .anyPrincipal()
                .actions("secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue")
                // In the policy of a secret, the secret itself.
                .resources(List.of("*"))
                .condition("ArnNotEquals", "aws:PrincipalArn", readerRoleArn));
    }
}
