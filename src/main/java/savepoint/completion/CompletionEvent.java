package savepoint.completion;

import com.google.gson.GsonBuilder;
import java.util.Map;
import java.util.TreeMap;

/** What completion events have in common. {@code contract/completion.schema.json} describes them. */
public final class CompletionEvent {

    /** Who sends them. */
    public static final String SOURCE = "savepoint.steam-import";

    private CompletionEvent() {}

    /** The same pattern gives the same text. */
    static String json(Map<String, Object> pattern) {
        return new GsonBuilder().disableHtmlEscaping().create().toJson(new TreeMap<>(pattern));
    }
}
