package savepoint;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.aws.DefaultTags;
import savepoint.completion.CompletionEvent;
import savepoint.completion.CompletionEvents;
import savepoint.completion.CompletionEventsArgs;
import savepoint.completion.CompletionSettings;
import savepoint.completion.CompletionWebhook;
import savepoint.config.StackConfig;
import savepoint.endpoint.EndpointSettings;
import savepoint.endpoint.ImportEndpoint;
import savepoint.image.ImageRepository;
import savepoint.image.RepositorySettings;
import savepoint.lambda.EventSourceSettings;
import savepoint.lambda.FunctionSettings;
import savepoint.lambda.LambdaContainer;
import savepoint.lambda.LambdaContainerArgs;
import savepoint.lambda.RunningFunction;
import savepoint.monitoring.ImportMonitoring;
import savepoint.monitoring.MonitoringSettings;
import savepoint.queue.QueueSettings;
import savepoint.queue.SteamImportQueue;
import savepoint.recovery.ImportRecovery;
import savepoint.recovery.RecoverySettings;
import savepoint.secret.ApiKeySecret;
import savepoint.secret.SecretSettings;
import savepoint.storage.BucketSettings;
import savepoint.storage.ImportBucket;
import savepoint.validation.Outputs;

/**
 * The Steam import of one environment: a queue, the function that it feeds, and the stack's
 * outputs.
 */
public final class App {

    /** The Pulumi project of this program. */
    static final String PROJECT = "savepoint";

    private static final String NAME = "steam-import";

    private App() {}

    public static void main(String[] args) {
        SdkLog.leaveMessagesToTheEngine();
        Pulumi.run(context -> {
            SdkLog.letTheMainLoopRest();
            if (context.projectName().equals(DeploymentRolesApp.PROJECT)) {
                DeploymentRolesApp.stack(context);
            } else {
                stack(context);
            }
        });
    }

    static void stack(Context context) {
        stack(context, StackConfig.of(context));
    }

