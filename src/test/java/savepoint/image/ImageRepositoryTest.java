package savepoint.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static savepoint.testing.Sentences.assertRefused;

import com.pulumi.resources.ComponentResourceOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.policy.RepositoryPolicies;
import savepoint.testing.Plan;

/** The repository for the worker's images. */
class ImageRepositoryTest {

    private static final String FUNCTIONS = "arn:aws:lambda:eu-central-1:123456789012:function:app-*";

    private static ImageRepositoryArgs.Builder args() {
        return ImageRepositoryArgs.builder().repositoryName("app/worker").functionArns(FUNCTIONS);
    }

    private static Map<String, Object> inputs(ImageRepositoryArgs.Builder args, String type, String name) {
        return Plan.of(context -> new ImageRepository("i", args.build()))
                .succeeded()
                .resource("aws:ecr/" + type, name)
                .inputs();
    }

    @Test
    void scansAndKeepsImages() {
        assertEquals(
                Map.of(
                        "name",
                        "app/worker",
                        "imageTagMutability",
                        "MUTABLE",
                        "imageScanningConfiguration",
                        Map.of("scanOnPush", true),
                        "forceDelete",
                        false,
                        "tags",
                        Map.of()),
                inputs(args(), "repository:Repository", "i-repository"));
    }

    /** Otherwise, deleting the old policy would delete the new one. */
    @Test
    void replacesLifecyclePolicyAfterDeletingIt() {
        var plan = Plan.of(context -> new ImageRepository("i", args().build())).succeeded();

        assertTrue(plan.resource("aws:ecr/lifecyclePolicy:LifecyclePolicy", "i-repository-lifecycle")
                .deleteBeforeReplace());
    }

    @Test
    void setsPullAndLifecyclePolicies() {
        assertEquals(
                RepositoryPolicies.pullableBy(FUNCTIONS),
                inputs(args(), "repositoryPolicy:RepositoryPolicy", "i-repository-policy")
                        .get("policy"));
        assertEquals(
                RepositoryPolicies.lifecycle(100),
                inputs(args(), "lifecyclePolicy:LifecyclePolicy", "i-repository-lifecycle")
                        .get("policy"));
    }

    @Test
    void supportsImmutableTagsAndForceDelete() {
        var repository = inputs(args().immutableTags(true).forceDelete(true), "repository:Repository", "i-repository");

        assertEquals("IMMUTABLE", repository.get("imageTagMutability"));
        assertEquals(true, repository.get("forceDelete"));
    }

    @Test
    void protectsAllResources() {
        var plan = Plan.of(context -> new ImageRepository(
                        "i",
                        args().build(),
                        ComponentResourceOptions.builder().protect(true).build()))
                .succeeded();

        assertEquals(
                List.of(),
                plan.resources().stream()
                        .filter(resource -> !resource.protect())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "a/b-c_d.e", "a--b"})
    void acceptsValidRepositoryName(String name) {
        args().repositoryName(name).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "App", "a..b", "/a", "a/", "a b"})
    void rejectsInvalidRepositoryName(String name) {
        assertRefused(
                () -> args().repositoryName(name).build(),
                "repositoryName must be 2 to 256 lowercase letters and digits, optionally separated by hyphens, underscores, dots or slashes, got '%s': such as savepoint-dev-lambdas"
                        .formatted(name));
    }

    @Test
    void reportsAllMistakes() {
        args().untaggedImagesKept(10).build();
        args().untaggedImagesKept(10_000).build();
        assertRefused(
                () -> ImageRepositoryArgs.builder()
                        .functionArns("*")
                        .untaggedImagesKept(9)
                        .build(),
                "repositoryName must be given, got nothing: such as savepoint-dev-lambdas",
                "functionArns must be the ARN of a Lambda function, or a prefix of one followed by *, got '*': such as arn:aws:lambda:eu-central-1:123456789012:function:savepoint-dev-*",
                "untaggedImagesKept must be between 10 and 10000, got 9: the image that the function runs may be one of them");
    }
}
