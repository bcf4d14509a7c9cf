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
import savepoint.monitoring.ImportMonitoring;
import savepoint.monitoring.ImportMonitoringArgs;
import savepoint.queue.SteamImportQueue;
import savepoint.queue.SteamImportQueueArgs;
import savepoint.recovery.ImportRecovery;
import savepoint.recovery.ImportRecoveryArgs;
import savepoint.validation.Outputs;

/** The Steam import of one environment: a queue, the function that it feeds, and what the stack tells about them. */
public final class App {

    private App() {}

    public static void main(String[] args) {
        SdkLog.leaveMessagesToTheEngine();
        Pulumi.run(context -> {
            SdkLog.letTheMainLoopRest();
            stack(context);
        });
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

        var recovery = new ImportRecovery(
                "steam-import",
                recoveryArgs(settings, target, queue),
                options(context).build());
        new ImportMonitoring(
                "steam-import",
                monitoringArgs(settings, target, queue, function, recovery),
                options(context).build());

        context.export("steamImportQueueUrl", queue.queueUrl())
                .export("steamImportQueueArn", queue.queueArn())
                .export("steamImportDlqUrl", queue.deadLetterQueueUrl())
                .export("steamImportDlqArn", queue.deadLetterQueueArn())
                .export("steamImportLambdaArn", function.functionArn())
                .export("steamImportLambdaName", function.functionName())
                .export("eventSourceMappingUuid", function.eventSourceMappingUuid())
                .export("eventSourceMappingState", function.eventSourceMappingState())
                .export("operatorPolicyArn", recovery.operatorPolicyArn())
                .export("operatorPolicyCommand", Outputs.apply(recovery.operatorPolicyArn(), App::attachToRole));
    }

    private static String attachToRole(String policyArn) {
        return "aws iam attach-role-policy --role-name \"$ROLE\" --policy-arn %s".formatted(policyArn);
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
        settings.kmsKeyArn().ifPresent(queue::kmsKeyArn);
        return queue.build();
    }

    private static LambdaContainerArgs functionArgs(Settings settings, AwsTarget target, SteamImportQueue queue) {
        var function = LambdaContainerArgs.builder(target, baseName(settings), imageUri(settings, target))
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
        settings.kmsKeyArn().ifPresent(function::kmsKeyArn);
        return function.s3KmsKeyArns(
                        settings.bucketKmsKeyArn().map(Output::of).stream().toList())
                .secretsKmsKeyArns(
                        settings.secretKmsKeyArn().map(Output::of).stream().toList())
                .build();
    }

    private static SqsEventSource eventSource(Settings settings, SteamImportQueue queue) {
        var source = SqsEventSource.builder(queue.expectedQueueArn())
                .dependsOn(queue)
                .batchSize(1) // one user's sync must not block another's
                .functionResponseTypes("ReportBatchItemFailures")
                .maximumConcurrency(settings.steamImportConcurrency())
                .eventCountMetrics(true)
                .enabled(settings.enableSteamImportEventSource());
        settings.kmsKeyArn().ifPresent(source::kmsKeyArn);
        return source.build();
    }

    private static ImportRecoveryArgs recoveryArgs(Settings settings, AwsTarget target, SteamImportQueue queue) {
        var recovery = ImportRecoveryArgs.builder(target, baseName(settings))
                .queue(queue.expectedQueueName(), queue.expectedDeadLetterQueueName())
                .function(baseName(settings), imageUri(settings, target))
                .redriveMessagesPerSecond(settings.redriveMessagesPerSecond())
                .operatorsMayPurge(settings.operatorsMayPurge());
        settings.redriveSchedule().ifPresent(recovery::redriveSchedule);
        settings.kmsKeyArn().ifPresent(recovery::kmsKeyArn);
        return recovery.build();
    }

    private static ImportMonitoringArgs monitoringArgs(
            Settings settings,
            AwsTarget target,
            SteamImportQueue queue,
            LambdaContainer function,
            ImportRecovery recovery) {
        var monitoring = ImportMonitoringArgs.builder(target, baseName(settings))
                .queue(queue.expectedQueueName(), queue.expectedDeadLetterQueueName())
                .function(baseName(settings), settings.steamImportTimeout())
                .eventSource(
                        function.eventSourceMappingUuid().applyValue(uuid -> uuid.orElse(null)),
                        settings.steamImportConcurrency())
                .eventSourceEnabled(settings.enableSteamImportEventSource())
                .emails(settings.alarmEmails())
                .webhooks(settings.alarmWebhooks())
                .runbook(settings.runbookUrl());
        settings.alarmSlackChannel().ifPresent(monitoring::slackChannel);
        recovery.redriveFailuresQueueName().ifPresent(monitoring::redriveFailuresQueueName);
        return monitoring.build();
    }

    /** What the function is called, and all that surrounds it. */
    private static String baseName(Settings settings) {
        return "savepoint-%s-steam-import".formatted(settings.environment());
    }

    private static String imageUri(Settings settings, AwsTarget target) {
        return settings.steamImportImage()
                .orElseGet(() -> target.ecrImageUri(
                        "savepoint-%s-lambdas".formatted(settings.environment()), Settings.IMAGE_TAG));
    }
}
