package savepoint.monitoring;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import savepoint.config.StackConfig;
import savepoint.validation.Rule;

/** The stack settings that configure alarm notifications. */
public final class MonitoringSettings {

    private MonitoringSettings() {}

    /** Reads the settings. The caller sets the base name and the resources to monitor. */
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
        config.bool("protectData")
                .value()
                .ifPresent(protect -> config.must(List.of(notifiesSomebody(protect, somebody))));
        return monitoring;
    }

    /** If the data is protected, alarms should notify someone. */
    private static Rule notifiesSomebody(boolean protectData, boolean somebody) {
        return new Rule(
                        !protectData || somebody,
                        "alarmEmails",
                        "should not be empty unless alarmWebhooks or alarmSlackChannel is set",
                        "nothing",
                        "without a recipient, alarms are only visible in the console")
                .asAdvice();
    }
}
