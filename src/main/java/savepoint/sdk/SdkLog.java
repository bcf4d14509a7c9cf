package savepoint.sdk;

import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The Java SDK's own log. It repeats messages on standard error, and it is the only hook into the
 * SDK's main loop.
 */
public final class SdkLog {

    /** Short compared with an engine operation, long compared with the check itself. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);

    /** Waiting for AWS can take minutes, and a deployment that long may end this much later. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    /** A pause is this fraction of the time that the program has been running for. */
    private static final int FRACTION = 200;

    /**
     * A strong reference, because the log manager does not keep an unreferenced logger or its
     * filter.
     */
    private static final Logger LOGGER = Logger.getLogger("com.pulumi.deployment.internal.DeploymentImpl");

    private SdkLog() {}

    /**
     * Suppresses messages that the engine also shows, so that users see each error once. Debug
     * output is unaffected.
     */
    public static void suppressDuplicateMessages() {
        LOGGER.setFilter(record -> record.getLevel().intValue() < Level.INFO.intValue());
    }

    /**
     * Makes the SDK's main loop pause before each check of pending tasks; otherwise it uses an
     * entire CPU core. See docs/decisions/main-loop.md. Call this from within the program, because
     * the SDK sets the log level before it runs the program.
     */
    public static void throttleMainLoop() {
        var start = System.nanoTime();
        throttleMainLoop(LOGGER, () -> pause(pauseAfter(Duration.ofNanos(System.nanoTime() - start))));
    }

    static void throttleMainLoop(Logger log, Runnable pause) {
        var filter = Optional.ofNullable(log.getFilter()).orElse(record -> true);
        var level = Optional.ofNullable(log.getLevel()).orElse(Level.INFO);
        log.setFilter(record -> {
            if (isTaskCheck(record)) {
                pause.run();
            }
            return record.getLevel().intValue() >= level.intValue() && filter.isLoggable(record);
        });
        log.setLevel(Level.FINEST); // the level of the 'Remaining tasks' message
    }

    private static boolean isTaskCheck(LogRecord record) {
        return record.getMessage() != null && record.getMessage().startsWith("Remaining tasks");
    }

    static Duration pauseAfter(Duration running) {
        var fraction = running.dividedBy(FRACTION);
        return fraction.compareTo(SHORTEST_PAUSE) < 0
                ? SHORTEST_PAUSE
                : fraction.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : fraction;
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
