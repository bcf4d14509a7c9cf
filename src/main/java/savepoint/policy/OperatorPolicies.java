package savepoint.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the people may do who look after the import. A document is a function of ARNs alone. */
public final class OperatorPolicies {

    private OperatorPolicies() {}

    /**
     * Lets a person look at everything that the runbook looks at, and move failed messages back.
     *
     * @param on what is looked after
     * @param mayPurge whether the person may delete all messages of the dead-letter queue at once
     */
    public static String operators(Import on, boolean mayPurge) {
        var statements = new ArrayList<Statement>();
        statements.add(Statement.allow("InspectQueues")
                .actions("sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListDeadLetterSourceQueues")
                .resources(List.of(on.queueArn, on.deadLetterQueueArn)));
        statements.add(Statement.allow("FollowMoves")
                .actions("sqs:ListMessageMoveTasks", "sqs:CancelMessageMoveTask")
                .resources(List.of(on.deadLetterQueueArn)));
        statements.addAll(RedrivePolicies.move(on.deadLetterQueueArn, on.queueArn));
        on.redriveFailuresArn.ifPresent(failures -> statements.add(Statement.allow("InspectFailedRedrives")
                .actions("sqs:GetQueueUrl", "sqs:ReceiveMessage", "sqs:PurgeQueue")
                .resources(List.of(failures))));
        statements.add(Statement.allow("InspectFunction")
                .actions("lambda:GetFunction", "lambda:GetFunctionConfiguration")
                .resources(List.of(on.functionArn)));
        statements.add(Statement.allow("InspectMapping")
                .actions("lambda:GetEventSourceMapping")
                .resources(List.of(on.mappingArns))
                .condition("ArnEquals", "lambda:FunctionArn", on.functionArn));
        statements.add(Statement.allow("ReadLog")
                .actions("logs:FilterLogEvents", "logs:StartQuery")
                .resources(List.of(on.logGroupArn + ":*")));
        statements.add(Statement.allow("ReadAlarmsAndDashboard")
                .actions("cloudwatch:DescribeAlarms", "cloudwatch:GetDashboard")
                .resources(List.of(on.alarmArns, on.dashboardArn)));
        // AWS offers no narrower resource for these two:
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
        statements.add(Statement.allow("ReadMetricsAndQueryResults")
                .actions("cloudwatch:GetMetricData", "logs:GetQueryResults")
                .resources(List.of("*")));
        if (mayPurge) {
            statements.add(Statement.allow("PurgeFailedMessages")
                    .actions("sqs:PurgeQueue")
                    .resources(List.of(on.deadLetterQueueArn)));
        }
        on.key.ifPresent(key -> statements.add(key.mayEncryptAndDecrypt()));
        return Json.policy(statements);
    }

    /**
     * The import, resource by resource.
     *
     * @param queueArn where imports wait
     * @param deadLetterQueueArn where failed messages are
     * @param redriveFailuresArn the queue of redrives that could not be started, if a schedule redrives
     * @param functionArn the function that works on them
     * @param mappingArns the event source mappings among which the function's is
     * @param logGroupArn the function's log group
     * @param alarmArns the alarms, with {@code *} for any
     * @param dashboardArn the dashboard
     * @param key the customer managed key of both queues, if they have one
     */
    public record Import(
            String queueArn,
            String deadLetterQueueArn,
            Optional<String> redriveFailuresArn,
            String functionArn,
            String mappingArns,
            String logGroupArn,
            String alarmArns,
            String dashboardArn,
            Optional<SqsKey> key) {}
}
