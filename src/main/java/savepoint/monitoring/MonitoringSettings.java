package savepoint.monitoring;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import savepoint.config.StackConfig;
import savepoint.validation.Rule;

/** The settings of a stack that configure who hears of alarms. */
public final class MonitoringSettings {

    private MonitoringSettings() {}

    /** Reads them; what is missing is the base name and what is watched. */
    public static ImportMonitoringArgs.Builder read(StackConfig config) {
        var monitoring = ImportMonitoringArgs.builder();
        var emails = config.texts("alarmEmails");
        var webhooks = config.texts("alarmWebhooks");
        var slackChannel = config.optionalText("alarmSlackChannel");
        emails.into(monitoring, "emails", monitoring::emails);
        webhooks.into(monitoring, "webhooks", monitoring::webhooks);
        slackChannel.into(monitoring, "slackChannel", monitoring::slackChannel);
        config.text("runbookUrl").into(monitoring, "runbook", monitoring::runbook);

        var somebody = slackChannel.value().isPresent()
                || Stream.of(emails, webhooks)
                        .anyMatch(addresses -> !addresses.value().equals(Optional.of(List.of())));
        config.bool("protectQueues")
                .value()
                .ifPresent(protect -> config.must(List.of(notifiesSomebody(protect, somebody))));
        return monitoring;
    }

    /** Where the queues are protected, what is in them matters to somebody. */
    private static Rule notifiesSomebody(boolean protectQueues, boolean somebody) {
        return new Rule(
                        !protectQueues || somebody,
                        "alarmEmails",
                        "should name somebody, or alarmWebhooks or alarmSlackChannel",
                        "nobody",
                        "without one, alarms show in the console and notify nobody")
                .asAdvice();
    }
}
