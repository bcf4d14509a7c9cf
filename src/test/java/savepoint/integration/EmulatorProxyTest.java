package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EmulatorProxyTest {

    @Test
    void respondsWithoutBody() throws IOException, InterruptedException {
        try (var proxy = new EmulatorProxy(1, request -> request.answer(204, "text/plain", ""))) {
            var request =
                    HttpRequest.newBuilder(URI.create(proxy.address())).DELETE().build();

            assertEquals(
                    204,
                    HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode());
        }
    }

    /** The provider aborts some responses that arrive in two parts, and retries the request. */
    @Test
    void sendsHeadersAndBodyTogether() throws IOException {
        try (var proxy = new EmulatorProxy(1, request -> request.answer(200, "text/plain", "body"));
                var client = new Socket("127.0.0.1", URI.create(proxy.address()).getPort())) {
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            var part = new byte[1_000];
            var length = client.getInputStream().read(part);

            var received = new String(part, 0, length, StandardCharsets.US_ASCII);
            assertTrue(received.startsWith("HTTP/1.1 200"), received);
            assertTrue(received.endsWith("\r\n\r\nbody"), received);
        }
    }
}
