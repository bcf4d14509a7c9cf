package savepoint.validation;

import com.pulumi.core.Output;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Outputs that may have no value: with {@code pulumi up --target}, those of a resource that is neither a target nor there
 * yet. What is made of one has no value either, and the engine leaves the resource that it is for out as well.
 */
public final class Outputs {

    private Outputs() {}

    /** The function of the value, where there is one. */
    public static <T, R> Output<R> apply(Output<T> output, Function<T, R> function) {
        return output.applyValue(value -> value == null ? null : function.apply(value));
    }

    /** The function of all values, where none is missing. */
    public static <T, R> Output<R> applyAll(List<Output<T>> outputs, Function<List<T>, R> function) {
        return Output.all(outputs)
                .applyValue(values -> values.stream().anyMatch(Objects::isNull) ? null : function.apply(values));
    }
}
