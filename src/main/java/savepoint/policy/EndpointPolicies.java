package savepoint.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Policies of the role that API Gateway assumes to send to the queue. Each document depends only on
 * ARNs.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-aws-proxy.html">API Gateway:
 *     integrate with an AWS service</a>
 */
public final class EndpointPolicies {

    private EndpointPolicies() {}

    /** Lets API Gateway assume the role, in integrations that specify it. */
    public static String trust() {
        return Json.policy(Statement.trust("AssumeRoleByApiGateway", "apigateway.amazonaws.com"));
    }

    /**
     * Lets the role send to one queue.
     *
     * @param queueArn the queue
     * @param key the queue's customer managed key, if it has one
     */
    public static String send(String queueArn, Optional<KmsKey> key) {
        var statements = new ArrayList<>(List.of(
                Statement.allow("SendToQueue").actions("sqs:SendMessage").resources(List.of(queueArn))));
        key.ifPresent(it -> statements.add(KmsKeyPermission.moveMessages(it).statement()));
        return Json.policy(statements);
    }
}
