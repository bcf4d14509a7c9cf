package savepoint.sdk;

import java.time.Duration;
import java.util.logging.Logger;

/** The SDK's main loop in tests, whose mocks answer at once. */
public final class MockedMainLoop {

    private static final Duration PAUSE = Duration.ofMillis(1);

    private MockedMainLoop() {}

    /**
     * Makes it pause between checks: mocked programs would otherwise wait for a core that the loop of
     * another one uses.
     *
     * @param log the logger that the test passes to the SDK as its standard logger
     */
    public static void throttle(Logger log) {
        SdkLog.throttleMainLoop(log, () -> SdkLog.pause(PAUSE));
    }
}
