package savepoint.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The policy for operators of the import. The document depends only on ARNs. */
public final class OperatorPolicies {

    private OperatorPolicies() {}

    /**
     * Lets an operator inspect everything that the runbook refers to, and move failed messages
     * back.
     *
     * @param resources the resources of the import
     * @param mayPurge whether the operator may delete all messages in the dead-letter queues at
     *     once
     */
    public static String operators(Resources resources, boolean mayPurge) {
        var statements = new ArrayList<Statement>();
        statements.add(Statement.allow("InspectQueues")
                .actions("sqs:GetQueueAttributes", "sqs:GetQueueUrl")
                .resources(allQueueArns(resources)));
        statements.add(Statement.allow("ManageRedriveTasks")
                .actions("sqs:ListDeadLetterSourceQueues", "sqs:ListMessageMoveTasks", "sqs:CancelMessageMoveTask")
                .resources(resources.deadLetterQueueArns()));
        statements.addAll(RedrivePolicies.move(resources.deadLetterQueueArns(), resources.queueArns()));
        resources
                .redriveFailuresArn()
                .ifPresent(failures -> statements.add(inspect("InspectFailedRedrives", failures)));
        resources
                .webhookFailuresArn()
                .ifPresent(failures -> statements.add(inspect("InspectUndeliveredEvents", failures)));
        statements.add(Statement.allow("InspectFunction")
                .actions("lambda:GetFunction", "lambda:GetFunctionConfiguration")
                .resources(List.of(resources.functionArn())));
        statements.add(Statement.allow("InspectMapping")
                .actions("lambda:GetEventSourceMapping")
                .resources(List.of(resources.mappingArns()))
                .condition("ArnEquals", "lambda:FunctionArn", resources.functionArn()));
        statements.add(Statement.allow("InspectImages")
                .actions("ecr:DescribeImages")
                .resources(List.of(resources.imageRepositoryArn())));
        statements.add(Statement.allow("ReadLog")
                .actions("logs:FilterLogEvents", "logs:StartQuery")
                .resources(resources.logGroupArns().stream()
                        .flatMap(arn -> Stream.of(arn, arn + ":*"))
                        .toList()));
        statements.add(Statement.allow("ReadAlarmsAndDashboard")
                .actions("cloudwatch:DescribeAlarms", "cloudwatch:GetDashboard")
                .resources(List.of(resources.alarmArns(), resources.dashboardArn())));
        statements.add(Statement.allow("ListAlarmSubscriptions")
                .actions("sns:ListSubscriptionsByTopic")
                .resources(List.of(resources.topicArn())));
        statements.add(ofTheAccount());
        if (mayPurge) {
            statements.add(Statement.allow("PurgeFailedMessages")
                    .actions("sqs:PurgeQueue")
                    .resources(resources.deadLetterQueueArns()));
        }
        resources.key().ifPresent(key -> {
            statements.add(KmsKeyPermission.moveMessages(key).statement());
            statements.add(KmsKeyPermission.readLogs(key).statement());
        });
        return Json.policy(statements);
    }

    private static Statement inspect(String sid, String failuresArn) {
        return Statement.allow(sid)
                .actions("sqs:GetQueueUrl", "sqs:ReceiveMessage", "sqs:PurgeQueue")
                .resources(List.of(failuresArn));
    }

    /**
     * Actions that AWS does not allow restricting to a resource: listing names, and reading
     * metrics.
     *
     * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Service
     *     Authorization Reference</a>
     */
    private static Statement ofTheAccount() {
        return Statement.allow("InspectAccount")
                .actions(
                        "cloudwatch:GetMetricData",
                        "ecr:GetAuthorizationToken",
                        "lambda:GetAccountSettings",
                        "logs:GetQueryResults",
                        "sns:ListTopics")
                .resources(List.of("*"));
    }

    /** The resources that operators inspect. */
    public interface Resources {

        /** The queues of imports. */
        List<String> queueArns();

        /** The queues of failed messages. */
        List<String> deadLetterQueueArns();

        /** The queue for redrives that failed to start, if there is a schedule. */
        Optional<String> redriveFailuresArn();

        /** The queue for completion events that could not be delivered, if there is a webhook. */
        Optional<String> webhookFailuresArn();

        /** The function that processes the imports. */
        String functionArn();

        /** The event source mappings, including the function's. */
        String mappingArns();

        /** The repository of the function's image. */
        String imageRepositoryArn();

        /** The function's log group, and the access log of the HTTP endpoint if it has one. */
        List<String> logGroupArns();

        /** All alarms in the account, which CloudWatch requires for a search by name prefix. */
        String alarmArns();

        /** The dashboard. */
        String dashboardArn();

        /** The topic that alarms are sent to. */
        String topicArn();

        /** The customer managed key of queues and log group, if they have one. */
        Optional<KmsKey> key();
    }

    private static List<String> allQueueArns(Resources resources) {
        return Stream.concat(resources.queueArns().stream(), resources.deadLetterQueueArns().stream())
                .toList();
    }
}
