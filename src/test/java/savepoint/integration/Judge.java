package savepoint.integration;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Runs oracle/judge, which checks against AWS's own schemas, reference and models. */
final class Judge {

    private static final Path STATE =
            Path.of("target", "integration-tests", "judge").toAbsolutePath();

    private Judge() {}

    static Run of(String judge, Object... arguments) {
        return Run.of(
                Map.of("SAVEPOINT_LOCAL_STATE", STATE.toString()),
                Stream.concat(
                                Stream.of("oracle/judge", judge),
                                Stream.of(arguments).map(Object::toString))
                        .toList());
    }
}
