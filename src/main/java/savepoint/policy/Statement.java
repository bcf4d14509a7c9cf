package savepoint.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One statement of a policy, in IAM's own words and order. Immutable: each method returns a new statement.
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

    /** Lets a service take a role, and only for resources of one account (the confused deputy problem). */
    static Statement trust(String sid, String service, String accountId) {
        return allow(sid)
                .servicePrincipal(service)
                .actions("sts:AssumeRole")
                .condition("StringEquals", "aws:SourceAccount", accountId);
    }

    /** Everyone, whoever they are: fit for a denial, never for a permission. */
    Statement anyPrincipal() {
        return with("Principal", "*");
    }

    Statement awsPrincipals(List<String> arns) {
        return with("Principal", Map.of("AWS", arns));
    }

    Statement servicePrincipal(String service) {
        return with("Principal", Map.of("Service", service));
    }

    Statement actions(String... actions) {
        return with("Action", List.of(actions));
    }

    Statement resources(List<String> arns) {
        return with("Resource", arns);
    }

    /** Adds a condition; all conditions of a statement must hold together. */
    Statement condition(String operator, String key, Object value) {
        var conditions = new LinkedHashMap<String, Object>();
        if (elements.get("Condition") instanceof Map<?, ?> earlier) {
            earlier.forEach((name, comparison) -> conditions.put((String) name, comparison));
        }
        conditions.put(operator, Map.of(key, value));
        return with("Condition", conditions);
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
