package savepoint.validation;

import com.pulumi.core.Output;
import com.pulumi.core.internal.Internal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Outputs that may be known, that become known, or that have no value at all: with {@code pulumi up --target}, those of a
 * resource that is neither a target nor there yet. What is made of one without a value has none either, and the engine leaves
 * the resource that it is for out as well.
 */
public final class Outputs {

    private Outputs() {}

    /** The function of the value, where there is one. */
    public static <T, R> Output<R> apply(Output<T> output, Function<T, R> function) {
        return output.applyValue(value -> value == null ? null : function.apply(value));
    }

    /** The function of two values, where both are there. */
    public static <T, U, R> Output<R> apply(Output<T> first, Output<U> second, BiFunction<T, U, R> function) {
        return Output.tuple(first, second)
                .applyValue(both -> both.t1 == null || both.t2 == null ? null : function.apply(both.t1, both.t2));
    }

    /** The function of all values, where none is missing. */
    public static <T, R> Output<R> applyAll(List<Output<T>> outputs, Function<List<T>, R> function) {
        return Output.all(outputs)
                .applyValue(values -> values.stream().anyMatch(Objects::isNull) ? null : function.apply(values));
    }

    /**
     * The value, if it is known now: that of {@link Output#of}, say, and none that a resource has yet to produce. By way of the
     * SDK's internal access, since an output tells nobody before it is resolved.
     */
    public static <T> Optional<T> known(Output<T> output) {
        var data = Internal.of(output).getDataAsync();
        return data.isDone() && !data.isCompletedExceptionally() && data.join().isKnown()
                ? Optional.ofNullable(data.join().getValueNullable())
                : Optional.empty();
    }
}
