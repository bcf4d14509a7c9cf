package savepoint.completion;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savepoint.aws.AwsTarget;
import savepoint.aws.EventBus;
import savepoint.aws.NameRules;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;
import savepoint.validation.Rules;

/** The arguments of a {@link CompletionWebhook}. {@link Builder#build()} validates them together. */
public final class CompletionWebhookArgs extends ResourceArgs {

    private static final String SUBJECT = "CompletionWebhookArgs";

    @Import(name = "baseName")
    String baseName;

    @Import(name = "url")
    private Output<String> url;

    /** Not registered with the component: the connection has it, as a secret. */
    private Output<String> key;

    @Import(name = "requestsPerSecond")
    int requestsPerSecond = WebhookRules.REQUESTS_PER_SECOND;

    EventBus bus;

    @Import(name = "source")
    String source = CompletionEvent.SOURCE;

    final List<String> failureAlarms = new ArrayList<>();
    String keySecretName;

    private Optional<AwsTarget> target = Optional.empty();

    private CompletionWebhookArgs() {}

    String name() {
        return baseName + "-webhook";
    }

    String failuresQueueName() {
        return baseName + "-webhook-failures";
    }

    AwsTarget targetOf(ComponentResource component, ComponentResourceOptions options) {
        return AwsTarget.of(SUBJECT, target, component, options, this::rulesIn);
    }

    Output<String> url() {
        return Rules.enforceWhenKnown(SUBJECT, url, CompletionWebhookArgs::isUrl);
    }

    private static List<Rule> isUrl(String given) {
        return WebhookRules.url("url", given);
    }

    Output<String> key() {
        return Rules.enforceWhenKnown(SUBJECT, key, CompletionWebhookArgs::isKey);
    }

    private static List<Rule> isKey(String given) {
        return List.of(WebhookRules.key("key", given));
    }

    private List<Rule> rules() {
        return new RuleList()
                .ifGiven(
                        baseName, name -> List.of(NameRules.prefix("baseName", name, "-webhook", "the connection has")))
                .ifKnown(url, CompletionWebhookArgs::isUrl)
                .ifKnown(key, CompletionWebhookArgs::isKey)
                .ifGiven(keySecretName, name -> List.of(NameRules.secret("keySecretName", name)))
                .add(Rule.noneBlank("source", List.of(source), "such as " + CompletionEvent.SOURCE))
                .add(Rule.noneBlank("failureAlarm", failureAlarms, "such as savepoint-dev-steam-import-dlq-messages"))
                .add(WebhookRules.requestsPerSecond("requestsPerSecond", requestsPerSecond))
                .toList();
    }

    /** Rules that depend on the account and the region. */
    private List<Rule> rulesIn(AwsTarget where) {
        return new RuleList().ifGiven(bus, it -> it.isIn("bus", where)).toList();
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

        private final CompletionWebhookArgs $ = new CompletionWebhookArgs();

        private Builder() {}

        /**
         * The prefix of all names, such as {@code savepoint-dev-steam-import}: 1 to 56 letters,
         * digits, hyphens and underscores. Required.
         */
        public Builder baseName(String baseName) {
            inputs.take("baseName", baseName, name -> $.baseName = name);
            return this;
        }

        /**
         * Where the webhook is created. Default: the account and region of the component's
         * provider, which requires three AWS API calls.
         */
        public Builder target(AwsTarget target) {
            inputs.take("target", target, where -> $.target = Optional.of(where));
            return this;
        }

        /** The bus that the worker sends events to, which does not have to exist yet. Required. */
        public Builder bus(EventBus bus) {
            inputs.take("bus", bus, it -> $.bus = it);
            return this;
        }

        /** The source of the events, as {@code LambdaContainerArgs.eventBus} has it. Default: {@code savepoint.steam-import}. */
        public Builder source(String source) {
            inputs.take("source", source, name -> $.source = name);
            return this;
        }

        /** Adds the name of an alarm that fires when imports have failed permanently. At least one is required. */
        public Builder failureAlarm(String failureAlarm) {
            inputs.take("failureAlarm", failureAlarm, $.failureAlarms::add);
            return this;
        }

        /**
         * The name of the secret from which the worker reads the key: 1 to 512 letters, digits and
         * {@code /_+=.@-}. Required.
         */
        public Builder keySecretName(String keySecretName) {
            inputs.take("keySecretName", keySecretName, name -> $.keySecretName = name);
            return this;
        }

        /**
         * The URL that events are posted to: HTTPS, at most 2,048 ASCII characters, without a user
         * name or password. Required.
         */
        public Builder url(Output<String> url) {
            inputs.take("url", url, address -> $.url = address);
            return this;
        }

        /** The same for a known URL. */
        public Builder url(String url) {
            inputs.take("url", url, address -> $.url = Output.of(address));
            return this;
        }

        /**
         * The key that signs the events, and from which the key in the requests is derived: 32 to 512
         * printable ASCII characters. It is a secret in the state. Required.
         */
        public Builder key(Output<String> key) {
            inputs.take("key", key, secret -> $.key = secret.asSecret());
            return this;
        }

        /** The same for a known key. */
        public Builder key(String key) {
            inputs.take("key", key, secret -> $.key = Output.ofSecret(secret));
            return this;
        }

        /** The maximum number of requests per second: 1 to 300. Default: 10. */
        public Builder requestsPerSecond(int requestsPerSecond) {
            $.requestsPerSecond = requestsPerSecond;
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
        public CompletionWebhookArgs build() {
            enforce(
                    SUBJECT,
                    inputs.required("baseName", "such as savepoint-dev-steam-import"),
                    inputs.required("bus", "such as CompletionEvents.bus()"),
                    inputs.required("failureAlarm", "such as savepoint-dev-steam-import-dlq-messages"),
                    inputs.required("keySecretName", "such as savepoint/dev/webhook-key"),
                    inputs.required("url", "such as https://example.com/imports"),
                    inputs.required("key", "'openssl rand -hex 32' generates one"));
            return $;
        }
    }
}
