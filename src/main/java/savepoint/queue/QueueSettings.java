package savepoint.queue;

import savepoint.config.StackConfig;

/** The stack settings that configure the queues. */
public final class QueueSettings {

    private QueueSettings() {}

    /** Reads the settings of the queue of single imports. The caller sets the queue's name. */
    public static SteamImportQueueArgs.Builder read(StackConfig config) {
        return read(config, "steamImportBatchingWindowSeconds");
    }

    /** Reads the settings of the queue of bulk imports. The caller sets the queue's name. */
    public static SteamImportQueueArgs.Builder readBulk(StackConfig config) {
        return read(config, "bulkBatchingWindowSeconds");
    }

    private static SteamImportQueueArgs.Builder read(StackConfig config, String batchingWindow) {
        var queue = SteamImportQueueArgs.builder();
        config.seconds("steamImportTimeoutSeconds").into(queue, "consumerTimeout", queue::consumerTimeout);
        config.seconds(batchingWindow).into(queue, "consumerBatchingWindow", queue::consumerBatchingWindow);
        config.integer("maxReceiveCount").into(queue, "maxReceiveCount", queue::maxReceiveCount);
        config.texts("steamImportSenders").into(queue, "senderArns", queue::senderArns);
        config.bool("allowForeignSenderAccounts").into(queue, "allowForeignAccounts", queue::allowForeignAccounts);
        config.optionalText("kmsKeyArn").into(queue, "kmsKeyArn", queue::kmsKeyArn);
        return queue;
    }
}
