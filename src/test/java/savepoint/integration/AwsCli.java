package savepoint.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The AWS CLI of the emulator, started once for all tests: starting it takes longer than most commands. */
final class AwsCli {

    /** A folder for PATH with the command aws. */
    static final Path FOLDER = Path.of("target", "integration-tests", "aws").toAbsolutePath();

    private static final Path RESOURCES = Path.of("src", "test", "resources").toAbsolutePath();

    /** What a command sees instead of the environment of the tests, which may refer to a real account. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "AWS_ACCESS_KEY_ID", "test",
            "AWS_SECRET_ACCESS_KEY", "test",
            "AWS_DEFAULT_REGION", "eu-central-1",
            "AWS_CONFIG_FILE", "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
            "NO_PROXY", "127.0.0.1",
            "PYTHONUTF8", "1");

    /** Ends with this virtual machine, because its input does. */
    private static final Process SERVER;

    static {
        try {
            var python = EngineTools.get().python();
            SERVER = server(python);
            Files.createDirectories(FOLDER);
            // Without the packages, which take most of the time that Python needs to start.
            ShellScript.in(
                    FOLDER,
                    "aws",
                    "exec '%s' -IS '%s' '%s' \"$@\""
                            .formatted(
                                    python,
                                    RESOURCES.resolve("aws_client.py"),
                                    SERVER.inputReader().readLine()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AwsCli() {}

    private static Process server(Path python) throws IOException {
        var builder = new ProcessBuilder(
                        python.toString(), RESOURCES.resolve("aws_server.py").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder.start();
    }

    /** Runs a command against the emulator at that port. */
    static Run run(int port, String... arguments) {
        return Run.of(
                Map.of(),
                Stream.of(
                                Stream.of("env", "-i"),
                                ENVIRONMENT.entrySet().stream().map(Object::toString),
                                Stream.of(
                                        FOLDER.resolve("aws").toString(), "--endpoint-url", "http://127.0.0.1:" + port),
                                Stream.of(arguments))
                        .flatMap(words -> words)
                        .toList());
    }
}
