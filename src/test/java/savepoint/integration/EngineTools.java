package savepoint.integration;

import java.nio.file.Path;
import java.util.Map;

/** The engine's programs, got in the way that the scripts of {@code local/} get them. */
final class EngineTools {

    private EngineTools() {}

    /** The folder of {@code pulumi} and its Java host. */
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
