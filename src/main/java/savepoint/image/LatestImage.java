package savepoint.image;

import com.pulumi.aws.ecr.EcrFunctions;
import com.pulumi.aws.ecr.inputs.GetImagePlainArgs;
import com.pulumi.aws.ecr.outputs.GetImageResult;
import java.util.Optional;
import savepoint.aws.AwsTarget;
import savepoint.aws.Lookup;

/**
 * The image that a tag currently refers to. It is looked up in every preview and update, because
 * the tag moves with every push ({@code docs/decisions/image-by-digest.md}).
 */
public final class LatestImage {

    private final String repository;
    private final String tag;
    private final Lookup<GetImageResult> lookup;

    private LatestImage(String repository, String tag, Lookup<GetImageResult> lookup) {
        this.repository = repository;
        this.tag = tag;
        this.lookup = lookup;
    }

    /**
     * Starts looking up the image in the account and region of the default AWS provider.
     *
     * @param repository the repository's name
     * @param tag the image's tag
     */
    public static LatestImage lookUp(String repository, String tag) {
        return new LatestImage(
                repository,
                tag,
                new Lookup<>(
                        "the image %s:%s".formatted(repository, tag),
                        EcrFunctions.getImagePlain(GetImagePlainArgs.builder()
                                .repositoryName(repository)
                                .imageTag(tag)
                                .build())));
    }

    /**
     * The image's URI by digest; empty if the repository or the image does not exist. Waits for the
     * lookup, and throws a {@link com.pulumi.exceptions.RunException} if it fails.
     */
    public Optional<String> uri(AwsTarget target) {
        return lookup.found().map(image -> target.ecrImageUriByDigest(repository, image.imageDigest()));
    }

    /** The image's URI by tag, whether it exists or not. */
    public String uriByTag(AwsTarget target) {
        return target.ecrImageUri(repository, tag);
    }
}
