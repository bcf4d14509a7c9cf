package savepoint.policy;

import java.util.List;

/** Policies of an image repository: who may pull, and which images expire. */
public final class RepositoryPolicies {

    private RepositoryPolicies() {}

    /**
     * Lets Lambda pull images for functions. Otherwise, Lambda would automatically add such a
     * statement for all functions in the account, and the stack would not know about it.
     *
     * @param functionArns the functions, which do not have to exist yet; {@code *} matches any
     *     characters
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions">Lambda:
     *     Amazon ECR permissions</a>
     */
    public static String pullableBy(String functionArns) {
        return Json.policy(Statement.allow("LambdaECRImageRetrievalPolicy")
                .servicePrincipal("lambda.amazonaws.com")
                .actions("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
                .condition("ArnLike", "aws:SourceArn", functionArns));
    }

    /**
     * Expires untagged images, except for the newest. An image becomes untagged when its tag is
     * pushed again, and the function runs it until the next deployment, so untagged images must
     * not expire by age. Tagged images never expire.
     *
     * @param untaggedImagesKept how many untagged images are kept
     * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html">Amazon ECR: lifecycle
     *     policies</a>
     */
    public static String lifecycle(int untaggedImagesKept) {
        return Json.object(
                "rules",
                List.of(Json.members(
                        "rulePriority",
                        1,
                        "description",
                        "Keep the newest %s untagged images, of which the function may run one"
                                .formatted(untaggedImagesKept),
                        "selection",
                        Json.members(
                                "tagStatus",
                                "untagged",
                                "countType",
                                "imageCountMoreThan",
                                "countNumber",
                                untaggedImagesKept),
                        "action",
                        Json.members("type", "expire"))));
    }
}
