package savepoint.validation;

import com.pulumi.core.Output;
import com.pulumi.core.internal.Internal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Outputs that are known, that become known later, or that have no value at all. With
 * {@code pulumi up --target}, the outputs of a resource that is neither a target nor deployed yet
 * have no value. Anything derived from such an output has no value either, and the engine also
 * skips the resource that uses it.
 */
public final class Outputs {

    private Outputs() {}

    /** Applies the function to the value, if there is one. */
    public static <T, R> Output<R> apply(Output<T> output, Function<T, R> function) {
        return output.applyValue(value -> value == null ? null : function.apply(value));
    }

    /** Applies the function to two values, if both exist. */
    public static <T, U, R> Output<R> apply(Output<T> first, Output<U> second, BiFunction<T, U, R> function) {
        return Output.tuple(first, second)
                .applyValue(both -> both.t1 == null || both.t2 == null ? null : function.apply(both.t1, both.t2));
    }

    /** Applies the function to all values, if none is missing. */
    public static <T, R> Output<R> applyAll(List<Output<T>> outputs, Function<List<T>, R> function) {
        return Output.all(outputs)
                .applyValue(values -> values.stream().anyMatch(Objects::isNull) ? null : function.apply(values));
    }

    /** The value of the first output, known once the others are known. */
    public static <T> Output<T> after(Output<T> output, List<Output<String>> others) {
        return apply(output, applyAll(others, values -> values), (value, known) -> value);
    }

    /**
     * The value, if it is already known, such as that of {@link Output#of}, but not one that a
     * resource has yet to produce. It uses the SDK's internal API, because the public API does not
     * expose whether an output is resolved.
     */
    public static <T> Optional<T> known(Output<T> output) {
        var data = Internal.of(output).getDataAsync();
        return data.isDone() && !data.isCompletedExceptionally() && data.join().isKnown()
                ? Optional.ofNullable(data.join().getValueNullable())
                : Optional.empty();
    }
}
