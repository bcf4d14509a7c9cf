package savepoint.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Tools that every command of a test starts, without the time that it takes: the Python interpreter
 * itself instead of a version manager's script, and a Maven and a Java compiler that remember their
 * version, which the engine asks for in each run.
 */
final class QuickTools {

    /** A PATH with these tools first. */
    static final String PATH;

    private static final Path FOLDER =
            Path.of("target", "integration-tests", "tools").toAbsolutePath();

    static {
        create();
        PATH = FOLDER + ":" + System.getenv("PATH");
    }

    private QuickTools() {}

    static Path find(String tool) {
        return FOLDER.resolve(tool);
    }

    private static void create() {
        try {
            Files.createDirectories(FOLDER);
            var python = output("python3", "-c", "import sys; print(sys.executable)");
            ShellScript.in(FOLDER, "python3", "exec '%s' \"$@\"".formatted(python.strip()));
            rememberVersion("mvn");
            rememberVersion("javac");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void rememberVersion(String tool) throws IOException {
        var version = FOLDER.resolve(tool + ".version");
        Files.writeString(version, output(tool, "--version"));
        ShellScript.in(FOLDER, tool, """
                case "$*" in --version) exec cat '%s' ;; esac
                exec '%s' "$@\"""".formatted(version, LocalCloud.find(tool)));
    }

    private static String output(String... command) {
        return Run.of(Map.of(), command).succeeded().output();
    }
}
