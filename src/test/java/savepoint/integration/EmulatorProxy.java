package savepoint.integration;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before the emulator and answers some requests itself, as AWS does when it is busy or broken. */
final class FaultyProxy implements AutoCloseable {

    /** Headers that the two HTTP libraries set by themselves. */
    private static final Set<String> OWN_HEADERS =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade", "http2-settings");

    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI emulator;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();

    FaultyProxy(int emulatorPort) throws IOException {
        emulator = URI.create("http://127.0.0.1:" + emulatorPort);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many requests it has answered with a fault so far. */
    int faults() {
        return faults.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            if (requests.incrementAndGet() % 3 == 0) {
                fail(exchange, faults.getAndIncrement());
            } else {
                forward(exchange, body);
            }
        }
    }

    /** Throttling, as each of the two protocols words it, an internal error and an outage, in turn. */
    private static void fail(HttpExchange exchange, int fault) throws IOException {
        switch (fault % 3) {
            case 0 -> {
                var query = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
                        .startsWith("application/x-www-form-urlencoded");
                var body = (query
                                ? "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code>"
                                        + "<Message>Rate exceeded</Message></Error><RequestId>1</RequestId></ErrorResponse>"
                                : "{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", query ? "text/xml" : "application/x-amz-json-1.0");
                exchange.getResponseHeaders().add("X-Amzn-ErrorType", "ThrottlingException");
                exchange.sendResponseHeaders(400, body.length);
                exchange.getResponseBody().write(body);
            }
            case 1 -> exchange.sendResponseHeaders(500, -1);
            default -> exchange.sendResponseHeaders(503, -1);
        }
    }

    private void forward(HttpExchange exchange, byte[] body) throws IOException {
        var request = HttpRequest.newBuilder(emulator.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().map().forEach((name, values) -> {
                if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> exchange.getResponseHeaders().add(name, value));
                }
            });
            exchange.sendResponseHeaders(
                    response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
