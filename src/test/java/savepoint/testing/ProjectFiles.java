package savepoint.testing;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** The committed files other than sources: project file, stack files and documents. */
public final class ProjectFiles {

    private ProjectFiles() {}

    public static String text(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The code blocks of a page with exactly this info string.
     *
     * @param page the page's path
     * @param info the text after the three backticks, such as {@code sh} or {@code sh aws-only}
     */
    public static List<String> codeBlocks(String page, String info) {
        return codeBlocksIn(text(page), info);
    }

    /** The code blocks of a part of a page. */
    public static List<String> codeBlocksIn(String part, String info) {
        return Pattern.compile("(?ms)^ *```" + info + "\n(.*?)^ *```")
                .matcher(part)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** The declaration of each setting in Pulumi.yaml: type, description, default. */
    public static Map<String, Map<String, Object>> declaredSettings() {
        return declaredSettings("Pulumi.yaml");
    }

    /** The declarations in another project file. */
    public static Map<String, Map<String, Object>> declaredSettings(String projectFile) {
        var declared = new LinkedHashMap<String, Map<String, Object>>();
        section(projectFile).forEach((key, declaration) -> {
            if (!key.contains(":")) {
                declared.put(key, asMap(declaration));
            }
        });
        return declared;
    }

    /**
     * The configuration that the CLI passes to the program: the stack file, with the defaults of
     * Pulumi.yaml. The emulator's account ID is replaced with the account ID of a {@link Plan}.
     */
    public static Map<String, String> config(String stack) {
        var config = defaults();
        section("Pulumi.%s.yaml".formatted(stack))
                .forEach((key, value) ->
                        config.put(key, asConfigValue(value).replace(":000000000000:", ":123456789012:")));
        return config;
    }

    /** The configuration of a stack without its own file. */
    public static Map<String, String> defaults() {
        var config = new LinkedHashMap<String, String>();
        declaredSettings()
                .forEach((key, declaration) ->
                        config.put("savepoint:" + key, asConfigValue(declaration.get("default"))));
        return config;
    }

    /** Like the CLI: strings, numbers and booleans are unchanged, anything else is JSON. */
    private static String asConfigValue(Object value) {
        return value instanceof Iterable || value instanceof Map ? new Gson().toJson(value) : String.valueOf(value);
    }

    private static Map<String, Object> section(String file) {
        return asMap(asMap(new Yaml().load(text(file))).get("config"));
    }

    @SuppressWarnings("unchecked") // these files contain only YAML mappings with string keys
    private static Map<String, Object> asMap(Object yaml) {
        return (Map<String, Object>) yaml;
    }
}
