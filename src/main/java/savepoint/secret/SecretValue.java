package savepoint.secret;

import com.pulumi.aws.secretsmanager.SecretsmanagerFunctions;
import com.pulumi.aws.secretsmanager.inputs.GetSecretVersionsPlainArgs;
import com.pulumi.aws.secretsmanager.outputs.GetSecretVersionsResult;
import com.pulumi.exceptions.RunException;
import java.util.List;
import java.util.stream.Stream;
import savepoint.aws.Lookup;

/** Whether a secret has a value. The value itself is not read. */
public final class SecretValue {

    private final Lookup<GetSecretVersionsResult> lookup;

    private SecretValue(Lookup<GetSecretVersionsResult> lookup) {
        this.lookup = lookup;
    }

    /** Starts looking up a secret in the account and region of the default AWS provider. */
    public static SecretValue lookUp(String name) {
        return new SecretValue(new Lookup<>(
                "the secret " + name,
                SecretsmanagerFunctions.getSecretVersionsPlain(
                        GetSecretVersionsPlainArgs.builder().secretId(name).build())));
    }

    /**
     * Whether the secret is known to have no current value. The result is only used for a hint, so
     * it is false if the lookup fails.
     */
    public boolean isEmpty() {
        try {
            return lookup.found().filter(SecretValue::hasCurrentValue).isEmpty();
        } catch (RunException unanswered) {
            return false;
        }
    }

    private static boolean hasCurrentValue(GetSecretVersionsResult secret) {
        // The list is null if it is empty.
        return Stream.ofNullable(secret.versions())
                .flatMap(List::stream)
                .anyMatch(version -> version.versionStages().contains("AWSCURRENT"));
    }
}
