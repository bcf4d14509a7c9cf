package savepoint.integration;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the engine did or would do, read from its events.
 *
 * @param operations the operation on each resource that changes, including components and the
 *     stack, such as {@code create steam-import-queue}, sorted
 * @param steps how long each resource took; empty for a preview
 */
record Update(Run run, List<String> operations, List<Step> steps) {

    /** When the engine started and finished a resource, in seconds on its clock. */
    record Step(String name, long start, long end) {

        long seconds() {
            return end - start;
        }
    }

    /** Reads the stream of events that {@code up --json} and {@code destroy --json} print. */
    static Update of(Run run) {
        var events = run.output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        var begun = events.stream()
                .filter(event -> event.has("resourcePreEvent"))
                .map(event -> metadata(event, "resourcePreEvent"));
        return new Update(run, operations(begun), steps(events));
    }

    /** Reads the JSON object that {@code preview --json} prints. */
    static Update ofPreview(Run run) {
        var steps = JsonParser.parseString(run.succeeded().output())
                .getAsJsonObject()
                .getAsJsonArray("steps");
        return new Update(
                run,
                operations(StreamSupport.stream(steps.spliterator(), false).map(JsonElement::getAsJsonObject)),
                List.of());
    }

    private static JsonObject metadata(JsonObject event, String kind) {
        return event.getAsJsonObject(kind).getAsJsonObject("metadata");
    }

    private static List<String> operations(Stream<JsonObject> steps) {
        return steps.filter(step -> !step.get("op").getAsString().equals("same"))
                .map(step -> step.get("op").getAsString() + " "
                        + nameIn(step.get("urn").getAsString()))
                .sorted()
                .toList();
    }

    private static List<Step> steps(List<JsonObject> events) {
        var begun = new HashMap<String, Long>();
        var steps = new ArrayList<Step>();
        for (var event : events) {
            if (event.has("resourcePreEvent")) {
                begun.put(
                        metadata(event, "resourcePreEvent").get("urn").getAsString(),
                        event.get("timestamp").getAsLong());
            } else if (event.has("resOutputsEvent")) {
                var urn = metadata(event, "resOutputsEvent").get("urn").getAsString();
                if (isInAws(urn) && begun.containsKey(urn)) {
                    steps.add(new Step(
                            nameIn(urn), begun.get(urn), event.get("timestamp").getAsLong()));
                }
            }
        }
        return steps;
    }

    private static boolean isInAws(String urn) {
        return urn.contains("$aws:");
    }

    /** The sequence of steps, one after the other, that took the longest in total. */
    List<Step> longestChain() {
        var chains = new ArrayList<List<Step>>();
        for (var step : steps.stream().sorted(Comparator.comparing(Step::end)).toList()) {
            var chain = new ArrayList<>(chains.stream()
                    .filter(earlier -> earlier.get(earlier.size() - 1).end() <= step.start())
                    .max(Comparator.comparing(Update::seconds))
                    .orElse(List.of()));
            chain.add(step);
            chains.add(chain);
        }
        return chains.stream().max(Comparator.comparing(Update::seconds)).orElse(List.of());
    }

    /** The step of that name. */
    Step step(String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Without the step of that name. */
    Update without(String name) {
        return new Update(
                run,
                operations,
                steps.stream().filter(step -> !step.name().equals(name)).toList());
    }

    private static long seconds(List<Step> chain) {
        return chain.stream().mapToLong(Step::seconds).sum();
    }

    private static String nameIn(String urn) {
        return urn.substring(urn.lastIndexOf("::") + 2);
    }

    Update succeeded() {
        run.succeeded();
        return this;
    }
}
