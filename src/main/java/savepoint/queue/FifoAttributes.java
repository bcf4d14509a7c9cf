package savepoint.queue;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savepoint.validation.Rule;

/**
 * What only FIFO queues have; a queue that is given it is one. Immutable: each method returns another value.
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

    /** What SQS does by itself: senders name duplicates, which are looked for in the whole queue. */
    public static FifoAttributes defaults() {
        return new FifoAttributes(false, Optional.empty(), Optional.empty());
    }

    /** Has SQS tell duplicates by a message's body. Default: senders give an ID. */
    public FifoAttributes contentBasedDeduplication() {
        return new FifoAttributes(true, deduplicationScope, fifoThroughputLimit);
    }

    /** Where duplicates are looked for: {@code messageGroup} or {@code queue}. Default: SQS's own, {@code queue}. */
    public FifoAttributes deduplicationScope(String scope) {
        return new FifoAttributes(contentBasedDeduplication, given(scope), fifoThroughputLimit);
    }

    /**
     * What SQS's limit of messages a second counts for: {@code perQueue} or, with the scope {@code messageGroup},
     * {@code perMessageGroupId}, the high throughput. Default: SQS's own, {@code perQueue}.
     */
    public FifoAttributes fifoThroughputLimit(String limit) {
        return new FifoAttributes(contentBasedDeduplication, deduplicationScope, given(limit));
    }

    /** Null is refused like any other word that SQS does not know. */
    private static Optional<String> given(String word) {
        return Optional.of(String.valueOf(word));
    }

    List<Rule> rules() {
        var rules = new ArrayList<Rule>();
        deduplicationScope.ifPresent(scope -> rules.add(Rule.oneOf(
                "deduplicationScope", scope, List.of("messageGroup", "queue"), "queue is what SQS does by itself")));
        fifoThroughputLimit.ifPresent(limit -> {
            rules.add(Rule.oneOf(
                    "fifoThroughputLimit",
                    limit,
                    List.of("perQueue", "perMessageGroupId"),
                    "perQueue is what SQS does by itself"));
            rules.add(new Rule(
                    !limit.equals("perMessageGroupId") || deduplicationScope.equals(Optional.of("messageGroup")),
                    "fifoThroughputLimit",
                    "must go with deduplicationScope messageGroup if it is perMessageGroupId",
                    "deduplicationScope " + deduplicationScope.orElse("not set"),
                    "set deduplicationScope to messageGroup, or leave both out"));
        });
        return rules;
    }
}
