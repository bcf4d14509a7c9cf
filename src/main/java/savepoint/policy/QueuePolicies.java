package savepoint.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who may do what to the queues, and where failed messages go. Each document is a function of ARNs alone.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html">Amazon
 *     SQS security best practices</a>
 */
public final class QueuePolicies {

    private static final String SEND = "sqs:SendMessage";

    private QueuePolicies() {}

    /**
     * The policy of the queue. Without senders it allows nobody, so that only identities of the queue's own account
     * whose own policies allow it can send.
     *
     * @param queueArn the queue that carries the policy
     * @param senderArns roles, users or accounts that may send to it
     * @param serviceSenders services that may send to it
     */
    public static String queue(String queueArn, List<String> senderArns, List<ServiceSender> serviceSenders) {
        var statements = new ArrayList<Statement>();
        if (!senderArns.isEmpty()) {
            statements.add(Statement.allow("AllowSendMessage")
                    .awsPrincipals(senderArns)
                    .actions(SEND)
                    .resources(List.of(queueArn)));
        }
        serviceSenders.forEach(sender ->
                statements.add(sender.mayDo("AllowSendMessageByService" + statements.size(), SEND, queueArn)));
        statements.add(denyInsecureTransport(queueArn));
        statements.add(denyForeignIdentities(queueArn, Stream.concat(Stream.of(queueArn), senderArns.stream())));
        return Json.policy(statements);
    }

    /**
     * The policy of the dead-letter queue. It allows nobody: SQS itself moves the messages there, which needs no
     * permission.
     *
     * @param queueArn the dead-letter queue that carries the policy
     */
    public static String deadLetterQueue(String queueArn) {
        return Json.policy(denyInsecureTransport(queueArn), denyForeignIdentities(queueArn, Stream.of(queueArn)));
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

    /** Denies whatever another statement, or a policy set by hand, might allow: a denial always wins. */
    private static Statement denyForeignIdentities(String queueArn, Stream<String> arnsOfOurAccounts) {
        return Statement.deny("DenyForeignIdentities")
                .anyPrincipal()
                .actions("sqs:*")
                .resources(List.of(queueArn))
                .condition("StringNotEquals", "aws:PrincipalAccount", accounts(arnsOfOurAccounts))
                // Services have no account of their own; those that may send are allowed one by one. A request that
                // nobody has signed lacks both keys, and must match as well.
                .condition("BoolIfExists", "aws:PrincipalIsAWSService", "false");
    }

    private static List<String> accounts(Stream<String> arns) {
        return arns.map(arn -> arn.split(":")[4]).distinct().toList();
    }
}
