package savepoint.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedrivePoliciesTest {

    private static final String MOVE = """
            {"Sid":"ReceiveFailedMessages","Effect":"Allow",\
            "Action":["sqs:StartMessageMoveTask","sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes"],\
            "Resource":["dlq"]},\
            {"Sid":"SendToSourceQueue","Effect":"Allow","Action":["sqs:SendMessage"],"Resource":["queue"]}""";
    private static final String USE_KEY = """
            {"Sid":"UseQueueKey","Effect":"Allow","Action":["kms:Decrypt","kms:GenerateDataKey"],\
            "Resource":["arn:aws:kms:eu-central-1:1:key/k"],\
            "Condition":{"StringEquals":{"kms:ViaService":"sqs.eu-central-1.amazonaws.com"}}},\
            {"Sid":"DecryptSchedule","Effect":"Allow","Action":["kms:Decrypt"],\
            "Resource":["arn:aws:kms:eu-central-1:1:key/k"],\
            "Condition":{"StringEquals":{"kms:EncryptionContext:aws:scheduler:schedule:arn":"schedule"}}}""";
    private static final Optional<KmsKey> KEY =
            Optional.of(new KmsKey("arn:aws:kms:eu-central-1:1:key/k", "amazonaws.com"));

    @Test
    void schedulerMayAssumeRoleOnlyForOneAccount() {
        assertEquals("""
                {"Version":"2012-10-17","Statement":[\
                {"Sid":"AssumeRoleByScheduler","Effect":"Allow","Principal":{"Service":"scheduler.amazonaws.com"},\
                "Action":["sts:AssumeRole"],"Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}]}""", RedrivePolicies.trust("123456789012"));
    }

    @Test
    void scheduleMovesMessagesAndKeepsFailedCalls() {
        var statements = MOVE + """
                ,{"Sid":"RecordFailedCalls","Effect":"Allow","Action":["sqs:SendMessage"],"Resource":["failures"]}""";

        assertEquals(
                document(statements),
                RedrivePolicies.schedule("dlq", "queue", "failures", "schedule", Optional.empty()));
        assertEquals(
                document(statements + "," + USE_KEY),
                RedrivePolicies.schedule("dlq", "queue", "failures", "schedule", KEY));
    }

    private static String document(String statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
    }
}
