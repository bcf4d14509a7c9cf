package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for asynchronous changes. */
final class Await {

    private Await() {}

    /** Waits for at most two minutes. */
    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        var end = Instant.now().plus(Duration.ofMinutes(2));
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(end), "still waiting for " + what);
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }
}
