package savepoint;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.resources.ComponentResourceOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import savepoint.aws.AwsTarget;
import savepoint.aws.DefaultTags;
import savepoint.lambda.LambdaContainer;
import savepoint.lambda.LambdaContainerArgs;
import savepoint.lambda.SqsEventSource;
import savepoint.monitoring.ImportMonitoring;
import savepoint.monitoring.ImportMonitoringArgs;
import savepoint.queue.SteamImportQueue;
import savepoint.queue.SteamImportQueueArgs;
import savepoint.recovery.ImportRecovery;
import savepoint.recovery.ImportRecoveryArgs;
import savepoint.sdk.SdkLog;

/**
 * Deploys as many Steam imports in one program as the setting {@code pipelines} specifies, to
 * measure how time and memory usage scale. The App deploys one import, with settings; this program
 * uses only the components, with the App's defaults. Set {@code rest} to false to measure the SDK's
 * unmodified main loop.
 */
public final class Pipelines {

    private static final Duration TIMEOUT = Duration.ofSeconds(300);

    private Pipelines() {}

    public static void main(String[] args) {
        Pulumi.run(Pipelines::stack);
    }

    private static void stack(Context context) {
        if (context.config().getBoolean("rest").orElse(true)) {
            SdkLog.throttleMainLoop();
        }
        var target = AwsTarget.lookUp();
        steamImport("steam-import", context.stackName(), target, context);
        for (var number = 2; number <= context.config().requireInteger("pipelines"); number++) {
            steamImport("steam-import-" + number, context.stackName() + "-" + number, target, context);
        }
    }

    private static void steamImport(String name, String environment, AwsTarget target, Context context) {
        var baseName = "savepoint-%s-steam-import".formatted(environment);
        var image = target.ecrImageUri("savepoint-%s-lambdas".formatted(environment), "steam-import-latest");

        var queue = new SteamImportQueue(
                name,
                SteamImportQueueArgs.builder()
                        .target(target)
                        .queueName("savepoint-%s-steam-library-sync".formatted(environment))
                        .consumerTimeout(TIMEOUT)
                        .maxReceiveCount(3)
                        .build(),
                options(context));
        var function = new LambdaContainer(
                name,
                LambdaContainerArgs.builder()
                        .target(target)
                        .functionName(baseName)
                        .imageUri(image)
                        .description("Imports a user's Steam library")
                        .timeout(TIMEOUT)
                        .memorySize(512)
                        .logRetentionInDays(14)
                        .environmentVariable("LOG_LEVEL", "INFO")
                        .sqsEventSource(SqsEventSource.builder()
                                .queue(queue.queue())
                                .batchSize(1)
                                .functionResponseTypes("ReportBatchItemFailures")
                                .maximumConcurrency(5)
                                .eventCountMetrics(true)
                                .build())
                        .build(),
                options(context));
        new ImportRecovery(
                name,
                ImportRecoveryArgs.builder()
                        .target(target)
                        .baseName(baseName)
                        .queue(queue.queue())
                        .deadLetterQueue(queue.deadLetterQueue())
                        .function(function.function())
                        .build(),
                options(context));
        new ImportMonitoring(
                name,
                ImportMonitoringArgs.builder()
                        .target(target)
                        .baseName(baseName)
                        .queue(queue.queue())
                        .deadLetterQueue(queue.deadLetterQueue())
                        .function(function.function())
                        .build(),
                options(context));
    }

    private static ComponentResourceOptions options(Context context) {
        return ComponentResourceOptions.builder()
                .resourceTransformations(List.of(new DefaultTags(Map.of(
                        "Project", context.projectName(),
                        "Environment", context.stackName(),
                        "ManagedBy", "pulumi"))))
                .build();
    }
}
