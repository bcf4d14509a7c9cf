package savepoint.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.StringEscapeUtils;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savepoint.testing.Generated;

/** Renders the template with Velocity, the template language of API Gateway. */
class RequestTemplateTest {

    private static final VelocityEngine VELOCITY = new VelocityEngine();
    private static final List<String> OF_A_SERVER = List.of("steamId", "userId");
    private static final List<String> OF_A_USER = List.of("steamId");

    /** API Gateway's $input. Velocity calls it, so it must be public. */
    public record Input(String body) {

        public Object path(String path) {
            try {
                return JsonPath.read(body, path);
            } catch (PathNotFoundException missing) {
                return "";
            }
        }
    }

    /** API Gateway's $util. */
    public static final class Util {

        public String urlEncode(Object text) {
            return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
        }

        public String escapeJavaScript(Object text) {
            return StringEscapeUtils.escapeEcmaScript(String.valueOf(text));
        }
    }

    /** The parameters of the SQS call. */
    private static Map<String, String> call(List<String> fields, String body) {
        return call(RequestTemplate.of(fields), body);
    }

    private static Map<String, String> call(String template, String body) {
        var rendered = new StringWriter();
        var context = new VelocityContext();
        context.put("input", new Input(body));
        context.put("util", new Util());
        context.put(
                "context",
                Map.of(
                        "extendedRequestId",
                        "JKJaXmPLvHcE+A=",
                        "requestTimeEpoch",
                        1_795_507_200_123L,
                        "authorizer",
                        Map.of("claims", Map.of("sub", "caller"))));
        VELOCITY.evaluate(context, rendered, "template", template);
        return Stream.of(rendered.toString().split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(
                        parameter -> parameter[0],
                        parameter -> URLDecoder.decode(parameter[1], StandardCharsets.UTF_8)));
    }

    private static JsonObject message(List<String> fields, String body) {
        return JsonParser.parseString(call(fields, body).get("MessageBody")).getAsJsonObject();
    }

    @Test
    void sendsRequestOfServer() {
        assertEquals(
                Map.of(
                        "Action",
                        "SendMessage",
                        "MessageBody",
                        "{\"requestedAt\":1795507200123,\"steamId\":\"76561198000000000\",\"userId\":\"u-1\"}"),
                call(OF_A_SERVER, "{\"userId\":\"u-1\",\"steamId\":\"76561198000000000\"}"));
    }

    @Test
    void sendsRequestOfUserOnBehalfOfUser() {
        assertEquals(
                "caller",
                message(OF_A_USER, "{\"steamId\":\"76561198000000000\",\"userId\":\"victim\"}")
                        .get("userId")
                        .getAsString());
    }

    /** An attack that gets past the model: the value is escaped, so it remains a value. */
    @Test
    void escapesWhatModelWouldReject() {
        var message = message(OF_A_USER, "{\"steamId\":\"x\\\",\\\"userId\\\":\\\"victim\"}");

        assertEquals("x\",\"userId\":\"victim", message.get("steamId").getAsString());
        assertEquals("caller", message.get("userId").getAsString());
    }

    /** Without the model: the message is for the caller, or cannot be read. */
    @ParameterizedTest
    @MethodSource
    void neverSendsMessageForAnotherUser(Map<String, Object> body) {
        var call = call(OF_A_USER, new Gson().toJson(body));

        assertEquals(
                List.of("Action", "MessageBody"),
                call.keySet().stream().sorted().toList());
        strictly(call.get("MessageBody")).ifPresent(message -> {
            assertEquals("caller", message.get("userId").getAsString());
            assertEquals(1_795_507_200_123L, message.get("requestedAt").getAsLong());
            assertEquals(List.of("requestedAt", "steamId", "userId"), List.copyOf(message.keySet()));
        });
    }

    static List<Map<String, Object>> neverSendsMessageForAnotherUser() {
        return Generated.bodies(500);
    }

    /** The message, unless it is not JSON or contains a name twice. */
    private static Optional<JsonObject> strictly(String text) {
        try {
            return Optional.of(new Gson().getAdapter(JsonObject.class).fromJson(text));
        } catch (JsonSyntaxException | IOException notJson) {
            return Optional.empty();
        }
    }

    /** In a FIFO queue, the imports of one user run in order, and each request is a separate message. */
    @Test
    void groupsMessagesOfFifoQueuesByUser() {
        var body = "{\"steamId\":\"76561198000000000\",\"userId\":\"u-1\"}";
        var ofServer = call(RequestTemplate.ofFifo(OF_A_SERVER), body);
        var ofUser = call(RequestTemplate.ofFifo(OF_A_USER), body);

        assertEquals("u-1", ofServer.get("MessageGroupId"));
        assertEquals("caller", ofUser.get("MessageGroupId"));
        assertEquals("JKJaXmPLvHcE+A=", ofServer.get("MessageDeduplicationId"));
        assertEquals(call(OF_A_SERVER, body).get("MessageBody"), ofServer.get("MessageBody"));
    }

    /** Nothing else is evaluated: everything that is not a value is encoded. */
    @Test
    void usesOnlyExpectedReferences() {
        var names = new HashSet<String>();
        var references = Pattern.compile("\\$[a-zA-Z.]+").matcher(RequestTemplate.of(OF_A_USER));
        references.results().forEach(reference -> names.add(reference.group()));

        assertEquals(
                List.of(
                        "$.steamId",
                        "$context.authorizer.claims.sub",
                        "$context.requestTimeEpoch",
                        "$input.path",
                        "$util.escapeJavaScript",
                        "$util.urlEncode"),
                names.stream().sorted().toList());
        assertFalse(RequestTemplate.of(OF_A_USER).contains("\""));
    }
}
