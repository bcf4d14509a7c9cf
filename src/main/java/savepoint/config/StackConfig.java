package savepoint.config;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonSyntaxException;
import com.pulumi.Config;
import com.pulumi.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Rule;
import savepoint.validation.Rules;

/**
 * Reads a stack's configuration, and reports every problem at once: values that cannot be parsed,
 * values that break a rule, unknown keys and secrets.
 */
public final class StackConfig {

    private static final char LOST_IN_ENCODING = '\uFFFD';

    /** The edit distance up to which a namespace counts as a misspelling of the project's name. */
    private static final int MISSPELT = 2;

    /**
     * Namespaces of the provider and of Pulumi itself, which are never treated as misspellings.
     */
    private static final Set<String> NAMESPACES_OF_OTHERS = Set.of("aws", "pulumi");

    private final Context context;
    private final Config config;
    private final Set<String> configuredKeys;
    private final Set<String> foreignKeys;
    private final Set<String> secretKeys;
    private final boolean isEmulated;
    private final Set<String> mayBeSecret = new LinkedHashSet<>();
    private final Set<String> knownKeys = new LinkedHashSet<>();
    private final List<Rule> rules = new ArrayList<>();

    private StackConfig(Context context, Set<String> configured, Set<String> secret, boolean isEmulated) {
        this.context = context;
        this.isEmulated = isEmulated;
        config = context.config();
        configuredKeys = ownKeys(config, configured.stream());
        foreignKeys = foreignKeys(config, configured.stream());
        secretKeys = ownKeys(config, secret.stream());
    }

    /**
     * The configuration of the running stack. The engine lists its keys in environment variables.
     */
    public static StackConfig of(Context context) {
        return of(context, System.getenv());
    }

