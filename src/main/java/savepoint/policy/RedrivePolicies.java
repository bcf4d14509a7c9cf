package savepoint.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What moves failed messages back to their queue, by schedule or by hand. Each document is a function of ARNs alone.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html">Amazon
 *     SQS: permissions for a dead-letter queue redrive</a>
 */
public final class RedrivePolicies {

    private RedrivePolicies() {}

    /**
     * Lets EventBridge Scheduler take the role, and only for schedules of one account.
     *
     * @param accountId that account
     * @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html">EventBridge
     *     Scheduler: confused deputy prevention</a>
     */
    public static String trust(String accountId) {
        return Json.policy(Statement.trust("AssumeRoleByScheduler", "scheduler.amazonaws.com", accountId));
    }

    /**
     * Lets the schedule start a move, and leave a note of one that it could not start.
     *
     * @param deadLetterQueueArn from where messages are moved
     * @param queueArn to where
     * @param failuresArn the queue that takes the calls that failed
     * @param key the customer managed key of both queues, if they have one
     */
    public static String schedule(
            String deadLetterQueueArn, String queueArn, String failuresArn, Optional<SqsKey> key) {
        var statements = new ArrayList<>(move(deadLetterQueueArn, queueArn));
        statements.add(
                Statement.allow("KeepFailedCalls").actions("sqs:SendMessage").resources(List.of(failuresArn)));
        key.ifPresent(it -> statements.add(it.usable()));
        return Json.policy(statements);
    }

    /**
     * Lets a person inspect both queues and the function's log, and move failed messages back.
     *
     * @param deadLetterQueueArn where failed messages are
     * @param queueArn where they go back to
     * @param functionArn the function that works on them
     * @param logGroupArn the function's log group
     * @param mayPurge whether the person may delete all messages of the dead-letter queue at once
     * @param key the customer managed key of both queues, if they have one
     */
    public static String operators(
            String deadLetterQueueArn,
            String queueArn,
            String functionArn,
            String logGroupArn,
            boolean mayPurge,
            Optional<SqsKey> key) {
        var statements = new ArrayList<Statement>();
        statements.add(Statement.allow("InspectQueues")
                .actions("sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListDeadLetterSourceQueues")
                .resources(List.of(queueArn, deadLetterQueueArn)));
        statements.add(Statement.allow("FollowMoves")
                .actions("sqs:ListMessageMoveTasks", "sqs:CancelMessageMoveTask")
                .resources(List.of(deadLetterQueueArn)));
        statements.addAll(move(deadLetterQueueArn, queueArn));
        statements.add(Statement.allow("InspectFunction")
                .actions("lambda:GetFunctionConfiguration")
                .resources(List.of(functionArn)));
        statements.add(Statement.allow("ReadLog")
                .actions("logs:FilterLogEvents", "logs:StartQuery")
                .resources(List.of(logGroupArn + ":*")));
        if (mayPurge) {
            statements.add(Statement.allow("PurgeFailedMessages")
                    .actions("sqs:PurgeQueue")
                    .resources(List.of(deadLetterQueueArn)));
        }
        key.ifPresent(it -> statements.add(it.usable()));
        return Json.policy(statements);
    }

    /** SQS checks the four actions on both queues with the rights of whoever starts the move. */
    private static List<Statement> move(String deadLetterQueueArn, String queueArn) {
        return List.of(
                Statement.allow("TakeFailedMessages")
                        .actions(
                                "sqs:StartMessageMoveTask",
                                "sqs:ReceiveMessage",
                                "sqs:DeleteMessage",
                                "sqs:GetQueueAttributes")
                        .resources(List.of(deadLetterQueueArn)),
                Statement.allow("SendThemAgain").actions("sqs:SendMessage").resources(List.of(queueArn)));
    }
}
