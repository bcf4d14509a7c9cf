package savepoint.integration;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the engine did or would do, read from its own events.
 *
 * @param operations the operation on each resource that is not left as it is, components and the stack included, such
 *     as {@code create steam-import-queue}, sorted
 */
record Update(Run run, List<String> operations) {

    /** Reads the stream of events that {@code up --json} and {@code destroy --json} print. */
    static Update of(Run run) {
        var steps = run.output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .filter(event -> event.has("resourcePreEvent"))
                .map(event -> event.getAsJsonObject("resourcePreEvent").getAsJsonObject("metadata"));
        return new Update(run, operations(steps));
    }

    /** Reads the one object that {@code preview --json} prints. */
    static Update ofPreview(Run run) {
        var steps = JsonParser.parseString(run.succeeded().output())
                .getAsJsonObject()
                .getAsJsonArray("steps");
        return new Update(
                run, operations(StreamSupport.stream(steps.spliterator(), false).map(JsonElement::getAsJsonObject)));
    }

    private static List<String> operations(Stream<JsonObject> steps) {
        return steps.filter(step -> !step.get("op").getAsString().equals("same"))
                .map(step -> step.get("op").getAsString() + " "
                        + nameIn(step.get("urn").getAsString()))
                .sorted()
                .toList();
    }

    private static String nameIn(String urn) {
        return urn.substring(urn.lastIndexOf("::") + 2);
    }

    Update succeeded() {
        run.succeeded();
        return this;
    }
}
