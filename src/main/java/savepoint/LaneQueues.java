package savepoint;

import com.pulumi.Context;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import savepoint.aws.QueuePair;
import savepoint.aws.SqsQueue;
import savepoint.lambda.LambdaContainer;
import savepoint.queue.SteamImportQueue;

/**
 * The queues of all lanes, whose messages the function processes.
 *
 * @param main the queue of single imports
 * @param bulk the queue of bulk imports; empty if there is no bulk lane
 * @param retired retired queues that are being drained
 */
record LaneQueues(SteamImportQueue main, Optional<SteamImportQueue> bulk, List<SteamImportQueue> retired) {

    /** All queues, without their dead-letter queues. */
    List<SqsQueue> all() {
        return Stream.of(Stream.of(main), bulk.stream(), retired.stream())
                .flatMap(queues -> queues)
                .map(SteamImportQueue::queue)
                .toList();
    }

    /** The queues other than the main one, with their dead-letter queues. */
    Stream<QueuePair> beside() {
        return Stream.concat(bulk.stream(), retired.stream()).map(SteamImportQueue::queues);
    }

    /** Exports the stack outputs of the queues. */
    void export(Context context, LambdaContainer function) {
        context.export("steamImportQueueUrl", main.queueUrl())
                .export("steamImportQueueArn", main.queueArn())
                .export("steamImportDlqUrl", main.deadLetterQueueUrl())
                .export("steamImportDlqArn", main.deadLetterQueueArn());
        bulk.ifPresent(queue -> context.export("bulkQueueUrl", queue.queueUrl())
                .export("bulkQueueArn", queue.queueArn())
                .export("bulkDlqUrl", queue.deadLetterQueueUrl())
                .export("bulkDlqArn", queue.deadLetterQueueArn())
                .export(
                        "bulkEventSourceMappingUuid",
                        function.eventSourceMappingUuid(LaneKind.BULK.eventSourceName())));
        if (!retired.isEmpty()) {
            context.export(
                    RetiredQueues.OUTPUT,
                    Output.all(retired.stream()
                            .flatMap(queue -> Stream.of(queue.queueUrl(), queue.deadLetterQueueUrl()))
                            .toList()));
        }
    }
}
