package savepoint.lambda;

import savepoint.config.StackConfig;

/** The stack settings that configure how Lambda polls the queue. */
public final class EventSourceSettings {

    private EventSourceSettings() {}

    /** Reads the settings. The caller sets the queue. */
    public static SqsEventSource.Builder read(StackConfig config) {
        var source = SqsEventSource.builder()
                .batchSize(1) // one user's sync must not block another's
                .functionResponseTypes("ReportBatchItemFailures")
                .eventCountMetrics(true);
        config.integer("steamImportConcurrency").into(source, "maximumConcurrency", source::maximumConcurrency);
        config.bool("enableSteamImportEventSource").into(source, "enabled", source::enabled);
        config.optionalText("kmsKeyArn").into(source, "queueKmsKeyArn", source::queueKmsKeyArn);
        return source;
    }
}
