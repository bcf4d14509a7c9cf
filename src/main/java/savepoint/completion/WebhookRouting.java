package savepoint.completion;

import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.cloudwatch.inputs.EventTargetDeadLetterConfigArgs;
import com.pulumi.aws.cloudwatch.inputs.EventTargetHttpTargetArgs;
import com.pulumi.aws.cloudwatch.inputs.EventTargetInputTransformerArgs;
import com.pulumi.aws.cloudwatch.inputs.EventTargetRetryPolicyArgs;
import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.aws.SqsQueue;
import savepoint.policy.QueuePolicies;
import savepoint.policy.ServiceSender;

/** The EventBridge rules, and the queue for events that could not be delivered. */
final class WebhookRouting {

    /** The header with the token that the worker signed: EventBridge cannot sign requests. */
    private static final String TOKEN_HEADER = "X-Savepoint-Token";

    private static final int TWO_WEEKS_IN_SECONDS = 14 * 24 * 3600;
    private static final int A_DAY_IN_SECONDS = 24 * 3600;

    private final String prefix;
    private final CompletionWebhookArgs args;
    private final AwsTarget target;
    private final WebhookDestination destination;
    private final CustomResourceOptions child;
    private final SqsQueue failuresQueue;
    private final Output<String> failuresArn;

    WebhookRouting(
            String prefix,
            CompletionWebhookArgs args,
            AwsTarget target,
            WebhookDestination destination,
            CustomResourceOptions child) {
        this.prefix = prefix;
        this.args = args;
        this.target = target;
        this.destination = destination;
        this.child = child;

        var failures = queueOfFailures();
        failuresQueue = SqsQueue.createdBy(failures, target, args.failuresQueueName());
        failuresArn = failures.arn();
        postDone();
        postFailed();
        keepRevoked();
    }

    private String ruleName(String suffix) {
        return args.baseName + "-" + suffix;
    }

    private String doneRuleArn() {
        return target.eventRuleArn(args.bus.name() + "/" + ruleName("done"));
    }

    /** The queue is encrypted with SSE-SQS, because EventBridge needs no permission for that key. */
    private Queue queueOfFailures() {
        var arn = target.queueArn(args.failuresQueueName());
        var senders = Stream.of(
                        doneRuleArn(),
                        target.eventRuleArn(ruleName("failed")),
                        target.eventRuleArn(ruleName("revoked")))
                .map(rule -> ServiceSender.forResource("events.amazonaws.com", rule))
                .toList();
        return new Queue(
                prefix + "-failures",
                QueueArgs.builder()
                        .name(args.failuresQueueName())
                        .messageRetentionSeconds(TWO_WEEKS_IN_SECONDS)
                        .sqsManagedSseEnabled(true)
                        .policy(QueuePolicies.queue(arn, List.of(), senders))
                        .build(),
                child);
    }

    /** Posts the event that the worker sends for each import. */
    private void postDone() {
        var rule = rule(
                "done", EventRuleArgs.builder().eventBusName(args.bus.name()), CompletionEvent.patternOf(args.source));
        var target = post(
                rule,
                Map.of("id", "$.id", "time", "$.time", "result", "$.detail.result", "import", "$.detail.import"),
                "{\"id\":<id>,\"time\":<time>,\"result\":<result>,\"import\":<import>}");
        target.eventBusName(args.bus.name())
                .httpTarget(EventTargetHttpTargetArgs.builder()
                        .headerParameters(Map.of(TOKEN_HEADER, "$.detail.token"))
                        .build());
        target("done", target);
    }

    /**
     * Posts permanent failures. Only the dead-letter queue shows that an import has failed
     * permanently, and only its alarm sends an event about it.
     */
    private void postFailed() {
        var rule = rule(
                "failed",
                EventRuleArgs.builder(),
                Map.of(
                        "source",
                        List.of("aws.cloudwatch"),
                        "detail-type",
                        List.of("CloudWatch Alarm State Change"),
                        "resources",
                        args.failureAlarms.stream().map(target::alarmArn).toList(),
                        "detail",
                        Map.of("state", Map.of("value", List.of("ALARM")))));
        target(
                "failed",
                post(
                        rule,
                        Map.of("id", "$.id", "time", "$.time", "alarm", "$.detail.alarmName"),
                        "{\"id\":<id>,\"time\":<time>,\"result\":\"failed\",\"alarm\":<alarm>}"));
    }

    /**
     * After a single 401 or 407 response, EventBridge stops posting. The event about this goes to
     * the queue for undelivered events, which has an alarm.
     */
    private void keepRevoked() {
        var rule = rule(
                "revoked",
                EventRuleArgs.builder(),
                Map.of(
                        "source",
                        List.of("aws.events"),
                        "detail-type",
                        List.of("Connection Deauthorized"),
                        "detail",
                        Map.of("ConnectionName", List.of(args.name()))));
        target("revoked", EventTargetArgs.builder().rule(rule.name()).arn(failuresArn));
    }

    private EventRule rule(String suffix, EventRuleArgs.Builder rule, Map<String, Object> pattern) {
        return new EventRule(
                prefix + "-" + suffix,
                rule.name(ruleName(suffix))
                        .eventPattern(CompletionEvent.json(pattern))
                        .build(),
                CustomResourceOptions.merge(
                        child,
                        CustomResourceOptions.builder()
                                .dependsOn(args.bus.resource().stream().toArray(Resource[]::new))
                                .build()));
    }

    private EventTargetArgs.Builder post(EventRule rule, Map<String, String> values, String body) {
        return EventTargetArgs.builder()
                .rule(rule.name())
                .arn(destination.arn())
                .roleArn(destination.roleArn())
                .inputTransformer(EventTargetInputTransformerArgs.builder()
                        .inputPaths(values)
                        .inputTemplate(body)
                        .build())
                .retryPolicy(EventTargetRetryPolicyArgs.builder()
                        .maximumEventAgeInSeconds(A_DAY_IN_SECONDS)
                        .maximumRetryAttempts(185)
                        .build())
                .deadLetterConfig(EventTargetDeadLetterConfigArgs.builder()
                        .arn(failuresArn)
                        .build());
    }

    private void target(String suffix, EventTargetArgs.Builder to) {
        new EventTarget(prefix + "-" + suffix, to.targetId(suffix).build(), child);
    }

    /** The queue for events that could not be delivered. */
    SqsQueue failuresQueue() {
        return failuresQueue;
    }
}
