package savepoint.integration;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Records every AWS API call that the commands for one stack make, and which of the two deployment
 * roles makes it.
 */
final class CallRecorder implements AutoCloseable {

    private final Path file;
    private final EmulatorProxy proxy;
    private volatile String role = "update";

    CallRecorder(int emulatorPort, Path file) {
        this.file = file;
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            proxy = new EmulatorProxy(emulatorPort, this::record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void record(EmulatorProxy.Request request) throws IOException, InterruptedException {
        var answer = request.forward();
        var call = new Gson()
                .toJson(Map.of(
                        "role", role,
                        "method", request.method(),
                        "path", request.path(),
                        "target", request.header("X-Amz-Target"),
                        "authorization", request.header("Authorization"),
                        "body", request.text(),
                        "answer", answer));
        synchronized (this) {
            Files.writeString(file, call + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** Environment variables that record a command. One command runs for the stack at a time. */
    Map<String, String> environment(String command) {
        role = command.equals("preview") ? "preview" : "update";
        return Map.of("SAVEPOINT_LOCAL_ENDPOINT", proxy.address());
    }

    String address() {
        return proxy.address();
    }

    /** The recorded calls, one JSON object per line. */
    Path calls() {
        return file;
    }

    @Override
    public void close() {
        proxy.close();
    }
}
