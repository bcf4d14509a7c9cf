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
import savepoint.aws.LambdaFunction;

/**
 * The settings that all alarms share: they notify the topic, and link to the runbook. Missing data
 * is treated as not breaching, because Lambda publishes no data without invocations, and SQS none
 * for a queue that has been inactive for six hours.
 */
final class AlarmSet {

    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final String name;
    private final ImportMonitoringArgs args;
    private final Output<String> topicArn;
    private final CustomResourceOptions child;
    private final List<String> names = new ArrayList<>();

    AlarmSet(String name, ImportMonitoringArgs args, Output<String> topicArn, CustomResourceOptions child) {
        this.name = name;
        this.args = args;
        this.topicArn = topicArn;
        this.child = child;
    }

    /** Registers an alarm. Its suffix is also its section in the runbook. */
    void add(String suffix, String meaning, MetricAlarmArgs.Builder alarm) {
        var alarmName = args.baseName + "-" + suffix;
        names.add(alarmName);
        new MetricAlarm(
                name + "-" + suffix,
                alarm.name(alarmName)
                        .alarmDescription("%s What to do: %s#%s".formatted(meaning, args.runbook, suffix))
                        .alarmActions(topicArn.applyValue(AlarmSet::oneUnlessUnknown))
                        .okActions(topicArn.applyValue(AlarmSet::oneUnlessUnknown))
                        .build(),
                child);
    }

    /** The names of the alarms, in the order in which an on-call engineer should read them. */
    List<String> names() {
        return names;
    }

    static MetricAlarmArgs.Builder above(
            double threshold, Metric metric, Output<String> of, String statistic, Duration period) {
        return above(threshold)
                .namespace(metric.namespace)
                .metricName(metric.metricName)
                .dimensions(metric.dimensions(of))
                .statistic(statistic)
                .period(seconds(period));
    }

    static MetricAlarmArgs.Builder above(double threshold) {
        return MetricAlarmArgs.builder()
                .comparisonOperator("GreaterThanThreshold")
                .threshold(threshold)
                .evaluationPeriods(1)
                .actionsEnabled(true)
                .treatMissingData("notBreaching");
    }

    static MetricAlarmMetricQueryArgs expression(String id, String label, String expression) {
        return MetricAlarmMetricQueryArgs.builder()
                .id(id)
                .label(label)
                .expression(expression)
                .returnData(true)
                .build();
    }

    static MetricAlarmMetricQueryArgs query(
            String id, Metric metric, Output<String> of, String statistic, Duration period) {
        return MetricAlarmMetricQueryArgs.builder()
                .id(id)
                .metric(MetricAlarmMetricQueryMetricArgs.builder()
                        .namespace(metric.namespace)
                        .metricName(metric.metricName)
                        .dimensions(metric.dimensions(of))
                        .stat(statistic)
                        .period(seconds(period))
                        .build())
                .build();
    }

    /**
     * A pause is intentional, so an alarm about it would be noise. With a threshold that cannot be
     * exceeded, the alarm stays in OK during the pause and fires afterwards if its condition still
     * holds. With disabled actions, it would already be in ALARM by then and would not notify
     * anyone.
     */
    static double unlessPaused(LambdaFunction.EventSource source, double threshold, double outOfReach) {
        return source.enabled() ? threshold : outOfReach;
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
}
