package savepoint.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Policies of the schedule that moves failed messages back to their queue. Each document depends
 * only on ARNs.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html">Amazon
 *     SQS: permissions for a dead-letter queue redrive</a>
 */
public final class RedrivePolicies {

    private RedrivePolicies() {}

    /**
     * Lets EventBridge Scheduler assume the role, only for schedules in one account.
     *
     * @param accountId the account
     * @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html">EventBridge
     *     Scheduler: confused deputy prevention</a>
     */
    public static String trust(String accountId) {
        return Json.policy(Statement.trust("AssumeRoleByScheduler", "scheduler.amazonaws.com", accountId));
    }

    /**
     * Lets the schedule start a redrive, and record a redrive that it could not start.
     *
     * @param deadLetterQueueArn the queue that messages are moved from
     * @param queueArn the queue that messages are moved to
     * @param failuresArn the queue for failed calls
     * @param scheduleArn the schedule
     * @param key the customer managed key of all three queues and of the schedule, if they have one
     */
    public static String schedule(
            String deadLetterQueueArn, String queueArn, String failuresArn, String scheduleArn, Optional<KmsKey> key) {
        var statements = new ArrayList<>(move(List.of(deadLetterQueueArn), List.of(queueArn)));
        statements.add(
                Statement.allow("RecordFailedCalls").actions("sqs:SendMessage").resources(List.of(failuresArn)));
        key.ifPresent(it -> {
            statements.add(KmsKeyPermission.moveMessages(it).statement());
            statements.add(KmsKeyPermission.runSchedule(it, scheduleArn).statement());
        });
        return Json.policy(statements);
    }

    /**
     * SQS checks these actions on both queues against the permissions of the caller that starts
     * the move.
     */
    static List<Statement> move(List<String> deadLetterQueueArns, List<String> queueArns) {
        return List.of(
                Statement.allow("ReceiveFailedMessages")
                        .actions(
                                "sqs:StartMessageMoveTask",
                                "sqs:ReceiveMessage",
                                "sqs:DeleteMessage",
                                "sqs:GetQueueAttributes")
                        .resources(deadLetterQueueArns),
                Statement.allow("SendToSourceQueue").actions("sqs:SendMessage").resources(queueArns));
    }
}
