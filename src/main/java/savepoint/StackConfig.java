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
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import savepoint.validation.Rule;

/**
 * Reads one stack's configuration value by value and remembers what it could not read, so that one report can hold all
 * of it. A value that cannot be read is replaced by a stand-in, which nobody sees: the report stops the program.
 */
final class StackConfig {

    private static final char LOST_IN_ENCODING = '\uFFFD';

    /** How many letters a namespace may differ from the project's name to be taken for a misspelling of it. */
    private static final int MISSPELT = 2;

    /** Of the provider and of Pulumi itself, however near a project's name may be to them. */
    private static final Set<String> NAMESPACES_OF_OTHERS = Set.of("aws", "pulumi");

    private final Config config;
    private final Set<String> configuredKeys;
    private final Set<String> foreignKeys;
    private final Set<String> secretKeys;
    private final Set<String> knownKeys = new LinkedHashSet<>();
    private final List<Rule> unreadable = new ArrayList<>();

    private StackConfig(Config config, Set<String> configuredKeys, Set<String> foreignKeys, Set<String> secretKeys) {
        this.config = config;
        this.configuredKeys = configuredKeys;
        this.foreignKeys = foreignKeys;
        this.secretKeys = secretKeys;
    }

    /**
     * The configuration of the running stack.
     *
     * @param environment the process's environment variables, in which the engine lists the keys: the SDK's
     *     {@link Config} reads a key but names none
     */
    static StackConfig of(Config config, Map<String, String> environment) {
        var gson = new Gson();
        var configured = gson.fromJson(environment.getOrDefault("PULUMI_CONFIG", "{}"), Map.class);
        var secret = gson.fromJson(environment.getOrDefault("PULUMI_CONFIG_SECRET_KEYS", "[]"), String[].class);
        var keys = ((Map<?, ?>) configured)
                .keySet().stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new));
        return new StackConfig(
                config,
                ownKeys(config, keys.stream()),
                foreignKeys(config, keys.stream()),
                ownKeys(config, Stream.of(secret)));
    }

    private static Set<String> foreignKeys(Config config, Stream<String> keys) {
        return keys.filter(key -> key.contains(":") && !key.startsWith(config.getName() + ":"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> ownKeys(Config config, Stream<String> keys) {
        var prefix = config.getName() + ":";
        return keys.filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .collect(Collectors.toCollection(TreeSet::new));
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
        if (given.get().indexOf(LOST_IN_ENCODING) >= 0) {
            unreadable.add(new Rule(
                    false,
                    key,
                    "must not contain the character U+FFFD, which stands for one that was lost",
                    "'" + given.get() + "'",
                    "save the stack's file in UTF-8 and set this one again"));
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
        foreignKeys.stream()
                .filter(this::isMeantForUs)
                .map(this::ofAnotherNamespace)
                .forEach(all::add);
        rules.stream().filter(rule -> !unreadableKeys.contains(rule.field())).forEach(all::add);
        secretKeys.stream().map(StackConfig::notSecret).forEach(all::add);
        return all.stream()
                .map(rule -> secretKeys.contains(rule.field()) ? rule.withGiven("[secret]") : rule)
                .toList();
    }

    /** A secret would end in the state, in environment variables and in policies, in plain text. */
    private static Rule notSecret(String key) {
        return new Rule(
                false,
                key,
                "must not be a secret",
                "[secret]",
                "no setting is confidential: keep the value itself in Secrets Manager, and set this one without --secret");
    }

    /** A setting of ours, or a namespace that is nearly ours: of a project that was renamed, or misspelt. */
    private boolean isMeantForUs(String key) {
        var namespace = key.substring(0, key.indexOf(':'));
        return !NAMESPACES_OF_OTHERS.contains(namespace)
                && (knownKeys.contains(key.substring(key.indexOf(':') + 1))
                        || new LevenshteinDistance(MISSPELT).apply(namespace, config.getName()) >= 0);
    }

    private Rule ofAnotherNamespace(String key) {
        return new Rule(
                false,
                key,
                "must be in the namespace of the project, " + config.getName(),
                "'" + key.substring(0, key.indexOf(':')) + "'",
                "the program reads no other one: write '%s:%s'"
                        .formatted(config.getName(), key.substring(key.indexOf(':') + 1)));
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
