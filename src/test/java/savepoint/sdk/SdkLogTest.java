package savepoint.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import com.pulumi.core.Output;
import com.pulumi.deployment.internal.DeploymentImpl;
import com.pulumi.test.Mocks;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.internal.PulumiTestInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdkLogTest {

    private final Logger log = Logger.getLogger(DeploymentImpl.class.getName());
    private final List<String> shown = new ArrayList<>();
    private final AtomicInteger rests = new AtomicInteger();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            shown.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void setUpLogLikeTheSdk() {
        log.setUseParentHandlers(false);
        log.addHandler(handler);
        log.setLevel(Level.SEVERE);
    }

    @AfterEach
    void restoreLog() {
        log.setUseParentHandlers(true);
        log.removeHandler(handler);
        log.setLevel(null);
        log.setFilter(null);
        PulumiTest.cleanup();
    }

    @Test
    void hidesMessagesThatTheEngineShows() {
        SdkLog.suppressDuplicateMessages();
        SdkLog.throttleMainLoop(log, rests::incrementAndGet);

        log.severe("shown by the engine");
        log.finest("shown only if enabled");
        log.finest((String) null);

        assertEquals(List.of(), shown);
    }

    @Test
    void showsDebugOutputIfEnabled() {
        log.setLevel(Level.FINEST); // PULUMI_JAVA_LOG_VERBOSE=true
        SdkLog.suppressDuplicateMessages();
        SdkLog.throttleMainLoop(log, rests::incrementAndGet);

        log.finest("Remaining tasks [1]: {}");
        log.finest("Completed task");

        assertEquals(List.of("Remaining tasks [1]: {}", "Completed task"), shown);
    }

    @Test
    void filtersTheLogOfTheMainLoop() {
        SdkLog.throttleMainLoop();

        assertEquals(Level.FINEST, log.getLevel());
        assertNotNull(log.getFilter());
    }

    /** Half a percent of the time so far: the end of a program is not noticed much later. */
    @ParameterizedTest
    @CsvSource({"0, 5", "999, 5", "2000, 10", "10000, 50", "20000, 100", "600000, 100"})
    void pausesLongerTheLongerTheProgramRuns(long running, long pause) {
        assertEquals(Duration.ofMillis(pause), SdkLog.pauseAfter(Duration.ofMillis(running)));
    }

    /** Fails if another SDK release polls differently: the pause may then be unnecessary. */
    @Test
    void mainLoopPausesBeforeEachCheck() {
        var logOfTests = PulumiTestInternal.defaultLogger();
        var afterThreeRests = new CompletableFuture<String>();
        Runnable rest = () -> {
            if (rests.incrementAndGet() == 3) {
                afterThreeRests.complete("done");
            }
        };

        PulumiTest.withMocks(mock(Mocks.class))
                .withOptions(TestOptions.builder().build())
                .runTest(context -> {
                    SdkLog.throttleMainLoop(logOfTests, rest);
                    context.export("late", Output.of(afterThreeRests));
                })
                .throwOnError();
        logOfTests.setFilter(null);

        assertTrue(rests.get() >= 3, "paused " + rests + " times");
    }
}
