package savepoint.secret;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import savepoint.aws.AwsTarget;
import savepoint.aws.KmsKeyRules;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;
import savepoint.validation.Rules;

/** The arguments of an {@link ApiKeySecret}. {@link Builder#build()} validates them together. */
public final class ApiKeySecretArgs extends ResourceArgs {

    private static final String SUBJECT = "ApiKeySecretArgs";

    @Import(name = "secretName")
    String secretName;

    @Import(name = "readerRoleArn")
    private Output<String> readerRoleArn;

    @Import(name = "description")
    String description = "";

    @Import(name = "recoveryWindowInDays")
    int recoveryWindowInDays = 7;

    @Import(name = "kmsKeyArn")
    private Optional<Output<String>> kmsKeyArn = Optional.empty();

    @Import(name = "tags")
    Map<String, String> tags = Map.of();

    private Optional<AwsTarget> target = Optional.empty();
    List<String> warnings = List.of();

    private ApiKeySecretArgs() {}

    AwsTarget targetOf(ComponentResource component, ComponentResourceOptions options) {
        return AwsTarget.of(SUBJECT, target, component, options, this::rulesIn);
    }

    Optional<Output<String>> kmsKeyArn(AwsTarget where) {
        return kmsKeyArn.map(key -> KmsKeyRules.enforcedIn(SUBJECT, "kmsKeyArn", key, where));
    }

    Output<String> readerRoleArn(AwsTarget where) {
        return Rules.enforceWhenKnown(
                SUBJECT,
                readerRoleArn,
                arn -> List.of(
                        SecretRules.role("readerRoleArn", arn), SecretRules.roleIn("readerRoleArn", arn, where)));
    }

    private List<Rule> rules() {
        return new RuleList()
                .ifGiven(secretName, name -> SecretRules.name("secretName", name))
                .ifKnown(readerRoleArn, arn -> List.of(SecretRules.role("readerRoleArn", arn)))
                .add(
                        Rule.atMostCharacters("description", description, 2048, "shorten it"),
                        SecretRules.recoveryWindow("recoveryWindowInDays", recoveryWindowInDays))
                .ifKnown(kmsKeyArn.orElse(null), arn -> KmsKeyRules.keyArn("kmsKeyArn", arn))
                .toList();
    }

    /** Rules that depend on the account and the region. */
    private List<Rule> rulesIn(AwsTarget where) {
        return new RuleList()
                .ifKnown(readerRoleArn, arn -> List.of(SecretRules.roleIn("readerRoleArn", arn, where)))
                .ifKnown(kmsKeyArn.orElse(null), arn -> KmsKeyRules.keyIn("kmsKeyArn", arn, where))
                .toList();
    }

    /** Creates an empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Collects the inputs. An input that is not set has the default given in its method's
     * description. Call {@code build()} only once.
     */
    public static final class Builder extends CheckedBuilder {

        private final ApiKeySecretArgs $ = new ApiKeySecretArgs();

        private Builder() {}

        /** The secret's name: 1 to 512 letters, digits and {@code /_+=.@-}. Required. */
        public Builder secretName(String secretName) {
            inputs.take("secretName", secretName, name -> $.secretName = name);
            return this;
        }

        /**
         * The ARN of the only role that may read the value, in the secret's account. It does not
         * have to exist yet, and its own policy must also allow reading. Required.
         */
        public Builder readerRoleArn(Output<String> readerRoleArn) {
            inputs.take("readerRoleArn", readerRoleArn, arn -> $.readerRoleArn = arn);
            return this;
        }

        /** The same for a known ARN. */
        public Builder readerRoleArn(String readerRoleArn) {
            inputs.take("readerRoleArn", readerRoleArn, arn -> $.readerRoleArn = Output.of(arn));
            return this;
        }

        /**
         * Where the secret is created. Default: the account and region of the component's
         * provider, which requires three AWS API calls.
         */
        public Builder target(AwsTarget target) {
            inputs.take("target", target, where -> $.target = Optional.of(where));
            return this;
        }

        /** The description of the secret, at most 2,048 characters. Default: empty. */
        public Builder description(String description) {
            inputs.take("description", description, text -> $.description = text);
            return this;
        }

        /**
         * The number of days for which a deleted secret can be restored: 7 to 30, or 0 to delete it
         * immediately. During this time, no other secret can have its name. Default: 7.
         *
         * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html">Secrets Manager
         *     DeleteSecret</a>
         */
        public Builder recoveryWindowInDays(int recoveryWindowInDays) {
            $.recoveryWindowInDays = recoveryWindowInDays;
            return this;
        }

        /**
         * The customer managed key, in the secret's region, that encrypts the value. Default:
         * none, and Secrets Manager uses the account's AWS managed key.
         */
        public Builder kmsKeyArn(Output<String> kmsKeyArn) {
            inputs.take("kmsKeyArn", kmsKeyArn, key -> $.kmsKeyArn = Optional.of(key));
            return this;
        }

        /** The same for an existing key. */
        public Builder kmsKeyArn(String kmsKeyArn) {
            inputs.take("kmsKeyArn", kmsKeyArn, key -> $.kmsKeyArn = Optional.of(Output.of(key)));
            return this;
        }

        /** Tags on the secret. Default: none. */
        public Builder tags(Map<String, String> tags) {
            inputs.take("tags", tags, all -> $.tags = Map.copyOf(all));
            return this;
        }

        @Override
        protected List<Rule> rulesOfInputs() {
            return new RuleList().add($.rules()).ifPresent($.target, $::rulesIn).toList();
        }

        /**
         * Validates all inputs together.
         *
         * @throws savepoint.validation.InvalidInputException listing every mistake
         */
        public ApiKeySecretArgs build() {
            $.warnings = enforce(
                    SUBJECT,
                    inputs.required("secretName", "such as savepoint/dev/steam-api-key"),
                    inputs.required("readerRoleArn", "such as arn:aws:iam::123456789012:role/worker"));
            return $;
        }
    }
}
