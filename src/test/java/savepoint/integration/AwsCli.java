package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The AWS CLI, started once for all tests: starting it takes longer than most commands. */
final class AwsCli {

    /** A folder for PATH with the command aws. */
    static final Path FOLDER = Path.of("target", "integration-tests", "aws").toAbsolutePath();

    /** The emulator's Python interpreter, which has the AWS CLI. */
    static final String PYTHON = Run.of(
                    Map.of(),
                    "python3",
                    "-c",
                    "import sys; sys.path.insert(0, 'local/lib'); import emulator; print(emulator.python())")
            .succeeded()
            .output()
            .strip();

    private static final Path RESOURCES = Path.of("src", "test", "resources").toAbsolutePath();

    /** Ends with this virtual machine, because its input does. */
    private static final Process SERVER;

    static {
        try {
            // The name of a socket is limited to about 100 characters.
            var socket = Files.createTempDirectory("aws").resolve("socket").toString();
            SERVER = new ProcessBuilder(
                            PYTHON, RESOURCES.resolve("aws_server.py").toString(), socket)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertEquals("listening", SERVER.inputReader().readLine());
            Files.createDirectories(FOLDER);
            // Without the packages, which take most of the time that Python needs to start.
            ShellScript.in(
                    FOLDER,
                    "aws",
                    "exec '%s' -IS '%s' '%s' \"$@\"".formatted(PYTHON, RESOURCES.resolve("aws_client.py"), socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AwsCli() {}

    /** Runs a command against the emulator at that port. */
    static Run run(int port, String... arguments) {
        return Run.of(
                Map.of(
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test",
                        "AWS_DEFAULT_REGION", "eu-central-1",
                        "AWS_CONFIG_FILE", "/dev/null",
                        "AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
                Stream.concat(
                                Stream.of(
                                        FOLDER.resolve("aws").toString(), "--endpoint-url", "http://127.0.0.1:" + port),
                                Stream.of(arguments))
                        .toList());
    }
}
