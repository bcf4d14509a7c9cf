package savepoint.lambda;

import com.pulumi.aws.lambda.LambdaFunctions;
import com.pulumi.aws.lambda.inputs.GetFunctionPlainArgs;
import com.pulumi.aws.lambda.outputs.GetFunctionResult;
import java.util.List;
import java.util.Optional;
import savepoint.aws.Lookup;
import savepoint.validation.Rule;
import savepoint.validation.Rules;

/** Looks up a function that may already be deployed. */
public final class RunningFunction {

    private RunningFunction() {}

    /**
     * Fails if the function exists, so that it is not deleted only because its image could not be
     * found.
     *
     * @param missing the image that should have been deployed
     * @param functionName the function
     * @param subject what the report is about, as shown in its first line
     * @param command the command that sets an image, with {@code %s} in place of the image's URI
     * @throws savepoint.validation.InvalidInputException if the function exists
     * @throws com.pulumi.exceptions.RunException if the lookup fails
     */
    public static void mustNotExistWithout(String missing, String functionName, String subject, String command) {
        imageUri(functionName)
                .ifPresent(running -> Rules.enforceFirst(
                        subject,
                        List.of(new Rule(
                                false,
                                "steamImportImage",
                                "must specify an image, because %s does not exist and the existing function would be deleted"
                                        .formatted(missing),
                                "nothing",
                                "push the image again, or keep the current image with '%s'"
                                        .formatted(command.formatted(running))))));
    }

    /**
     * The image that the function runs; empty if there is no such function in the account and
     * region of the default AWS provider.
     */
    private static Optional<String> imageUri(String functionName) {
        return new Lookup<>(
                        "the function " + functionName,
                        LambdaFunctions.getFunctionPlain(GetFunctionPlainArgs.builder()
                                .functionName(functionName)
                                .build()))
                .found()
                .map(GetFunctionResult::imageUri);
    }
}
