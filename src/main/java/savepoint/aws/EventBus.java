package savepoint.aws;

import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Optional;
import savepoint.validation.Rule;
import savepoint.validation.Rules;

/**
 * An EventBridge event bus by name and ARN, both of which are known before the bus exists.
 *
 * @param name the bus's name
 * @param arn the bus's ARN
 * @param resource the resource that creates the bus; empty for an existing bus
 */
public record EventBus(String name, String arn, Optional<Resource> resource) {

    /** None of them may be null. */
    public EventBus {
        Rules.enforce(
                "EventBus",
                List.of(Rule.given("name", name), Rule.given("arn", arn), Rule.given("resource", resource)));
    }

    /** An existing bus. */
    public static EventBus existing(AwsTarget target, String name) {
        return new EventBus(name, target.eventBusArn(name), Optional.empty());
    }

    /** A bus that the given resource creates. */
    public static EventBus createdBy(Resource resource, AwsTarget target, String name) {
        return new EventBus(name, target.eventBusArn(name), Optional.of(resource));
    }

    /** The bus must be in the account and region of the component that refers to it by name. */
    public List<Rule> isIn(String field, AwsTarget target) {
        return List.of(ArnRules.isHere(field, arn, target.eventBusArn(name)));
    }
}
