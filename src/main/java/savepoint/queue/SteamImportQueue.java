package savepoint.queue;

import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.time.Duration;
import java.util.Map;
import savepoint.policy.QueuePolicies;
import savepoint.validation.Advice;
import savepoint.validation.Outputs;

/**
 * The queue of Steam library syncs and the dead-letter queue that takes what fails too often.
 *
 * <pre>
 * savepoint:queue:SteamImportQueue  {name}
 * ├─ aws:sqs:Queue                  {name}-dlq    takes messages from {name}-queue only
 * └─ aws:sqs:Queue                  {name}-queue  redrives to {name}-dlq
 * </pre>
 *
 * All policies are attributes of the queues ({@code docs/decisions/inline-queue-policies.md}).
 */
public final class SteamImportQueue extends ComponentResource {

    /** The type token: identity after the first deployment, so changing it needs an alias. */
    public static final String TYPE = "savepoint:queue:SteamImportQueue";

    @Export(name = "queueUrl", refs = String.class)
    private final Output<String> queueUrl;

    @Export(name = "queueArn", refs = String.class)
    private final Output<String> queueArn;

    @Export(name = "queueName", refs = String.class)
    private final Output<String> queueName;

    @Export(name = "deadLetterQueueUrl", refs = String.class)
    private final Output<String> deadLetterQueueUrl;

    @Export(name = "deadLetterQueueArn", refs = String.class)
    private final Output<String> deadLetterQueueArn;

    @Export(name = "deadLetterQueueName", refs = String.class)
    private final Output<String> deadLetterQueueName;

    private final String expectedQueueArn;
    private final String expectedQueueName;
    private final String expectedDeadLetterQueueName;

    /**
     * Registers both queues.
     *
     * @param name the component's name, and the prefix of its children's
     * @param args what the queues are like
     * @param options Pulumi's options for the component; {@code protect} protects both queues
     */
    public SteamImportQueue(String name, SteamImportQueueArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        Advice.show(args.warnings(), this);
        expectedQueueArn = args.target.queueArn(args.queueName);
        expectedQueueName = args.queueName;
        expectedDeadLetterQueueName = args.deadLetterQueueName;

        // The Java SDK does not hand protection down to children by itself.
        var child = CustomResourceOptions.builder()
                .parent(this)
                .protect(options.isProtect())
                .build();
        var deadLetterQueue = deadLetterQueue(name + "-dlq", args, child);
        var queue = queue(name + "-queue", args, child, deadLetterQueue);

        queueUrl = queue.url();
        queueArn = queue.arn();
        queueName = queue.name();
        deadLetterQueueUrl = deadLetterQueue.url();
        deadLetterQueueArn = deadLetterQueue.arn();
        deadLetterQueueName = deadLetterQueue.name();
        registerOutputs(Map.of(
                "queueUrl", queueUrl,
                "queueArn", queueArn,
                "queueName", queueName,
                "deadLetterQueueUrl", deadLetterQueueUrl,
                "deadLetterQueueArn", deadLetterQueueArn,
                "deadLetterQueueName", deadLetterQueueName));
    }

    private Queue deadLetterQueue(String name, SteamImportQueueArgs args, CustomResourceOptions child) {
        return new Queue(
                name,
                commonArgs(args)
                        .name(args.deadLetterQueueName)
                        .messageRetentionSeconds(seconds(args.deadLetterMessageRetention))
                        .policy(QueuePolicies.deadLetterQueue(args.target.queueArn(args.deadLetterQueueName)))
                        .redriveAllowPolicy(QueuePolicies.redriveAllow(expectedQueueArn))
                        .build(),
                child);
    }

    private Queue queue(String name, SteamImportQueueArgs args, CustomResourceOptions child, Queue deadLetterQueue) {
        var queue = commonArgs(args)
                .name(args.queueName)
                .delaySeconds(seconds(args.delay))
                .visibilityTimeoutSeconds(seconds(args.visibilityTimeout))
                .messageRetentionSeconds(seconds(args.messageRetention))
                .receiveWaitTimeSeconds(seconds(args.receiveWaitTime))
                .maxMessageSize(args.maxMessageSize)
                .policy(QueuePolicies.queue(expectedQueueArn, args.senderArns, args.serviceSenders))
                .redrivePolicy(
                        Outputs.apply(deadLetterQueue.arn(), arn -> QueuePolicies.redrive(arn, args.maxReceiveCount)));
        args.fifo.ifPresent(fifo -> {
            queue.contentBasedDeduplication(fifo.contentBasedDeduplication);
            fifo.deduplicationScope.ifPresent(queue::deduplicationScope);
            fifo.fifoThroughputLimit.ifPresent(queue::fifoThroughputLimit);
        });
        return new Queue(name, queue.build(), child);
    }

    /** What both queues have in common. */
    private static QueueArgs.Builder commonArgs(SteamImportQueueArgs args) {
        var queue = QueueArgs.builder().tags(args.tags);
        args.fifo.ifPresent(fifo -> queue.fifoQueue(true));
        if (args.kmsKeyArn.isPresent()) {
            return queue.kmsMasterKeyId(args.kmsKeyArn.get())
                    .kmsDataKeyReusePeriodSeconds(seconds(args.kmsDataKeyReusePeriod));
        }
        return queue.sqsManagedSseEnabled(true);
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(duration.toSeconds());
    }

    /** The URL that senders use. */
    public Output<String> queueUrl() {
        return queueUrl;
    }

    /** The ARN of the queue; known only once the queue exists. */
    public Output<String> queueArn() {
        return queueArn;
    }

    /**
     * The ARN that the queue has or will have; known before the queue exists. For policies, which may name what is still
     * to come, so that nothing waits for the queue without need.
     */
    public String expectedQueueArn() {
        return expectedQueueArn;
    }

    /** The name that the queue has or will have; known before the queue exists. */
    public String expectedQueueName() {
        return expectedQueueName;
    }

    /** The same of the dead-letter queue. */
    public String expectedDeadLetterQueueName() {
        return expectedDeadLetterQueueName;
    }

    /** The name of the queue. */
    public Output<String> queueName() {
        return queueName;
    }

    /** The URL at which failed messages are inspected. */
    public Output<String> deadLetterQueueUrl() {
        return deadLetterQueueUrl;
    }

    /** The ARN of the dead-letter queue; known only once it exists. */
    public Output<String> deadLetterQueueArn() {
        return deadLetterQueueArn;
    }

    /** The name of the dead-letter queue. */
    public Output<String> deadLetterQueueName() {
        return deadLetterQueueName;
    }
}
