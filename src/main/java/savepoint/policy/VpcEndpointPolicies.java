package savepoint.policy;

import java.util.List;

/**
 * The policy of an interface endpoint. The document depends only on ARNs.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-vpc-endpoint-policy.html">Amazon
 *     SQS: VPC endpoint policies</a>
 */
public final class VpcEndpointPolicies {

    private VpcEndpointPolicies() {}

    /**
     * Lets identities of one account send to certain queues, if their own policies allow it, and
     * do nothing else.
     *
     * @param queueArns the queues
     * @param accountId the account
     */
    public static String sendTo(List<String> queueArns, String accountId) {
        return Json.policy(Statement.allow("SendToQueues")
                .anyPrincipal()
                .actions("sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage")
                .resources(queueArns)
                .condition("StringEquals", "aws:PrincipalAccount", accountId));
    }
}
