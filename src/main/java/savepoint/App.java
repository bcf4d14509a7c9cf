package savepoint;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.List;
import java.util.Map;
import savepoint.aws.AwsTarget;
import savepoint.aws.DefaultTags;
import savepoint.lambda.LambdaContainer;
import savepoint.lambda.LambdaContainerArgs;
import savepoint.lambda.SqsEventSource;
import savepoint.queue.SteamImportQueue;
import savepoint.queue.SteamImportQueueArgs;

/** The Steam import of one environment: a queue, the function that it feeds, and what the stack tells about them. */
public final class App {

    private App() {}

    public static void main(String[] args) {
        SdkLog.leaveMessagesToTheEngine();
        Pulumi.run(App::stack);
    }

    static void stack(Context context) {
        var settings = Settings.load(context);
        var target = AwsTarget.lookUp();
        var options = ComponentResourceOptions.builder()
                .resourceTransformations(new DefaultTags(Map.of(
                        "Project", context.projectName(),
                        "Environment", settings.environment(),
                        "ManagedBy", "pulumi")))
                .build();

        var queue = new SteamImportQueue("steam-import", queueArgs(settings, target), options);
        var function = new LambdaContainer("steam-import", functionArgs(settings, target, queue), options);

        context.export("steamImportQueueUrl", queue.queueUrl())
                .export("steamImportQueueArn", queue.queueArn())
                .export("steamImportDlqUrl", queue.deadLetterQueueUrl())
                .export("steamImportDlqArn", queue.deadLetterQueueArn())
                .export("steamImportLambdaArn", function.functionArn())
                .export("steamImportLambdaName", function.functionName())
                .export("eventSourceMappingUuid", function.eventSourceMappingUuid())
                .export("eventSourceMappingState", function.eventSourceMappingState());
    }

    private static SteamImportQueueArgs queueArgs(Settings settings, Output<AwsTarget> target) {
        return SteamImportQueueArgs.builder(target, settings.environment())
                .consumerTimeout(settings.steamImportTimeout())
                .maxReceiveCount(settings.maxReceiveCount())
                .senderArns(settings.steamImportSenders())
                .build();
    }

    private static LambdaContainerArgs functionArgs(
            Settings settings, Output<AwsTarget> target, SteamImportQueue queue) {
        var function = LambdaContainerArgs.builder(
                        target,
                        "savepoint-%s-steam-import".formatted(settings.environment()),
                        imageUri(settings, target))
                .description("Imports a user's Steam library")
                .timeout(settings.steamImportTimeout())
                .memorySize(settings.steamImportMemoryMb())
                .logRetentionInDays(settings.logRetentionDays())
                .environmentVariable("LOG_LEVEL", settings.logLevel())
                .sqsEventSource(SqsEventSource.builder(queue.expectedQueueArn())
                        .dependsOn(queue)
                        .batchSize(1) // one user's sync must not block another's
                        .functionResponseTypes("ReportBatchItemFailures")
                        .maximumConcurrency(settings.steamImportConcurrency())
                        .enabled(settings.enableSteamImportEventSource())
                        .build());
        settings.steamImportBucket()
                .ifPresent(bucket -> function.environmentVariable("S3_BUCKET", bucket)
                        .s3BucketArns(List.of(target.applyValue(found -> found.bucketArn(bucket)))));
        settings.steamApiKeySecretArn()
                .ifPresent(secret -> function.environmentVariable("STEAM_API_KEY_SECRET_ARN", secret)
                        .secretArns(List.of(Output.of(secret))));
        return function.build();
    }

    private static Output<String> imageUri(Settings settings, Output<AwsTarget> target) {
        return settings.steamImportImage()
                .map(Output::of)
                .orElseGet(() -> target.applyValue(found -> found.ecrImageUri(
                        "savepoint-%s-lambdas".formatted(settings.environment()), "steam-import-latest")));
    }
}
