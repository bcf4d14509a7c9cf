package savepoint.queue;

import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import savepoint.policy.QueuePolicies;

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

    private final Output<String> expectedQueueArn;

    /**
     * Registers both queues.
     *
     * @param name the component's name, and the prefix of its children's
     * @param args what the queues are like
     * @param options Pulumi's options for the component
     */
    public SteamImportQueue(String name, SteamImportQueueArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        expectedQueueArn = args.target.applyValue(target -> target.queueArn(args.queueName));

        var deadLetterQueue = deadLetterQueue(name + "-dlq", args);
        var queue = queue(name + "-queue", args, deadLetterQueue);

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

    private Queue deadLetterQueue(String name, SteamImportQueueArgs args) {
        return new Queue(
                name,
                QueueArgs.builder()
                        .name(args.deadLetterQueueName)
                        .messageRetentionSeconds(Math.toIntExact(args.deadLetterMessageRetention.toSeconds()))
                        .policy(args.target.applyValue(
                                target -> QueuePolicies.deadLetterQueue(target.queueArn(args.deadLetterQueueName))))
                        .redriveAllowPolicy(expectedQueueArn.applyValue(QueuePolicies::redriveAllow))
                        .sqsManagedSseEnabled(true)
                        .tags(args.tags)
                        .build(),
                CustomResourceOptions.builder().parent(this).build());
    }

    private Queue queue(String name, SteamImportQueueArgs args, Queue deadLetterQueue) {
        return new Queue(
                name,
                QueueArgs.builder()
                        .name(args.queueName)
                        .visibilityTimeoutSeconds(Math.toIntExact(args.visibilityTimeout.toSeconds()))
                        .messageRetentionSeconds(Math.toIntExact(args.messageRetention.toSeconds()))
                        .receiveWaitTimeSeconds(Math.toIntExact(args.receiveWaitTime.toSeconds()))
                        .maxMessageSize(args.maxMessageSize)
                        .policy(expectedQueueArn.applyValue(arn -> QueuePolicies.queue(arn, args.senderArns)))
                        .redrivePolicy(deadLetterQueue
                                .arn()
                                .applyValue(arn -> QueuePolicies.redrive(arn, args.maxReceiveCount)))
                        .sqsManagedSseEnabled(true)
                        .tags(args.tags)
                        .build(),
                CustomResourceOptions.builder().parent(this).build());
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
    public Output<String> expectedQueueArn() {
        return expectedQueueArn;
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
