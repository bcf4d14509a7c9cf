package savepoint.lambda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static savepoint.testing.Sentences.assertRefused;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqsEventSourceTest {

    private static SqsEventSource.Builder source() {
        return SqsEventSource.builder().queueArn("arn:aws:sqs:eu-central-1:123456789012:q");
    }

    @Test
    void hasBaselineDefaults() {
        var source = source().build();

        assertEquals(10, source.batchSize);
        assertEquals(0, source.maximumBatchingWindow);
        assertEquals(true, source.enabled);
        assertEquals(List.of(), source.functionResponseTypes);
        assertEquals(Optional.empty(), source.maximumConcurrency);
        assertEquals(List.of(), source.dependsOn);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 1000})
    void concurrencyMayReachOneThousand(int maximum) {
        assertDoesNotThrow(() -> source().maximumConcurrency(maximum).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1001})
    void concurrencyMustBeInRange(int maximum) {
        assertRefused(
                () -> source().maximumConcurrency(maximum).build(),
                "maximumConcurrency must be between 2 and 1000, got %d: to process one message at a time, use a FIFO queue with a single message group"
                        .formatted(maximum));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "10, 0", "11, 1", "10000, 300"})
    void acceptsBatchSizeWithWindow(int batchSize, long window) {
        assertDoesNotThrow(() -> source().batchSize(batchSize)
                .maximumBatchingWindow(Duration.ofSeconds(window))
                .build());
    }

    @Test
    void batchSizeAboveTenRequiresWindow() {
        assertRefused(
                () -> source().batchSize(11).build(),
                "maximumBatchingWindow must be at least 1 second for a batch size above 10, got 0 seconds with batch size 11: give Lambda time to gather the batch, or lower the batch size to 10");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10_001})
    void batchSizeMustBeInRange(int batchSize) {
        assertRefused(
                () -> source().batchSize(batchSize)
                        .maximumBatchingWindow(Duration.ofSeconds(1))
                        .build(),
                "batchSize must be between 1 and 10000, got %d: 10 is Lambda's own default".formatted(batchSize));
    }

    @Test
    void windowMayNotExceedFiveMinutes() {
        assertRefused(
                () -> source().maximumBatchingWindow(Duration.ofSeconds(301)).build(),
                "maximumBatchingWindow must be between 0 and 300 seconds, got 301: 0 invokes the function immediately");
    }

    @Test
    void acceptsOnlyKnownResponseTypes() {
        assertDoesNotThrow(
                () -> source().functionResponseTypes("ReportBatchItemFailures").build());
        assertRefused(
                () -> source().functionResponseTypes("ReportAll").build(),
                "functionResponseTypes must be one of [], [ReportBatchItemFailures], got [ReportAll]: ReportBatchItemFailures is the only supported response type");
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "200, 2000"})
    void pollersMayReachTheirLimits(int minimum, int maximum) {
        assertDoesNotThrow(
                () -> source().minimumPollers(minimum).maximumPollers(maximum).build());
    }

    @Test
    void pollersMustBeInRange() {
        assertRefused(
                () -> source().minimumPollers(1).maximumPollers(2001).build(),
                "minimumPollers must be between 2 and 200, got 1: each handles up to 1 MB per second and is billed by the hour",
                "maximumPollers must be between 2 and 2000, got 2001: each handles up to 1 MB per second and is billed by the hour");
        assertRefused(
                () -> source().minimumPollers(201).maximumPollers(300).build(),
                "minimumPollers must be between 2 and 200, got 201: each handles up to 1 MB per second and is billed by the hour");
    }

    @Test
    void minimumPollersMayNotExceedMaximum() {
        assertRefused(
                () -> source().minimumPollers(6).maximumPollers(5).build(),
                "minimumPollers must not exceed maximumPollers, got 6 and 5: lower one or raise the other");
    }

    @Test
    void queueArnMustBeAnSqsQueue() {
        assertRefused(
                () -> SqsEventSource.builder()
                        .queueArn("arn:aws:sns:eu-central-1:123456789012:t")
                        .build(),
                "queueArn must be the ARN of an SQS queue, got 'arn:aws:sns:eu-central-1:123456789012:t': such as arn:aws:sqs:eu-central-1:123456789012:queue");
    }

    @Test
    void fifoQueueAllowsBatchesOfTenAndNoWindow() {
        var fifo = "arn:aws:sqs:eu-central-1:123456789012:q.fifo";

        assertDoesNotThrow(
                () -> SqsEventSource.builder().queueArn(fifo).batchSize(10).build());
        assertRefused(
                () -> SqsEventSource.builder()
                        .queueArn(fifo)
                        .batchSize(11)
                        .maximumBatchingWindow(Duration.ofSeconds(1))
                        .build(),
                "batchSize must be between 1 and 10 for a FIFO queue, got 11: lower it to 10",
                "maximumBatchingWindow must not be set for a FIFO queue, got 1: leave it out");
    }

    @Test
    void pollersExcludeMaximumConcurrency() {
        assertRefused(
                () -> source().minimumPollers(2)
                        .maximumPollers(5)
                        .maximumConcurrency(5)
                        .build(),
                "maximumConcurrency must not be set together with provisioned pollers, got 5: AWS accepts only one of them; leave one out");
    }
}
