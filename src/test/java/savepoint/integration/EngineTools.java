package savepoint.integration;

import java.nio.file.Path;
import java.util.Map;

/** The engine's executables, obtained in the same way as by the scripts in {@code local/}. */
final class EngineTools {

    private EngineTools() {}

    /** The folder with {@code pulumi} and its Java language host. */
    static Path binaries() {
        return Path.of(Run.of(
                        Map.of(),
                        "python3",
                        "-c",
                        "import sys; sys.path.insert(0, 'local/lib'); import engine, places; places.prepare(); print(engine.get().binaries)")
                .succeeded()
                .output()
                .strip());
    }
}
