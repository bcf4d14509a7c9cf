package savepoint.testing;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import pulumirpc.Resource.RegisterResourceRequest;

/**
 * A resource, as the program asks the engine to register it.
 *
 * @param type its type token, such as {@code aws:sqs/queue:Queue}
 * @param parent the name of its parent resource
 * @param dependsOn the names of the resources that it depends on
 * @param inputs its properties, whole numbers as {@link Integer}
 */
public record Registration(
        String type,
        String name,
        String parent,
        Set<String> dependsOn,
        boolean protect,
        boolean deleteBeforeReplace,
        Map<String, Object> inputs) {

    static Registration of(RegisterResourceRequest request) {
        return new Registration(
                request.getType(),
                request.getName(),
                nameIn(request.getParent()),
                request.getDependenciesList().stream().map(Registration::nameIn).collect(Collectors.toSet()),
                request.getProtect(),
                request.getDeleteBeforeReplace(),
                plain(request.getObject()));
    }

    static Map<String, Object> plain(Struct struct) {
        var properties = new LinkedHashMap<String, Object>();
        struct.getFieldsMap().forEach((key, value) -> properties.put(key, plain(value)));
        return properties;
    }

    private static Object plain(Value value) {
        return switch (value.getKindCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case NUMBER_VALUE -> Math.toIntExact((long) value.getNumberValue());
            case STRUCT_VALUE -> isSecret(value.getStructValue()) ? secret(value) : plain(value.getStructValue());
            case LIST_VALUE -> plain(value.getListValue().getValuesList());
            default -> throw new IllegalArgumentException("unexpected property value: " + value);
        };
    }

    /** As the SDK marks secrets for the engine. */
    private static boolean isSecret(Struct struct) {
        return struct.getFieldsOrDefault("4dabf18193072939515e22adb298388d", Value.getDefaultInstance())
                .getStringValue()
                .equals("1b47061264138c4ac30d75fd1eb44270");
    }

    /** Hides the value, but is the same for equal values. */
    private static String secret(Value value) {
        return "[secret %08x]".formatted(value.hashCode());
    }

    private static List<Object> plain(List<Value> values) {
        return values.stream().map(Registration::plain).toList();
    }

    private static String nameIn(String urn) {
        return urn.substring(urn.lastIndexOf("::") + 2);
    }
}
