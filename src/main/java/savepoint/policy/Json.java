package savepoint.policy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes documents with the JSON library that the Pulumi SDK already uses. */
final class Json {

    /**
     * HTML escaping is off because ARNs and conditions may contain {@code =}, {@code <} and
     * {@code &}.
     */
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private Json() {}

    /** A policy in the current version of IAM's policy language. */
    static String policy(Statement... statements) {
        return policy(List.of(statements));
    }

    static String policy(List<Statement> statements) {
        return object(
                "Version",
                "2012-10-17",
                "Statement",
                statements.stream().map(Statement::elements).toList());
    }

    /** An object with these members, in the given order: each a key, followed by its value. */
    static String object(Object... members) {
        return GSON.toJson(members(members));
    }

    /** A nested object, with its members in the given order. */
    static Map<String, Object> members(Object... members) {
        var object = new LinkedHashMap<String, Object>();
        for (var index = 0; index < members.length; index += 2) {
            object.put((String) members[index], members[index + 1]);
        }
        return object;
    }
}
