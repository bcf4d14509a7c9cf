package savepoint.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savepoint.validation.Rule;

/**
 * What SQS accepts of the attributes that only FIFO queues have.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html">Amazon
 *     SQS: high throughput for FIFO queues</a>
 */
final class FifoRules {

    private FifoRules() {}

    static List<Rule> of(
            boolean fifo,
            boolean contentBasedDeduplication,
            Optional<String> deduplicationScope,
            Optional<String> fifoThroughputLimit) {
        var rules = new ArrayList<Rule>();
        rules.add(onlyFifo("contentBasedDeduplication", fifo || !contentBasedDeduplication, "true"));
        deduplicationScope.ifPresent(scope -> {
            rules.add(onlyFifo("deduplicationScope", fifo, "'" + scope + "'"));
            rules.add(Rule.oneOf(
                    "deduplicationScope", scope, List.of("messageGroup", "queue"), "queue is what SQS does by itself"));
        });
        fifoThroughputLimit.ifPresent(limit -> {
            rules.add(onlyFifo("fifoThroughputLimit", fifo, "'" + limit + "'"));
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

    private static Rule onlyFifo(String field, boolean holds, String given) {
        return new Rule(
                holds, field, "must not be set for a standard queue", given, "make the queue FIFO, or leave it out");
    }
}
