package savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import savepoint.completion.CompletionEvents;
import savepoint.queue.SteamImportQueue;
import savepoint.storage.ImportBucket;
import savepoint.testing.Components;
import savepoint.testing.Plan;

/** The constructors and overloads that users of the Pulumi Java SDK expect of every component. */
class ComponentSurfaceTest {

    @Test
    void componentsHaveConstructorsWithAndWithoutOptions() {
        var components = Components.all();

        assertTrue(components.size() > 10, components::toString);
        for (var component : components) {
            var parameters = Arrays.stream(component.getConstructors())
                    .map(Constructor::getParameterTypes)
                    .map(List::of)
                    .toList();
            var args = parameters.stream()
                    .flatMap(List::stream)
                    .filter(ResourceArgs.class::isAssignableFrom)
                    .findFirst()
                    .orElseGet(() -> fail(component + " takes no arguments"));
            assertTrue(parameters.contains(List.of(String.class, args)), component::toString);
            assertTrue(
                    parameters.contains(List.of(String.class, args, ComponentResourceOptions.class)),
                    component::toString);
        }
    }

    /** Those whose only required input is a name. */
    @Test
    void componentsThatNeedOnlyANameTakeOnlyAName() {
        var plan = Plan.of(context -> {
                    new SteamImportQueue("app");
                    new ImportBucket("app");
                    new CompletionEvents("app");
                })
                .succeeded();

        assertEquals(
                "app",
                plan.resource("aws:sqs/queue:Queue", "app-queue").inputs().get("name"));
        assertEquals(
                "app",
                plan.resource("aws:s3/bucketV2:BucketV2", "app-bucket").inputs().get("bucket"));
        assertEquals(
                "app",
                plan.resource("aws:cloudwatch/eventBus:EventBus", "app-events")
                        .inputs()
                        .get("name"));
    }

    @Test
    void inputsThatTakeAnOutputTakeAKnownValueAsWell() {
        Components.builders().forEach(builder -> {
            var plain = Components.setters(builder)
                    .filter(setter -> !Components.takesOutput(setter))
                    .map(Method::getName)
                    .collect(Collectors.toSet());
            Components.setters(builder)
                    .filter(Components::takesOutput)
                    .forEach(setter -> assertTrue(plain.contains(setter.getName()), setter::toString));
        });
    }
}
