package savepoint.secret;

import savepoint.config.StackConfig;

/** The stack settings that configure the stack's own secret. */
public final class SecretSettings {

    private SecretSettings() {}

    /** Reads the settings. The caller sets the secret's name and its reader. */
    public static ApiKeySecretArgs.Builder read(StackConfig config) {
        var secret = ApiKeySecretArgs.builder();
        config.optionalText("kmsKeyArn").into(secret, "kmsKeyArn", secret::kmsKeyArn);
        config.bool("protectData")
                .into(secret, "recoveryWindowInDays", protect -> secret.recoveryWindowInDays(protect ? 7 : 0));
        return secret;
    }
}
