package savepoint.integration;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;

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

    /**
     * Sends the headers and the body of a response together, like the emulator (see
     * local/emulator/packets.py). Otherwise, the provider may close the connection between the two and
     * retry, and a resource that it deleted is not found.
     */
    private static final Http1Config WHOLE_RESPONSES =
            Http1Config.custom().setBufferSize(1 << 20).build();

    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI emulator;
    private volatile Behaviour behaviour;

    EmulatorProxy(int emulatorPort, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        emulator = URI.create("http://127.0.0.1:" + emulatorPort);
        server = ServerBootstrap.bootstrap()
                .setLocalAddress(InetAddress.getLoopbackAddress())
                .setHttp1Config(WHOLE_RESPONSES)
                .setRequestRouter((request, context) -> this::handle)
                .create();
        server.start();
    }

    private void handle(ClassicHttpRequest request, ClassicHttpResponse response, HttpContext context)
            throws IOException {
        try {
            behaviour.handle(new Request(request, response));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Changes how requests are handled from now on. */
    void behave(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    /** One AWS API call. */
    final class Request {

        private final ClassicHttpRequest request;
        private final ClassicHttpResponse response;
        private final byte[] body;

        private Request(ClassicHttpRequest request, ClassicHttpResponse response) throws IOException {
            this.request = request;
            this.response = response;
            this.body = request.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(request.getEntity());
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
                    .orElseGet(() -> method() + " " + URI.create(path()).getPath());
        }

        private Optional<String> target() {
            return Optional.of(header("X-Amz-Target")).filter(target -> !target.isEmpty());
        }

        String method() {
            return request.getMethod();
        }

        /** Includes the query string. */
        String path() {
            return request.getRequestUri();
        }

        /** Empty if there is none. */
        String header(String name) {
            return Optional.ofNullable(request.getFirstHeader(name))
                    .map(Header::getValue)
                    .orElse("");
        }

        /** The body of the call. */
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** Whether the request is for S3, which has its own protocol. */
        boolean isToS3() {
            return header("Authorization").contains("/s3/aws4_request");
        }

        /** Whether the service responds in XML. */
        boolean usesQueryProtocol() {
            return QUERY_ACTION.matcher(text()).find();
        }

        /** Sends the request to the emulator and returns the response without forwarding it. */
        HttpResponse<byte[]> send() throws IOException, InterruptedException {
            var forwarded = HttpRequest.newBuilder(emulator.resolve(path()))
                    .method(method(), HttpRequest.BodyPublishers.ofByteArray(body));
            for (var header : request.getHeaders()) {
                if (!isOwn(header.getName())) {
                    forwarded.header(header.getName(), header.getValue());
                }
            }
            return client.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
        }

        /** Sends the request to the emulator and forwards the response. */
        String forward() throws IOException, InterruptedException {
            var answer = send();
            answer.headers().map().forEach((name, values) -> {
                if (!isOwn(name)) {
                    values.forEach(value -> response.addHeader(name, value));
                }
            });
            respond(answer.statusCode(), answer.body());
            return new String(answer.body(), StandardCharsets.UTF_8);
        }

        /** Responds in place of the emulator. */
        void answer(int status, String contentType, String answer) {
            response.setHeader("Content-Type", contentType);
            respond(status, answer.getBytes(StandardCharsets.UTF_8));
        }

        private void respond(int status, byte[] answer) {
            response.setCode(status);
            // The server refuses to send a body with a status that has none.
            if (answer.length > 0) {
                // The content type is among the headers already.
                response.setEntity(new ByteArrayEntity(answer, null));
            }
        }

        private static boolean isOwn(String header) {
            return OWN_HEADERS.contains(header.toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public void close() {
        server.close(CloseMode.IMMEDIATE);
    }
}
