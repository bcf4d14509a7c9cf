package savepoint;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.Map;
import savepoint.aws.AwsTarget;
import savepoint.aws.DefaultTags;
import savepoint.completion.CompletionEvent;
import savepoint.completion.CompletionEvents;
import savepoint.completion.CompletionEventsArgs;
import savepoint.completion.CompletionWebhook;
import savepoint.config.StackConfig;
import savepoint.endpoint.ImportEndpoint;
import savepoint.image.ImageRepository;
import savepoint.lambda.EventSourceSettings;
import savepoint.lambda.FunctionSettings;
import savepoint.lambda.LambdaContainer;
import savepoint.monitoring.ImportMonitoring;
import savepoint.network.SqsEndpoint;
import savepoint.queue.SteamImportQueue;
import savepoint.recovery.ImportRecovery;
import savepoint.sdk.SdkLog;
import savepoint.secret.ApiKeySecret;
import savepoint.storage.ImportBucket;
import savepoint.validation.Outputs;

/** The Steam import of one environment: a queue, the function that processes its messages, and the stack's outputs. */
public final class App {

    /** The Pulumi project of this program. */
    static final String PROJECT = "savepoint";

    static final String NAME = "steam-import";

    private App() {}

    public static void main(String[] args) {
        SdkLog.suppressDuplicateMessages();
        Pulumi.run(context -> {
            SdkLog.throttleMainLoop();
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
        var args = StackArgs.read(config, environment, target, lookups);
        lookups.concurrency()
                .ifPresent(account -> config.must(
                        EventSourceSettings.fit(config, account, args.lanes().maxima())));
        config.enforce(args.all());
        lookups.image().ifPresent(image -> FunctionImage.set(image, args.function(), target, environment));
        var nextSteps = NextSteps.ask(environment, target, lookups, data);
        // Shown first, because creating a resource whose name is in use fails the update.
        nextSteps.namesInUse().forEach(step -> context.log().warn(step.asDiagnostic()));

        if (data.bucket().isCreated()) {
            var bucket = new ImportBucket(
                    NAME,
                    args.bucket().build(),
                    options(context).protect(protect).build());
            if (data.bucket().isUsed()) {
                FunctionSettings.useBucket(args.function(), bucket.bucketName());
            }
        }
        if (data.repository().isCreated()) {
            new ImageRepository(
                    NAME,
                    args.repository().build(),
                    options(context).protect(protect).build());
        }
        if (data.secret().isCreated()) {
            var secret = new ApiKeySecret(
                    NAME,
                    args.secret().build(),
                    options(context).protect(protect).build());
            if (data.secret().isUsed()) {
                FunctionSettings.useSecret(args.function(), secret.secretArn());
            }
        }
        var queues = args.lanes().feed(args.function(), () -> options(context), protect);
        args.sqsEndpoint()
                .ifPresent(endpoint -> new SqsEndpoint(
                        NAME,
                        endpoint.queues(queues.all()).build(),
                        options(context).build()));
        args.events().ifPresent(events -> tellOfCompletions(context, args, events));
        var function = new LambdaContainer(
                NAME, args.function().build(), options(context).build());
        var endpoint = args.endpoint()
                .map(it -> new ImportEndpoint(
                        NAME,
                        it.queue(queues.main().queue()).build(),
                        options(context).build()));
        endpoint.map(ImportEndpoint::endpoint).ifPresent(args.recovery()::endpoint);
        endpoint.map(ImportEndpoint::endpoint).ifPresent(args.monitoring()::endpoint);
        queues.beside().forEach(args.recovery()::furtherQueues);
        queues.bulk()
                .map(SteamImportQueue::queues)
                .ifPresent(bulk -> args.monitoring().bulk(bulk, LaneKind.BULK.eventSourceName()));
        var recovery = new ImportRecovery(
                NAME,
                args.recovery()
                        .queue(queues.main().queue())
                        .deadLetterQueue(queues.main().deadLetterQueue())
                        .function(function.function())
                        .build(),
                options(context).build());
        recovery.redriveFailuresQueue().ifPresent(args.monitoring()::redriveFailuresQueue);
        new ImportMonitoring(
                NAME,
                args.monitoring()
                        .queue(queues.main().queue())
                        .deadLetterQueue(queues.main().deadLetterQueue())
                        .eventSource(args.lanes().main().kind().eventSourceName())
                        .function(function.function())
                        .build(),
                options(context).build());

        var steps =
                nextSteps.steps(config.text("steamImportArchitecture").value().orElseThrow(), protect);
        steps.forEach(step -> context.log().warn(step.asDiagnostic()));
        queues.export(context, function);
        context.export("steamImportLambdaArn", function.functionArn())
                .export("steamImportLambdaName", function.functionName())
                .export("eventSourceMappingUuid", function.eventSourceMappingUuid())
                .export("eventSourceMappingState", function.eventSourceMappingState())
                .export("operatorPolicyArn", recovery.operatorPolicyArn())
                .export("operatorPolicyCommand", Outputs.apply(recovery.operatorPolicyArn(), Commands::attachToRole))
                .export(OwnData.OUTPUT, data.names())
                .export("readme", StackReadme.of(target, environment, runbook, queues.main(), steps));
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

    /** Registers the bus that the worker sends events to, and the webhook that receives them. */
    private static void tellOfCompletions(Context context, StackArgs args, CompletionEventsArgs.Builder eventsArgs) {
        var events =
                new CompletionEvents(NAME, eventsArgs.build(), options(context).build());
        FunctionSettings.sendEvents(args.function(), events.bus(), CompletionEvent.SOURCE, events.eventBusName());
        args.webhook().ifPresent(webhookArgs -> {
            var webhook = new CompletionWebhook(
                    NAME,
                    webhookArgs.bus(events.bus()).build(),
                    options(context).build());
            FunctionSettings.signEvents(args.function(), webhook.keySecretArn());
            args.recovery().webhookFailuresQueue(webhook.failuresQueue());
            args.monitoring().webhookFailuresQueue(webhook.failuresQueue());
        });
    }

    /** Component options that apply the common tags to all resources. */
    static ComponentResourceOptions.Builder options(Context context) {
        return ComponentResourceOptions.builder()
                .resourceTransformations(new DefaultTags(Map.of(
                        "Project", context.projectName(),
                        "Environment", context.stackName(),
                        "ManagedBy", "pulumi")));
    }
}
