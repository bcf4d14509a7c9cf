package savepoint.lambda;

import java.util.List;
import java.util.Optional;
import savepoint.config.StackConfig;
import savepoint.validation.Rule;

/** The stack settings that configure how Lambda polls the queues. */
public final class EventSourceSettings {

    private static final String CONCURRENCY = "steamImportConcurrency";
    private static final String BULK_CONCURRENCY = "bulkConcurrency";

    private static final String BATCH_SIZE = "steamImportBatchSize";
    private static final String BULK_BATCH_SIZE = "bulkBatchSize";

    private static final int NO_BULK = 0;

    /** How long an import may take when Steam is slow: the time to allow for each message in a batch. */
    private static final long SECONDS_PER_IMPORT = 30;

    private EventSourceSettings() {}

    /** Reads the settings of the event source of single imports. The caller sets the queue. */
    public static SqsEventSource.Builder read(StackConfig config) {
        var source = source(config, BATCH_SIZE, "steamImportBatchingWindowSeconds");
        config.integer(CONCURRENCY).into(source, "maximumConcurrency", source::maximumConcurrency);
        config.bool("enableSteamImportEventSource").into(source, "enabled", source::enabled);
        return source;
    }

    /** Reads the settings of the event source of bulk imports. The caller sets the queue. */
    public static SqsEventSource.Builder readBulk(StackConfig config) {
        var source = source(config, BULK_BATCH_SIZE, "bulkBatchingWindowSeconds");
        bulkConcurrency(config).ifPresent(source::maximumConcurrency);
        var all = config.bool("enableSteamImportEventSource");
        var bulk = config.bool("enableBulkEventSource");
        // Pausing imports also pauses bulk imports.
        (all.value().orElse(true) ? bulk : all).into(source, "enabled", source::enabled);
        return source;
    }

    /** Whether the settings enable the bulk lane. */
    public static boolean hasBulk(StackConfig config) {
        return config.integer(BULK_CONCURRENCY)
                .value()
                .filter(given -> given != NO_BULK)
                .isPresent();
    }

    /**
     * The maximum number of concurrent bulk invocations; the minimum that Lambda allows if the bulk
     * lane is only being drained. Empty if the setting is invalid.
     */
    public static Optional<Integer> bulkConcurrency(StackConfig config) {
        return config.integer(BULK_CONCURRENCY)
                .filter(given -> given != NO_BULK)
                .must((field, given) -> List.of(Rule.between(
                        field,
                        given,
                        EventSourceRules.LEAST_CONCURRENCY,
                        EventSourceRules.MOST_CONCURRENCY,
                        "or 0 for no bulk lane")))
                .value()
                .or(() -> hasBulk(config) ? Optional.empty() : Optional.of(EventSourceRules.LEAST_CONCURRENCY));
    }

    /** Whether the maximum concurrency of all event sources together fits the account's quota. */
    public static List<Rule> fit(StackConfig config, AccountConcurrency account, List<Integer> maxima) {
        var areRight = maxima.stream()
                .allMatch(given ->
                        EventSourceRules.maximumConcurrency(CONCURRENCY, given).holds());
        return areRight ? List.of(account.holds(hasBulk(config) ? BULK_CONCURRENCY : CONCURRENCY, maxima)) : List.of();
    }

    /** Whether a batch of single imports can be processed within the timeout. */
    public static List<Rule> timeHolds(StackConfig config) {
        return timeHolds(config, BATCH_SIZE);
    }

    /** Whether a batch of bulk imports can be processed within the timeout. */
    public static List<Rule> bulkTimeHolds(StackConfig config) {
        return timeHolds(config, BULK_BATCH_SIZE);
    }

    private static SqsEventSource.Builder source(StackConfig config, String batchSize, String batchingWindow) {
        var source = SqsEventSource.builder()
                .functionResponseTypes("ReportBatchItemFailures")
                .eventCountMetrics(true);
        config.integer(batchSize).into(source, "batchSize", source::batchSize);
        config.seconds(batchingWindow).into(source, "maximumBatchingWindow", source::maximumBatchingWindow);
        config.optionalText("kmsKeyArn").into(source, "queueKmsKeyArn", source::queueKmsKeyArn);
        return source;
    }

    /** The worker processes the messages in a batch one after the other, within a single timeout. */
    private static List<Rule> timeHolds(StackConfig config, String batchSize) {
        var size = config.integer(batchSize).value().filter(messages -> messages > 1);
        var timeout = config.seconds("steamImportTimeoutSeconds");
        return size.isPresent() && timeout.value().isPresent()
                ? List.of(timeHolds(batchSize, size.get(), timeout.value().get().toSeconds(), timeout.key()))
                : List.of();
    }

    private static Rule timeHolds(String field, int messages, long seconds, String timeoutKey) {
        var most = Math.max(1, seconds / SECONDS_PER_IMPORT);
        return new Rule(
                        messages <= most,
                        field,
                        "should allow each message in a batch %s seconds of %s"
                                .formatted(SECONDS_PER_IMPORT, timeoutKey),
                        "%s seconds / %s messages = %s seconds".formatted(seconds, messages, seconds / messages),
                        "set it to at most %s or raise the timeout: an unfinished batch is retried as a whole"
                                .formatted(most))
                .asAdvice();
    }
}
