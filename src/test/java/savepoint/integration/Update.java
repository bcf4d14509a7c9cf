package savepoint.integration;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the engine did, read from its own events.
 *
 * @param operations the operation on each resource of AWS that was not left as it is, by the resource's name
 */
record Update(Run run, Map<String, String> operations) {

    static Update of(Run run) {
        var operations = new TreeMap<String, String>();
        for (var event : events(run)) {
            if (event.has("resourcePreEvent")) {
                var step = event.getAsJsonObject("resourcePreEvent").getAsJsonObject("metadata");
                var operation = step.get("op").getAsString();
                if (step.get("type").getAsString().startsWith("aws:") && !operation.equals("same")) {
                    var urn = step.get("urn").getAsString();
                    operations.put(urn.substring(urn.lastIndexOf("::") + 2), operation);
                }
            }
        }
        return new Update(run, operations);
    }

    private static List<JsonObject> events(Run run) {
        return run.output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    Update succeeded() {
        run.succeeded();
        return this;
    }
}
