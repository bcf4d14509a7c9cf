package savepoint.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Policies of the queues: who may use them, and where failed messages go. Each document depends
 * only on ARNs.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html">Amazon
 *     SQS security best practices</a>
 */
public final class QueuePolicies {

    private static final String SEND = "sqs:SendMessage";

    private QueuePolicies() {}

    /**
     * The policy of the queue. Without senders it grants no access, so only identities in the
     * queue's own account can send, if their own policies allow it.
     *
     * @param queueArn the queue that the policy is attached to
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
     * The policy of the dead-letter queue. It grants no access: SQS itself moves the messages
     * there, which requires no permission.
     *
     * @param queueArn the dead-letter queue that the policy is attached to
     */
    public static String deadLetterQueue(String queueArn) {
        return Json.policy(denyInsecureTransport(queueArn), denyForeignIdentities(queueArn, Stream.of(queueArn)));
    }

    /**
     * Moves a message that was received too often to the dead-letter queue.
     *
     * @param deadLetterQueueArn the dead-letter queue, which must exist
     * @param maxReceiveCount how many times a message is received before it is moved
     */
    public static String redrive(String deadLetterQueueArn, int maxReceiveCount) {
        return Json.object("deadLetterTargetArn", deadLetterQueueArn, "maxReceiveCount", maxReceiveCount);
    }

    /**
     * Lets a dead-letter queue accept messages from one queue only.
     *
     * @param sourceQueueArn the queue, which does not have to exist yet
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

    /**
     * Denies anything that another statement, or a policy set manually, might allow: an explicit
     * deny always wins.
     */
    private static Statement denyForeignIdentities(String queueArn, Stream<String> arnsOfOurAccounts) {
        return Statement.deny("DenyForeignIdentities")
                .anyPrincipal()
                .actions("sqs:*")
                .resources(List.of(queueArn))
                .condition("StringNotEquals", "aws:PrincipalAccount", accounts(arnsOfOurAccounts))
                // Services have no account of their own; each one that may send is allowed individually.
                // An unsigned request lacks both keys, and must match too.
                .condition("BoolIfExists", "aws:PrincipalIsAWSService", "false");
    }

    private static List<String> accounts(Stream<String> arns) {
        return arns.map(arn -> arn.split(":")[4]).distinct().toList();
    }
}
