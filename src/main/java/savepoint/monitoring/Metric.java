package savepoint.monitoring;

import com.pulumi.core.Output;
import java.util.Map;

/**
 * Metrics that AWS publishes, each with one dimension.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html">Amazon
 *     SQS metrics</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html">Lambda metrics</a>
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html">API
 *     Gateway metrics</a>
 */
enum Metric {
    MESSAGES_VISIBLE("AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName"),
    MESSAGES_IN_FLIGHT("AWS/SQS", "ApproximateNumberOfMessagesNotVisible", "QueueName"),
    MESSAGES_RECEIVED("AWS/SQS", "NumberOfMessagesReceived", "QueueName"),
    AGE_OF_OLDEST_MESSAGE("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName"),
    ERRORS("AWS/Lambda", "Errors", "FunctionName"),
    THROTTLES("AWS/Lambda", "Throttles", "FunctionName"),
    DURATION("AWS/Lambda", "Duration", "FunctionName"),
    CONCURRENT_EXECUTIONS("AWS/Lambda", "ConcurrentExecutions", "FunctionName"),
    POLLED_EVENTS("AWS/Lambda", "PolledEventCount", "EventSourceMappingUUID"),
    DELETED_EVENTS("AWS/Lambda", "DeletedEventCount", "EventSourceMappingUUID"),
    FAILED_INVOKE_EVENTS("AWS/Lambda", "FailedInvokeEventCount", "EventSourceMappingUUID"),
    REQUESTS("AWS/ApiGateway", "Count", "ApiName"),
    REFUSED_REQUESTS("AWS/ApiGateway", "4XXError", "ApiName"),
    FAILED_REQUESTS("AWS/ApiGateway", "5XXError", "ApiName"),
    LATENCY("AWS/ApiGateway", "Latency", "ApiName");

    final String namespace;
    final String metricName;
    final String dimension;

    Metric(String namespace, String metricName, String dimension) {
        this.namespace = namespace;
        this.metricName = metricName;
        this.dimension = dimension;
    }

    /**
     * The dimension and its value: a queue's, function's or API's name, or a mapping's UUID. Empty
     * for a mapping that {@code up --target} skips and that does not exist yet; the next
     * {@code up} adds it.
     */
    Output<Map<String, String>> dimensions(Output<String> dimensionValue) {
        return dimensionValue.applyValue(value -> value == null ? Map.of() : Map.of(dimension, value));
    }
}
