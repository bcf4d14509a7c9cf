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

/**
 * All alarms. Missing data is no breach, for SQS and Lambda publish nothing where nothing happens. To the queues of
 * failures it says nothing at all: CloudWatch loses sight of a queue that nobody calls for hours, whatever it holds.
 */
final class Alarms {

    static final double OLDEST_MESSAGE_SECONDS = 600;

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
        failedMessages();
        throttles();
        durationNearTimeout();
        enabledButNotConsuming();
        args.redriveFailuresQueueName.ifPresent(this::failedRedrives);
    }

    private void messagesInDeadLetterQueue() {
        alarm(
                "dlq-messages",
                "Imports failed for good: the dead-letter queue holds messages.",
                above(0, Metric.MESSAGES_VISIBLE, Output.of(args.deadLetterQueueName), "Maximum", MINUTE)
                        .treatMissingData("ignore"));
    }

    private void functionErrors() {
        alarm(
                "lambda-errors",
                "The function crashed or timed out more than 5 times in 5 minutes; imports that it reports as failed do not count.",
                above(5, Metric.ERRORS, Output.of(args.functionName), "Sum", FIVE_MINUTES));
    }

    private void oldestMessage() {
        alarm(
                "queue-age",
                "An import has waited for more than 10 minutes, or failed once and waits for its next try.",
                above(
                        unlessPaused(OLDEST_MESSAGE_SECONDS, OLDEST_THAT_SQS_KEEPS_SECONDS),
                        Metric.AGE_OF_OLDEST_MESSAGE,
                        Output.of(args.queueName),
                        "Maximum",
                        MINUTE));
    }

    /** What partial batch responses hide from {@link #functionErrors}; a few failures are tried again by themselves. */
    private void failedMessages() {
        alarm(
                "failed-messages",
                "The function reported more than 5 tries of imports as failed in 5 minutes, or Lambda could not hand them over.",
                above(5, Metric.FAILED_INVOKE_EVENTS, args.eventSourceMappingUuid, "Sum", FIVE_MINUTES));
    }

    private void throttles() {
        alarm(
                "throttles",
                "Lambda refused to run the function for want of concurrency; each time counts as a receive.",
                above(0, Metric.THROTTLES, Output.of(args.functionName), "Sum", FIVE_MINUTES));
    }

    private void durationNearTimeout() {
        alarm(
                "duration",
                "An import took more than 90 % of the function's timeout.",
                above(
                        args.functionTimeout.toMillis() * 0.9,
                        Metric.DURATION,
                        Output.of(args.functionName),
                        "Maximum",
                        FIVE_MINUTES));
    }

    private void enabledButNotConsuming() {
        alarm(
                "not-consuming",
                "Messages wait, and the mapping takes none of them.",
                above(unlessPaused(0, 1)) // the expression is never above 1
                        .evaluationPeriods(periodsForEveryPollerToComeBack())
                        .metricQueries(
                                MetricAlarmMetricQueryArgs.builder()
                                        .id("stuck")
                                        .label("Messages wait and none is taken")
                                        .expression("IF(waiting > 0 AND FILL(taken, 0) == 0, 1, 0)")
                                        .returnData(true)
                                        .build(),
                                query("waiting", Metric.MESSAGES_VISIBLE, Output.of(args.queueName), "Minimum"),
                                query("taken", Metric.POLLED_EVENTS, args.eventSourceMappingUuid, "Sum")));
    }

    /** While every concurrent import runs until its timeout, nothing is taken, and nothing is wrong. */
    private int periodsForEveryPollerToComeBack() {
        var periods = args.functionTimeout.plus(FIVE_MINUTES).minusSeconds(1).dividedBy(FIVE_MINUTES);
        return Math.toIntExact(periods) + 2;
    }

    private void failedRedrives(String failuresQueueName) {
        alarm(
                "redrive-failures",
                "The schedule could not have failed messages moved back.",
                above(0, Metric.MESSAGES_VISIBLE, Output.of(failuresQueueName), "Maximum", MINUTE)
                        .treatMissingData("ignore"));
    }

    private static MetricAlarmMetricQueryArgs query(String id, Metric metric, Output<String> of, String statistic) {
        return MetricAlarmMetricQueryArgs.builder()
                .id(id)
                .metric(MetricAlarmMetricQueryMetricArgs.builder()
                        .namespace(metric.namespace)
                        .metricName(metric.metricName)
                        .dimensions(metric.dimensions(of))
                        .stat(statistic)
                        .period(seconds(FIVE_MINUTES))
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
     * A pause is meant, and what it trips would only be noise. A threshold out of reach leaves the alarm in OK, so that it
     * rings if it is still true after the pause; one whose actions are off would be in ALARM by then, and silent.
     */
    private double unlessPaused(double threshold, double outOfReach) {
        return args.eventSourceEnabled ? threshold : outOfReach;
    }

    private void alarm(String suffix, String meaning, MetricAlarmArgs.Builder alarm) {
        var alarmName = args.baseName + "-" + suffix;
        names.add(alarmName);
        new MetricAlarm(
                name + "-" + suffix,
                alarm.name(alarmName)
                        .alarmDescription("%s What to do: %s#%s".formatted(meaning, args.runbook, suffix))
                        .alarmActions(topicArn.applyValue(List::of))
                        .okActions(topicArn.applyValue(List::of))
                        .build(),
                child);
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(duration.toSeconds());
    }

    /** The names of the alarms, in the order in which a person on call should read them. */
    List<String> names() {
        return names;
    }
}
