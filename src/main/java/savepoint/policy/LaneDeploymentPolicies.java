package savepoint.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * What the roles that deploy a stack may do to its bulk lane and its FIFO queue, as statements in
 * the documents of {@link DeploymentPolicies}.
 */
public final class LaneDeploymentPolicies {

    private LaneDeploymentPolicies() {}

    static List<Statement> reads(Lanes lanes) {
        var statements = new ArrayList<Statement>();
        if (!lanes.queueArns.isEmpty()) {
            statements.add(Statement.allow("ReadLaneQueues")
                    .actions("sqs:GetQueueAttributes", "sqs:ListQueueTags")
                    .resources(lanes.queueArns));
        }
        if (!lanes.alarmArns.isEmpty()) {
            statements.add(Statement.allow("ReadLaneAlarmTags")
                    .actions("cloudwatch:ListTagsForResource")
                    .resources(lanes.alarmArns));
            // The AWS provider compares a quota with its default. Quotas belong to the account, not to a stack.
            statements.add(Statement.allow("ReadConcurrencyQuota")
                    .actions("servicequotas:GetAWSDefaultServiceQuota", "servicequotas:GetServiceQuota")
                    .resources(List.of("*")));
        }
        return statements;
    }

    static List<Statement> changes(Lanes lanes) {
        var statements = new ArrayList<Statement>();
        if (!lanes.queueArns.isEmpty()) {
            statements.add(Statement.allow("ChangeLaneQueues")
                    .actions(
                            "sqs:CreateQueue",
                            "sqs:DeleteQueue",
                            "sqs:SetQueueAttributes",
                            "sqs:TagQueue",
                            "sqs:UntagQueue")
                    .resources(lanes.queueArns));
        }
        if (!lanes.alarmArns.isEmpty()) {
            statements.add(Statement.allow("ChangeLaneAlarms")
                    .actions(
                            "cloudwatch:DeleteAlarms",
                            "cloudwatch:PutMetricAlarm",
                            "cloudwatch:TagResource",
                            "cloudwatch:UntagResource")
                    .resources(lanes.alarmArns));
        }
        return statements;
    }

    /**
     * The bulk lane and the FIFO queue of a stack.
     *
     * @param queueArns their queues and dead-letter queues; empty if there are none
     * @param alarmArns the alarms of the bulk lane; empty if there is none
     */
    public record Lanes(List<String> queueArns, List<String> alarmArns) {}
}
