package savepoint.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import savepoint.testing.Plan;

class DefaultTagsTest {

    private static final CustomResourceOptions OPTIONS = CustomResourceOptions.builder()
            .resourceTransformations(new DefaultTags(Map.of("Team", "imports", "Stage", "dev")))
            .build();

    @Test
    void resourceTagsOverrideDefaultTags() {
        var plan = Plan.of(context -> new Queue(
                        "q",
                        QueueArgs.builder()
                                .tags(Map.of("Stage", "own", "Size", "s"))
                                .build(),
                        OPTIONS))
                .succeeded();

        assertEquals(
                Map.of("Team", "imports", "Stage", "own", "Size", "s"),
                plan.resource("aws:sqs/queue:Queue", "q").inputs().get("tags"));
    }

    @Test
    void otherInputsAreUnchanged() {
        var plan = Plan.of(context ->
                        new Queue("q", QueueArgs.builder().delaySeconds(7).build(), OPTIONS))
                .succeeded();

        assertEquals(
                Map.of("delaySeconds", 7, "tags", Map.of("Team", "imports", "Stage", "dev")),
                plan.resource("aws:sqs/queue:Queue", "q").inputs());
    }

    @Test
    void untaggableResourcesAreUnchanged() {
        var plan = Plan.of(context -> new RolePolicy(
                        "a", RolePolicyArgs.builder().role("r").policy("p").build(), OPTIONS))
                .succeeded();

        assertEquals(
                Map.of("role", "r", "policy", "p"),
                plan.resource("aws:iam/rolePolicy:RolePolicy", "a").inputs());
    }
}
