package savepoint.lambda;

import com.pulumi.aws.lambda.EventSourceMapping;
import com.pulumi.aws.lambda.EventSourceMappingArgs;
import com.pulumi.aws.lambda.Function;
import com.pulumi.aws.lambda.inputs.EventSourceMappingMetricsConfigArgs;
import com.pulumi.aws.lambda.inputs.EventSourceMappingProvisionedPollerConfigArgs;
import com.pulumi.aws.lambda.inputs.EventSourceMappingScalingConfigArgs;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.Map;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.aws.LambdaFunction;

/** The event source mapping between a queue and a function. */
final class QueueMapping {

    private final SqsEventSource source;
    private final EventSourceMapping mapping;

    /** Registers the mapping, which waits for the policies that let Lambda read the queue. */
    QueueMapping(
            String name,
            SqsEventSource source,
            Function function,
            ExecutionRole role,
            AwsTarget target,
            Map<String, String> tags,
            LambdaContainer parent) {
        this.source = source;
        var args = EventSourceMappingArgs.builder()
                .eventSourceArn(source.queueArn(target))
                .functionName(function.arn())
                .batchSize(source.batchSize)
                .maximumBatchingWindowInSeconds(source.maximumBatchingWindow)
                .enabled(source.enabled)
                .functionResponseTypes(source.functionResponseTypes)
                .tags(tags);
        source.maximumConcurrency.ifPresent(maximum -> args.scalingConfig(EventSourceMappingScalingConfigArgs.builder()
                .maximumConcurrency(maximum)
                .build()));
        source.minimumPollers.ifPresent(
                minimum -> args.provisionedPollerConfig(EventSourceMappingProvisionedPollerConfigArgs.builder()
                        .minimumPollers(minimum)
                        .maximumPollers(source.maximumPollers.orElseThrow())
                        .build()));
        if (source.eventCountMetrics) {
            args.metricsConfig(EventSourceMappingMetricsConfigArgs.builder()
                    .metrics("EventCount")
                    .build());
        }
        mapping = new EventSourceMapping(
                source.prefixed(name) + "-event-source",
                args.build(),
                CustomResourceOptions.builder()
                        .parent(parent)
                        .dependsOn(Stream.concat(role.policiesFor(source), source.dependsOn.stream())
                                .toArray(Resource[]::new))
                        .build());
    }

    String name() {
        return source.name();
    }

    EventSourceMapping resource() {
        return mapping;
    }

    LambdaFunction.EventSource eventSource() {
        return new LambdaFunction.EventSource(source.name(), mapping.uuid(), source.enabled, source.eventCountMetrics);
    }
}
