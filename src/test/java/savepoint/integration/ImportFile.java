package savepoint.integration;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;

/** The files that {@code pulumi import} reads to bring resources into an empty state. */
final class ImportFile {

    private ImportFile() {}

    /** Writes a copy of an exported state without its resources. */
    static void empty(Path state, Path copy) throws IOException {
        var export = read(state);
        export.getAsJsonObject("deployment").add("resources", new JsonArray());
        Files.writeString(copy, export.toString());
    }

    /**
     * Fills in the identifiers in an import file that {@code pulumi preview --import-file} wrote.
     *
     * @param state the exported state that has all its resources
     */
    static void fill(Path importFile, Path state) throws IOException {
        var ids = new HashMap<String, String>();
        for (var resource : array(read(state).getAsJsonObject("deployment"))) {
            if (resource.getAsJsonObject().has("id")) {
                var urn = text(resource, "urn");
                ids.put(text(resource, "type") + urn.substring(urn.lastIndexOf("::")), text(resource, "id"));
            }
        }
        var filled = read(importFile);
        for (var resource : array(filled)) {
            var entry = resource.getAsJsonObject();
            if (!entry.has("component")) {
                var name = text(entry, entry.has("logicalName") ? "logicalName" : "name");
                entry.addProperty("id", ids.get(text(entry, "type") + "::" + name));
            }
        }
        Files.writeString(importFile, filled.toString());
    }

    private static JsonObject read(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    private static Iterable<JsonElement> array(JsonObject object) {
        return object.getAsJsonArray("resources");
    }

    private static String text(JsonElement object, String key) {
        return object.getAsJsonObject().get(key).getAsString();
    }
}
