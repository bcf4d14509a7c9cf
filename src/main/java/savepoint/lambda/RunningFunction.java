package savepoint.lambda;

import com.pulumi.aws.lambda.LambdaFunctions;
import com.pulumi.aws.lambda.inputs.GetFunctionPlainArgs;
import com.pulumi.aws.lambda.outputs.GetFunctionResult;
import java.util.Optional;
import savepoint.aws.Lookup;

/** Looks up a function that may already be deployed. */
public final class RunningFunction {

    private RunningFunction() {}

    /**
     * The image of the function; empty if the default AWS provider's account and region have no such
     * function.
     *
     * @throws com.pulumi.exceptions.RunException if the lookup in AWS failed
     */
    public static Optional<String> imageUri(String functionName) {
        return new Lookup<>(
                        "the function " + functionName,
                        LambdaFunctions.getFunctionPlain(GetFunctionPlainArgs.builder()
                                .functionName(functionName)
                                .build()))
                .found()
                .map(GetFunctionResult::imageUri);
    }
}
