package savepoint.config;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Rule;

/**
 * A setting of the stack, as read from the configuration.
 *
 * @param config the configuration that it was read from
 * @param key its name
 * @param value its value; empty if it is not set, or if a mistake in it has been reported
 */
public record Setting<T>(StackConfig config, String key, Optional<T> value) {

    /**
     * Applies rules to the setting's key and value. A value that breaks a rule is reported and
     * dropped.
     */
    public Setting<T> must(BiFunction<String, T, List<Rule>> rules) {
        var applied = value.map(given -> rules.apply(key, given)).orElse(List.of());
        config.must(applied);
        var refused = applied.stream().anyMatch(rule -> !rule.holds() && !rule.advice());
        return refused ? new Setting<>(config, key, Optional.empty()) : this;
    }

    /** This setting, or the other one if only that one has a value. */
    public Setting<T> or(Setting<T> other) {
        return other.value.isEmpty() || value.isPresent() ? this : other;
    }

    /** This setting, without its value if the predicate rejects it. */
    public Setting<T> filter(Predicate<T> meant) {
        return new Setting<>(config, key, value.filter(meant));
    }

    /**
     * Passes the value, if there is one, to a builder.
     *
     * @param input the name of the builder's method; mistakes in its value are reported under the
     *     setting's key
     * @param setter calls that method
     */
    public void into(CheckedBuilder builder, String input, Consumer<T> setter) {
        builder.reportAs(input, key);
        value.ifPresent(setter);
    }
}
