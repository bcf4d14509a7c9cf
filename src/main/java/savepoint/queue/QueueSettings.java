package savepoint.queue;

import savepoint.config.StackConfig;

/** The stack settings that configure the queues. */
public final class QueueSettings {

    private QueueSettings() {}

    /** Reads the settings. The caller sets the queue's name. */
    public static SteamImportQueueArgs.Builder read(StackConfig config) {
        var queue = SteamImportQueueArgs.builder();
        config.seconds("steamImportTimeoutSeconds").into(queue, "consumerTimeout", queue::consumerTimeout);
        config.integer("maxReceiveCount").into(queue, "maxReceiveCount", queue::maxReceiveCount);
        config.texts("steamImportSenders").into(queue, "senderArns", queue::senderArns);
        config.bool("allowForeignSenderAccounts").into(queue, "allowForeignAccounts", queue::allowForeignAccounts);
        config.optionalText("kmsKeyArn").into(queue, "kmsKeyArn", queue::kmsKeyArn);
        return queue;
    }
}
