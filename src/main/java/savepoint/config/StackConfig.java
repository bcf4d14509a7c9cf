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
 * Reads one stack's configuration setting by setting, and reports everything wrong with it at once: values that cannot be
 * read, values that break a rule, keys that nobody reads and secrets.
 */
public final class StackConfig {

    private static final char LOST_IN_ENCODING = '\uFFFD';

    /** How many letters a namespace may differ from the project's name to be taken for a misspelling of it. */
    private static final int MISSPELT = 2;

    /** Of the provider and of Pulumi itself, however near a project's name may be to them. */
    private static final Set<String> NAMESPACES_OF_OTHERS = Set.of("aws", "pulumi");

    private final Context context;
    private final Config config;
    private final Set<String> configuredKeys;
    private final Set<String> foreignKeys;
    private final Set<String> secretKeys;
    private final Set<String> knownKeys = new LinkedHashSet<>();
    private final List<Rule> rules = new ArrayList<>();

    private StackConfig(Context context, Set<String> configured, Set<String> secret) {
        this.context = context;
        config = context.config();
        configuredKeys = ownKeys(config, configured.stream());
        foreignKeys = foreignKeys(config, configured.stream());
        secretKeys = ownKeys(config, secret.stream());
    }

    /** The configuration of the running stack, of which the engine lists the keys in the environment variables. */
    public static StackConfig of(Context context) {
        return of(context, System.getenv());
    }

    /**
     * The same with other environment variables. {@code PULUMI_CONFIG} and {@code PULUMI_CONFIG_SECRET_KEYS} name all keys,
     * which the SDK's {@link Config} does not. An inline program of the Automation API has neither: values are read and checked
     * there as everywhere, but misspelt keys and secrets are not noticed.
     */
    public static StackConfig of(Context context, Map<String, String> environment) {
        var gson = new Gson();
        var configured = gson.fromJson(environment.getOrDefault("PULUMI_CONFIG", "{}"), JsonObject.class);
        var secret = gson.fromJson(environment.getOrDefault("PULUMI_CONFIG_SECRET_KEYS", "[]"), String[].class);
        return new StackConfig(context, new TreeSet<>(configured.keySet()), new TreeSet<>(List.of(secret)));
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

    /** A text. */
    public Setting<String> text(String key) {
        return read(key, "a text", Function.identity());
    }

    /** A text that may be left out; Pulumi.yaml's default for it is the empty text. */
    public Setting<String> optionalText(String key) {
        return new Setting<>(this, key, text(key).value().filter(text -> !text.isEmpty()));
    }

    /** A whole number. */
    public Setting<Integer> integer(String key) {
        return read(key, "a whole number", Integer::valueOf);
    }

    /** A whole number of seconds. */
    public Setting<Duration> seconds(String key) {
        return read(key, "a whole number", text -> Duration.ofSeconds(Integer.parseInt(text)));
    }

    /** true or false. */
    public Setting<Boolean> bool(String key) {
        return read(key, "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /** A list of texts, empty if none is given. */
    public Setting<List<String>> texts(String key) {
        return read(key, "a list of texts", json -> List.of(new Gson().fromJson(json, String[].class)));
    }

    private <T> Setting<T> read(String key, String shape, Function<String, T> parse) {
        knownKeys.add(key);
        var given = config.get(key);
        if (given.isEmpty()) {
            return unreadable(
                    key, "must be set", "nothing", "its default is in Pulumi.yaml; 'pulumi config set " + key + "'");
        }
        var text = given.get();
        if (text.indexOf(LOST_IN_ENCODING) >= 0) {
            return unreadable(
                    key,
                    "must not contain the character U+FFFD, which stands for one that was lost",
                    "'" + text + "'",
                    "save the stack's file in UTF-8 and set this one again");
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

    /** Adds rules that no component has, with the keys of settings as their fields. */
    public void must(List<Rule> more) {
        rules.addAll(more);
    }

    /**
     * Returns if all settings can be deployed. Shows the advice that {@link #must} added and that is not followed; that of the
     * builders is shown by their components.
     *
     * @param builders what was made of the settings
     * @throws savepoint.validation.InvalidInputException with every mistake, before anything is registered
     */
    public void enforce(CheckedBuilder... builders) {
        var all = new ArrayList<>(rules);
        configuredKeys.stream()
                .filter(key -> !knownKeys.contains(key))
                .map(this::unknown)
                .forEach(all::add);
        foreignKeys.stream()
                .filter(this::isMeantForUs)
                .map(this::ofAnotherNamespace)
                .forEach(all::add);
        Stream.of(builders).map(CheckedBuilder::rules).forEach(all::addAll);
        secretKeys.stream().map(StackConfig::notSecret).forEach(all::add);
        Rules.enforceFirst(
                "the settings of stack '%s'".formatted(context.stackName()),
                all.stream().map(this::withoutSecret).toList());
        advice().forEach(context.log()::warn);
    }

    /** The advice that {@link #must} added and that is not followed. */
    public List<String> advice() {
        return Rules.warnings(rules);
    }

    private Rule withoutSecret(Rule rule) {
        return secretKeys.contains(rule.field()) || secretKeys.stream().anyMatch(key -> shows(rule, key))
                ? rule.withGiven("[secret]")
                : rule;
    }

    /** One setting may stand in for another, and a mistake in it is then reported under that one's name. */
    private boolean shows(Rule rule, String key) {
        return config.get(key)
                .filter(secret -> rule.given().equals("'" + secret + "'"))
                .isPresent();
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
                "the program reads no other namespace: write '%s:%s'"
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

    /** A name of which a part is missing, or to which one was added, is nearest, and then one that begins alike. */
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
