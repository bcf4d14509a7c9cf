package savepoint.monitoring;

import static savepoint.monitoring.AlarmSet.FIVE_MINUTES;
import static savepoint.monitoring.AlarmSet.MINUTE;
import static savepoint.monitoring.AlarmSet.above;
import static savepoint.monitoring.AlarmSet.expression;
import static savepoint.monitoring.AlarmSet.query;
import static savepoint.monitoring.AlarmSet.unlessPaused;

import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.core.Output;
import java.time.Duration;
import savepoint.aws.LambdaFunction.EventSource;
import savepoint.aws.SqsQueue;

/** The conditions under which a queue of the function needs attention. */
final class QueueAlarms {

    /** How many consecutive minutes messages must be visible. */
    private static final int MINUTES_OF_WAITING = 3;

    private static final double OLDEST_THAT_SQS_KEEPS_SECONDS = 14 * 24 * 3600;

    private QueueAlarms() {}

    /**
     * Missing data is ignored: CloudWatch receives no metrics for a queue that has not been called
     * for hours, even if it contains messages.
     */
    static MetricAlarmArgs.Builder notEmpty(SqsQueue failuresQueue) {
        return above(0, Metric.MESSAGES_VISIBLE, Output.of(failuresQueue.name()), "Maximum", MINUTE)
                .treatMissingData("ignore");
    }

    /**
     * The age metric also covers messages that are being processed, or that failed and are hidden
     * until their next retry. Those are not waiting. The age therefore counts only while messages
     * are visible for several consecutive minutes; even a healthy queue has a visible message now
     * and then.
     */
    static MetricAlarmArgs.Builder waitingFor(double seconds, SqsQueue queue, EventSource source) {
        var of = Output.of(queue.name());
        return above(unlessPaused(source, seconds, OLDEST_THAT_SQS_KEEPS_SECONDS))
                .evaluationPeriods(MINUTES_OF_WAITING)
                .metricQueries(
                        expression("waited", "Age while messages wait", "IF(waiting > 0, age, 0)"),
                        query("waiting", Metric.MESSAGES_VISIBLE, of, "Minimum", MINUTE),
                        query("age", Metric.AGE_OF_OLDEST_MESSAGE, of, "Maximum", MINUTE));
    }

    /**
     * Both metrics come from the queue, so SQS always publishes them together. The mapping's own
     * metrics have no data when it polls nothing.
     */
    static MetricAlarmArgs.Builder notConsuming(SqsQueue queue, EventSource source, int timeoutSeconds) {
        var of = Output.of(queue.name());
        return above(unlessPaused(source, 0, 1)) // the expression is never above 1
                .evaluationPeriods(periodsForEveryPollerToComeBack(
                        timeoutSeconds + secondsThatAGroupMayWait(queue, timeoutSeconds)))
                .metricQueries(
                        expression("stuck", "Messages waiting, none received", "IF(waiting > 0 AND taken == 0, 1, 0)"),
                        query("waiting", Metric.MESSAGES_VISIBLE, of, "Minimum", FIVE_MINUTES),
                        query("taken", Metric.MESSAGES_RECEIVED, of, "Sum", FIVE_MINUTES));
    }

    /**
     * How long messages of a FIFO queue can wait for a failed message in their group, while they
     * count as visible: the visibility timeout. In a standard queue, messages do not wait for each
     * other.
     */
    static int secondsThatAGroupMayWait(SqsQueue queue, int timeoutSeconds) {
        return queue.isFifo() ? 6 * timeoutSeconds : 0;
    }

    /**
     * While every concurrent import runs until its timeout, no messages are received. This is
     * normal.
     */
    private static int periodsForEveryPollerToComeBack(int timeoutSeconds) {
        var periods = Duration.ofSeconds(timeoutSeconds)
                .plus(FIVE_MINUTES)
                .minusSeconds(1)
                .dividedBy(FIVE_MINUTES);
        return Math.toIntExact(periods) + 2;
    }
}
