package savepoint.queue;

import java.time.Duration;
import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * What SQS accepts, under the field name of whoever was given the value.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html">SQS
 *     SetQueueAttributes</a>
 */
public final class QueueRules {

    /** What is left of SQS's 80 characters beside {@code savepoint-} and {@code -steam-library-sync-dlq}. */
    private static final Pattern ENVIRONMENT = Pattern.compile("[0-9A-Za-z_-]{1,47}");

    private static final Pattern SENDER = Pattern.compile("arn:[a-z-]+:iam::\\d{12}:(root|(role|user)/[\\w+=,.@/-]+)");

    private QueueRules() {}

    public static Rule environment(String field, String given) {
        return Rule.matches(
                field,
                given,
                ENVIRONMENT,
                "must be 1 to 47 letters, digits, hyphens and underscores",
                "it is part of the queues' names, which SQS limits to 80 characters");
    }

    public static Rule visibilityTimeout(String field, Duration given) {
        return Rule.between(
                field,
                given,
                Duration.ZERO,
                Duration.ofHours(12),
                "it is 6 times the consumer's timeout plus its batching window unless you set it");
    }

    /** AWS refuses a mapping whose queue shows a message again while the function may still be working on it. */
    public static Rule visibilityTimeoutCovers(String field, Duration given, Duration consumerTimeout) {
        return new Rule(
                given.compareTo(consumerTimeout) >= 0,
                field,
                "must not be below the consumer's timeout of %d seconds".formatted(consumerTimeout.toSeconds()),
                Long.toString(given.toSeconds()),
                "leave it out to get 6 times that timeout plus the batching window");
    }

    public static Rule messageRetention(String field, Duration given) {
        return Rule.between(
                field, given, Duration.ofMinutes(1), Duration.ofDays(14), "SQS keeps messages for 14 days at most");
    }

    /** A standard queue's message keeps its first enqueue time in the dead-letter queue. */
    public static Rule deadLetterRetentionExceeds(String field, Duration given, Duration sourceRetention) {
        return new Rule(
                given.compareTo(sourceRetention) > 0,
                field,
                "must be longer than the queue's own retention of %d seconds".formatted(sourceRetention.toSeconds()),
                Long.toString(given.toSeconds()),
                "a message's age counts from its first queue, so raise this one or lower the other");
    }

    public static Rule receiveWaitTime(String field, Duration given) {
        return Rule.between(
                field, given, Duration.ZERO, Duration.ofSeconds(20), "20 seconds asks for the fewest empty receives");
    }

    public static Rule maxMessageSize(String field, int given) {
        return Rule.between(field, given, 1024, 262_144, "put larger payloads into S3 and send their key");
    }

    public static Rule maxReceiveCount(String field, int given) {
        return Rule.between(field, given, 1, 1000, "3 retries a passing fault twice; 1 gives up at the first throttle");
    }

    public static Rule sender(String field, String given) {
        return Rule.matches(
                field,
                given,
                SENDER,
                "must hold ARNs of IAM roles, users or accounts",
                "name each sender, such as arn:aws:iam::123456789012:role/web-server; '*' would let in every account");
    }
}
