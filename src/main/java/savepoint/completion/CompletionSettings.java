package savepoint.completion;

import java.util.List;
import java.util.Optional;
import savepoint.config.Setting;
import savepoint.config.StackConfig;
import savepoint.validation.Rule;

/** The stack settings that configure completion events and their webhook. */
public final class CompletionSettings {

    private CompletionSettings() {}

    /**
     * Reads whether the worker sends events. The caller sets the bus's name.
     *
     * @return empty if it does not
     */
    public static Optional<CompletionEventsArgs.Builder> readEvents(StackConfig config) {
        return sendsEvents(config) ? Optional.of(CompletionEventsArgs.builder()) : Optional.empty();
    }

    private static boolean sendsEvents(StackConfig config) {
        return config.bool("completionEvents").value().orElse(false);
    }

    /**
     * Reads the settings of the webhook. The caller sets the base name, the bus and the alarm.
     *
     * @return empty if no webhook is configured
     */
    public static Optional<CompletionWebhookArgs.Builder> readWebhook(StackConfig config) {
        var webhook = CompletionWebhookArgs.builder();
        var url = config.optionalText("completionWebhookUrl");
        url.into(webhook, "url", webhook::url);
        var key = config.optionalSecret("completionWebhookKey");
        key.into(webhook, "key", webhook::key);
        var rate = config.integer("completionWebhookRequestsPerSecond");
        rate.into(webhook, "requestsPerSecond", webhook::requestsPerSecond);
        if (url.value().isPresent()) {
            config.must(List.of(sendsTo(url.key(), config)));
            config.must(List.of(hasKey(key)));
            return Optional.of(webhook);
        }
        key.must((field, given) -> List.of(goesWithUrl(field, "[secret]", false)));
        rate.must((field, given) ->
                List.of(goesWithUrl(field, given.toString(), given == WebhookRules.REQUESTS_PER_SECOND)));
        config.must(webhook.rules());
        return Optional.empty();
    }

    private static Rule sendsTo(String urlField, StackConfig config) {
        return new Rule(
                sendsEvents(config),
                "completionEvents",
                "must be true if %s is set".formatted(urlField),
                "false",
                "the webhook receives these events");
    }

    private static Rule hasKey(Setting<String> key) {
        return new Rule(
                key.value().isPresent(),
                key.key(),
                "must be set if completionWebhookUrl is",
                "nothing",
                "'openssl rand -hex 32 | pulumi config set --secret %s' generates one".formatted(key.key()));
    }

    private static Rule goesWithUrl(String field, String given, boolean isDefault) {
        return new Rule(
                        isDefault,
                        field,
                        "should be set together with completionWebhookUrl",
                        given,
                        "without it, there is no webhook")
                .asAdvice();
    }
}
