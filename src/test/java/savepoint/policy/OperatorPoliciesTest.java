package savepoint.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorPoliciesTest {

    private static final String QUEUES = """
            {"Sid":"InspectQueues","Effect":"Allow",\
            "Action":["sqs:GetQueueAttributes","sqs:GetQueueUrl","sqs:ListDeadLetterSourceQueues"],\
            "Resource":["queue","dlq"]},\
            {"Sid":"FollowMoves","Effect":"Allow",\
            "Action":["sqs:ListMessageMoveTasks","sqs:CancelMessageMoveTask"],"Resource":["dlq"]},\
            {"Sid":"TakeFailedMessages","Effect":"Allow",\
            "Action":["sqs:StartMessageMoveTask","sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes"],\
            "Resource":["dlq"]},\
            {"Sid":"SendThemAgain","Effect":"Allow","Action":["sqs:SendMessage"],"Resource":["queue"]},""";
    private static final String THE_REST = """
            {"Sid":"InspectFunction","Effect":"Allow",\
            "Action":["lambda:GetFunction","lambda:GetFunctionConfiguration"],"Resource":["function"]},\
            {"Sid":"InspectMapping","Effect":"Allow","Action":["lambda:GetEventSourceMapping"],"Resource":["mappings"],\
            "Condition":{"ArnEquals":{"lambda:FunctionArn":"function"}}},\
            {"Sid":"ReadLog","Effect":"Allow","Action":["logs:FilterLogEvents","logs:StartQuery"],\
            "Resource":["log:*"]},\
            {"Sid":"ReadAlarmsAndDashboard","Effect":"Allow",\
            "Action":["cloudwatch:DescribeAlarms","cloudwatch:GetDashboard"],"Resource":["alarms","dashboard"]},\
            {"Sid":"ReadMetricsAndQueryResults","Effect":"Allow",\
            "Action":["cloudwatch:GetMetricData","logs:GetQueryResults"],"Resource":["*"]}""";

    private static OperatorPolicies.Import on(Optional<String> redriveFailures, Optional<SqsKey> key) {
        return new OperatorPolicies.Import(
                "queue", "dlq", redriveFailures, "function", "mappings", "log", "alarms", "dashboard", key);
    }

    private static String document(String statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
    }

    @Test
    void letOperatorsInspectEverythingAndMove() {
        assertEquals(
                document(QUEUES + THE_REST), OperatorPolicies.operators(on(Optional.empty(), Optional.empty()), false));
    }

    @Test
    void letThemPurgeOnlyWhereTheyMayAndUseTheQueuesKey() {
        var further = """
                ,{"Sid":"PurgeFailedMessages","Effect":"Allow","Action":["sqs:PurgeQueue"],"Resource":["dlq"]}\
                ,{"Sid":"UseQueueKey","Effect":"Allow","Action":["kms:Decrypt","kms:GenerateDataKey"],"Resource":["key"],\
                "Condition":{"StringEquals":{"kms:ViaService":"sqs.eu-central-1.amazonaws.com"}}}""";

        assertEquals(
                document(QUEUES + THE_REST + further),
                OperatorPolicies.operators(
                        on(Optional.empty(), Optional.of(new SqsKey("key", "sqs.eu-central-1.amazonaws.com"))), true));
    }

    @Test
    void letThemInspectRedrivesThatFailedIfAScheduleRedrives() {
        var failures = """
                {"Sid":"InspectFailedRedrives","Effect":"Allow",\
                "Action":["sqs:GetQueueUrl","sqs:ReceiveMessage","sqs:PurgeQueue"],"Resource":["failures"]},""";

        assertEquals(
                document(QUEUES + failures + THE_REST),
                OperatorPolicies.operators(on(Optional.of("failures"), Optional.empty()), false));
    }
}
