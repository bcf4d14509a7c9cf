package savepoint;

import java.util.List;
import savepoint.aws.AwsTarget;
import savepoint.image.LatestImage;
import savepoint.lambda.LambdaContainerArgs;
import savepoint.lambda.RunningFunction;
import savepoint.validation.Rule;
import savepoint.validation.Rules;

/** The image of the environment's function, if it comes from the stack's own repository. */
final class FunctionImage {

    private FunctionImage() {}

    /**
     * Deploys the latest image, by digest. Without an image, the function is not created yet.
     *
     * @throws savepoint.validation.InvalidInputException if there is no image but a function, which
     *     would be deleted
     * @throws com.pulumi.exceptions.RunException if the lookup in AWS failed
     */
    static void set(
            LatestImage image, LambdaContainerArgs.Builder function, AwsTarget target, Environment environment) {
        var uri = image.uri(target);
        if (uri.isEmpty()) {
            RunningFunction.imageUri(environment.baseName())
                    .ifPresent(running -> Rules.enforceFirst(
                            "the settings of stack '%s'".formatted(environment.name()),
                            List.of(wouldDelete(running, image.uriByTag(target), environment))));
        }
        function.imageUri(uri.orElse(image.uriByTag(target))).imageExists(uri.isPresent());
    }

    private static Rule wouldDelete(String running, String missing, Environment environment) {
        return new Rule(
                false,
                "steamImportImage",
                "must specify an image, because %s does not exist and the existing function would be deleted"
                        .formatted(missing),
                "nothing",
                "push the image again, or keep the current image with '%s'"
                        .formatted(Commands.configure("steamImportImage", running, environment.name())));
    }
}
