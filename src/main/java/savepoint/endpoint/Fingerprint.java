package savepoint.endpoint;

import com.google.gson.Gson;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.InputArgs;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import savepoint.validation.Outputs;

/**
 * A hash of all inputs of the resources of an API; it changes if one of them does. API Gateway does
 * not deploy changes automatically, so each part of an API must be included in the trigger of its
 * deployment.
 */
final class Fingerprint {

    private Fingerprint() {}

    /** The hash, known once all inputs are. */
    static Output<String> of(List<? extends InputArgs> resources) {
        var inputs = new ArrayList<Output<Object>>();
        resources.forEach(args -> inputs.addAll(inputsOf(args)));
        return Outputs.applyAll(inputs, values -> sha256(new Gson().toJson(values)));
    }

    private static List<Output<Object>> inputsOf(InputArgs args) {
        return Stream.of(args.getClass().getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(Import.class))
                .map(field -> input(args, field))
                .toList();
    }

    /**
     * An input as {@code name=value}. Inputs that are not set are included, so that removing one
     * also changes the hash.
     */
    private static Output<Object> input(InputArgs args, Field field) {
        field.setAccessible(true);
        try {
            var value = field.get(args);
            var output = value instanceof Output<?> known ? known : Output.of("");
            return output.applyValue(given -> "%s=%s".formatted(field.getName(), json(given)));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value as JSON. Maps are sorted, because their order does not matter. */
    private static String json(Object value) {
        return new Gson().toJson(value instanceof Map<?, ?> map ? new TreeMap<>(map) : value);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
