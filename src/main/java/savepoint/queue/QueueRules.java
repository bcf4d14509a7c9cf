package savepoint.queue;

import java.time.Duration;
import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * Validation rules for SQS queues. The field is the name of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html">SQS
 *     SetQueueAttributes</a>
 */
final class QueueRules {

    /** Including {@code .fifo} for a FIFO queue. */
    private static final int MOST_CHARACTERS = 80;

    private QueueRules() {}

    static Rule queueName(String field, String given, String suffix) {
        var longest = MOST_CHARACTERS - suffix.length();
        return Rule.matches(
                field,
                given,
                Pattern.compile("[0-9A-Za-z_-]{1," + longest + "}"),
                "must be 1 to %s letters, digits, hyphens and underscores".formatted(longest),
                "the dead-letter queue has the same name plus '%s', at most %s characters"
                        .formatted(suffix, MOST_CHARACTERS));
    }

    /**
     * The value that AWS recommends, so that Lambda can retry a throttled batch: 6 times the
     * timeout, plus the window.
     */
    static int advisedVisibilityTimeout(int consumerTimeout, int consumerBatchingWindow) {
        return consumerTimeout * 6 + consumerBatchingWindow;
    }

    /** 0 to 12 hours. */
    static Rule visibilityTimeout(String field, int given) {
        return Rule.secondsBetween(
                field,
                given,
                Duration.ZERO,
                Duration.ofHours(12),
                "the default is 6 times the consumer's timeout plus its batching window");
    }

    /**
     * AWS rejects a mapping if a message can become visible again while the function may still be
     * processing it.
     */
    static Rule visibilityTimeoutCovers(String field, int given, int consumerTimeout) {
        return new Rule(
                given >= consumerTimeout,
                field,
                "must not be below the consumer's timeout of %s seconds".formatted(consumerTimeout),
                Integer.toString(given),
                "leave it out to get 6 times that timeout plus the batching window");
    }

    static Rule visibilityTimeoutAsAdvised(String field, int given, int advised) {
        return new Rule(
                        given >= advised,
                        field,
                        "should be 6 times the consumer's timeout plus its batching window, %s seconds"
                                .formatted(advised),
                        Integer.toString(given),
                        "leave it out to get that; with less, a throttled batch may be delivered twice")
                .asAdvice();
    }

    /** A message must reach the dead-letter queue before its retention period ends. */
    static Rule messageLifetime(
            String field, int maxReceiveCount, int visibilityTimeout, int delay, int messageRetention) {
        var lifetime = (long) visibilityTimeout * maxReceiveCount + delay;
        return new Rule(
                lifetime < messageRetention,
                field,
                "must let a message reach the dead-letter queue before the queue's retention period of %s seconds ends"
                        .formatted(messageRetention),
                "%s receives of %s seconds each, %s seconds in total"
                        .formatted(maxReceiveCount, visibilityTimeout, lifetime),
                "lower it, or the consumer's timeout");
    }

    static Rule consumerTimeout(String field, int given) {
        return Rule.secondsBetween(
                field,
                given,
                Duration.ofSeconds(1),
                Duration.ofMinutes(15),
                "it is the timeout of the Lambda function that processes the queue's messages");
    }

    static Rule consumerBatchingWindow(String field, int given) {
        return Rule.secondsBetween(
                field, given, Duration.ZERO, Duration.ofMinutes(5), "it is the batching window of the mapping");
    }

    static Rule delay(String field, int given) {
        return Rule.secondsBetween(
                field, given, Duration.ZERO, Duration.ofMinutes(15), "0 delivers messages immediately");
    }

    static Rule kmsDataKeyReusePeriod(String field, int given) {
        return Rule.secondsBetween(
                field, given, Duration.ofMinutes(1), Duration.ofDays(1), "300 seconds is the SQS default");
    }

    /** 60 seconds to 14 days. */
    static Rule messageRetention(String field, int given) {
        return Rule.secondsBetween(
                field, given, Duration.ofMinutes(1), Duration.ofDays(14), "SQS keeps messages for 14 days at most");
    }

    /**
     * In the dead-letter queue, a message from a standard queue keeps its original enqueue
     * timestamp; a message from a FIFO queue gets a new one.
     */
    static Rule deadLetterRetentionExceeds(String field, int given, int sourceRetention) {
        return new Rule(
                given > sourceRetention,
                field,
                "must be longer than the queue's own retention period of %s seconds".formatted(sourceRetention),
                Integer.toString(given),
                "a message's age is counted from its first queue, so raise this value or lower the other");
    }

    /** 0 to 20 seconds; more than 0 is long polling. */
    static Rule receiveWaitTime(String field, int given) {
        return Rule.secondsBetween(
                field, given, Duration.ZERO, Duration.ofSeconds(20), "20 seconds results in the fewest empty receives");
    }

    /** 1,024 to 262,144 bytes, the limit of this provider version. */
    static Rule maxMessageSize(String field, int given) {
        return Rule.between(field, given, 1024, 262_144, "store larger payloads in S3 and send the object key");
    }

    /** 1 to 1,000 receives. */
    static Rule maxReceiveCount(String field, int given) {
        return Rule.between(
                field, given, 1, 1000, "3 retries a transient fault twice; 1 gives up at the first throttle");
    }
}
