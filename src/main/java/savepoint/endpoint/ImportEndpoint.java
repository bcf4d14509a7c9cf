package savepoint.endpoint;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import java.util.Optional;
import savepoint.aws.HttpEndpoint;
import savepoint.validation.Outputs;
import savepoint.validation.Rules;

/**
 * An HTTP endpoint, {@code POST /imports}, that validates requests and sends them to the queue
 * without custom code. It is never public.
 *
 * <pre>
 * savepoint:endpoint:ImportEndpoint      {name}
 * ├─ aws:iam:Role                        {name}-enqueue-role       may send to the queue only
 * ├─ aws:iam:RolePolicy                  {name}-enqueue-access
 * ├─ aws:apigateway:RestApi              {name}-enqueue
 * ├─ aws:apigateway:Resource             {name}-enqueue-imports
 * ├─ aws:apigateway:Model                {name}-enqueue-request    derived from the contract
 * ├─ aws:apigateway:RequestValidator     {name}-enqueue-validator
 * ├─ aws:apigateway:Authorizer           {name}-enqueue-users      with a user pool
 * ├─ aws:apigateway:Method               {name}-enqueue-post
 * ├─ aws:apigateway:MethodResponse       {name}-enqueue-202, -500
 * ├─ aws:apigateway:Integration          {name}-enqueue-send
 * ├─ aws:apigateway:IntegrationResponse  {name}-enqueue-sent, -not-sent
 * ├─ aws:apigateway:Deployment           {name}-enqueue-deployment
 * ├─ aws:apigateway:Stage                {name}-enqueue-stage
 * ├─ aws:apigateway:MethodSettings       {name}-enqueue-throttling
 * └─ aws:cloudwatch:LogGroup             {name}-enqueue-log        with an access log
 * </pre>
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html">API Gateway: REST
 *     APIs</a>
 */
public final class ImportEndpoint extends ComponentResource {

    /**
     * The type token. It is part of the URN, so changing it after the first deployment requires an
     * alias.
     */
    public static final String TYPE = "savepoint:endpoint:ImportEndpoint";

    @Export(name = "url", refs = String.class)
    private final Output<String> url;

    private final Output<String> apiId;
    private final HttpEndpoint endpoint;

    /**
     * Registers the endpoint.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the queue, and who may call the endpoint
     */
    public ImportEndpoint(String name, ImportEndpointArgs args) {
        this(name, args, null);
    }

    /**
     * Registers the endpoint.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the queue, and who may call the endpoint
     * @param options Pulumi's options for the component, or null
     */
    public ImportEndpoint(String name, ImportEndpointArgs args, ComponentResourceOptions options) {
        super(TYPE, name, Rules.requireArgs("ImportEndpoint", args), options);
        var target = args.targetOf(this, options);
        var child = CustomResourceOptions.builder().parent(this).build();
        var prefix = name + "-enqueue";

        var role = new SenderRole(prefix, args, target, child);
        var api = new EndpointApi(prefix, args, target, role.arn(), child);
        var stage = new EndpointStage(prefix, args, target, api, child);

        apiId = api.id();
        url = Outputs.apply(stage.invokeUrl(), address -> address + EndpointApi.PATH);
        endpoint = new HttpEndpoint(
                args.apiName(),
                args.requestsPerSecond,
                args.burst,
                args.accessLog ? Optional.of(EndpointStage.logGroupName(args)) : Optional.empty());
        registerOutputs(Map.of("url", url));
    }

    /** The URL to post requests to. */
    public Output<String> url() {
        return url;
    }

    /** The ID of the API. */
    public Output<String> apiId() {
        return apiId;
    }

    /** The endpoint's properties that are needed to monitor it. */
    public HttpEndpoint endpoint() {
        return endpoint;
    }
}
