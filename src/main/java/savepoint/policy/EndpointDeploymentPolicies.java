package savepoint.policy;

import java.util.List;
import savepoint.policy.DeploymentPolicies.Resources;

/**
 * What the roles of a pipeline may do to the HTTP endpoint of one stack. A REST API has an ID
 * instead of a name, so the stack's tags identify it.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-supported-resources.html">API
 *     Gateway: the parts of a REST API inherit its tags</a>
 */
public final class EndpointDeploymentPolicies {

    private EndpointDeploymentPolicies() {}

    /**
     * Lets a preview read the API and its parts.
     *
     * @param stack the stack's resources
     * @param endpoint the resources of its endpoint
     */
    public static String preview(Resources stack, Endpoint endpoint) {
        return Json.policy(Statement.allow("ReadEndpointApi")
                .actions("apigateway:GET")
                .resources(List.of(endpoint.restApisArn + "/*"))
                .conditions(DeploymentPolicies.tags(stack, "aws:ResourceTag")));
    }

    /**
     * Lets an update create, change and delete the API, and pass it the role that sends messages.
     *
     * @param stack the stack's resources
     * @param endpoint the resources of its endpoint
     */
    public static String update(Resources stack, Endpoint endpoint) {
        return Json.policy(
                Statement.allow("CreateEndpointApi")
                        .actions("apigateway:POST")
                        .resources(List.of(endpoint.restApisArn))
                        .conditions(DeploymentPolicies.tags(stack, "aws:RequestTag")),
                // API Gateway has no condition key for the tags that an API has before it is tagged.
                Statement.allow("TagEndpointApi")
                        .actions("apigateway:PUT")
                        .resources(List.of(endpoint.tagsOfRestApisArn))
                        .conditions(DeploymentPolicies.tags(stack, "aws:RequestTag")),
                Statement.allow("ChangeEndpointApi")
                        .actions("apigateway:DELETE", "apigateway:PATCH", "apigateway:POST", "apigateway:PUT")
                        .resources(List.of(endpoint.restApisArn + "/*"))
                        .conditions(DeploymentPolicies.tags(stack, "aws:ResourceTag")),
                DeploymentPolicies.passRole("Endpoint", endpoint.roleArn, "apigateway.amazonaws.com"));
    }

    /**
     * The resources of an endpoint.
     *
     * @param restApisArn the ARN of all REST APIs
     * @param tagsOfRestApisArn the ARN pattern for tagging them
     * @param roleArn the role that the API uses to send to the queue
     */
    public record Endpoint(String restApisArn, String tagsOfRestApisArn, String roleArn) {}
}
