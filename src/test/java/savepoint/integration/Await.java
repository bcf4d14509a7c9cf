package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for asynchronous changes. */
final class Await {

    private Await() {}

    /** Waits for at most two minutes. Checks less often after two seconds, since a check takes CPU time. */
    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        var start = Instant.now();
        while (!condition.getAsBoolean()) {
            var waited = Duration.between(start, Instant.now());
            assertTrue(waited.toMinutes() < 2, "still waiting for " + what);
            TimeUnit.MILLISECONDS.sleep(waited.toSeconds() < 2 ? 250 : 1_000);
        }
    }
}
