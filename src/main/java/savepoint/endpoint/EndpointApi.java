package savepoint.endpoint;

import com.pulumi.aws.apigateway.Authorizer;
import com.pulumi.aws.apigateway.AuthorizerArgs;
import com.pulumi.aws.apigateway.Integration;
import com.pulumi.aws.apigateway.IntegrationArgs;
import com.pulumi.aws.apigateway.IntegrationResponse;
import com.pulumi.aws.apigateway.IntegrationResponseArgs;
import com.pulumi.aws.apigateway.Method;
import com.pulumi.aws.apigateway.MethodArgs;
import com.pulumi.aws.apigateway.MethodResponse;
import com.pulumi.aws.apigateway.MethodResponseArgs;
import com.pulumi.aws.apigateway.Model;
import com.pulumi.aws.apigateway.ModelArgs;
import com.pulumi.aws.apigateway.RequestValidator;
import com.pulumi.aws.apigateway.RequestValidatorArgs;
import com.pulumi.aws.apigateway.Resource;
import com.pulumi.aws.apigateway.ResourceArgs;
import com.pulumi.aws.apigateway.RestApi;
import com.pulumi.aws.apigateway.RestApiArgs;
import com.pulumi.aws.apigateway.inputs.RestApiEndpointConfigurationArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.InputArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import savepoint.aws.AwsTarget;
import savepoint.validation.Outputs;

/** The REST API: one method with its request model, its integration with SQS and its responses. */
final class EndpointApi {

    /** The path of the only resource. */
    static final String PATH = "/imports";

    private static final String JSON = "application/json";
    private static final String POST = "POST";

    private final String prefix;
    private final ImportEndpointArgs args;
    private final CustomResourceOptions child;
    private final RestApi api;
    private final Output<String> resourceId;
    private final List<com.pulumi.resources.Resource> parts = new ArrayList<>();
    private final List<InputArgs> inputs = new ArrayList<>();

    EndpointApi(
            String prefix,
            ImportEndpointArgs args,
            AwsTarget target,
            Output<String> roleArn,
            CustomResourceOptions child) {
        this.prefix = prefix;
        this.args = args;
        this.child = child;

        api = api();
        resourceId = resource().id();
        var method = method(model(), validator(), args.userPoolArn().map(this::authorizer));
        var accepted = methodResponse("202", method);
        var failed = methodResponse("500", method);
        var integration = sendMessage(target, roleArn, method);
        // Any response of SQS other than 200 is an error.
        answer(
                "sent",
                "202",
                Optional.of("200"),
                "{\"messageId\":\"$input.path('$.SendMessageResponse.SendMessageResult.MessageId')\"}",
                integration,
                accepted);
        answer(
                "not-sent",
                "500",
                Optional.empty(),
                "{\"message\":\"The request could not be sent to the queue\"}",
                integration,
                failed);
    }

    private RestApi api() {
        return new RestApi(
                prefix,
                RestApiArgs.builder()
                        .name(args.apiName())
                        .description("Accepts import requests and sends them to the queue")
                        .endpointConfiguration(RestApiEndpointConfigurationArgs.builder()
                                .types("REGIONAL")
                                .build())
                        .build(),
                child);
    }

    private Resource resource() {
        var resource = deployed(ResourceArgs.builder()
                .restApi(api.id())
                .parentId(api.rootResourceId())
                .pathPart(PATH.substring(1))
                .build());
        return part(new Resource(prefix + PATH.replace('/', '-'), resource, child));
    }

    private Model model() {
        var model = deployed(ModelArgs.builder()
                .restApi(api.id())
                .name("ImportRequest")
                .description("Derived from contract/message.schema.json")
                .contentType(JSON)
                .schema(RequestModel.of(args.fields()))
                .build());
        return part(new Model(prefix + "-request", model, child));
    }

    private RequestValidator validator() {
        var validator = deployed(RequestValidatorArgs.builder()
                .restApi(api.id())
                .name("body")
                .validateRequestBody(true)
                .validateRequestParameters(false)
                .build());
        return part(new RequestValidator(prefix + "-validator", validator, child));
    }

    private Authorizer authorizer(String userPoolArn) {
        var authorizer = deployed(AuthorizerArgs.builder()
                .restApi(api.id())
                .name("users")
                .type("COGNITO_USER_POOLS")
                .providerArns(userPoolArn)
                .identitySource("method.request.header.Authorization")
                .build());
        return part(new Authorizer(prefix + "-users", authorizer, child));
    }

    private Method method(Model model, RequestValidator validator, Optional<Authorizer> authorizer) {
        var method = MethodArgs.builder()
                .restApi(api.id())
                .resourceId(resourceId)
                .httpMethod(POST)
                .requestModels(Outputs.apply(model.name(), name -> Map.of(JSON, name)))
                .requestValidatorId(validator.id())
                .authorization(authorizer.isPresent() ? "COGNITO_USER_POOLS" : "AWS_IAM");
        authorizer.ifPresent(it -> method.authorizerId(it.id()));
        return part(new Method(prefix + "-post", deployed(method.build()), child));
    }

    private MethodResponse methodResponse(String status, Method method) {
        var response = deployed(MethodResponseArgs.builder()
                .restApi(api.id())
                .resourceId(resourceId)
                .httpMethod(method.httpMethod())
                .statusCode(status)
                .build());
        return part(new MethodResponse(prefix + "-" + status, response, child));
    }

    /** Requests with any other content type are rejected, because only JSON is validated. */
    private Integration sendMessage(AwsTarget target, Output<String> roleArn, Method method) {
        var send = deployed(IntegrationArgs.builder()
                .restApi(api.id())
                .resourceId(resourceId)
                .httpMethod(method.httpMethod())
                .type("AWS")
                .integrationHttpMethod(POST)
                .uri(target.apiGatewaySqsArn(args.queue.name()))
                .credentials(roleArn)
                .passthroughBehavior("NEVER")
                .requestParameters(
                        Map.of("integration.request.header.Content-Type", "'application/x-www-form-urlencoded'"))
                .requestTemplates(Map.of(JSON, args.requestTemplate()))
                .build());
        return part(new Integration(prefix + "-send", send, child));
    }

    private void answer(
            String suffix,
            String status,
            Optional<String> statusOfSqs,
            String body,
            Integration integration,
            MethodResponse response) {
        var answer = IntegrationResponseArgs.builder()
                .restApi(api.id())
                .resourceId(resourceId)
                .httpMethod(integration.httpMethod())
                .statusCode(response.statusCode())
                .responseTemplates(Map.of(JSON, body));
        statusOfSqs.ifPresent(answer::selectionPattern);
        part(new IntegrationResponse(prefix + "-" + suffix, deployed(answer.build()), child));
    }

    private <A extends InputArgs> A deployed(A part) {
        inputs.add(part);
        return part;
    }

    private <R extends com.pulumi.resources.Resource> R part(R resource) {
        parts.add(resource);
        return resource;
    }

    /** The ID of the API. */
    Output<String> id() {
        return api.id();
    }

    /** A hash that changes if any part of the API changes. */
    Output<String> fingerprint() {
        return Fingerprint.of(inputs);
    }

    /** All resources of the API, which must exist before the API is deployed. */
    List<com.pulumi.resources.Resource> parts() {
        return parts;
    }
}
