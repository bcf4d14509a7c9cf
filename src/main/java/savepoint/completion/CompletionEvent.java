package savepoint.completion;

import com.google.gson.GsonBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The properties that all completion events share. {@code contract/completion.schema.json} defines the events. */
public final class CompletionEvent {

    /** The {@code source} of the events. */
    public static final String SOURCE = "savepoint.steam-import";

    /** The event pattern that matches the worker's events, and no other events on the bus. */
    static Map<String, Object> patternOf(String source) {
        return Map.of(
                "source",
                List.of(source),
                "detail-type",
                List.of("Steam Import Done", "Steam Import Dropped"),
                "detail",
                Map.of("result", List.of("done", "dropped")));
    }

    private CompletionEvent() {}

    /** The pattern as JSON. The same pattern always results in the same text. */
    static String json(Map<String, Object> pattern) {
        return new GsonBuilder().disableHtmlEscaping().create().toJson(new TreeMap<>(pattern));
    }
}
