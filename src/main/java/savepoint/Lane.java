package savepoint;

import com.pulumi.resources.ComponentResourceOptions;
import java.util.List;
import java.util.Optional;
import savepoint.aws.AwsTarget;
import savepoint.config.StackConfig;
import savepoint.lambda.EventSourceSettings;
import savepoint.lambda.LambdaContainerArgs;
import savepoint.lambda.SqsEventSource;
import savepoint.queue.FifoSettings;
import savepoint.queue.QueueSettings;
import savepoint.queue.SteamImportQueue;
import savepoint.queue.SteamImportQueueArgs;
import savepoint.validation.CheckedBuilder;

/**
 * A queue with its dead-letter queue, and how Lambda polls it for the function.
 *
 * @param kind the kind of lane
 * @param queue the arguments of both queues
 * @param eventSource the arguments of the mapping
 * @param maximumConcurrency the maximum number of concurrent invocations for its queue; empty if
 *     the setting is invalid
 */
record Lane(
        LaneKind kind,
        SteamImportQueueArgs.Builder queue,
        SqsEventSource.Builder eventSource,
        Optional<Integer> maximumConcurrency) {

    /** Reads the settings of a lane. */
    static Lane read(LaneKind kind, StackConfig config, Environment environment, AwsTarget target) {
        var bulk = kind == LaneKind.BULK;
        var queue = bulk ? QueueSettings.readBulk(config) : QueueSettings.read(config);
        var source = bulk ? EventSourceSettings.readBulk(config) : EventSourceSettings.read(config);
        queue.target(target).queueName(environment.queueBaseName(kind));
        if (kind == LaneKind.FIFO) {
            queue.fifo(FifoSettings.read(config));
        }
        // The ARN is set before the queue is registered, so that its rules are checked first.
        source.queueArn(target.queueArn(environment.queueName(kind)));
        if (!kind.eventSourceName().isEmpty()) {
            source.name(kind.eventSourceName());
        }
        return new Lane(
                kind,
                queue,
                source,
                bulk
                        ? EventSourceSettings.bulkConcurrency(config)
                        : config.integer("steamImportConcurrency").value());
    }

    List<CheckedBuilder> args() {
        return List.of(eventSource, queue);
    }

    /** Registers the queues, and adds the queue to the function as an event source. */
    SteamImportQueue feed(LambdaContainerArgs.Builder function, ComponentResourceOptions options) {
        var queues = new SteamImportQueue(kind.componentName(App.NAME), queue.build(), options);
        function.sqsEventSource(eventSource.queue(queues.queue()).build());
        return queues;
    }
}
