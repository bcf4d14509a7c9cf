package savepoint;

import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The Java SDK's own log: what it repeats on standard error, and the one place where its main loop calls back. */
final class SdkLog {

    /** Short beside what an engine does in between, long beside the look itself. */
    private static final Duration REST = Duration.ofMillis(5);

    /** Held here because the log manager forgets a logger, and its filter, that nobody holds. */
    private static final Logger LOGGER = Logger.getLogger("com.pulumi.deployment.internal.DeploymentImpl");

    private SdkLog() {}

    /** Lets the engine alone show messages, so that a user reads an error once. Debug output is untouched. */
    static void leaveMessagesToTheEngine() {
        LOGGER.setFilter(record -> record.getLevel().intValue() < Level.INFO.intValue());
    }

    /**
     * Has the SDK's main loop rest before each look at what is still in flight, where it would take a whole core: see
     * docs/decisions/main-loop.md. To be called by the program itself, since the SDK sets the log's level before it calls that.
     */
    static void letTheMainLoopRest() {
        letTheMainLoopRest(LOGGER, SdkLog::rest);
    }

    static void letTheMainLoopRest(Logger log, Runnable rest) {
        var filter = Optional.ofNullable(log.getFilter()).orElse(record -> true);
        var level = Optional.ofNullable(log.getLevel()).orElse(Level.INFO);
        log.setFilter(record -> {
            if (announcesALook(record)) {
                rest.run();
            }
            return record.getLevel().intValue() >= level.intValue() && filter.isLoggable(record);
        });
        log.setLevel(Level.FINEST); // what the announcement has
    }

    private static boolean announcesALook(LogRecord record) {
        return record.getMessage() != null && record.getMessage().startsWith("Remaining tasks");
    }

    private static void rest() {
        try {
            Thread.sleep(REST.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
