package savepoint.lambda;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import savepoint.aws.ArnRules;
import savepoint.aws.AwsTarget;
import savepoint.validation.Rule;

/**
 * Validation rules for SQS event source mappings. The field is the name of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html">Lambda
 *     CreateEventSourceMapping</a>
 */
final class EventSourceRules {

    private static final Pattern QUEUE_ARN =
            Pattern.compile("arn:[a-z-]+:sqs:[a-z0-9-]+:\\d{12}:[0-9A-Za-z_-]{1,80}(\\.fifo)?");

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?");

    static final int LEAST_CONCURRENCY = 2;
    static final int MOST_CONCURRENCY = 1_000;

    private EventSourceRules() {}

    static Rule name(String field, String given) {
        return Rule.matches(
                field,
                given,
                NAME,
                "must be 1 to 20 lowercase letters, digits and hyphens, not starting or ending with a hyphen",
                "it is part of the names of the policy and of the mapping");
    }

    /** 1 to 10,000 messages. */
    static Rule batchSize(String field, int given) {
        return Rule.between(field, given, 1, 10_000, "10 is Lambda's own default");
    }

    /** 0 to 300 seconds. */
    static Rule maximumBatchingWindow(String field, int given) {
        return Rule.secondsBetween(
                field, given, Duration.ZERO, Duration.ofMinutes(5), "0 invokes the function immediately");
    }

    /** For more than 10 messages, Lambda requires a window of at least 1 second. */
    static Rule largeBatchHasWindow(String field, int batchSize, int maximumBatchingWindow) {
        return new Rule(
                batchSize <= 10 || maximumBatchingWindow >= 1,
                field,
                "must be at least 1 second for a batch size above 10",
                "%s seconds with batch size %s".formatted(maximumBatchingWindow, batchSize),
                "give Lambda time to gather the batch, or lower the batch size to 10");
    }

    /** 2 to 1,000 concurrent invocations. */
    static Rule maximumConcurrency(String field, int given) {
        return Rule.between(
                field,
                given,
                LEAST_CONCURRENCY,
                MOST_CONCURRENCY,
                "to process one message at a time, use a FIFO queue with a single message group");
    }

    /** A pause must be temporary. */
    static Rule enabled(String field, boolean given) {
        return new Rule(
                        given,
                        field,
                        "should be true again before the retention period of the queue ends",
                        "false",
                        "SQS deletes messages that are older; until then, no messages are lost")
                .asAdvice();
    }

    /** None, or the only one that Lambda supports. */
    static Rule functionResponseTypes(String field, List<String> given) {
        return Rule.oneOf(
                field,
                given,
                List.of(List.of(), List.of("ReportBatchItemFailures")),
                "ReportBatchItemFailures is the only supported response type");
    }

    /** Rules that depend on the queue. */
    static List<Rule> ofQueue(String field, String queueArn, int batchSize, int maximumBatchingWindow) {
        var fifo = queueArn.endsWith(".fifo");
        return List.of(
                Rule.matches(
                        field,
                        queueArn,
                        QUEUE_ARN,
                        "must be the ARN of an SQS queue",
                        "such as arn:aws:sqs:eu-central-1:123456789012:queue"),
                new Rule(
                        !fifo || batchSize <= 10,
                        "batchSize",
                        "must be between 1 and 10 for a FIFO queue",
                        Integer.toString(batchSize),
                        "lower it to 10"),
                new Rule(
                        !fifo || maximumBatchingWindow == 0,
                        "maximumBatchingWindow",
                        "must not be set for a FIFO queue",
                        Integer.toString(maximumBatchingWindow),
                        "leave it out"));
    }

    /** Lambda polls only queues in its own region. */
    static List<Rule> queueIn(String field, String queueArn, AwsTarget target) {
        return List.of(
                ArnRules.inPartition(field, queueArn, target),
                new Rule(
                        !QUEUE_ARN.matcher(queueArn).matches() || queueArn.split(":")[3].equals(target.region()),
                        field,
                        "must be a queue in the function's region " + target.region(),
                        "'" + queueArn + "'",
                        "Lambda polls only queues in its own region"));
    }
}
