package savepoint.endpoint;

import com.google.gson.Gson;
import com.pulumi.aws.apigateway.Deployment;
import com.pulumi.aws.apigateway.DeploymentArgs;
import com.pulumi.aws.apigateway.MethodSettings;
import com.pulumi.aws.apigateway.MethodSettingsArgs;
import com.pulumi.aws.apigateway.Stage;
import com.pulumi.aws.apigateway.StageArgs;
import com.pulumi.aws.apigateway.inputs.MethodSettingsSettingsArgs;
import com.pulumi.aws.apigateway.inputs.StageAccessLogSettingsArgs;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.Map;
import java.util.TreeMap;
import savepoint.aws.AwsTarget;
import savepoint.validation.Outputs;

/** The stage of the API, with its throttling and its access log. */
final class EndpointStage {

    private static final String NAME = "v1";

    /**
     * Logs no request bodies, only the identity of the caller, and only the type of an error,
     * because error messages can quote headers.
     */
    private static final Map<String, String> LOG_FORMAT = new TreeMap<>(Map.of(
            "requestId", "$context.requestId",
            "time", "$context.requestTime",
            "sourceIp", "$context.identity.sourceIp",
            "caller", "$context.identity.caller",
            "user", "$context.authorizer.claims.sub",
            "path", "$context.resourcePath",
            "status", "$context.status",
            "statusOfSqs", "$context.integration.status",
            "error", "$context.error.responseType",
            "milliseconds", "$context.responseLatency"));

    private final String prefix;
    private final ImportEndpointArgs args;
    private final AwsTarget target;
    private final EndpointApi api;
    private final CustomResourceOptions child;
    private final Stage stage;

    EndpointStage(
            String prefix, ImportEndpointArgs args, AwsTarget target, EndpointApi api, CustomResourceOptions child) {
        this.prefix = prefix;
        this.args = args;
        this.target = target;
        this.api = api;
        this.child = child;

        stage = stage(deployment());
        throttle();
    }

    static String logGroupName(ImportEndpointArgs args) {
        return "/aws/apigateway/" + args.apiName();
    }

    /** A deployment is a snapshot, so each change of the API creates a new one. */
    private Deployment deployment() {
        return new Deployment(
                prefix + "-deployment",
                DeploymentArgs.builder()
                        .restApi(api.id())
                        .triggers(Outputs.apply(api.fingerprint(), fingerprint -> Map.of("api", fingerprint)))
                        .build(),
                CustomResourceOptions.merge(
                        child,
                        CustomResourceOptions.builder()
                                .dependsOn(api.parts().toArray(Resource[]::new))
                                .build()));
    }

    private Stage stage(Deployment deployment) {
        var settings = StageArgs.builder()
                .restApi(api.id())
                .deployment(deployment.id())
                .stageName(NAME);
        if (args.accessLog) {
            settings.accessLogSettings(StageAccessLogSettingsArgs.builder()
                    .destinationArn(logGroup().arn())
                    .format(new Gson().toJson(LOG_FORMAT))
                    .build());
        }
        return new Stage(prefix + "-stage", settings.build(), child);
    }

    private LogGroup logGroup() {
        var log = LogGroupArgs.builder().name(logGroupName(args)).retentionInDays(args.logRetentionInDays);
        args.kmsKeyArn(target).ifPresent(log::kmsKeyId);
        return new LogGroup(prefix + "-log", log.build(), child);
    }

    private void throttle() {
        new MethodSettings(
                prefix + "-throttling",
                MethodSettingsArgs.builder()
                        .restApi(api.id())
                        .stageName(stage.stageName())
                        .methodPath("*/*")
                        .settings(MethodSettingsSettingsArgs.builder()
                                .throttlingRateLimit((double) args.requestsPerSecond)
                                .throttlingBurstLimit(args.burst)
                                .build())
                        .build(),
                child);
    }

    /** The URL of the stage, without a trailing slash. */
    Output<String> invokeUrl() {
        return stage.invokeUrl();
    }
}
