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
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Optional;
import savepoint.aws.AwsTarget;
import savepoint.aws.SqsQueue;
import savepoint.policy.KmsKey;
import savepoint.policy.QueuePolicies;
import savepoint.policy.RedrivePolicies;
import savepoint.validation.Outputs;

/**
 * A schedule that makes SQS move failed messages back, without custom code.
 *
 * @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html">EventBridge
 *     Scheduler: universal targets</a>
 */
final class RedriveSchedule {

    private static final int TWO_WEEKS_IN_SECONDS = 14 * 24 * 3600;

    private final String name;
    private final ImportRecoveryArgs args;
    private final AwsTarget target;
    private final Output<Optional<KmsKey>> key;
    private final CustomResourceOptions child;
    private final SqsQueue failuresQueue;

    RedriveSchedule(
            String name,
            String expression,
            ImportRecoveryArgs args,
            AwsTarget target,
            Output<Optional<KmsKey>> key,
            CustomResourceOptions child) {
        this.name = name;
        this.args = args;
        this.target = target;
        this.key = key;
        this.child = child;

        var failures = queueOfFailures();
        failuresQueue = SqsQueue.createdBy(failures, target, args.redriveFailuresQueueName());
        var role = role();
        var policy = policy(role);
        schedule(expression, role, policy, failures);
    }

    /**
     * Receives the calls that failed after all retries, with the error in the message attributes.
     */
    private Queue queueOfFailures() {
        var queue = QueueArgs.builder()
                .name(args.redriveFailuresQueueName())
                .messageRetentionSeconds(TWO_WEEKS_IN_SECONDS)
                .policy(QueuePolicies.deadLetterQueue(target.queueArn(args.redriveFailuresQueueName())));
        args.kmsKeyArn(target).ifPresentOrElse(queue::kmsMasterKeyId, () -> queue.sqsManagedSseEnabled(true));
        return new Queue(name + "-redrive-failures", queue.build(), child);
    }

    private Role role() {
        return new Role(
                name + "-redrive-role",
                RoleArgs.builder()
                        .name(args.baseName + "-redrive")
                        .assumeRolePolicy(RedrivePolicies.trust(target.accountId()))
                        .build(),
                child);
    }

    private RolePolicy policy(Role role) {
        return new RolePolicy(
                name + "-redrive-access",
                RolePolicyArgs.builder()
                        .name(args.baseName + "-redrive-access")
                        .role(role.name())
                        .policy(Outputs.apply(
                                key,
                                kmsKey -> RedrivePolicies.schedule(
                                        args.deadLetterQueue.arn(),
                                        args.queue.arn(),
                                        failuresQueue.arn(),
                                        target.scheduleArn(args.baseName + "-redrive"),
                                        kmsKey)))
                        .build(),
                child);
    }

    private void schedule(String expression, Role role, RolePolicy policy, Queue failures) {
        var schedule = ScheduleArgs.builder()
                .name(args.baseName + "-redrive")
                .description("Moves failed imports back to their queue")
                .scheduleExpression(expression)
                .flexibleTimeWindow(
                        ScheduleFlexibleTimeWindowArgs.builder().mode("OFF").build())
                .target(ScheduleTargetArgs.builder()
                        .arn(target.schedulerTargetArn("sqs", "startMessageMoveTask"))
                        .roleArn(role.arn())
                        .input(startMessageMoveTask())
                        .retryPolicy(ScheduleTargetRetryPolicyArgs.builder()
                                .maximumRetryAttempts(3)
                                .maximumEventAgeInSeconds(3600)
                                .build())
                        .deadLetterConfig(ScheduleTargetDeadLetterConfigArgs.builder()
                                .arn(failuresQueue.arn())
                                .build())
                        .build());
        args.kmsKeyArn(target).ifPresent(schedule::kmsKeyArn);
        new Schedule(
                name + "-redrive",
                schedule.build(),
                CustomResourceOptions.merge(
                        child,
                        CustomResourceOptions.builder()
                                .dependsOn(policy, failures)
                                .build()));
    }

    private String startMessageMoveTask() {
        return new Gson().toJson(new StartMessageMoveTask(args.deadLetterQueue.arn(), args.redriveMessagesPerSecond));
    }

    /** The queue of failed calls. */
    SqsQueue failuresQueue() {
        return failuresQueue;
    }

    /**
     * The parameters of the SQS call. Without a destination, each message returns to its source
     * queue.
     */
    private record StartMessageMoveTask(
            @SerializedName("SourceArn") String sourceArn,
            @SerializedName("MaxNumberOfMessagesPerSecond") int maxNumberOfMessagesPerSecond) {}
}
