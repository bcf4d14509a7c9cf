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
                .actions("sqs:GetQueueAttributes", "sqs:GetQueueUrl")
                .resources(List.of(on.queueArn, on.deadLetterQueueArn)));
        statements.add(Statement.allow("FollowMoves")
                .actions("sqs:ListDeadLetterSourceQueues", "sqs:ListMessageMoveTasks", "sqs:CancelMessageMoveTask")
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
        statements.add(Statement.allow("InspectImages")
                .actions("ecr:DescribeImages")
                .resources(List.of(on.imageRepositoryArn)));
        statements.add(Statement.allow("ReadLog")
                .actions("logs:FilterLogEvents", "logs:StartQuery")
                .resources(List.of(on.logGroupArn, on.logGroupArn + ":*")));
        statements.add(Statement.allow("ReadAlarmsAndDashboard")
                .actions("cloudwatch:DescribeAlarms", "cloudwatch:GetDashboard")
                .resources(List.of(on.alarmArns, on.dashboardArn)));
        statements.add(Statement.allow("SeeWhoIsTold")
                .actions("sns:ListSubscriptionsByTopic")
                .resources(List.of(on.topicArn)));
        statements.add(
                Statement.allow("TellKeysApart").actions("kms:DescribeKey").resources(List.of(on.kmsKeyArns)));
        statements.add(ofTheAccount());
        if (mayPurge) {
            statements.add(Statement.allow("PurgeFailedMessages")
                    .actions("sqs:PurgeQueue")
                    .resources(List.of(on.deadLetterQueueArn)));
        }
        on.key.ifPresent(key -> {
            statements.add(KmsGrant.moveMessages(key).statement());
            statements.add(KmsGrant.readLogs(key).statement());
        });
        return Json.policy(statements);
    }

    /**
     * What AWS lets nobody narrow to a resource: lists of names, and metrics.
     *
     * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Service
     *     Authorization Reference</a>
     */
    private static Statement ofTheAccount() {
        return Statement.allow("LookAtTheAccount")
                .actions(
                        "chatbot:DescribeSlackChannelConfigurations",
                        "cloudwatch:GetMetricData",
                        "ecr:GetAuthorizationToken",
                        "iam:ListPolicies",
                        "kms:ListKeys",
                        "lambda:GetAccountSettings",
                        "lambda:ListEventSourceMappings",
                        "logs:GetQueryResults",
                        "sns:ListTopics")
                .resources(List.of("*"));
    }

    /**
     * The import, resource by resource.
     *
     * @param queueArn where imports wait
     * @param deadLetterQueueArn where failed messages are
     * @param redriveFailuresArn the queue of redrives that could not be started, if a schedule redrives
     * @param functionArn the function that works on them
     * @param mappingArns the event source mappings among which the function's is
     * @param imageRepositoryArn the repository of the function's image
     * @param logGroupArn the function's log group
     * @param alarmArns all alarms of the account, as which CloudWatch takes a search by the beginning of the name
     * @param dashboardArn the dashboard
     * @param topicArn the topic that alarms are sent to
     * @param kmsKeyArns all keys of the account, among which the topic's is looked for: a key has no name
     * @param key the customer managed key of queues and log group, if they have one
     */
    public record Import(
            String queueArn,
            String deadLetterQueueArn,
            Optional<String> redriveFailuresArn,
            String functionArn,
            String mappingArns,
            String imageRepositoryArn,
            String logGroupArn,
            String alarmArns,
            String dashboardArn,
            String topicArn,
            String kmsKeyArns,
            Optional<KmsKey> key) {}
}
