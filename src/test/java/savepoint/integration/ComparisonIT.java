package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What bench/ compares this program with is the same stack: times of another one would say nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComparisonIT {

    private LocalCloud cloud;

    @BeforeAll
    void start() {
        cloud = LocalCloud.named("comparison");
    }

    @AfterAll
    void leaveNothingRunning() {
        cloud.close();
    }

    @Test
    @Order(1)
    void theProgramsPlanTheSameResources() {
        var comparison = cloud.shell("bench/run --compare").succeeded();

        assertTrue(comparison.errorOutput().contains("All programs plan the same resources"), comparison::toString);
    }

    @Test
    @Order(2)
    void aDifferenceIsFoundAndNamed() {
        cloud.configure("bench", "steamImportMemoryMb", "513");

        var comparison = cloud.shell("bench/run --compare");

        assertEquals(1, comparison.exitCode());
        assertTrue(comparison.errorOutput().contains("inputs memorySize: 513 and 512"), comparison::toString);
    }
}
