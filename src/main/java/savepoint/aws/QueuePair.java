package savepoint.aws;

import java.util.List;
import java.util.stream.Stream;
import savepoint.validation.Rule;
import savepoint.validation.Rules;

/**
 * A queue and its dead-letter queue. Neither has to exist yet.
 *
 * @param queue the queue
 * @param deadLetterQueue the queue that holds its failed messages
 */
public record QueuePair(SqsQueue queue, SqsQueue deadLetterQueue) {

    /** None of them may be null. */
    public QueuePair {
        Rules.enforce("QueuePair", List.of(Rule.given("queue", queue), Rule.given("deadLetterQueue", deadLetterQueue)));
    }

    /** Both must be in the account and region of the component that refers to them by name. */
    public List<Rule> isIn(String field, AwsTarget target) {
        return Stream.of(queue, deadLetterQueue)
                .flatMap(it -> it.isIn(field, target).stream())
                .toList();
    }
}
