package savepoint.queue;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savepoint.validation.Rule;

/**
 * Attributes of FIFO queues; a queue that has them is a FIFO queue. Immutable: each method returns
 * a new value.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html">Amazon
 *     SQS: high throughput for FIFO queues</a>
 */
public final class FifoAttributes extends ResourceArgs {

    @Import(name = "contentBasedDeduplication")
    final boolean contentBasedDeduplication;

    @Import(name = "deduplicationScope")
    final Optional<String> deduplicationScope;

    @Import(name = "fifoThroughputLimit")
    final Optional<String> fifoThroughputLimit;

    private FifoAttributes(
            boolean contentBasedDeduplication,
            Optional<String> deduplicationScope,
            Optional<String> fifoThroughputLimit) {
        this.contentBasedDeduplication = contentBasedDeduplication;
        this.deduplicationScope = deduplicationScope;
        this.fifoThroughputLimit = fifoThroughputLimit;
    }

    /** The SQS defaults: senders set deduplication IDs, which apply to the entire queue. */
    public static FifoAttributes defaults() {
        return new FifoAttributes(false, Optional.empty(), Optional.empty());
    }

    /** Makes SQS detect duplicates by the message body. Default: senders set a deduplication ID. */
    public FifoAttributes contentBasedDeduplication() {
        return new FifoAttributes(true, deduplicationScope, fifoThroughputLimit);
    }

    /**
     * The scope in which duplicates are detected: {@code messageGroup} or {@code queue}. Default:
     * {@code queue}, as in SQS.
     */
    public FifoAttributes deduplicationScope(String scope) {
        return new FifoAttributes(contentBasedDeduplication, given(scope), fifoThroughputLimit);
    }

    /**
     * What the throughput limit applies to: {@code perQueue} or, with the scope
     * {@code messageGroup}, {@code perMessageGroupId} for high throughput. Default:
     * {@code perQueue}, as in SQS.
     */
    public FifoAttributes fifoThroughputLimit(String limit) {
        return new FifoAttributes(contentBasedDeduplication, deduplicationScope, given(limit));
    }

    /** Null is rejected like any other value that SQS does not support. */
    private static Optional<String> given(String word) {
        return Optional.of(String.valueOf(word));
    }

    List<Rule> rules() {
        var rules = new ArrayList<Rule>();
        deduplicationScope.ifPresent(scope -> rules.add(
                Rule.oneOf("deduplicationScope", scope, List.of("messageGroup", "queue"), "queue is the SQS default")));
        fifoThroughputLimit.ifPresent(limit -> {
            rules.add(Rule.oneOf(
                    "fifoThroughputLimit",
                    limit,
                    List.of("perQueue", "perMessageGroupId"),
                    "perQueue is the SQS default"));
            rules.add(new Rule(
                    !limit.equals("perMessageGroupId") || deduplicationScope.equals(Optional.of("messageGroup")),
                    "fifoThroughputLimit",
                    "must be set together with deduplicationScope messageGroup if it is perMessageGroupId",
                    "deduplicationScope " + deduplicationScope.orElse("not set"),
                    "set deduplicationScope to messageGroup, or leave both out"));
        });
        return rules;
    }
}
