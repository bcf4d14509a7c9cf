package savepoint.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorPoliciesTest {

    private static final String KEY = "arn:aws:kms:eu-central-1:1:key/k";

    private static final String QUEUES = """
            {"Sid":"InspectQueues","Effect":"Allow",\
            "Action":["sqs:GetQueueAttributes","sqs:GetQueueUrl"],"Resource":["queue","dlq"]},\
            {"Sid":"ManageRedriveTasks","Effect":"Allow",\
            "Action":["sqs:ListDeadLetterSourceQueues","sqs:ListMessageMoveTasks","sqs:CancelMessageMoveTask"],\
            "Resource":["dlq"]},\
            {"Sid":"ReceiveFailedMessages","Effect":"Allow",\
            "Action":["sqs:StartMessageMoveTask","sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes"],\
            "Resource":["dlq"]},\
            {"Sid":"SendToSourceQueue","Effect":"Allow","Action":["sqs:SendMessage"],"Resource":["queue"]},""";
    private static final String THE_REST = """
            {"Sid":"InspectFunction","Effect":"Allow",\
            "Action":["lambda:GetFunction","lambda:GetFunctionConfiguration"],"Resource":["function"]},\
            {"Sid":"InspectMapping","Effect":"Allow","Action":["lambda:GetEventSourceMapping"],"Resource":["mappings"],\
            "Condition":{"ArnEquals":{"lambda:FunctionArn":"function"}}},\
            {"Sid":"InspectImages","Effect":"Allow","Action":["ecr:DescribeImages"],"Resource":["repository"]},\
            {"Sid":"ReadLog","Effect":"Allow","Action":["logs:FilterLogEvents","logs:StartQuery"],\
            "Resource":["log","log:*"]},\
            {"Sid":"ReadAlarmsAndDashboard","Effect":"Allow",\
            "Action":["cloudwatch:DescribeAlarms","cloudwatch:GetDashboard"],"Resource":["alarms","dashboard"]},\
            {"Sid":"ListAlarmSubscriptions","Effect":"Allow","Action":["sns:ListSubscriptionsByTopic"],"Resource":["topic"]},\
            {"Sid":"InspectAccount","Effect":"Allow",\
            "Action":["cloudwatch:GetMetricData","ecr:GetAuthorizationToken","lambda:GetAccountSettings",\
            "logs:GetQueryResults","sns:ListTopics"],"Resource":["*"]}""";

    /** Named instead of ARNs, to be read at a glance. */
    private record Names(Optional<String> redriveFailuresArn, Optional<KmsKey> key)
            implements OperatorPolicies.Resources {

        @Override
        public List<String> queueArns() {
            return List.of("queue");
        }

        @Override
        public List<String> deadLetterQueueArns() {
            return List.of("dlq");
        }

        @Override
        public Optional<String> webhookFailuresArn() {
            return Optional.empty();
        }

        @Override
        public String functionArn() {
            return "function";
        }

        @Override
        public String mappingArns() {
            return "mappings";
        }

        @Override
        public String imageRepositoryArn() {
            return "repository";
        }

        @Override
        public List<String> logGroupArns() {
            return List.of("log");
        }

        @Override
        public String alarmArns() {
            return "alarms";
        }

        @Override
        public String dashboardArn() {
            return "dashboard";
        }

        @Override
        public String topicArn() {
            return "topic";
        }
    }

    private static String document(String statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
    }

    @Test
    void operatorsMayInspectResourcesAndMoveMessages() {
        assertEquals(
                document(QUEUES + THE_REST),
                OperatorPolicies.operators(new Names(Optional.empty(), Optional.empty()), false));
    }

    @Test
    void operatorsMayPurgeOnlyIfEnabled() {
        var further = """
                ,{"Sid":"PurgeFailedMessages","Effect":"Allow","Action":["sqs:PurgeQueue"],"Resource":["dlq"]}\
                ,{"Sid":"UseQueueKey","Effect":"Allow","Action":["kms:Decrypt","kms:GenerateDataKey"],\
                "Resource":["arn:aws:kms:eu-central-1:1:key/k"],\
                "Condition":{"StringEquals":{"kms:ViaService":"sqs.eu-central-1.amazonaws.com"}}}\
                ,{"Sid":"DecryptLogs","Effect":"Allow","Action":["kms:Decrypt"],\
                "Resource":["arn:aws:kms:eu-central-1:1:key/k"],\
                "Condition":{"StringEquals":{"kms:ViaService":"logs.eu-central-1.amazonaws.com"}}}""";

        assertEquals(
                document(QUEUES + THE_REST + further),
                OperatorPolicies.operators(
                        new Names(Optional.empty(), Optional.of(new KmsKey(KEY, "amazonaws.com"))), true));
    }

    @Test
    void operatorsMayInspectFailedRedrivesWithSchedule() {
        var failures = """
                {"Sid":"InspectFailedRedrives","Effect":"Allow",\
                "Action":["sqs:GetQueueUrl","sqs:ReceiveMessage","sqs:PurgeQueue"],"Resource":["failures"]},""";

        assertEquals(
                document(QUEUES + failures + THE_REST),
                OperatorPolicies.operators(new Names(Optional.of("failures"), Optional.empty()), false));
    }
}
