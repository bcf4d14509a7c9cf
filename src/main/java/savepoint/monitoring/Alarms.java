package savepoint.monitoring;

import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.aws.cloudwatch.inputs.MetricAlarmMetricQueryArgs;
import com.pulumi.aws.cloudwatch.inputs.MetricAlarmMetricQueryMetricArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import savepoint.aws.HttpEndpoint;
import savepoint.aws.SqsQueue;

/**
 * All alarms. Missing data is treated as not breaching, because SQS and Lambda publish no data
 * while nothing happens. The alarms on the failure queues ignore missing data instead: CloudWatch
 * receives no metrics for a queue that has not been called for hours, even if it contains
 * messages.
 */
final class Alarms {

    static final double OLDEST_MESSAGE_SECONDS = 600;

    static final String DLQ_MESSAGES = "dlq-messages";

    /** How many consecutive minutes messages must be visible. */
    private static final int MINUTES_OF_WAITING = 3;

    private static final double OLDEST_THAT_SQS_KEEPS_SECONDS = 14 * 24 * 3600;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final String name;
    private final ImportMonitoringArgs args;
    private final Output<String> topicArn;
    private final CustomResourceOptions child;
    private final List<String> names = new ArrayList<>();

    Alarms(String name, ImportMonitoringArgs args, Output<String> topicArn, CustomResourceOptions child) {
        this.name = name;
        this.args = args;
        this.topicArn = topicArn;
        this.child = child;

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

    private void messagesInDeadLetterQueue() {
        alarm(
                DLQ_MESSAGES,
                "Imports failed after all retries: the dead-letter queue contains messages.",
                above(0, Metric.MESSAGES_VISIBLE, Output.of(args.deadLetterQueue.name()), "Maximum", MINUTE)
                        .treatMissingData("ignore"));
    }

    private void functionErrors() {
        alarm(
                "lambda-errors",
                "The function crashed or timed out more than 5 times in 5 minutes; imports that it reports as failed are not counted.",
                above(5, Metric.ERRORS, Output.of(args.function.name()), "Sum", FIVE_MINUTES));
    }

    /**
     * The age metric also covers messages that are being processed, or that failed and are hidden
     * until their next retry. Those are not waiting. The age therefore counts only while messages
     * are visible for several consecutive minutes; even a healthy queue has a visible message now
     * and then.
     */
    private void oldestMessage() {
        alarm(
                "queue-age",
                "Messages are waiting, and the oldest in the queue is more than 10 minutes old.",
                above(unlessPaused(OLDEST_MESSAGE_SECONDS, OLDEST_THAT_SQS_KEEPS_SECONDS))
                        .evaluationPeriods(MINUTES_OF_WAITING)
                        .metricQueries(
                                expression("waited", "Age while messages wait", "IF(waiting > 0, age, 0)"),
                                query("waiting", Metric.MESSAGES_VISIBLE, args.queue.name(), "Minimum", MINUTE),
                                query("age", Metric.AGE_OF_OLDEST_MESSAGE, args.queue.name(), "Maximum", MINUTE)));
    }

    /**
     * Failures that partial batch responses hide from {@link #functionErrors}. A few failures are
     * normal and are retried automatically.
     */
    private void failedMessages() {
        alarm(
                "failed-messages",
                "The function reported more than 5 failed attempts in 5 minutes, or Lambda could not deliver them.",
                above(5, Metric.FAILED_INVOKE_EVENTS, args.eventSource().uuid(), "Sum", FIVE_MINUTES));
    }

    private void throttles() {
        alarm(
                "throttles",
                "Lambda throttled the function because no concurrency was available; each throttle counts as a receive.",
                above(0, Metric.THROTTLES, Output.of(args.function.name()), "Sum", FIVE_MINUTES));
    }

    private void durationNearTimeout() {
        alarm(
                "duration",
                "An import took more than 90 % of the function's timeout.",
                above(
                        args.function.timeoutSeconds() * 900.0,
                        Metric.DURATION,
                        Output.of(args.function.name()),
                        "Maximum",
                        FIVE_MINUTES));
    }

    /**
     * Both metrics come from the queue, so SQS always publishes them together. The mapping's own
     * metrics have no data when it polls nothing.
     */
    private void enabledButNotConsuming() {
        alarm(
                "not-consuming",
                "Messages are waiting, but the mapping is not receiving any.",
                above(unlessPaused(0, 1)) // the expression is never above 1
                        .evaluationPeriods(periodsForEveryPollerToComeBack())
                        .metricQueries(
                                expression(
                                        "stuck",
                                        "Messages waiting, none received",
                                        "IF(waiting > 0 AND taken == 0, 1, 0)"),
                                query("waiting", Metric.MESSAGES_VISIBLE, args.queue.name(), "Minimum", FIVE_MINUTES),
                                query("taken", Metric.MESSAGES_RECEIVED, args.queue.name(), "Sum", FIVE_MINUTES)));
    }

    /**
     * While every concurrent import runs until its timeout, no messages are received. This is
     * normal.
     */
    private int periodsForEveryPollerToComeBack() {
        var periods = Duration.ofSeconds(args.function.timeoutSeconds())
                .plus(FIVE_MINUTES)
                .minusSeconds(1)
                .dividedBy(FIVE_MINUTES);
        return Math.toIntExact(periods) + 2;
    }

    private void failedRedrives(SqsQueue failuresQueue) {
        alarm(
                "redrive-failures",
                "The scheduled redrive failed to start.",
                above(0, Metric.MESSAGES_VISIBLE, Output.of(failuresQueue.name()), "Maximum", MINUTE)
                        .treatMissingData("ignore"));
    }

    private void undeliveredEvents(SqsQueue failuresQueue) {
        alarm(
                "webhook-failures",
                "Completion events could not be delivered, or the webhook's key was refused.",
                above(0, Metric.MESSAGES_VISIBLE, Output.of(failuresQueue.name()), "Maximum", MINUTE)
                        .treatMissingData("ignore"));
    }

    private void failedRequests(HttpEndpoint endpoint) {
        alarm(
                "enqueue-errors",
                "The HTTP endpoint could not put requests into the queue, and answered with an error.",
                above(0, Metric.FAILED_REQUESTS, Output.of(endpoint.apiName()), "Sum", FIVE_MINUTES));
    }

    /**
     * API Gateway counts throttled requests only among all that it refuses. But in one minute it takes
     * at most what the limits add up to, so of more requests than that, some were refused: throttled,
     * or before that for want of authorization.
     */
    private void throttledRequests(HttpEndpoint endpoint) {
        alarm(
                "enqueue-throttles",
                "The HTTP endpoint received more requests in a minute than its limits allow.",
                above(
                        endpoint.requestsPerSecond() * 60.0 + endpoint.burst(),
                        Metric.REQUESTS,
                        Output.of(endpoint.apiName()),
                        "Sum",
                        MINUTE));
    }

    private static MetricAlarmMetricQueryArgs expression(String id, String label, String expression) {
        return MetricAlarmMetricQueryArgs.builder()
                .id(id)
                .label(label)
                .expression(expression)
                .returnData(true)
                .build();
    }

    private static MetricAlarmMetricQueryArgs query(
            String id, Metric metric, String of, String statistic, Duration period) {
        return MetricAlarmMetricQueryArgs.builder()
                .id(id)
                .metric(MetricAlarmMetricQueryMetricArgs.builder()
                        .namespace(metric.namespace)
                        .metricName(metric.metricName)
                        .dimensions(metric.dimensions(Output.of(of)))
                        .stat(statistic)
                        .period(seconds(period))
                        .build())
                .build();
    }

    private static MetricAlarmArgs.Builder above(
            double threshold, Metric metric, Output<String> of, String statistic, Duration period) {
        return above(threshold)
                .namespace(metric.namespace)
                .metricName(metric.metricName)
                .dimensions(metric.dimensions(of))
                .statistic(statistic)
                .period(seconds(period));
    }

    private static MetricAlarmArgs.Builder above(double threshold) {
        return MetricAlarmArgs.builder()
                .comparisonOperator("GreaterThanThreshold")
                .threshold(threshold)
                .evaluationPeriods(1)
                .actionsEnabled(true)
                .treatMissingData("notBreaching");
    }

    /**
     * A pause is intentional, so an alarm about it would be noise. With a threshold that cannot be
     * exceeded, the alarm stays in OK during the pause and fires afterwards if its condition still
     * holds. With disabled actions, it would already be in ALARM by then and would not notify
     * anyone.
     */
    private double unlessPaused(double threshold, double outOfReach) {
        return args.eventSource().enabled() ? threshold : outOfReach;
    }

    private void alarm(String suffix, String meaning, MetricAlarmArgs.Builder alarm) {
        var alarmName = args.baseName + "-" + suffix;
        names.add(alarmName);
        new MetricAlarm(
                name + "-" + suffix,
                alarm.name(alarmName)
                        .alarmDescription("%s What to do: %s#%s".formatted(meaning, args.runbook, suffix))
                        .alarmActions(topicArn.applyValue(Alarms::oneUnlessUnknown))
                        .okActions(topicArn.applyValue(Alarms::oneUnlessUnknown))
                        .build(),
                child);
    }

    /**
     * With {@code up --target}, a topic that is neither targeted nor deployed yet has no ARN. The
     * next {@code up} adds it.
     */
    static List<String> oneUnlessUnknown(String topicArn) {
        return Stream.ofNullable(topicArn).toList();
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(duration.toSeconds());
    }

    /** The names of the alarms, in the order in which an on-call engineer should read them. */
    List<String> names() {
        return names;
    }
}
