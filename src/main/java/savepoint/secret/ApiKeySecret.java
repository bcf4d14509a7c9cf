package savepoint.secret;

import com.pulumi.aws.secretsmanager.Secret;
import com.pulumi.aws.secretsmanager.SecretArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import savepoint.policy.SecretPolicies;
import savepoint.validation.Advice;
import savepoint.validation.Outputs;
import savepoint.validation.Rules;

/**
 * A secret for an API key. Its value is set manually, so that no program, setting or state contains
 * it.
 *
 * <pre>
 * savepoint:secret:ApiKeySecret  {name}
 * └─ aws:secretsmanager:Secret   {name}-api-key  without a value
 * </pre>
 */
public final class ApiKeySecret extends ComponentResource {

    /**
     * The type token. It is part of the URN, so changing it after the first deployment requires an
     * alias.
     */
    public static final String TYPE = "savepoint:secret:ApiKeySecret";

    @Export(name = "secretArn", refs = String.class)
    private final Output<String> secretArn;

    /**
     * Registers the secret.
     *
     * @param name the component's name, and the prefix of its child's name
     * @param args the secret's arguments
     */
    public ApiKeySecret(String name, ApiKeySecretArgs args) {
        this(name, args, null);
    }

    /**
     * Registers the secret.
     *
     * @param name the component's name, and the prefix of its child's name
     * @param args the secret's arguments
     * @param options Pulumi's options for the component, or null; {@code protect} protects the secret
     */
    public ApiKeySecret(String name, ApiKeySecretArgs args, ComponentResourceOptions options) {
        super(TYPE, name, Rules.requireArgs("ApiKeySecret", args), options);
        Advice.show(args.warnings, this);
        var target = args.targetOf(this, options);

        var secret = SecretArgs.builder()
                .name(args.secretName)
                .description(args.description)
                .recoveryWindowInDays(args.recoveryWindowInDays)
                .policy(Outputs.apply(args.readerRoleArn(target), SecretPolicies::readableBy))
                .tags(args.tags);
        args.kmsKeyArn(target).ifPresent(secret::kmsKeyId);
        // The Java SDK does not apply a component's protection to its children.
        secretArn = new Secret(
                        name + "-api-key",
                        secret.build(),
                        CustomResourceOptions.builder()
                                .parent(this)
                                .protect(options != null && options.isProtect())
                                .build())
                .arn();
        registerOutputs(Map.of("secretArn", secretArn));
    }

    /** The secret's ARN, which ends in six random characters, so it is known only once the secret exists. */
    public Output<String> secretArn() {
        return secretArn;
    }
}
