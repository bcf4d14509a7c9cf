package savepoint.policy;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One statement of a policy, with IAM's own element names and order. Immutable: each method
 * returns a new statement.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html">IAM JSON policy
 *     elements</a>
 */
final class Statement {

    private final Map<String, Object> elements;

    private Statement(Map<String, Object> elements) {
        this.elements = elements;
    }

    static Statement allow(String sid) {
        return new Statement(Map.of()).with("Sid", sid).with("Effect", "Allow");
    }

    static Statement deny(String sid) {
        return new Statement(Map.of()).with("Sid", sid).with("Effect", "Deny");
    }

    /**
     * Lets a service assume a role, only for resources in one account (to prevent the confused
     * deputy problem).
     */
    static Statement trust(String sid, String service, String accountId) {
        return allow(sid)
                .servicePrincipal(service)
                .actions("sts:AssumeRole")
                .condition("StringEquals", "aws:SourceAccount", accountId);
    }

    /**
     * Lets a service assume a role, where AWS documents no condition on the account.
     * {@code iam:PassRole}, which the service requires, prevents others from using the role.
     */
    static Statement trust(String sid, String service) {
        return allow(sid).servicePrincipal(service).actions("sts:AssumeRole");
    }

    /** Everyone. Use it only to deny, never to allow. */
    Statement anyPrincipal() {
        return with("Principal", "*");
    }

    Statement awsPrincipals(List<String> arns) {
        return with("Principal", Map.of("AWS", arns));
    }

    Statement servicePrincipal(String service) {
        return with("Principal", Map.of("Service", service));
    }

    /** Identities from an identity provider. */
    Statement federatedPrincipal(String providerArn) {
        return with("Principal", Map.of("Federated", providerArn));
    }

    Statement actions(String... actions) {
        return with("Action", List.of(actions));
    }

    Statement resources(List<String> arns) {
        return with("Resource", arns);
    }

    /** Adds a condition; all conditions of a statement must be met. */
    Statement condition(String operator, String key, Object value) {
        var conditions = new LinkedHashMap<>(members(elements.get("Condition")));
        var comparisons = new LinkedHashMap<>(members(conditions.get(operator)));
        comparisons.put(key, value);
        conditions.put(operator, comparisons);
        return with("Condition", conditions);
    }

    /** Adds a condition for each key, in key order: the key must have this value. */
    Statement conditions(Map<String, String> values) {
        var statement = this;
        for (var entry : new TreeMap<>(values).entrySet()) {
            statement = statement.condition("StringEquals", entry.getKey(), entry.getValue());
        }
        return statement;
    }

    /** Merges statements that differ only in their resources. */
    static List<Statement> merged(List<Statement> statements) {
        var resources = new LinkedHashMap<Map<String, Object>, Set<String>>();
        for (var statement : statements) {
            resources
                    .computeIfAbsent(statement.resources(List.of()).elements, alike -> new LinkedHashSet<>())
                    .addAll(statement.resources());
        }
        return resources.entrySet().stream()
                .map(alike -> new Statement(alike.getKey()).resources(List.copyOf(alike.getValue())))
                .toList();
    }

    private List<String> resources() {
        return elements.get("Resource") instanceof List<?> arns
                ? arns.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Map<String, Object> members(Object element) {
        var members = new LinkedHashMap<String, Object>();
        if (element instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put((String) name, value));
        }
        return members;
    }

    Map<String, Object> elements() {
        return elements;
    }

    private Statement with(String element, Object value) {
        var extended = new LinkedHashMap<>(elements);
        extended.put(element, value);
        return new Statement(extended);
    }
}
