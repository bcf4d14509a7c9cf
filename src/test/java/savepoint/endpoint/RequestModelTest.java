package savepoint.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.testing.Generated;
import savepoint.testing.ProjectFiles;

/** Checks that every request that the model accepts becomes a message that the contract accepts. */
class RequestModelTest {

    private static final String STEAM_ID = "76561198000000000";
    private static final JsonSchema CONTRACT = JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(ProjectFiles.text("contract/message.schema.json"));
    private static final JsonSchema OF_A_SERVER = model(List.of("steamId", "userId"));
    private static final JsonSchema OF_A_USER = model(List.of("steamId"));

    private static JsonSchema model(List<String> fields) {
        return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(RequestModel.of(fields));
    }

    private static boolean accepts(JsonSchema schema, Object body) {
        return schema.validate(new Gson().toJson(body), InputFormat.JSON).isEmpty();
    }

    private static Map<String, Object> body(String userId, String steamId) {
        return new HashMap<>(Map.of("userId", userId, "steamId", steamId));
    }

    @Test
    void acceptsRequestOfServer() {
        assertTrue(accepts(OF_A_SERVER, body("u-1", STEAM_ID)));
        assertTrue(accepts(OF_A_SERVER, body("auth0|5f7c8ec7c33c6c004bbafe82", STEAM_ID)));
        assertTrue(accepts(OF_A_SERVER, body("a".repeat(128), STEAM_ID)));
    }

    @Test
    void requestOfUserHasOnlySteamId() {
        assertTrue(accepts(OF_A_USER, Map.of("steamId", STEAM_ID)));
        assertFalse(accepts(OF_A_USER, body("u-1", STEAM_ID)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"requestedAt", "priority", "simulate", "USERID", "$userId", ""})
    void rejectsOtherFields(String field) {
        var body = body("u-1", STEAM_ID);
        body.put(field, "2026-11-24T08:00:00Z");

        assertFalse(accepts(OF_A_SERVER, body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"userId", "steamId"})
    void requiresEachField(String field) {
        var body = body("u-1", STEAM_ID);
        body.remove(field);

        assertFalse(accepts(OF_A_SERVER, body));
    }

    /** In some engines, $ also matches before a line break at the end. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\u2028", "\"", "\\", "'", "}", "&", "%22", " ", "\0", "é"})
    void rejectsCharactersThatCouldEndAValue(String end) {
        assertFalse(accepts(OF_A_SERVER, body("u-1" + end, STEAM_ID)));
        assertFalse(accepts(OF_A_SERVER, body("u-1", STEAM_ID + end)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "1", "true", "[]", "\"x\"", "{\"userId\":[\"u-1\"],\"steamId\":\"76561198000000000\"}"})
    void rejectsOtherTypes(String body) {
        assertFalse(OF_A_SERVER.validate(body, InputFormat.JSON).isEmpty());
    }

    /** The messages of the contract's own events, as requests. */
    @ParameterizedTest
    @ValueSource(strings = {"one", "ten", "expired", "duplicate", "epoch"})
    void acceptsMessagesOfContractEvents(String name) {
        var event = JsonParser.parseString(ProjectFiles.text("contract/events/%s.json".formatted(name)))
                .getAsJsonObject();
        var imports = 0;
        for (var message : event.getAsJsonArray("Records")) {
            var body = message.getAsJsonObject().get("body").getAsString();
            var request = JsonParser.parseString(body).getAsJsonObject();
            request.keySet().retainAll(List.of("userId", "steamId"));
            if (CONTRACT.validate(body, InputFormat.JSON).isEmpty()) {
                imports++;
                assertTrue(accepts(OF_A_SERVER, request), body);
            }
        }
        assertTrue(imports > 0, name);
    }

    /** Nearly valid bodies, from a fixed seed: the contract accepts all that the model accepts. */
    @Test
    void acceptsOnlyWhatContractAccepts() {
        var accepted = Generated.bodies(500).stream()
                .filter(body -> accepts(OF_A_SERVER, body))
                .toList();

        for (var body : accepted) {
            var message = new HashMap<>(body);
            message.put("requestedAt", 1_795_507_200_000L);
            assertTrue(accepts(CONTRACT, message), message::toString);
            assertEquals(
                    List.of("steamId", "userId"),
                    body.keySet().stream().sorted().toList());
        }
        assertTrue(50 < accepted.size() && accepted.size() < 450, () -> accepted.size() + " accepted");
    }

    /** For example, after a change to the contract. */
    @Test
    void everyFieldRequiresClosedPattern() {
        assertThrows(IllegalStateException.class, () -> RequestModel.of(List.of("priority")));
    }

    @Test
    void usesJsonSchemaDraft4() {
        var model = JsonParser.parseString(RequestModel.of(List.of("steamId"))).getAsJsonObject();

        assertEquals(
                "http://json-schema.org/draft-04/schema#", model.get("$schema").getAsString());
    }
}
