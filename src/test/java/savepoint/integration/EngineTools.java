package savepoint.integration;

import java.nio.file.Path;
import java.util.Map;

/**
 * The engine's executables, obtained in the same way as in the scripts in {@code local/}, which install them first if
 * they are missing.
 *
 * @param binaries the folder with {@code pulumi} and its Java language host
 * @param python the Python interpreter of the emulator, which has the AWS CLI and the libraries of the reference worker
 * @param cache the folder that tools are kept in
 */
record EngineTools(Path binaries, Path python, Path cache) {

    private static final String PRINT_FOLDERS =
            "import sys; sys.path.insert(0, 'local/lib'); import emulator, engine, places; places.prepare(); "
                    + "print(engine.get().binaries, emulator.python(), places.CACHE, sep='\\n')";

    /** Those of this machine. */
    static EngineTools get() {
        var folders = Run.of(Map.of(), "python3", "-c", PRINT_FOLDERS)
                .succeeded()
                .output()
                .lines()
                .toList();
        return new EngineTools(Path.of(folders.get(0)), Path.of(folders.get(1)), Path.of(folders.get(2)));
    }
}
