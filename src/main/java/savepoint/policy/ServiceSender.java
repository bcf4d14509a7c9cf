package savepoint.policy;

import java.util.List;
import java.util.Optional;

/**
 * An AWS service that may send to the queue, for one resource or for one account. A service cannot
 * be specified without either, because anyone could then use the service to send.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">The confused deputy problem</a>
 */
public final class ServiceSender {

    private final String service;
    private final Optional<String> sourceArn;
    private final Optional<String> sourceAccount;

    private ServiceSender(String service, Optional<String> sourceArn, Optional<String> sourceAccount) {
        this.service = String.valueOf(service);
        this.sourceArn = sourceArn;
        this.sourceAccount = sourceAccount;
    }

    /**
     * A service on behalf of one resource.
     *
     * @param service the service principal, such as {@code events.amazonaws.com}
     * @param sourceArn the resource, such as an EventBridge rule
     */
    public static ServiceSender forResource(String service, String sourceArn) {
        return new ServiceSender(service, Optional.of(String.valueOf(sourceArn)), Optional.empty());
    }

    /**
     * A service on behalf of one account, where the resource is not known.
     *
     * @param service the service principal, such as {@code events.amazonaws.com}
     * @param sourceAccount the 12-digit account ID
     */
    public static ServiceSender forAccount(String service, String sourceAccount) {
        return new ServiceSender(service, Optional.empty(), Optional.of(String.valueOf(sourceAccount)));
    }

    /** The service principal. */
    public String service() {
        return service;
    }

    /** The resource that it sends for; empty if an account is specified instead. */
    public Optional<String> sourceArn() {
        return sourceArn;
    }

    /** The account that it sends for; empty if a resource is specified. */
    public Optional<String> sourceAccount() {
        return sourceAccount;
    }

    Statement mayDo(String sid, String action, String resourceArn) {
        var statement =
                Statement.allow(sid).servicePrincipal(service).actions(action).resources(List.of(resourceArn));
        return sourceArn.isPresent()
                ? statement.condition("ArnEquals", "aws:SourceArn", sourceArn.get())
                : statement.condition("StringEquals", "aws:SourceAccount", sourceAccount.orElseThrow());
    }
}
