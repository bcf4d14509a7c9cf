package savepoint;

import com.pulumi.Context;
import java.util.Optional;
import savepoint.config.StackConfig;
import savepoint.config.StackState;
import savepoint.image.LatestImage;

/**
 * What only AWS and the stack's state know about the stack's data. All of it is asked for at once,
 * before the program waits for the first answer.
 *
 * @param state what the stack has
 * @param image the image that is to be deployed, unless a setting names one
 */
record DataLookups(StackState state, Optional<LatestImage> image) {

    /** Asks for what the settings leave to the stack. */
    static DataLookups start(Context context, StackConfig config, Environment environment) {
        return new DataLookups(
                StackState.of(context),
                config.optionalText("steamImportImage").value().isPresent()
                        ? Optional.empty()
                        : Optional.of(LatestImage.lookUp(environment.imageRepository(), environment.imageTag())));
    }
}
