package savepoint.monitoring;

import static savepoint.monitoring.AlarmSet.FIVE_MINUTES;
import static savepoint.monitoring.AlarmSet.above;
import static savepoint.monitoring.AlarmSet.expression;
import static savepoint.monitoring.AlarmSet.query;

import savepoint.aws.LambdaFunction.EventSource;
import savepoint.aws.QueuePair;

/**
 * The alarms of the bulk lane. Nobody waits for a single message of a bulk import, so what counts
 * is that all of them are processed before SQS deletes them, and that most of them succeed.
 */
final class BulkAlarms {

    /** Leaves four of the seven days for which the queue keeps messages. */
    private static final double OLDEST_MESSAGE_SECONDS = 3 * 24 * 3600;

    static final String DLQ_MESSAGES = "bulk-dlq-messages";

    private final AlarmSet alarms;
    private final QueuePair queues;
    private final EventSource source;

    BulkAlarms(AlarmSet alarms, QueuePair queues, EventSource source, int timeoutSeconds) {
        this.alarms = alarms;
        this.queues = queues;
        this.source = source;

        messagesInDeadLetterQueue();
        oldestMessage();
        if (source.eventCountMetrics()) {
            failedMessages();
        }
        enabledButNotConsuming(timeoutSeconds);
    }

    private void messagesInDeadLetterQueue() {
        alarms.add(
                DLQ_MESSAGES,
                "Bulk imports failed after all retries: their dead-letter queue contains messages.",
                QueueAlarms.notEmpty(queues.deadLetterQueue()));
    }

    private void oldestMessage() {
        alarms.add(
                "bulk-queue-age",
                "Bulk imports are too slow: the oldest message is more than 3 days old, and SQS deletes it after 7.",
                QueueAlarms.waitingFor(OLDEST_MESSAGE_SECONDS, queues.queue(), source));
    }

    /**
     * A percentage, because some imports of a bulk import always fail. Messages can fail in a
     * period in which none were polled.
     */
    private void failedMessages() {
        alarms.add(
                "bulk-failed-messages",
                "More than 10% of the bulk import attempts, and more than 5, failed in 5 minutes.",
                above(0).metricQueries(
                                expression(
                                        "failing",
                                        "Failed attempts, if above 5 and 10%",
                                        "IF(failed > 5 AND failed > FILL(polled, 0) / 10, failed, 0)"),
                                query("failed", Metric.FAILED_INVOKE_EVENTS, source.uuid(), "Sum", FIVE_MINUTES),
                                query("polled", Metric.POLLED_EVENTS, source.uuid(), "Sum", FIVE_MINUTES)));
    }

    private void enabledButNotConsuming(int timeoutSeconds) {
        alarms.add(
                "bulk-not-consuming",
                "Bulk imports are waiting, but the event source mapping is not receiving any.",
                QueueAlarms.notConsuming(queues.queue(), source, timeoutSeconds));
    }
}
