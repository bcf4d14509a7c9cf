package savepoint.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import savepoint.sdk.MockedMainLoop;

/** A logger that prints nothing and keeps the warnings. */
final class RecordedLog extends Handler {

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getAnonymousLogger();

    RecordedLog() {
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
        MockedMainLoop.throttle(logger);
    }

    Logger logger() {
        return logger;
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public void publish(LogRecord message) {
        if (message.getLevel() == Level.WARNING) {
            warnings.add(message.getMessage());
        }
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
