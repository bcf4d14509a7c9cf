package savepoint.lambda;

import java.time.Duration;
import java.util.List;
import savepoint.validation.Rule;

/**
 * What Lambda accepts of an event source mapping for SQS, under the field name of whoever was given the value.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html">Lambda
 *     CreateEventSourceMapping</a>
 */
public final class EventSourceRules {

    private EventSourceRules() {}

    public static Rule batchSize(String field, int given) {
        return Rule.between(field, given, 1, 10_000, "10 is Lambda's own default");
    }

    public static Rule maximumBatchingWindow(String field, Duration given) {
        return Rule.between(field, given, Duration.ZERO, Duration.ofMinutes(5), "0 starts work at once");
    }

    public static Rule largeBatchHasWindow(String field, int batchSize, Duration maximumBatchingWindow) {
        return new Rule(
                batchSize <= 10 || maximumBatchingWindow.compareTo(Duration.ofSeconds(1)) >= 0,
                field,
                "must be at least 1 second for a batch size above 10",
                "%d seconds with batch size %d".formatted(maximumBatchingWindow.toSeconds(), batchSize),
                "give Lambda time to gather the batch, or lower the batch size to 10");
    }

    public static Rule maximumConcurrency(String field, int given) {
        return Rule.between(field, given, 2, 1000, "for one at a time use a FIFO queue with one message group");
    }

    public static Rule functionResponseTypes(String field, List<String> given) {
        return Rule.oneOf(
                field,
                given,
                List.of(List.of(), List.of("ReportBatchItemFailures")),
                "ReportBatchItemFailures is the only response type there is");
    }
}
