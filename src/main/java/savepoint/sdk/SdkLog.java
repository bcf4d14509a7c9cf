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
    private static final Duration PAUSE = Duration.ofMillis(5);

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
        throttleMainLoop(LOGGER, SdkLog::pause);
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

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
