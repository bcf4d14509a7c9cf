package savepoint.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The documents to the letter: each is what a reviewer has agreed to. */
class QueuePoliciesTest {

    private static final String QUEUE = "arn:aws:sqs:eu-central-1:123456789012:q";

    @Test
    void queueWithoutSendersAllowsNobodyAndRefusesPlainHttp() {
        assertEquals("""
                {"Version":"2012-10-17","Statement":[\
                {"Sid":"DenyInsecureTransport","Effect":"Deny","Principal":"*","Action":["sqs:*"],\
                "Resource":["arn:aws:sqs:eu-central-1:123456789012:q"],\
                "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}""", QueuePolicies.queue(QUEUE, List.of()));
    }

    @Test
    void queueWithSendersLetsThemSendAndNothingElse() {
        assertEquals(
                """
                {"Version":"2012-10-17","Statement":[\
                {"Sid":"AllowSendMessage","Effect":"Allow",\
                "Principal":{"AWS":["arn:aws:iam::123456789012:role/web","arn:aws:iam::123456789012:role/ops"]},\
                "Action":["sqs:SendMessage"],"Resource":["arn:aws:sqs:eu-central-1:123456789012:q"]},\
                {"Sid":"DenyInsecureTransport","Effect":"Deny","Principal":"*","Action":["sqs:*"],\
                "Resource":["arn:aws:sqs:eu-central-1:123456789012:q"],\
                "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}""",
                QueuePolicies.queue(
                        QUEUE, List.of("arn:aws:iam::123456789012:role/web", "arn:aws:iam::123456789012:role/ops")));
    }

    @Test
    void deadLetterQueueAllowsNobodyAndRefusesPlainHttp() {
        assertEquals(QueuePolicies.queue(QUEUE, List.of()), QueuePolicies.deadLetterQueue(QUEUE));
    }

    @Test
    void redriveNamesTheDeadLetterQueueAndTheCount() {
        assertEquals("""
                {"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:123456789012:q","maxReceiveCount":3}""", QueuePolicies.redrive(QUEUE, 3));
    }

    @Test
    void redriveAllowTakesFromOneQueueOnly() {
        assertEquals("""
                {"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:eu-central-1:123456789012:q"]}""", QueuePolicies.redriveAllow(QUEUE));
    }
}
