package savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.completion.CompletionEvent;
import savepoint.testing.ProjectFiles;

/** The worker's test fixtures match the message schema, and the documentation matches both. */
class HandlerContractTest {

    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(ProjectFiles.text("contract/message.schema.json"));

    private static JsonObject read(String path) {
        return JsonParser.parseString(ProjectFiles.text(path)).getAsJsonObject();
    }

    private static List<JsonObject> objects(JsonObject object, String field) {
        return StreamSupport.stream(object.getAsJsonArray(field).spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static boolean isImport(String body) {
        try {
            return SCHEMA.validate(body, InputFormat.JSON).isEmpty();
        } catch (IllegalArgumentException notJson) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "epoch", "ten", "malformed", "duplicate", "expired"})
    void onlyInvalidMessagesFail(String name) {
        var invalid = objects(read("contract/events/%s.json".formatted(name)), "Records").stream()
                .filter(message -> !isImport(message.get("body").getAsString()))
                .map(message -> message.get("messageId").getAsString())
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(
                invalid,
                objects(read("contract/responses/%s.json".formatted(name)), "batchItemFailures").stream()
                        .map(failure -> failure.get("itemIdentifier").getAsString())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** In a group, messages after a failure would overtake it. Other groups continue. */
    @Test
    void messageGroupStopsAtFirstFailure() {
        var failed = new ArrayList<String>();
        var stopped = new HashSet<String>();
        for (var message : objects(read("contract/events/fifo.json"), "Records")) {
            var group =
                    message.getAsJsonObject("attributes").get("MessageGroupId").getAsString();
            if (stopped.contains(group) || !isImport(message.get("body").getAsString())) {
                stopped.add(group);
                failed.add(message.get("messageId").getAsString());
            }
        }

        assertEquals(
                failed,
                objects(read("contract/responses/fifo.json"), "batchItemFailures").stream()
                        .map(failure -> failure.get("itemIdentifier").getAsString())
                        .toList());
        assertEquals(2, failed.size());
    }

    /**
     * The program derives the model of the HTTP endpoint from its copy of the schema. {@code mvn -q
     * test -Dtest=HandlerContractTest -Dwrite} writes it.
     */
    @Test
    void programHasSameSchema() throws IOException {
        var copy = Path.of("src/main/resources/message.schema.json");
        if (System.getProperty("write") != null) {
            Files.copy(Path.of("contract/message.schema.json"), copy, StandardCopyOption.REPLACE_EXISTING);
        }

        assertEquals(
                ProjectFiles.text("contract/message.schema.json"),
                ProjectFiles.text(copy.toString()),
                "to update the copy, run mvn -q test -Dtest=HandlerContractTest -Dwrite");
    }

    @ParameterizedTest
    @CsvSource({"done, Steam Import Done", "dropped, Steam Import Dropped"})
    void completionEventsMatchTheirSchema(String name, String detailType) {
        var event = read("contract/completions/%s.json".formatted(name));
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(ProjectFiles.text("contract/completion.schema.json"));
        var detail = event.get("Detail").getAsString();

        assertEquals(Set.of(), schema.validate(detail, InputFormat.JSON));
        assertEquals(
                name,
                JsonParser.parseString(detail).getAsJsonObject().get("result").getAsString());
        assertEquals(detailType, event.get("DetailType").getAsString());
        assertEquals(CompletionEvent.SOURCE, event.get("Source").getAsString());
        assertTrue(ProjectFiles.text("docs/completion.md").contains("| `" + detailType + "` |"));
    }

    @Test
    void eventsMatchTheirNames() {
        assertEquals(1, objects(read("contract/events/one.json"), "Records").size());
        assertEquals(10, objects(read("contract/events/ten.json"), "Records").size());
        assertEquals(
                2,
                objects(read("contract/responses/ten.json"), "batchItemFailures")
                        .size());
        assertEquals(
                1,
                objects(read("contract/responses/malformed.json"), "batchItemFailures")
                        .size());
        var duplicate = objects(read("contract/events/duplicate.json"), "Records");
        assertEquals(duplicate.get(0).get("body"), duplicate.get(1).get("body"));
        assertEquals(
                2,
                duplicate.stream()
                        .map(message -> message.get("messageId"))
                        .distinct()
                        .count());
    }

    @Test
    void everyEventHasResponseAndDocumentedRow() throws IOException {
        assertEquals(files("contract/events"), files("contract/responses"));
        for (var file : files("contract/events")) {
            assertTrue(
                    ProjectFiles.text("docs/handler-contract.md").contains("| `" + file.replace(".json", "") + "` |"),
                    file);
        }
    }

    private static Set<String> files(String folder) throws IOException {
        try (var files = Files.list(Path.of(folder))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void documentedMessageIsValid() {
        assertTrue(isImport(
                ProjectFiles.codeBlocks("docs/handler-contract.md", "json").get(0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"userId\":\"u\",\"steamId\":\"76561198000000000\",\"requestedAt\":\"2026-11-24T08:00:00Z\"}",
                "{\"userId\":\"u\",\"steamId\":\"76561190000000000\",\"requestedAt\":\"2026-11-24T08:00:00.125+01:00\",\"priority\":3,\"new\":true}",
                "{\"userId\":\"u\",\"steamId\":\"76561190000000000\",\"requestedAt\":1795507200000}"
            })
    void acceptsMissingOptionalFieldsAndUnknownFields(String body) {
        assertTrue(isImport(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user_id\":\"u\",\"steamId\":\"76561198000000000\",\"requestedAt\":\"2026-11-24T08:00:00Z\"}",
                "{\"userId\":\"\",\"steamId\":\"76561198000000000\",\"requestedAt\":\"2026-11-24T08:00:00Z\"}",
                "{\"userId\":\"u\",\"steam_id64\":\"76561198000000000\",\"requestedAt\":\"2026-11-24T08:00:00Z\"}",
                "{\"userId\":\"u\",\"steamId\":76561198000000000,\"requestedAt\":\"2026-11-24T08:00:00Z\"}",
                "{\"userId\":\"u\",\"steamId\":\"7656119800000000\",\"requestedAt\":\"2026-11-24T08:00:00Z\"}",
                "{\"userId\":\"u\",\"steamId\":\"765611980000000000\",\"requestedAt\":\"2026-11-24T08:00:00Z\"}",
                "{\"userId\":\"u\",\"steamId\":\"12345678901234567\",\"requestedAt\":\"2026-11-24T08:00:00Z\"}",
                "{\"userId\":\"u\",\"steamId\":\"76561198000000000\",\"requestedAt\":\"yesterday\"}",
                "{\"userId\":\"u\",\"steamId\":\"76561198000000000\",\"requestedAt\":\"2026-11-24\"}",
                "{\"userId\":\"u\",\"steamId\":\"76561198000000000\",\"requestedAt\":\"2026-13-24T08:00:00Z\"}",
                "{\"userId\":\"u\",\"steamId\":\"76561198000000000\",\"requestedAt\":1795507200}",
                "{\"userId\":\"u\",\"steamId\":\"76561198000000000\",\"requestedAt\":1795507200000.5}",
                "{\"userId\":\"u\",\"steamId\":\"76561198000000000\\n\",\"requestedAt\":1795507200000}",
                "{\"userId\":\"u\",\"steamId\":\"76561198000000000\"}",
                "[]",
                ""
            })
    void rejectsInvalidMessages(String body) {
        assertEquals(false, isImport(body));
    }
}
