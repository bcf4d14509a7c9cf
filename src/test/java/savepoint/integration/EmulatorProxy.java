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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** A proxy between provider and emulator that lets a test decide what happens to each request. */
final class EmulatorProxy implements AutoCloseable {

    /** Forwards a request with {@link Request#forward()}, responds itself, or does neither. */
    interface Behaviour {
        void handle(Request request) throws IOException, InterruptedException;
    }

    /** Headers that the two HTTP libraries set themselves. */
    private static final Set<String> OWN_HEADERS =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade", "http2-settings");

    private static final Pattern QUERY_ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI emulator;
    private volatile Behaviour behaviour;

    EmulatorProxy(int emulatorPort, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        emulator = URI.create("http://127.0.0.1:" + emulatorPort);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                this.behaviour.handle(new Request(exchange));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Changes how requests are handled from now on. */
    void behave(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    /** One AWS API call. */
    final class Request {

        private final HttpExchange exchange;
        private final byte[] body;

        private Request(HttpExchange exchange) throws IOException {
            this.exchange = exchange;
            this.body = exchange.getRequestBody().readAllBytes();
        }

        /**
         * The action as the protocol names it, such as {@code CreateQueue}, or method and path of
         * a REST call.
         */
        String action() {
            return target().map(target -> target.substring(target.indexOf('.') + 1))
                    .or(() -> QUERY_ACTION
                            .matcher(text())
                            .results()
                            .map(match -> match.group(1))
                            .findFirst())
                    .orElseGet(() -> exchange.getRequestMethod() + " "
                            + exchange.getRequestURI().getPath());
        }

        private Optional<String> target() {
            return Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        }

        String method() {
            return exchange.getRequestMethod();
        }

        /** Includes the query string. */
        String path() {
            return exchange.getRequestURI().toString();
        }

        /** Empty if there is none. */
        String header(String name) {
            return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                    .orElse("");
        }

        /** The body of the call. */
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** Whether the service responds in XML. */
        boolean usesQueryProtocol() {
            return QUERY_ACTION.matcher(text()).find();
        }

        /** Sends the request to the emulator and returns the response without forwarding it. */
        HttpResponse<byte[]> send() throws IOException, InterruptedException {
            var request = HttpRequest.newBuilder(emulator.resolve(exchange.getRequestURI()))
                    .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }

        /** Sends the request to the emulator and forwards the response. */
        String forward() throws IOException, InterruptedException {
            var response = send();
            response.headers().map().forEach((name, values) -> {
                if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> exchange.getResponseHeaders().add(name, value));
                }
            });
            write(response.statusCode(), response.body());
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        /** Responds in place of the emulator. */
        void answer(int status, String contentType, String answer) throws IOException {
            exchange.getResponseHeaders().add("Content-Type", contentType);
            write(status, answer.getBytes(StandardCharsets.UTF_8));
        }

        private void write(int status, byte[] answer) throws IOException {
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
