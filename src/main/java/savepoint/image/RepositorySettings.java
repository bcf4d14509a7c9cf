package savepoint.image;

import java.util.List;
import java.util.Optional;
import savepoint.config.StackConfig;
import savepoint.validation.Rule;

/** The stack settings that configure the stack's own image repository. */
public final class RepositorySettings {

    /** The maximum, because the image that the function runs must never expire. */
    private static final int UNTAGGED_IMAGES_KEPT_IF_PROTECTED = 10_000;

    private RepositorySettings() {}

    /** Reads the settings. The caller sets the repository's name and its function. */
    public static ImageRepositoryArgs.Builder read(StackConfig config) {
        var repository = ImageRepositoryArgs.builder();
        var immutable = config.bool("immutableImageTags");
        immutable.into(repository, "immutableTags", repository::immutableTags);
        immutable.must((field, given) -> List.of(goesWithImage(
                field, given, config.optionalText("steamImportImage").value())));
        config.bool("protectData").into(repository, "forceDelete", protect -> {
            repository.forceDelete(!protect);
            if (protect) {
                repository.untaggedImagesKept(UNTAGGED_IMAGES_KEPT_IF_PROTECTED);
            }
        });
        return repository;
    }

    /** By default, the stack deploys an image by a tag that is pushed repeatedly. */
    private static Rule goesWithImage(String field, boolean immutable, Optional<String> image) {
        return new Rule(
                        !immutable || image.isPresent(),
                        field,
                        "should be set together with steamImportImage",
                        "true",
                        "the tag of the default image can then be pushed only once; specify each image by its digest")
                .asAdvice();
    }
}
