package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Executable files that replace a tool on the PATH. */
final class ShellScript {

    private ShellScript() {}

    /** Creates one with these commands in a folder. */
    static Path in(Path folder, String name, String commands) throws IOException {
        var file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + commands + "\n");
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }
}
