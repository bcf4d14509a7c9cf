package savepoint.policy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.List;

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

    /** An object with two members, in the given order. */
    static String object(String firstKey, Object firstValue, String secondKey, Object secondValue) {
        var object = new LinkedHashMap<String, Object>();
        object.put(firstKey, firstValue);
        object.put(secondKey, secondValue);
        return GSON.toJson(object);
    }
}
