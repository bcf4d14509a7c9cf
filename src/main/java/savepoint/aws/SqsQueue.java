package savepoint.aws;

import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Optional;
import savepoint.validation.Rule;
import savepoint.validation.Rules;

/**
 * A queue by name and ARN, both of which are known before the queue exists. Policies can refer to
 * a queue that does not exist yet, so that only resources that need the queue wait for it.
 *
 * @param name the queue's name, including {@code .fifo}
 * @param arn the queue's ARN
 * @param resource the resource that creates the queue; empty for an existing queue
 */
public record SqsQueue(String name, String arn, Optional<Resource> resource) {

    /** None of them may be null. */
    public SqsQueue {
        Rules.enforce(
                "SqsQueue",
                List.of(Rule.given("name", name), Rule.given("arn", arn), Rule.given("resource", resource)));
    }

    /** An existing queue. */
    public static SqsQueue existing(AwsTarget target, String name) {
        return new SqsQueue(name, target.queueArn(name), Optional.empty());
    }

    /** A queue that the given resource creates. */
    public static SqsQueue createdBy(Resource resource, AwsTarget target, String name) {
        return new SqsQueue(name, target.queueArn(name), Optional.of(resource));
    }

    /** Whether it is a FIFO queue. */
    public boolean isFifo() {
        return name.endsWith(".fifo");
    }

    /** The queue must be in the account and region of the component that refers to it by name. */
    public List<Rule> isIn(String field, AwsTarget target) {
        return List.of(ArnRules.isHere(field, arn, target.queueArn(name)));
    }
}
