package savepoint.integration;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A queue that fails on demand, unlike those of the emulator. It accepts only batches, and keeps their messages. */
final class FakeSqs implements AutoCloseable {

    /** What it does with a message: accepts it, refuses it temporarily or permanently, or fails itself. */
    enum Fate {
        TAKEN,
        REFUSED_NOW,
        REFUSED,
        BREAKDOWN
    }

    private final HttpServer server;
    private final Function<JsonObject, Fate> fate;
    private final List<JsonObject> arrived = Collections.synchronizedList(new ArrayList<>());

    /**
     * Starts it.
     *
     * @param fate decides for each entry of a batch, whose {@code Id} is the line number
     */
    FakeSqs(Function<JsonObject, Fate> fate) throws IOException {
        this.fate = fate;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The entries that were taken, in the order in which they arrived. */
    List<JsonObject> arrived() {
        return List.copyOf(arrived);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var request = JsonParser.parseString(
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                .getAsJsonObject();
        if (exchange.getRequestHeaders().getFirst("X-Amz-Target").endsWith("GetQueueAttributes")) {
            send(exchange, 200, Map.of("Attributes", Map.of("MaximumMessageSize", "262144")));
        } else {
            sendBatch(exchange, request.getAsJsonArray("Entries"));
        }
    }

    private void sendBatch(HttpExchange exchange, JsonArray entries) throws IOException {
        var taken = new ArrayList<Map<String, Object>>();
        var failed = new ArrayList<Map<String, Object>>();
        for (var element : entries) {
            var entry = element.getAsJsonObject();
            var id = entry.get("Id").getAsString();
            var decided = fate.apply(entry);
            if (decided == Fate.BREAKDOWN) {
                send(exchange, 503, Map.of());
                return;
            }
            if (decided == Fate.TAKEN) {
                arrived.add(entry);
                taken.add(Map.of(
                        "Id",
                        id,
                        "MessageId",
                        "message-" + id,
                        "MD5OfMessageBody",
                        md5(entry.get("MessageBody").getAsString())));
            } else {
                failed.add(Map.of(
                        "Id",
                        id,
                        "Code",
                        "InternalError",
                        "Message",
                        "not taken",
                        "SenderFault",
                        decided == Fate.REFUSED));
            }
        }
        send(exchange, 200, Map.of("Successful", taken, "Failed", failed));
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        var bytes = new Gson().toJson(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
