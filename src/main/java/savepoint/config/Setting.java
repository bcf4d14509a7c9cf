package savepoint.config;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Rule;

/**
 * One setting of the stack, as it was read.
 *
 * @param config what it was read from
 * @param key its name
 * @param value its value; empty if it was left out, or if a mistake in it has been reported
 */
public record Setting<T>(StackConfig config, String key, Optional<T> value) {

    /** Applies rules, each given the setting's key and its value. A value that breaks one is reported and left out. */
    public Setting<T> must(BiFunction<String, T, List<Rule>> rules) {
        var applied = value.map(given -> rules.apply(key, given)).orElse(List.of());
        config.must(applied);
        var refused = applied.stream().anyMatch(rule -> !rule.holds() && !rule.advice());
        return refused ? new Setting<>(config, key, Optional.empty()) : this;
    }

    /** This setting, or another one if only that has a value. */
    public Setting<T> or(Setting<T> other) {
        return other.value.isEmpty() || value.isPresent() ? this : other;
    }

    /** This setting, without its value if that is not meant here. */
    public Setting<T> filter(Predicate<T> meant) {
        return new Setting<>(config, key, value.filter(meant));
    }

    /**
     * Hands the value to a builder, if there is one.
     *
     * @param input the builder's method, mistakes in whose value are reported under the setting's key
     * @param setter calls that method
     */
    public void into(CheckedBuilder builder, String input, Consumer<T> setter) {
        builder.reportAs(input, key);
        value.ifPresent(setter);
    }
}
