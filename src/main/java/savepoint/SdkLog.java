package savepoint;

import java.util.logging.Level;
import java.util.logging.Logger;

/** The Java SDK's own log, which repeats on standard error what it sends to the engine. */
final class SdkLog {

    /** Held here because the log manager forgets a logger, and its filter, that nobody holds. */
    private static final Logger LOGGER = Logger.getLogger("com.pulumi.deployment.internal.DeploymentImpl");

    private SdkLog() {}

    /** Lets the engine alone show messages, so that a user reads an error once. Debug output is untouched. */
    static void leaveMessagesToTheEngine() {
        LOGGER.setFilter(record -> record.getLevel().intValue() < Level.INFO.intValue());
    }
}
