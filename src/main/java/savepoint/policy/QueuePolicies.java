package savepoint.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * Who may do what to the queues, and where failed messages go. Each document is a function of ARNs alone.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html">Amazon
 *     SQS security best practices</a>
 */
public final class QueuePolicies {

    private QueuePolicies() {}

    /**
     * The policy of the queue. Without senders it allows nobody, so that only identities of the queue's own account
     * whose own policies allow it can send.
     *
     * @param queueArn the queue that carries the policy
     * @param senderArns roles, users or accounts that may send to it
     */
    public static String queue(String queueArn, List<String> senderArns) {
        var statements = new ArrayList<Statement>();
        if (!senderArns.isEmpty()) {
            statements.add(Statement.allow("AllowSendMessage")
                    .awsPrincipals(senderArns)
                    .actions("sqs:SendMessage")
                    .resources(List.of(queueArn)));
        }
        statements.add(denyInsecureTransport(queueArn));
        return Json.policy(statements);
    }

    /**
     * The policy of the dead-letter queue. It allows nobody: SQS itself moves the messages there, which needs no
     * permission.
     *
     * @param queueArn the dead-letter queue that carries the policy
     */
    public static String deadLetterQueue(String queueArn) {
        return Json.policy(denyInsecureTransport(queueArn));
    }

    /**
     * Sends a message that was received too often to the dead-letter queue.
     *
     * @param deadLetterQueueArn where it goes; the queue must exist
     * @param maxReceiveCount how often it is received before it goes
     */
    public static String redrive(String deadLetterQueueArn, int maxReceiveCount) {
        return Json.object("deadLetterTargetArn", deadLetterQueueArn, "maxReceiveCount", maxReceiveCount);
    }

    /**
     * Lets a dead-letter queue take messages from one queue and from no other.
     *
     * @param sourceQueueArn that queue; it need not exist yet
     */
    public static String redriveAllow(String sourceQueueArn) {
        return Json.object("redrivePermission", "byQueue", "sourceQueueArns", List.of(sourceQueueArn));
    }

    private static Statement denyInsecureTransport(String queueArn) {
        return Statement.deny("DenyInsecureTransport")
                .anyPrincipal()
                .actions("sqs:*")
                .resources(List.of(queueArn))
                .condition("Bool", "aws:SecureTransport", "false");
    }
}
