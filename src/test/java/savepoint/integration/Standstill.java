package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * The worst moment to kill the engine: AWS has completed some calls, but no response arrives. All
 * later calls wait as well, so that the engine is blocked and a test has time to kill it.
 */
final class Standstill implements EmulatorProxy.Behaviour {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Set<String> calls;
    private final Set<String> outstanding = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);

    private Standstill(Set<String> calls) {
        this.calls = calls;
        outstanding.addAll(calls);
    }

    /** Blocks after these calls: each an action, or {@code {action} with {text in the body}}. */
    static Standstill after(String... calls) {
        return new Standstill(Set.of(calls));
    }

    /** Waits until the engine is blocked. */
    void await(Process engine) throws InterruptedException {
        var end = Instant.now().plus(LIMIT);
        while (!outstanding.isEmpty()) {
            assertTrue(engine.isAlive(), "the engine ended before " + outstanding);
            assertTrue(Instant.now().isBefore(end), "the engine is still running without " + outstanding);
            Thread.sleep(50);
        }
        // Let the engine write earlier responses to the state: truncated files are another
        // problem.
        Thread.sleep(2_000);
    }

    /** Releases the waiting calls without a response. */
    void end() {
        over.countDown();
    }

    @Override
    public void handle(EmulatorProxy.Request request) throws IOException, InterruptedException {
        if (calls.stream().anyMatch(call -> isCalledBy(request, call))) {
            request.send();
            outstanding.removeIf(call -> isCalledBy(request, call));
        } else if (!outstanding.isEmpty()) {
            request.forward();
            return;
        }
        over.await();
        throw new InterruptedIOException("no response");
    }

    private static boolean isCalledBy(EmulatorProxy.Request request, String call) {
        var parts = call.split(" with ");
        return request.action().equals(parts[0])
                && (parts.length == 1 || request.text().contains(parts[1]));
    }

    @Override
    public String toString() {
        return "after " + calls;
    }
}
