package savepoint.monitoring;

import static savepoint.monitoring.AlarmSet.FIVE_MINUTES;
import static savepoint.monitoring.AlarmSet.MINUTE;
import static savepoint.monitoring.AlarmSet.above;

import com.pulumi.core.Output;
import savepoint.aws.HttpEndpoint;
import savepoint.aws.SqsQueue;

/** All alarms except those of the bulk lane. */
final class Alarms {

    private static final int OLDEST_MESSAGE_SECONDS = 600;

    static final String DLQ_MESSAGES = "dlq-messages";

    private final AlarmSet alarms;
    private final ImportMonitoringArgs args;

    Alarms(AlarmSet alarms, ImportMonitoringArgs args) {
        this.alarms = alarms;
        this.args = args;

        messagesInDeadLetterQueue();
        functionErrors();
        oldestMessage();
        if (args.eventSource().eventCountMetrics()) {
            failedMessages();
        }
        throttles();
        durationNearTimeout();
        enabledButNotConsuming();
        args.redriveFailuresQueue.ifPresent(this::failedRedrives);
        args.webhookFailuresQueue.ifPresent(this::undeliveredEvents);
        args.endpoint.ifPresent(this::failedRequests);
        args.endpoint.ifPresent(this::throttledRequests);
    }

    /** In a FIFO queue, messages also wait while a failed message in their group is hidden until it is retried. */
    static int oldestMessageSeconds(ImportMonitoringArgs args) {
        return OLDEST_MESSAGE_SECONDS
                + QueueAlarms.secondsThatAGroupMayWait(args.queue, args.function.timeoutSeconds());
    }

    private void messagesInDeadLetterQueue() {
        alarms.add(
                DLQ_MESSAGES,
                "Imports failed after all retries: the dead-letter queue contains messages.",
                QueueAlarms.notEmpty(args.deadLetterQueue));
    }

    private void functionErrors() {
        alarms.add(
                "lambda-errors",
                "The function crashed or timed out more than 5 times in 5 minutes; imports that it reports as failed are not counted.",
                above(5, Metric.ERRORS, Output.of(args.function.name()), "Sum", FIVE_MINUTES));
    }

    private void oldestMessage() {
        alarms.add(
                "queue-age",
                "Messages are waiting in the queue, and the oldest is more than %s minutes old."
                        .formatted(oldestMessageSeconds(args) / 60),
                QueueAlarms.waitingFor(oldestMessageSeconds(args), args.queue, args.eventSource()));
    }

    /**
     * Failures that partial batch responses hide from {@link #functionErrors}. A few failures are
     * normal and are retried automatically.
     */
    private void failedMessages() {
        alarms.add(
                "failed-messages",
                "More than 5 attempts failed in 5 minutes: the function reported them, or Lambda could not invoke it.",
                above(5, Metric.FAILED_INVOKE_EVENTS, args.eventSource().uuid(), "Sum", FIVE_MINUTES));
    }

    private void throttles() {
        alarms.add(
                "throttles",
                "Lambda throttled the function because no concurrency was available; each throttle counts as a receive.",
                above(0, Metric.THROTTLES, Output.of(args.function.name()), "Sum", FIVE_MINUTES));
    }

    private void durationNearTimeout() {
        alarms.add(
                "duration",
                "An invocation took more than 90% of the function's timeout.",
                above(
                        args.function.timeoutSeconds() * 900.0,
                        Metric.DURATION,
                        Output.of(args.function.name()),
                        "Maximum",
                        FIVE_MINUTES));
    }

    private void enabledButNotConsuming() {
        alarms.add(
                "not-consuming",
                "Messages are waiting, but the event source mapping is not receiving any.",
                QueueAlarms.notConsuming(args.queue, args.eventSource(), args.function.timeoutSeconds()));
    }

    private void failedRedrives(SqsQueue failuresQueue) {
        alarms.add("redrive-failures", "The scheduled redrive failed to start.", QueueAlarms.notEmpty(failuresQueue));
    }

    private void undeliveredEvents(SqsQueue failuresQueue) {
        alarms.add(
                "webhook-failures",
                "Completion events could not be delivered, or the receiver rejected the webhook's key.",
                QueueAlarms.notEmpty(failuresQueue));
    }

    private void failedRequests(HttpEndpoint endpoint) {
        alarms.add(
                "enqueue-errors",
                "The HTTP endpoint could not send requests to the queue, and returned an error.",
                above(0, Metric.FAILED_REQUESTS, Output.of(endpoint.apiName()), "Sum", FIVE_MINUTES));
    }

    /**
     * API Gateway has no metric for throttled requests: it counts them as client errors (4XX),
     * together with other rejected requests. But in one minute, it accepts at most 60 times the
     * rate limit plus the burst limit. If there were more requests, some were throttled, or
     * rejected earlier because they were not authorized.
     */
    private void throttledRequests(HttpEndpoint endpoint) {
        alarms.add(
                "enqueue-throttles",
                "The HTTP endpoint received more requests in a minute than its limits allow.",
                above(
                        endpoint.requestsPerSecond() * 60.0 + endpoint.burst(),
                        Metric.REQUESTS,
                        Output.of(endpoint.apiName()),
                        "Sum",
                        MINUTE));
    }
}
