package savepoint.endpoint;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.pulumi.exceptions.RunException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The JSON schema of a request body, derived from {@code contract/message.schema.json}: only the
 * fields that a caller may set, each limited to characters that cannot end a JSON string. API
 * Gateway models use JSON Schema draft 4.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html">API Gateway: data
 *     models</a>
 */
final class RequestModel {

    private static final String CONTRACT = "/message.schema.json";

    /**
     * The patterns of fields in which the contract allows any characters. The endpoint allows the
     * characters of common IDs: UUIDs, numbers, names and email addresses.
     */
    private static final Map<String, String> CHARACTERS = Map.of("userId", "^[A-Za-z0-9._:@|+-]{1,128}$");

    private RequestModel() {}

    /**
     * The model.
     *
     * @param fields the fields that the caller sets, all of which are required
     */
    static String of(List<String> fields) {
        var contract = contract().getAsJsonObject("properties");
        var properties = new JsonObject();
        fields.forEach(field -> properties.add(field, closed(field, contract.getAsJsonObject(field))));
        var model = new JsonObject();
        model.addProperty("$schema", "http://json-schema.org/draft-04/schema#");
        model.addProperty("title", "Import request");
        model.addProperty("type", "object");
        model.add("required", new Gson().toJsonTree(fields));
        model.addProperty("additionalProperties", false);
        model.add("properties", properties);
        return new Gson().toJson(model);
    }

    private static JsonObject closed(String field, JsonObject property) {
        var pattern = CHARACTERS.getOrDefault(
                field, property.has("pattern") ? property.get("pattern").getAsString() : "");
        if (!pattern.startsWith("^") || !pattern.endsWith("$")) {
            throw new IllegalStateException("the contract's " + field + " has no pattern from ^ to $");
        }
        var closed = property.deepCopy();
        // In some engines, $ also matches before a trailing line break.
        closed.addProperty("pattern", pattern.substring(0, pattern.length() - 1) + "(?![\\s\\S])");
        return closed;
    }

    private static JsonObject contract() {
        try (var schema = RequestModel.class.getResourceAsStream(CONTRACT)) {
            if (schema == null) {
                throw new RunException(
                        "the class path has no message.schema.json: copy it from src/main/resources as well");
            }
            return JsonParser.parseReader(new InputStreamReader(schema, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
