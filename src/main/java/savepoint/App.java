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
        settings.enforceIn(target);
        settings.warnings().forEach(context.log()::warn);

        var queue = new SteamImportQueue(
                "steam-import",
                queueArgs(settings, target),
                options(context).protect(settings.protectQueues()).build());
        var function = new LambdaContainer(
                "steam-import",
                functionArgs(settings, target, queue),
                options(context).build());

        context.export("steamImportQueueUrl", queue.queueUrl())
                .export("steamImportQueueArn", queue.queueArn())
                .export("steamImportDlqUrl", queue.deadLetterQueueUrl())
                .export("steamImportDlqArn", queue.deadLetterQueueArn())
                .export("steamImportLambdaArn", function.functionArn())
                .export("steamImportLambdaName", function.functionName())
                .export("eventSourceMappingUuid", function.eventSourceMappingUuid())
                .export("eventSourceMappingState", function.eventSourceMappingState());
    }

    private static ComponentResourceOptions.Builder options(Context context) {
        return ComponentResourceOptions.builder()
                .resourceTransformations(new DefaultTags(Map.of(
                        "Project", context.projectName(),
                        "Environment", context.stackName(),
                        "ManagedBy", "pulumi")));
    }

    private static SteamImportQueueArgs queueArgs(Settings settings, AwsTarget target) {
        var queue = SteamImportQueueArgs.builder(target, settings.environment())
                .consumerTimeout(settings.steamImportTimeout())
                .maxReceiveCount(settings.maxReceiveCount())
                .senderArns(settings.steamImportSenders())
                .allowForeignAccounts(settings.allowForeignSenderAccounts());
        settings.queueKmsKeyArn().ifPresent(queue::kmsKeyArn);
        return queue.build();
    }

    private static LambdaContainerArgs functionArgs(Settings settings, AwsTarget target, SteamImportQueue queue) {
        var function = LambdaContainerArgs.builder(
                        target,
                        "savepoint-%s-steam-import".formatted(settings.environment()),
                        imageUri(settings, target))
                .description("Imports a user's Steam library")
                .timeout(settings.steamImportTimeout())
                .memorySize(settings.steamImportMemoryMb())
                .logRetentionInDays(settings.logRetentionDays())
                .environmentVariable("LOG_LEVEL", settings.logLevel())
                .sqsEventSource(eventSource(settings, queue));
        settings.steamImportBucket()
                .ifPresent(bucket -> function.environmentVariable("S3_BUCKET", bucket)
                        .s3BucketArns(List.of(Output.of(target.bucketArn(bucket)))));
        settings.steamApiKeySecretArn()
                .ifPresent(secret -> function.environmentVariable("STEAM_API_KEY_SECRET_ARN", secret)
                        .secretArns(List.of(Output.of(secret))));
        return function.build();
    }

    private static SqsEventSource eventSource(Settings settings, SteamImportQueue queue) {
        var source = SqsEventSource.builder(queue.expectedQueueArn())
                .dependsOn(queue)
                .batchSize(1) // one user's sync must not block another's
                .functionResponseTypes("ReportBatchItemFailures")
                .maximumConcurrency(settings.steamImportConcurrency())
                .enabled(settings.enableSteamImportEventSource());
        settings.queueKmsKeyArn().ifPresent(source::kmsKeyArn);
        return source.build();
    }

    private static String imageUri(Settings settings, AwsTarget target) {
        return settings.steamImportImage()
                .orElseGet(() -> target.ecrImageUri(
                        "savepoint-%s-lambdas".formatted(settings.environment()), Settings.IMAGE_TAG));
    }
}
