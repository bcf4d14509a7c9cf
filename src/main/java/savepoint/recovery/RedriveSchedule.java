package savepoint.recovery;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.aws.scheduler.Schedule;
import com.pulumi.aws.scheduler.ScheduleArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleFlexibleTimeWindowArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleTargetArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleTargetDeadLetterConfigArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleTargetRetryPolicyArgs;
import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.time.Duration;
import savepoint.policy.QueuePolicies;
import savepoint.policy.RedrivePolicies;

/**
 * A schedule that has SQS move failed messages back, with no code between them.
 *
 * @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html">EventBridge
 *     Scheduler: universal targets</a>
 */
final class RedriveSchedule {

    private final String name;
    private final ImportRecoveryArgs args;
    private final CustomResourceOptions child;
    private final String failuresQueueArn;

    RedriveSchedule(String name, String expression, ImportRecoveryArgs args, CustomResourceOptions child) {
        this.name = name;
        this.args = args;
        this.child = child;
        failuresQueueArn = args.target.queueArn(args.redriveFailuresQueueName);

        var failuresQueue = failuresQueue();
        var role = role();
        var policy = policy(role);
        schedule(expression, role, policy, failuresQueue);
    }

    /** Takes the calls that failed even after their retries, with the error in their attributes. */
    private Queue failuresQueue() {
        var queue = QueueArgs.builder()
                .name(args.redriveFailuresQueueName)
                .messageRetentionSeconds(Math.toIntExact(Duration.ofDays(14).toSeconds()))
                .policy(QueuePolicies.deadLetterQueue(failuresQueueArn));
        args.key.ifPresentOrElse(key -> queue.kmsMasterKeyId(key.arn()), () -> queue.sqsManagedSseEnabled(true));
        return new Queue(name + "-redrive-failures", queue.build(), child);
    }

    private Role role() {
        return new Role(
                name + "-redrive-role",
                RoleArgs.builder()
                        .name(args.baseName + "-redrive")
                        .assumeRolePolicy(RedrivePolicies.trust(args.target.accountId()))
                        .build(),
                child);
    }

    private RolePolicy policy(Role role) {
        return new RolePolicy(
                name + "-redrive-access",
                RolePolicyArgs.builder()
                        .name(args.baseName + "-redrive-access")
                        .role(role.name())
                        .policy(RedrivePolicies.schedule(
                                args.deadLetterQueueArn,
                                args.queueArn,
                                failuresQueueArn,
                                args.target.scheduleArn(args.baseName + "-redrive"),
                                args.key))
                        .build(),
                child);
    }

    private void schedule(String expression, Role role, RolePolicy policy, Queue failuresQueue) {
        var schedule = ScheduleArgs.builder()
                .name(args.baseName + "-redrive")
                .description("Moves failed imports back to their queue")
                .scheduleExpression(expression)
                .flexibleTimeWindow(
                        ScheduleFlexibleTimeWindowArgs.builder().mode("OFF").build())
                .target(ScheduleTargetArgs.builder()
                        .arn(args.target.schedulerTargetArn("sqs", "startMessageMoveTask"))
                        .roleArn(role.arn())
                        .input(startMessageMoveTask())
                        .retryPolicy(ScheduleTargetRetryPolicyArgs.builder()
                                .maximumRetryAttempts(3)
                                .maximumEventAgeInSeconds(
                                        Math.toIntExact(Duration.ofHours(1).toSeconds()))
                                .build())
                        .deadLetterConfig(ScheduleTargetDeadLetterConfigArgs.builder()
                                .arn(failuresQueueArn)
                                .build())
                        .build());
        args.key.ifPresent(key -> schedule.kmsKeyArn(key.arn()));
        new Schedule(
                name + "-redrive",
                schedule.build(),
                CustomResourceOptions.merge(
                        child,
                        CustomResourceOptions.builder()
                                .dependsOn(policy, failuresQueue)
                                .build()));
    }

    private String startMessageMoveTask() {
        return new Gson().toJson(new StartMessageMoveTask(args.deadLetterQueueArn, args.redriveMessagesPerSecond));
    }

    /** SQS's call. Without a destination, each message goes back to the queue that it came from. */
    private record StartMessageMoveTask(
            @SerializedName("SourceArn") String sourceArn,
            @SerializedName("MaxNumberOfMessagesPerSecond") int maxNumberOfMessagesPerSecond) {}
}
