package savepoint.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares the exact documents, as approved in review. */
class QueuePoliciesTest {

    private static final String QUEUE = "arn:aws:sqs:eu-central-1:123456789012:q";

    @Test
    void queueWithoutSendersOnlyDeniesPlainHttpAndForeignAccounts() {
        assertEquals("""
                {"Version":"2012-10-17","Statement":[\
                {"Sid":"DenyInsecureTransport","Effect":"Deny","Principal":"*","Action":["sqs:*"],\
                "Resource":["arn:aws:sqs:eu-central-1:123456789012:q"],\
                "Condition":{"Bool":{"aws:SecureTransport":"false"}}},\
                {"Sid":"DenyForeignIdentities","Effect":"Deny","Principal":"*","Action":["sqs:*"],\
                "Resource":["arn:aws:sqs:eu-central-1:123456789012:q"],\
                "Condition":{"StringNotEquals":{"aws:PrincipalAccount":["123456789012"]},\
                "BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}}]}""", QueuePolicies.queue(QUEUE, List.of(), List.of()));
    }

    @Test
    void sendersMayOnlySend() {
        assertEquals(
                """
                {"Version":"2012-10-17","Statement":[\
                {"Sid":"AllowSendMessage","Effect":"Allow",\
                "Principal":{"AWS":["arn:aws:iam::123456789012:role/web","arn:aws:iam::123456789012:role/ops"]},\
                "Action":["sqs:SendMessage"],"Resource":["arn:aws:sqs:eu-central-1:123456789012:q"]},\
                {"Sid":"DenyInsecureTransport","Effect":"Deny","Principal":"*","Action":["sqs:*"],\
                "Resource":["arn:aws:sqs:eu-central-1:123456789012:q"],\
                "Condition":{"Bool":{"aws:SecureTransport":"false"}}},\
                {"Sid":"DenyForeignIdentities","Effect":"Deny","Principal":"*","Action":["sqs:*"],\
                "Resource":["arn:aws:sqs:eu-central-1:123456789012:q"],\
                "Condition":{"StringNotEquals":{"aws:PrincipalAccount":["123456789012"]},\
                "BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}}]}""",
                QueuePolicies.queue(
                        QUEUE,
                        List.of("arn:aws:iam::123456789012:role/web", "arn:aws:iam::123456789012:role/ops"),
                        List.of()));
    }

    @Test
    void deadLetterQueueOnlyDeniesPlainHttpAndForeignAccounts() {
        assertEquals(QueuePolicies.queue(QUEUE, List.of(), List.of()), QueuePolicies.deadLetterQueue(QUEUE));
    }

    @Test
    void namedForeignSendersAreNotDenied() {
        assertTrue(QueuePolicies.queue(QUEUE, List.of("arn:aws:iam::210987654321:role/web"), List.of())
                .contains("{\"aws:PrincipalAccount\":[\"123456789012\",\"210987654321\"]}"));
    }

    @Test
    void servicesMaySendOnlyForOneResourceOrAccount() {
        var policy = QueuePolicies.queue(
                QUEUE,
                List.of(),
                List.of(
                        ServiceSender.forResource("events.amazonaws.com", "arn:aws:events:r:1:rule/x"),
                        ServiceSender.forAccount("sns.amazonaws.com", "123456789012")));

        assertTrue(policy.startsWith("""
                {"Version":"2012-10-17","Statement":[\
                {"Sid":"AllowSendMessageByService0","Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},\
                "Action":["sqs:SendMessage"],"Resource":["arn:aws:sqs:eu-central-1:123456789012:q"],\
                "Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:events:r:1:rule/x"}}},\
                {"Sid":"AllowSendMessageByService1","Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},\
                "Action":["sqs:SendMessage"],"Resource":["arn:aws:sqs:eu-central-1:123456789012:q"],\
                "Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}},"""), policy);
    }

    @Test
    void redrivePolicyNamesDeadLetterQueueAndCount() {
        assertEquals("""
                {"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:123456789012:q","maxReceiveCount":3}""", QueuePolicies.redrive(QUEUE, 3));
    }

    @Test
    void redriveAllowPolicyAllowsOnlyOneQueue() {
        assertEquals("""
                {"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:eu-central-1:123456789012:q"]}""", QueuePolicies.redriveAllow(QUEUE));
    }
}
