package savepoint.aws;

import com.pulumi.core.Output;
import java.util.List;
import java.util.Optional;
import savepoint.validation.Rule;

/**
 * A function as seen by the components that monitor and operate it. Everything except the outputs
 * is known before the function exists.
 *
 * @param name the function's name
 * @param arn its ARN, without a version
 * @param imageUri its container image
 * @param timeoutSeconds how long one invocation may take
 * @param eventSources its event source mappings; empty if it has none
 */
public record LambdaFunction(
        String name, String arn, Output<String> imageUri, int timeoutSeconds, List<EventSource> eventSources) {

    /**
     * The function must be in the account and region of the component that refers to it by name.
     */
    public List<Rule> isIn(String field, AwsTarget target) {
        return List.of(ArnRules.isHere(field, arn, target.functionArn(name)));
    }

    /** The event source of that name, if it has one. */
    public Optional<EventSource> eventSource(String sourceName) {
        return eventSources.stream()
                .filter(source -> source.name().equals(sourceName))
                .findFirst();
    }

    /**
     * An event source mapping of the function.
     *
     * @param name distinguishes it from others of the function
     * @param uuid the mapping's identifier, under which its metrics are published
     * @param enabled whether it polls its queue
     * @param eventCountMetrics whether Lambda publishes the mapping's own metrics
     */
    public record EventSource(String name, Output<String> uuid, boolean enabled, boolean eventCountMetrics) {

        /** The name of an event source for which no name is set. */
        public static final String UNNAMED = "";
    }
}
