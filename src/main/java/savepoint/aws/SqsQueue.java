package savepoint.aws;

import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Optional;
import savepoint.validation.Rule;

/**
 * A queue by its name, and so by its ARN, both of which are known before the queue exists. Policies may name what is still to
 * come, so that nothing waits for the queue that need not.
 *
 * @param name the queue's name, {@code .fifo} included
 * @param arn the queue's ARN
 * @param resource what creates the queue; empty for a queue that is there
 */
public record SqsQueue(String name, String arn, Optional<Resource> resource) {

    /** A queue that is there. */
    public static SqsQueue existing(AwsTarget target, String name) {
        return new SqsQueue(name, target.queueArn(name), Optional.empty());
    }

    /** A queue that this resource creates. */
    public static SqsQueue createdBy(Resource resource, AwsTarget target, String name) {
        return new SqsQueue(name, target.queueArn(name), Optional.of(resource));
    }

    /** It is where a component is that knows it by its name. */
    public List<Rule> isIn(String field, AwsTarget target) {
        return List.of(ArnRules.isHere(field, arn, target.queueArn(name)));
    }
}
