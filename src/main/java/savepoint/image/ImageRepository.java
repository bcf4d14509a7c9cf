package savepoint.image;

import com.pulumi.aws.ecr.LifecyclePolicy;
import com.pulumi.aws.ecr.LifecyclePolicyArgs;
import com.pulumi.aws.ecr.Repository;
import com.pulumi.aws.ecr.RepositoryArgs;
import com.pulumi.aws.ecr.RepositoryPolicy;
import com.pulumi.aws.ecr.RepositoryPolicyArgs;
import com.pulumi.aws.ecr.inputs.RepositoryImageScanningConfigurationArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import savepoint.policy.RepositoryPolicies;
import savepoint.validation.Outputs;
import savepoint.validation.Rules;

/**
 * An ECR repository for the images of functions, which scans images on push. It uses the default
 * encryption of ECR, because changing the key would replace the repository and delete all images in
 * it.
 *
 * <pre>
 * savepoint:image:ImageRepository  {name}
 * ├─ aws:ecr:Repository            {name}-repository
 * ├─ aws:ecr:RepositoryPolicy      {name}-repository-policy     lets Lambda pull
 * └─ aws:ecr:LifecyclePolicy       {name}-repository-lifecycle  expires old untagged images
 * </pre>
 */
public final class ImageRepository extends ComponentResource {

    /**
     * The type token. It is part of the URN, so changing it after the first deployment requires an
     * alias.
     */
    public static final String TYPE = "savepoint:image:ImageRepository";

    @Export(name = "repositoryUrl", refs = String.class)
    private final Output<String> repositoryUrl;

    @Export(name = "repositoryArn", refs = String.class)
    private final Output<String> repositoryArn;

    /**
     * Registers the repository.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the repository's arguments
     */
    public ImageRepository(String name, ImageRepositoryArgs args) {
        this(name, args, null);
    }

    /**
     * Registers the repository.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the repository's arguments
     * @param options Pulumi's options for the component, or null; {@code protect} protects the repository
     */
    public ImageRepository(String name, ImageRepositoryArgs args, ComponentResourceOptions options) {
        super(TYPE, name, Rules.requireArgs("ImageRepository", args), options);
        // The Java SDK does not apply a component's protection to its children.
        var child = CustomResourceOptions.builder()
                .parent(this)
                .protect(options != null && options.isProtect())
                .build();

        var repository = repository(name + "-repository", args, child);
        policy(name + "-repository-policy", args, repository, child);
        lifecycle(name + "-repository-lifecycle", args, repository, child);

        repositoryUrl = repository.repositoryUrl();
        repositoryArn = repository.arn();
        registerOutputs(Map.of("repositoryUrl", repositoryUrl, "repositoryArn", repositoryArn));
    }

    private static Repository repository(String name, ImageRepositoryArgs args, CustomResourceOptions child) {
        return new Repository(
                name,
                RepositoryArgs.builder()
                        .name(args.repositoryName)
                        .imageTagMutability(args.immutableTags ? "IMMUTABLE" : "MUTABLE")
                        .imageScanningConfiguration(RepositoryImageScanningConfigurationArgs.builder()
                                .scanOnPush(true)
                                .build())
                        .forceDelete(args.forceDelete)
                        .tags(args.tags)
                        .build(),
                child);
    }

    private static void policy(
            String name, ImageRepositoryArgs args, Repository repository, CustomResourceOptions child) {
        new RepositoryPolicy(
                name,
                RepositoryPolicyArgs.builder()
                        .repository(repository.name())
                        .policy(Outputs.apply(args.functionArns(), RepositoryPolicies::pullableBy))
                        .build(),
                child);
    }

    private static void lifecycle(
            String name, ImageRepositoryArgs args, Repository repository, CustomResourceOptions child) {
        new LifecyclePolicy(
                name,
                LifecyclePolicyArgs.builder()
                        .repository(repository.name())
                        .policy(RepositoryPolicies.lifecycle(args.untaggedImagesKept))
                        .build(),
                // The provider replaces the policy, of which a repository has one: deleting the old one last would
                // delete the new one.
                CustomResourceOptions.merge(
                        child,
                        CustomResourceOptions.builder()
                                .deleteBeforeReplace(true)
                                .build()));
    }

    /** The address to push to, {@code {account}.dkr.ecr.{region}.{dns suffix}/{name}}. */
    public Output<String> repositoryUrl() {
        return repositoryUrl;
    }

    /** The repository's ARN. */
    public Output<String> repositoryArn() {
        return repositoryArn;
    }
}
