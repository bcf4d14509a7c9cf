package savepoint.queue;

import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import savepoint.aws.AwsTarget;
import savepoint.aws.QueuePair;
import savepoint.aws.SqsQueue;
import savepoint.policy.QueuePolicies;
import savepoint.validation.Advice;
import savepoint.validation.Outputs;
import savepoint.validation.Rules;

/**
 * The queue of Steam imports and the dead-letter queue for messages that fail too often.
 *
 * <pre>
 * savepoint:queue:SteamImportQueue  {name}
 * ├─ aws:sqs:Queue                  {name}-dlq    accepts messages from {name}-queue only
 * └─ aws:sqs:Queue                  {name}-queue  redrives to {name}-dlq
 * </pre>
 *
 * All policies are attributes of the queues ({@code docs/decisions/inline-queue-policies.md}).
 */
public final class SteamImportQueue extends ComponentResource {

    /**
     * The type token. It is part of the URN, so changing it after the first deployment requires an
     * alias.
     */
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

    private final SqsQueue queue;
    private final SqsQueue deadLetterQueue;

    /**
     * Registers both queues with the defaults.
     *
     * @param name the component's name, the prefix of its children's names, and the name of the
     *     queue
     */
    public SteamImportQueue(String name) {
        this(name, SteamImportQueueArgs.builder().queueName(name).build(), null);
    }

    /**
     * Registers both queues.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the queues' arguments
     */
    public SteamImportQueue(String name, SteamImportQueueArgs args) {
        this(name, args, null);
    }

    /**
     * Registers both queues.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the queues' arguments
     * @param options Pulumi's options for the component, or null; {@code protect} protects both queues
     */
    public SteamImportQueue(String name, SteamImportQueueArgs args, ComponentResourceOptions options) {
        super(TYPE, name, Rules.requireArgs("SteamImportQueue", args), options);
        Advice.show(args.warnings(), this);
        var target = args.targetOf(this, options);
        queue = SqsQueue.createdBy(this, target, args.queueName());
        deadLetterQueue = SqsQueue.createdBy(this, target, args.deadLetterQueueName());

        // The Java SDK does not apply a component's protection to its children.
        var child = CustomResourceOptions.builder()
                .parent(this)
                .protect(options != null && options.isProtect())
                .build();
        var failed = deadLetterQueue(name + "-dlq", args, common(args, target), child);
        var waiting = queue(name + "-queue", args, target, child, failed);

        queueUrl = waiting.url();
        queueArn = waiting.arn();
        queueName = waiting.name();
        deadLetterQueueUrl = failed.url();
        deadLetterQueueArn = failed.arn();
        deadLetterQueueName = failed.name();
        registerOutputs(Map.of(
                "queueUrl", queueUrl,
                "queueArn", queueArn,
                "queueName", queueName,
                "deadLetterQueueUrl", deadLetterQueueUrl,
                "deadLetterQueueArn", deadLetterQueueArn,
                "deadLetterQueueName", deadLetterQueueName));
    }

    private Queue deadLetterQueue(
            String name, SteamImportQueueArgs args, QueueArgs.Builder common, CustomResourceOptions child) {
        return new Queue(
                name,
                common.name(deadLetterQueue.name())
                        .messageRetentionSeconds(args.deadLetterMessageRetention)
                        .policy(QueuePolicies.deadLetterQueue(deadLetterQueue.arn()))
                        .redriveAllowPolicy(QueuePolicies.redriveAllow(queue.arn()))
                        .build(),
                child);
    }

    private Queue queue(
            String name, SteamImportQueueArgs args, AwsTarget target, CustomResourceOptions child, Queue redrivesTo) {
        var common = common(args, target);
        common.name(queue.name())
                .delaySeconds(args.delay)
                .visibilityTimeoutSeconds(args.visibilityTimeout())
                .messageRetentionSeconds(args.messageRetention)
                .receiveWaitTimeSeconds(args.receiveWaitTime)
                .maxMessageSize(args.maxMessageSize)
                .policy(Outputs.apply(
                        args.senders(target),
                        senders -> QueuePolicies.queue(queue.arn(), senders.arns(), senders.services())))
                .redrivePolicy(
                        Outputs.apply(redrivesTo.arn(), arn -> QueuePolicies.redrive(arn, args.maxReceiveCount)));
        args.fifo.ifPresent(fifo -> {
            common.contentBasedDeduplication(fifo.contentBasedDeduplication);
            fifo.deduplicationScope.ifPresent(common::deduplicationScope);
            fifo.fifoThroughputLimit.ifPresent(common::fifoThroughputLimit);
        });
        return new Queue(name, common.build(), child);
    }

    /** What both queues have in common. */
    private static QueueArgs.Builder common(SteamImportQueueArgs args, AwsTarget target) {
        var queue = QueueArgs.builder().tags(args.tags);
        args.fifo.ifPresent(fifo -> queue.fifoQueue(true));
        args.kmsKeyArn(target)
                .ifPresentOrElse(
                        key -> queue.kmsMasterKeyId(key).kmsDataKeyReusePeriodSeconds(args.kmsDataKeyReusePeriod),
                        () -> queue.sqsManagedSseEnabled(true));
        return queue;
    }

    /** The queue by name and ARN, for resources that do not have to wait for it. */
    public SqsQueue queue() {
        return queue;
    }

    /** The dead-letter queue by name and ARN. */
    public SqsQueue deadLetterQueue() {
        return deadLetterQueue;
    }

    /** Both queues, for components that monitor and operate them. */
    public QueuePair queues() {
        return new QueuePair(queue, deadLetterQueue);
    }

    /** The URL that senders use. */
    public Output<String> queueUrl() {
        return queueUrl;
    }

    /** The ARN of the queue; known only once the queue exists. */
    public Output<String> queueArn() {
        return queueArn;
    }

    /** The name of the queue. */
    public Output<String> queueName() {
        return queueName;
    }

    /** The URL for inspecting failed messages. */
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
