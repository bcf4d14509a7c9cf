package savepoint;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import com.pulumi.Config;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import savepoint.validation.Rule;

/**
 * Reads one stack's configuration value by value and remembers what it could not read, so that one report can hold all
 * of it. A value that cannot be read is replaced by a stand-in, which nobody sees: the report stops the program.
 */
final class StackConfig {

    private final Config config;
    private final Set<String> configuredKeys;
    private final Set<String> knownKeys = new LinkedHashSet<>();
    private final List<Rule> unreadable = new ArrayList<>();

    private StackConfig(Config config, Set<String> configuredKeys) {
        this.config = config;
        this.configuredKeys = configuredKeys;
    }

    /**
     * The configuration of the running stack. The engine hands all of it over in {@code PULUMI_CONFIG}, the only place
     * that lists the keys: the SDK's {@link Config} reads a key but names none.
     */
    static StackConfig of(Config config, Optional<String> pulumiConfig) {
        var prefix = config.getName() + ":";
        var keys = pulumiConfig
                .map(json -> (Map<?, ?>) new Gson().fromJson(json, Map.class))
                .orElse(Map.of())
                .keySet();
        return new StackConfig(
                config,
                keys.stream()
                        .map(String::valueOf)
                        .filter(key -> key.startsWith(prefix))
                        .map(key -> key.substring(prefix.length()))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** A text that must be given. */
    String text(String key) {
        return read(key, "a text", "", Function.identity());
    }

    /** A text that may be left out; Pulumi.yaml's default for it is the empty text. */
    Optional<String> optionalText(String key) {
        return Optional.of(text(key)).filter(text -> !text.isEmpty());
    }

    /** A whole number. */
    int integer(String key) {
        return read(key, "a whole number", 0, Integer::valueOf);
    }

    /** true or false. */
    boolean bool(String key) {
        return read(key, "true or false", false, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /** A list of texts, empty if none is given. */
    List<String> texts(String key) {
        return read(key, "a list of texts", List.of(), json -> List.of(new Gson().fromJson(json, String[].class)));
    }

    private <T> T read(String key, String shape, T standIn, Function<String, T> parse) {
        knownKeys.add(key);
        var given = config.get(key);
        if (given.isEmpty()) {
            unreadable.add(new Rule(
                    false,
                    key,
                    "must be set",
                    "nothing",
                    "its default stands in Pulumi.yaml; 'pulumi config set " + key + "'"));
            return standIn;
        }
        try {
            return parse.apply(given.get());
        } catch (IllegalArgumentException | JsonSyntaxException | NullPointerException notOfThatShape) {
            unreadable.add(new Rule(
                    false,
                    key,
                    "must be " + shape,
                    "'" + given.get() + "'",
                    "'pulumi config set " + key + "' changes it"));
            return standIn;
        }
    }

    /**
     * Everything wrong with the settings: values that could not be read, keys that nobody reads, and those of the rules
     * that do not hold for values that could.
     *
     * @param rules the rules about the values, each with the setting's key as its field
     */
    List<Rule> mistakes(Collection<Rule> rules) {
        var unreadableKeys = unreadable.stream().map(Rule::field).collect(Collectors.toSet());
        var all = new ArrayList<>(unreadable);
        configuredKeys.stream()
                .filter(key -> !knownKeys.contains(key))
                .map(this::unknown)
                .forEach(all::add);
        rules.stream().filter(rule -> !unreadableKeys.contains(rule.field())).forEach(all::add);
        return all;
    }

    private Rule unknown(String key) {
        var nearest = knownKeys.stream()
                .min(Comparator.comparing(
                        known -> LevenshteinDistance.getDefaultInstance().apply(known, key)))
                .orElseThrow();
        return new Rule(
                false,
                key,
                "must be one of the settings in Pulumi.yaml",
                "an unknown key",
                "did you mean '%s'?".formatted(nearest));
    }
}
