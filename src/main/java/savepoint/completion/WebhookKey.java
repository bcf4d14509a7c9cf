package savepoint.completion;

import com.pulumi.aws.secretsmanager.Secret;
import com.pulumi.aws.secretsmanager.SecretArgs;
import com.pulumi.aws.secretsmanager.SecretVersion;
import com.pulumi.aws.secretsmanager.SecretVersionArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import savepoint.validation.Outputs;

/** The secret from which the worker reads the signing key. */
final class WebhookKey {

    private final Output<String> secretArn;

    WebhookKey(String prefix, CompletionWebhookArgs args, CustomResourceOptions child) {
        var secret = new Secret(
                prefix + "-key",
                SecretArgs.builder()
                        .name(args.keySecretName)
                        .description("Signs completion events")
                        // The key is also in the stack's configuration, so it never needs to be recovered.
                        .recoveryWindowInDays(0)
                        .build(),
                child);
        var version = new SecretVersion(
                prefix + "-key",
                SecretVersionArgs.builder()
                        .secretId(secret.id())
                        .secretString(args.key())
                        .build(),
                child);
        secretArn = Outputs.after(secret.arn(), List.of(version.secretId()));
    }

    Output<String> secretArn() {
        return secretArn;
    }
}