    static void stack(Context context, StackConfig config) {
        var environment = Environment.of(context, config);
        var lookups = DataLookups.start(context, config, environment);
        var target = AwsTarget.lookUp();
        var data = OwnData.of(config, environment, target, lookups);
        var protect = config.bool("protectData").value().orElse(false);
        var runbook = config.text("runbookUrl").value().orElse("");
        var bucketArgs = BucketSettings.read(config).target(target).bucketName(environment.bucketName(target));
        var secretArgs = SecretSettings.read(config)
                .target(target)
                .secretName(environment.secretName())
                .description("The key of the Steam Web API")
                .readerRoleArn(target.roleArn(environment.functionRoleName()));
        var repositoryArgs = RepositorySettings.read(config)
                .repositoryName(environment.imageRepository())
                .functionArns(target.functionArn(environment.functionNames()));
        var queueArgs = QueueSettings.read(config).target(target).queueName(environment.queueName());
        var functionArgs = FunctionSettings.read(config, target, environment.bucketName(target))
                .functionName(environment.baseName())
                .description("Imports a user's Steam library");
        var sourceArgs = EventSourceSettings.read(config);
        var recoveryArgs = RecoverySettings.read(config).target(target).baseName(environment.baseName());
        var monitoringArgs = MonitoringSettings.read(config).target(target).baseName(environment.baseName());
        var sendsEvents = CompletionSettings.sendsEvents(config);
        var webhookArgs = CompletionSettings.readWebhook(config)
                .map(args -> args.target(target)
                        .baseName(environment.baseName())
                        .keySecretName(environment.webhookKeySecretName())
                        .failureAlarm(ImportMonitoring.failureAlarm(environment.baseName())));
        var endpointArgs =
                EndpointSettings.read(config).map(args -> args.target(target).baseName(environment.baseName()));
        config.enforce(Stream.concat(
                Stream.of(
                        functionArgs,
                        sourceArgs,
                        queueArgs,
                        recoveryArgs,
                        monitoringArgs,
                        bucketArgs,
                        secretArgs,
                        repositoryArgs),
                Stream.of(webhookArgs, endpointArgs).flatMap(Optional::stream)));
        giveImage(lookups, environment, target, functionArgs);
        var nextSteps = NextSteps.ask(environment, target, lookups, data);
        // First, because the run may fail at the first of them.
        nextSteps.namesInUse().forEach(step -> context.log().warn(step.asDiagnostic()));

        if (data.bucket().isCreated()) {
            var bucket = new ImportBucket(
                    NAME, bucketArgs.build(), options(context).protect(protect).build());
            if (data.bucket().isUsed()) {
                FunctionSettings.useBucket(functionArgs, bucket.bucketName());
            }
        }
        if (data.repository().isCreated()) {
            new ImageRepository(
                    NAME,
                    repositoryArgs.build(),
                    options(context).protect(protect).build());
        }
        if (data.secret().isCreated()) {
            var secret = new ApiKeySecret(
                    NAME, secretArgs.build(), options(context).protect(protect).build());
            if (data.secret().isUsed()) {
                FunctionSettings.useSecret(functionArgs, secret.secretArn());
            }
        }
        var queue = new SteamImportQueue(
                NAME, queueArgs.build(), options(context).protect(protect).build());
        if (sendsEvents) {
            var events = new CompletionEvents(
                    NAME,
                    CompletionEventsArgs.builder()
                            .target(target)
                            .eventBusName(environment.baseName())
                            .build(),
                    options(context).build());
            FunctionSettings.sendEvents(functionArgs, events.bus(), CompletionEvent.SOURCE, events.eventBusName());
            webhookArgs.ifPresent(args -> {
                var webhook = new CompletionWebhook(
                        NAME, args.bus(events.bus()).build(), options(context).build());
                FunctionSettings.signEvents(functionArgs, webhook.keySecretArn());
                recoveryArgs.webhookFailuresQueue(webhook.failuresQueue());
                monitoringArgs.webhookFailuresQueue(webhook.failuresQueue());
            });
        }
        var function = new LambdaContainer(
                NAME,
                functionArgs
                        .sqsEventSource(sourceArgs.queue(queue.queue()).build())
                        .build(),
                options(context).build());
        var endpoint = endpointArgs.map(args -> new ImportEndpoint(
                NAME, args.queue(queue.queue()).build(), options(context).build()));
        endpoint.map(ImportEndpoint::endpoint).ifPresent(recoveryArgs::endpoint);
        endpoint.map(ImportEndpoint::endpoint).ifPresent(monitoringArgs::endpoint);
        var recovery = new ImportRecovery(
                NAME,
                recoveryArgs
                        .queue(queue.queue())
                        .deadLetterQueue(queue.deadLetterQueue())
                        .function(function.function())
                        .build(),
                options(context).build());
        recovery.redriveFailuresQueue().ifPresent(monitoringArgs::redriveFailuresQueue);
        new ImportMonitoring(
                NAME,
                monitoringArgs
                        .queue(queue.queue())
                        .deadLetterQueue(queue.deadLetterQueue())
                        .function(function.function())
                        .build(),
                options(context).build());

        var steps =
                nextSteps.steps(config.text("steamImportArchitecture").value().orElseThrow(), protect);
        steps.forEach(step -> context.log().warn(step.asDiagnostic()));
        context.export("steamImportQueueUrl", queue.queueUrl())
                .export("steamImportQueueArn", queue.queueArn())
                .export("steamImportDlqUrl", queue.deadLetterQueueUrl())
                .export("steamImportDlqArn", queue.deadLetterQueueArn())
                .export("steamImportLambdaArn", function.functionArn())
                .export("steamImportLambdaName", function.functionName())
                .export("eventSourceMappingUuid", function.eventSourceMappingUuid())
                .export("eventSourceMappingState", function.eventSourceMappingState())
                .export("operatorPolicyArn", recovery.operatorPolicyArn())
                .export("operatorPolicyCommand", Outputs.apply(recovery.operatorPolicyArn(), App::attachToRole))
                .export(OwnData.OUTPUT, data.names())
                .export("readme", StackReadme.of(target, environment, runbook, queue, steps));
        endpoint.ifPresent(it -> {
            var url = Commands.reachable(it.url(), it.apiId());
            context.export("enqueueUrl", url);
            context.export(
                    "enqueueCommand",
                    Outputs.apply(
                            url,
                            address -> Commands.enqueue(
                                    target,
                                    address,
                                    config.text("enqueueAuthorization").value().orElseThrow())));
        });
    }

    /**
     * Gives the function the newest image of the stack's own repository, unless a setting names an
     * image. Without any image, the function is not created.
     */
    private static void giveImage(
            DataLookups lookups, Environment environment, AwsTarget target, LambdaContainerArgs.Builder function) {
        lookups.image().ifPresent(image -> {
            var uri = image.uri(target);
            if (uri.isEmpty()) {
                RunningFunction.mustNotExistWithout(
                        image.uriByTag(target),
                        environment.baseName(),
                        "the settings of stack '%s'".formatted(environment.name()),
                        Commands.configure("steamImportImage", "%s", environment.name()));
            }
            function.imageUri(uri.orElse(image.uriByTag(target))).imageExists(uri.isPresent());
        });
    }

    /**
     * If the stack is deployed to an emulator, the command targets it too, so that running the
     * command as shown never reaches a real account.
     */
    private static String attachToRole(String policyArn) {
        return "%s iam attach-role-policy --role-name \"$ROLE\" --policy-arn %s".formatted(Commands.aws(), policyArn);
    }

    /** With the tags of all resources. */
    static ComponentResourceOptions.Builder options(Context context) {
        return ComponentResourceOptions.builder()
                .resourceTransformations(new DefaultTags(Map.of(
                        "Project", context.projectName(),
                        "Environment", context.stackName(),
                        "ManagedBy", "pulumi")));
    }
}
