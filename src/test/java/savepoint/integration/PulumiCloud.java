package savepoint.integration;

import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A stub of Pulumi Cloud's API for deployment settings, which it stores without reading them. */
final class PulumiCloud implements AutoCloseable {

    private static final String SETTINGS = "/deployments/settings";

    private final HttpServer server;
    private final Map<String, String> settings = new ConcurrentHashMap<>();
    private final List<String> changes = new CopyOnWriteArrayList<>();

    PulumiCloud() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                var answer = answer(
                        exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body(exchange));
                write(exchange, answer == null ? 404 : 200, answer == null ? "{\"code\":404}" : answer);
            }
        });
        server.start();
    }

    private static String body(HttpExchange exchange) throws IOException {
        var sent = exchange.getRequestBody();
        var isCompressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return new String((isCompressed ? new GZIPInputStream(sent) : sent).readAllBytes(), StandardCharsets.UTF_8);
    }

    private String answer(String method, String path, String body) {
        if (method.equals("PUT") || method.equals("POST")) {
            changes.add(method + " " + path);
            settings.put(path, body);
            return body;
        }
        if (path.endsWith(SETTINGS)) {
            return settings.get(path);
        }
        if (path.startsWith("/api/stacks/")) {
            var names = path.split("/");
            return """
                    {"orgName":"%s","projectName":"%s","stackName":"%s","version":1,"activeUpdate":""}""".formatted(names[3], names[4], names[5]);
        }
        return switch (path) {
            case "/api/openapi/pulumi-spec.json" -> openApi();
            case "/api/user" -> "{\"githubLogin\":\"tester\",\"organizations\":[{\"githubLogin\":\"acme\"}]}";
            case "/api/user/organizations/default" -> "{\"gitHubLogin\":\"acme\"}";
            case "/api/capabilities" -> "{\"capabilities\":[]}";
            default -> null;
        };
    }

    private static String openApi() {
        try {
            return Files.readString(Path.of("deploy/lib/settings.openapi.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(HttpExchange exchange, int status, String answer) throws IOException {
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** The environment variables that connect the CLI to it. */
    Map<String, String> environment(Path home) {
        return Map.of(
                "PULUMI_BACKEND_URL",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "PULUMI_ACCESS_TOKEN",
                "pul-test",
                "PULUMI_HOME",
                home.toString(),
                "PULUMI_SKIP_UPDATE_CHECK",
                "true");
    }

    /** The settings that were sent for a stack of {@code acme}. */
    String settingsOf(String stack) {
        return settings.get("/api/stacks/acme/savepoint/" + stack + SETTINGS);
    }

    /** Simulates a change of the settings in the console. */
    void change(String stack, String from, String to) {
        settings.computeIfPresent(
                "/api/stacks/acme/savepoint/" + stack + SETTINGS, (path, body) -> body.replace(from, to));
        JsonParser.parseString(settingsOf(stack));
    }

    /** The requests so far that change something. */
    List<String> changes() {
        return changes;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
