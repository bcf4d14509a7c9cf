package savepoint.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A Maven and a JDK that repeat what the real ones did when the launcher prepared a project, without the time that it
 * takes. They record the runs of the program and of the archive's dump, but do neither.
 */
final class RecordedTools {

    private final Path folder;

    /**
     * @param prepared what the launcher wrote, using the real tools
     * @param folder an empty folder for the tools
     */
    RecordedTools(Path prepared, Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("bin"));
        Files.copy(prepared.resolve("output"), folder.resolve("output"));
        Files.copy(prepared.resolve("plugins.json"), folder.resolve("plugins.json"));
        var jar = Path.of(System.getProperty("java.home"), "bin", "jar");
        Run.of(
                        Map.of(),
                        "sh",
                        "-c",
                        "mkdir \"$0/classes\" && cd \"$0/classes\" && \"$1\" --extract --file \"$2\"",
                        folder.toString(),
                        jar.toString(),
                        prepared.resolve("program.jar").toString())
                .succeeded();
        tool("jar", "exec '%s' \"$@\"".formatted(jar));
        tool("java", """
                case "$*" in
                    *-Xshare:dump*) echo dump >> '%1$s/calls'; exit 1 ;;
                    *savepoint.App) echo "$*" >> '%1$s/calls'; exit ${PROGRAM_STATUS:-0} ;;
                    *Main\\ packages) exec cat '%1$s/plugins.json' ;;
                esac
                exit 43""".formatted(folder));
        tool("javac", """
                while [ "$1" != -d ]; do shift; done
                exec cp -R '%s/classes' "$2\"""".formatted(folder));
        tool("mvn", """
                case "$*" in *-DmainArgs=packages) exec cat '%1$s/plugins.json' ;; esac
                for argument; do
                    case "$argument" in -Dexec.outputFile=*) exec cp '%1$s/output' "${argument#*=}" ;; esac
                done
                exit 43""".formatted(folder));
    }

    private void tool(String name, String script) throws IOException {
        ShellScript.in(folder.resolve("bin"), name, script);
    }

    /** The JDK. */
    Path home() {
        return folder;
    }

    Path maven() {
        return folder.resolve("bin/mvn");
    }

    /** A PATH with this Maven first. */
    String path() {
        return folder.resolve("bin") + ":" + System.getenv("PATH");
    }

    /** The calls so far, one per line. */
    String calls() throws IOException {
        var calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readString(calls) : "";
    }

    void forgetCalls() throws IOException {
        Files.deleteIfExists(folder.resolve("calls"));
    }
}
