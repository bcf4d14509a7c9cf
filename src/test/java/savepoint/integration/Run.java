package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A completed command and its output. */
record Run(List<String> command, int exitCode, String output, String errorOutput) {

    private static final long LIMIT_MINUTES = 20;

    /** Runs a command that writes to these files, and returns its exit code. */
    @FunctionalInterface
    interface Execution {
        int run(Path output, Path errorOutput) throws IOException, InterruptedException;
    }

    /** Runs a command in the root folder of the project and waits for it to end. */
    static Run of(Map<String, String> environment, String... command) {
        return of(environment, List.of(command));
    }

    static Run of(Map<String, String> environment, List<String> command) {
        return of(command, (output, errorOutput) -> {
            var builder = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errorOutput.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
                throw new AssertionError("still running after %d minutes: %s".formatted(LIMIT_MINUTES, command));
            }
            return process.exitValue();
        });
    }

    /** Runs a command in some way and waits for it to end. */
    static Run of(List<String> command, Execution execution) {
        try {
            // Files instead of pipes, so that nothing has to read while the command writes.
            var output = Files.createTempFile("run", ".out");
            var errorOutput = Files.createTempFile("run", ".err");
            var exitCode = execution.run(output, errorOutput);
            var run = new Run(command, exitCode, Files.readString(output), Files.readString(errorOutput));
            Files.delete(output);
            Files.delete(errorOutput);
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        }
    }

    /** Returns this run if it ended with exit code 0. */
    Run succeeded() {
        assertEquals(0, exitCode, this::toString);
        return this;
    }

    @Override
    public String toString() {
        return "%s\nexit code %d\n%s\n%s".formatted(String.join(" ", command), exitCode, output, errorOutput);
    }
}
