package savepoint.policy;

import java.util.List;

/**
 * An AWS service that may send to the queue, for one resource or for one account. There is no way to name a service
 * without either: it would send for anybody who can make it do so.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">The confused deputy problem</a>
 */
public final class ServiceSender {

    private final String service;
    private final String conditionOperator;
    private final String conditionKey;
    private final String source;

    private ServiceSender(String service, String conditionOperator, String conditionKey, String source) {
        this.service = service;
        this.conditionOperator = conditionOperator;
        this.conditionKey = conditionKey;
        this.source = source;
    }

    /**
     * A service on behalf of one resource.
     *
     * @param service the service principal, such as {@code events.amazonaws.com}
     * @param sourceArn the resource, such as an EventBridge rule
     */
    public static ServiceSender forResource(String service, String sourceArn) {
        return new ServiceSender(service, "ArnEquals", "aws:SourceArn", sourceArn);
    }

    /**
     * A service on behalf of one account, where the resource is not known.
     *
     * @param service the service principal, such as {@code events.amazonaws.com}
     * @param sourceAccount the account's twelve digits
     */
    public static ServiceSender forAccount(String service, String sourceAccount) {
        return new ServiceSender(service, "StringEquals", "aws:SourceAccount", sourceAccount);
    }

    Statement mayDo(String sid, String action, String resourceArn) {
        return Statement.allow(sid)
                .servicePrincipal(service)
                .actions(action)
                .resources(List.of(resourceArn))
                .condition(conditionOperator, conditionKey, source);
    }
}
