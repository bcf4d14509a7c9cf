package savepoint.completion;

import com.google.gson.GsonBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What completion events have in common. {@code contract/completion.schema.json} describes them. */
public final class CompletionEvent {

    /** Who sends them. */
    public static final String SOURCE = "savepoint.steam-import";

    /** What the worker sends, and nothing else that others may put on the bus. */
    static final Map<String, Object> PATTERN = Map.of(
            "source",
            List.of(SOURCE),
            "detail-type",
            List.of("Steam Import Done", "Steam Import Dropped"),
            "detail",
            Map.of("result", List.of("done", "dropped")));

    private CompletionEvent() {}

    /** The same pattern gives the same text. */
    static String json(Map<String, Object> pattern) {
        return new GsonBuilder().disableHtmlEscaping().create().toJson(new TreeMap<>(pattern));
    }
}