    /**
     * The same with the given environment variables. {@code PULUMI_CONFIG} and
     * {@code PULUMI_CONFIG_SECRET_KEYS} list all keys, which the SDK's {@link Config} does not. An
     * inline Automation API program has neither variable: its values are still read and checked,
     * but misspelled keys and secrets are not detected.
     */
    public static StackConfig of(Context context, Map<String, String> environment) {
        var gson = new Gson();
        var configured = gson.fromJson(environment.getOrDefault("PULUMI_CONFIG", "{}"), JsonObject.class);
        var secret = gson.fromJson(environment.getOrDefault("PULUMI_CONFIG_SECRET_KEYS", "[]"), String[].class);
        return new StackConfig(
                context,
                new TreeSet<>(configured.keySet()),
                new TreeSet<>(List.of(secret)),
                Emulator.endpoint(environment).isPresent());
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

    /** A string. */
    public Setting<String> text(String key) {
        return read(key, "a string", Function.identity());
    }

    /** An optional string. Its default in Pulumi.yaml is the empty string. */
    public Setting<String> optionalText(String key) {
        return new Setting<>(this, key, text(key).value().filter(text -> !text.isEmpty()));
    }

    /**
     * An optional string that must be a secret: it is encrypted in the stack's configuration file,
     * and its value is never shown.
     */
    public Setting<String> optionalSecret(String key) {
        mayBeSecret.add(key);
        var setting = optionalText(key);
        if (setting.value().isPresent() && !secretKeys.contains(key) && !configuredKeys.isEmpty()) {
            must(List.of(new Rule(
                    false,
                    key,
                    "must be a secret",
                    "[not encrypted]",
                    "'pulumi config set --secret %s' encrypts it; anyone who can read the stack's configuration file knows this value, so generate a new one"
                            .formatted(key))));
        }
        return setting;
    }

    /** A whole number. */
    public Setting<Integer> integer(String key) {
        return read(key, "a whole number", Integer::valueOf);
    }

    /** A whole number of seconds. */
    public Setting<Duration> seconds(String key) {
        return read(key, "a whole number", text -> Duration.ofSeconds(Integer.parseInt(text)));
    }

    /** A Boolean, true or false. */
    public Setting<Boolean> bool(String key) {
        return read(key, "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /** A list of strings, empty if none are given. */
    public Setting<List<String>> texts(String key) {
        return read(key, "a list of strings", json -> List.of(new Gson().fromJson(json, String[].class)));
    }

    private <T> Setting<T> read(String key, String shape, Function<String, T> parse) {
        knownKeys.add(key);
        var given = config.get(key);
        if (given.isEmpty()) {
            return unreadable(
                    key,
                    "must be set",
                    "nothing",
                    "its default is in Pulumi.yaml; set it with 'pulumi config set " + key + "'");
        }
        var text = given.get();
        if (text.indexOf(LOST_IN_ENCODING) >= 0) {
            return unreadable(
                    key,
                    "must not contain U+FFFD, the Unicode replacement character",
                    "'" + text + "'",
                    "save the stack's configuration file as UTF-8 and set the value again");
        }
        try {
            return new Setting<>(this, key, Optional.of(parse.apply(text)));
        } catch (IllegalArgumentException | JsonSyntaxException | NullPointerException notOfThatShape) {
            return unreadable(key, "must be " + shape, "'" + text + "'", "'pulumi config set " + key + "' changes it");
        }
    }

    private <T> Setting<T> unreadable(String key, String requirement, String given, String remedy) {
        must(List.of(new Rule(false, key, requirement, given, remedy)));
        return new Setting<>(this, key, Optional.empty());
    }

    /** Adds rules that do not belong to any component. Their fields are setting keys. */
    public void must(List<Rule> more) {
        rules.addAll(more);
    }

    /**
     * Checks all settings. Shows warnings for rules that were added with {@link #must}; components
     * show the warnings of their own builders.
     *
     * @param builders the builders that the settings were read into
     * @throws savepoint.validation.InvalidInputException listing every mistake, before any
     *     resource is registered
     */
    public void enforce(Stream<CheckedBuilder> builders) {
        var all = new ArrayList<>(rules);
        configuredKeys.stream()
                .filter(key -> !knownKeys.contains(key))
                .map(this::unknown)
                .forEach(all::add);
        foreignKeys.stream()
                .filter(this::isMeantForUs)
                .map(this::ofAnotherNamespace)
                .forEach(all::add);
        builders.map(CheckedBuilder::rules).forEach(all::addAll);
        secretKeys.stream()
                .filter(key -> !mayBeSecret.contains(key))
                .map(StackConfig::notSecret)
                .forEach(all::add);
        Rules.enforceFirst(
                "the settings of stack '%s'".formatted(context.stackName()),
                all.stream().map(this::withoutSecret).map(this::withCommands).toList());
        advice().forEach(context.log()::warn);
    }

    /** The warnings for rules that were added with {@link #must}. */
    public List<String> advice() {
        return Rules.warnings(rules.stream().map(this::withCommands).toList());
    }

    private Rule withCommands(Rule rule) {
        return isEmulated ? LocalCommands.in(rule) : rule;
    }

    private Rule withoutSecret(Rule rule) {
        return secretKeys.contains(rule.field()) || secretKeys.stream().anyMatch(key -> shows(rule, key))
                ? rule.withGiven("[secret]")
                : rule;
    }

    /**
     * A setting can be the fallback for another one; a mistake in it is then reported under the
     * other one's name.
     */
    private boolean shows(Rule rule, String key) {
        return config.get(key)
                .filter(secret -> rule.given().equals("'" + secret + "'"))
                .isPresent();
    }

    /**
     * A secret would end up as plain text in the state, in environment variables and in policies.
     */
    private static Rule notSecret(String key) {
        return new Rule(
                false,
                key,
                "must not be a secret",
                "[secret]",
                "the program shows this setting's value: set it without --secret, and keep secrets in Secrets Manager");
    }

    /**
     * Whether the key is probably meant for this program: it is one of its settings, or its
     * namespace resembles the project's name, for example because of a typo or because the project
     * was renamed.
     */
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
                "must be in the project's namespace, " + config.getName(),
                "'" + key.substring(0, key.indexOf(':')) + "'",
                "the program reads no other namespace: use '%s:%s'"
                        .formatted(config.getName(), key.substring(key.indexOf(':') + 1)));
    }

    private Rule unknown(String key) {
        return new Rule(
                false,
                key,
                "must be one of the settings in Pulumi.yaml",
                "an unknown key",
                "did you mean '%s'? 'pulumi config rm %s' removes it".formatted(nearest(key), key));
    }

    /**
     * Prefers names that contain the key or are contained in it, then names with the longest
     * common prefix.
     */
    private String nearest(String key) {
        return knownKeys.stream()
                .min(Comparator.<String, Boolean>comparing(known -> !isPart(known, key) && !isPart(key, known))
                        .thenComparing(known -> -commonBeginning(known, key))
                        .thenComparing(known ->
                                LevenshteinDistance.getDefaultInstance().apply(known, key)))
                .orElseThrow();
    }

    private static int commonBeginning(String one, String other) {
        var shorter = Math.min(one.length(), other.length());
        var mismatch = Arrays.mismatch(one.toCharArray(), 0, shorter, other.toCharArray(), 0, shorter);
        return mismatch < 0 ? shorter : mismatch;
    }

    private static boolean isPart(String part, String whole) {
        return whole.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
