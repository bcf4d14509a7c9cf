package savepoint.lambda;

import com.pulumi.aws.lambda.LambdaFunctions;
import com.pulumi.aws.lambda.inputs.GetFunctionPlainArgs;
import com.pulumi.aws.lambda.outputs.GetFunctionResult;
import java.util.List;
import java.util.Optional;
import savepoint.aws.Lookup;
import savepoint.validation.Rule;
import savepoint.validation.Rules;

/** Looks up a function that may be deployed already. */
public final class RunningFunction {

    private RunningFunction() {}

    /**
     * A function that runs is never deleted because its image could not be found.
     *
     * @param missing the image that should have been deployed
     * @param functionName the function
     * @param subject what is wrong, as shown in the first line of the report
     * @param command the beginning of the command that sets an image, as {@code %s} its URI
     * @throws savepoint.validation.InvalidInputException if the function exists
     * @throws com.pulumi.exceptions.RunException if AWS could not be asked
     */
    public static void mustNotExistWithout(String missing, String functionName, String subject, String command) {
        imageUri(functionName)
                .ifPresent(running -> Rules.enforceFirst(
                        subject,
                        List.of(new Rule(
                                false,
                                "steamImportImage",
                                "must name an image while there is no %s, because the function exists and would be deleted"
                                        .formatted(missing),
                                "nothing",
                                "push the image again, or keep the one that runs with '%s'"
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
