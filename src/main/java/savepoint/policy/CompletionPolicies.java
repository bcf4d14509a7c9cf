package savepoint.policy;

import java.util.List;

/**
 * Policies of completion events: who may send them, and who may forward them. Each document depends
 * only on ARNs.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html">EventBridge: using IAM policy
 *     conditions</a>
 */
public final class CompletionPolicies {

    private CompletionPolicies() {}

    /**
     * Lets a function send events of one source to one bus. Otherwise, the function could send
     * events that appear to come from another program or from AWS itself.
     *
     * @param busArn the bus
     * @param source the source that the events must have
     */
    public static String putEvents(String busArn, String source) {
        return Json.policy(Statement.allow("SendCompletionEvents")
                .actions("events:PutEvents")
                .resources(List.of(busArn))
                .condition("StringEquals", "events:source", source));
    }

    /**
     * Lets EventBridge assume the role, only for rules in one account.
     *
     * @param accountId the account
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html">EventBridge:
     *     confused deputy prevention</a>
     */
    public static String trust(String accountId) {
        return Json.policy(Statement.trust("AssumeRoleByEventBridge", "events.amazonaws.com", accountId));
    }

    /**
     * Lets the role post to one webhook.
     *
     * @param apiDestinationArn the webhook
     */
    public static String invoke(String apiDestinationArn) {
        return Json.policy(Statement.allow("PostToWebhook")
                .actions("events:InvokeApiDestination")
                .resources(List.of(apiDestinationArn)));
    }
}
