package savepoint;

import java.util.Optional;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.completion.CompletionEventsArgs;
import savepoint.completion.CompletionSettings;
import savepoint.completion.CompletionWebhookArgs;
import savepoint.config.StackConfig;
import savepoint.endpoint.EndpointSettings;
import savepoint.endpoint.ImportEndpointArgs;
import savepoint.image.ImageRepositoryArgs;
import savepoint.image.RepositorySettings;
import savepoint.lambda.EventSourceSettings;
import savepoint.lambda.FunctionSettings;
import savepoint.lambda.LambdaContainerArgs;
import savepoint.lambda.SqsEventSource;
import savepoint.monitoring.ImportMonitoring;
import savepoint.monitoring.ImportMonitoringArgs;
import savepoint.monitoring.MonitoringSettings;
import savepoint.queue.QueueSettings;
import savepoint.queue.SteamImportQueueArgs;
import savepoint.recovery.ImportRecoveryArgs;
import savepoint.recovery.RecoverySettings;
import savepoint.secret.ApiKeySecretArgs;
import savepoint.secret.SecretSettings;
import savepoint.storage.BucketSettings;
import savepoint.storage.ImportBucketArgs;
import savepoint.validation.CheckedBuilder;

/**
 * The arguments of all components, as far as settings and names decide them. What one component
 * gets from another is added when that one is registered.
 *
 * @param events empty unless the worker sends completion events
 * @param webhook empty unless they are posted somewhere
 * @param endpoint empty unless there is an HTTP endpoint
 */
record StackArgs(
        ImportBucketArgs.Builder bucket,
        ApiKeySecretArgs.Builder secret,
        ImageRepositoryArgs.Builder repository,
        SteamImportQueueArgs.Builder queue,
        LambdaContainerArgs.Builder function,
        SqsEventSource.Builder eventSource,
        ImportRecoveryArgs.Builder recovery,
        ImportMonitoringArgs.Builder monitoring,
        Optional<CompletionEventsArgs.Builder> events,
        Optional<CompletionWebhookArgs.Builder> webhook,
        Optional<ImportEndpointArgs.Builder> endpoint) {

    /** Reads all settings. Their mistakes are reported when {@link #all} is enforced. */
    static StackArgs read(StackConfig config, Environment environment, AwsTarget target) {
        var baseName = environment.baseName();
        return new StackArgs(
                BucketSettings.read(config).target(target).bucketName(environment.bucketName(target)),
                SecretSettings.read(config)
                        .target(target)
                        .secretName(environment.secretName())
                        .description("The key of the Steam Web API")
                        .readerRoleArn(target.roleArn(environment.functionRoleName())),
                RepositorySettings.read(config)
                        .repositoryName(environment.imageRepository())
                        .functionArns(target.functionArn(environment.functionNames())),
                QueueSettings.read(config).target(target).queueName(environment.queueName()),
                FunctionSettings.read(config, target, environment.bucketName(target))
                        .functionName(baseName)
                        .description("Imports a user's Steam library"),
                EventSourceSettings.read(config),
                RecoverySettings.read(config).target(target).baseName(baseName),
                MonitoringSettings.read(config).target(target).baseName(baseName),
                CompletionSettings.readEvents(config)
                        .map(events -> events.target(target).eventBusName(baseName)),
                CompletionSettings.readWebhook(config)
                        .map(webhook -> webhook.target(target)
                                .baseName(baseName)
                                .keySecretName(environment.webhookKeySecretName())
                                .failureAlarm(ImportMonitoring.failureAlarm(baseName))),
                EndpointSettings.read(config)
                        .map(endpoint -> endpoint.target(target).baseName(baseName)));
    }

    /** All of them, to be checked before the first resource is registered. */
    Stream<CheckedBuilder> all() {
        return Stream.concat(
                Stream.of(function, eventSource, queue, recovery, monitoring, bucket, secret, repository),
                Stream.of(events, webhook, endpoint).flatMap(Optional::stream));
    }
}
