package savepoint.integration;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The AWS CLI of one cloud, started once: starting it takes longer than most commands.
 */
final class AwsCli implements AutoCloseable {

    private static final String START = "import pathlib, sys; sys.path.insert(0, 'local/lib'); import client; "
            + "client.become(pathlib.Path('src/test/resources/aws_cli').absolute())";

    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader exitCodes;

    /** Starts it for the emulator that is running in that environment. */
    AwsCli(Map<String, String> environment) {
        var builder = new ProcessBuilder("python3", "-c", START).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        exitCodes = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Runs a command and waits for it to end. */
    synchronized Run run(String... arguments) {
        var command = Stream.concat(Stream.of("aws"), Stream.of(arguments)).toList();
        return Run.of(command, (output, errorOutput) -> {
            commands.println(new Gson()
                    .toJson(Stream.concat(Stream.of(output.toString(), errorOutput.toString()), Stream.of(arguments))
                            .toList()));
            var exitCode = exitCodes.readLine();
            if (exitCode == null) {
                throw new AssertionError("the AWS CLI ended while running " + command);
            }
            return Integer.parseInt(exitCode);
        });
    }

    @Override
    public void close() {
        process.destroy();
    }
}
