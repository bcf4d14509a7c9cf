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
import savepoint.monitoring.ImportMonitoring;
import savepoint.monitoring.ImportMonitoringArgs;
import savepoint.monitoring.MonitoringSettings;
import savepoint.network.NetworkSettings;
import savepoint.network.SqsEndpointArgs;
import savepoint.recovery.ImportRecoveryArgs;
import savepoint.recovery.RecoverySettings;
import savepoint.secret.ApiKeySecretArgs;
import savepoint.secret.SecretSettings;
import savepoint.storage.BucketSettings;
import savepoint.storage.ImportBucketArgs;
import savepoint.validation.CheckedBuilder;

/**
 * The arguments of all components, as far as settings and names determine them. A value that comes
 * from another component is added when that component is registered.
 *
 * @param events empty unless the worker sends completion events
 * @param webhook empty unless a webhook receives them
 * @param endpoint empty unless there is an HTTP endpoint
 * @param sqsEndpoint empty unless the function's VPC has an interface endpoint for SQS
 */
record StackArgs(
        ImportBucketArgs.Builder bucket,
        ApiKeySecretArgs.Builder secret,
        ImageRepositoryArgs.Builder repository,
        Lanes lanes,
        LambdaContainerArgs.Builder function,
        ImportRecoveryArgs.Builder recovery,
        ImportMonitoringArgs.Builder monitoring,
        Optional<CompletionEventsArgs.Builder> events,
        Optional<CompletionWebhookArgs.Builder> webhook,
        Optional<ImportEndpointArgs.Builder> endpoint,
        Optional<SqsEndpointArgs.Builder> sqsEndpoint) {

    /** Reads all settings. Errors in them are reported when {@link #all} is enforced. */
    static StackArgs read(StackConfig config, Environment environment, AwsTarget target, DataLookups lookups) {
        var baseName = environment.baseName();
        return new StackArgs(
                BucketSettings.read(config).target(target).bucketName(environment.bucketName(target)),
                SecretSettings.read(config)
                        .target(target)
                        .secretName(environment.secretName())
                        .description("Steam Web API key")
                        .readerRoleArn(target.roleArn(environment.functionRoleName())),
                RepositorySettings.read(config)
                        .repositoryName(environment.imageRepository())
                        .functionArns(target.functionArn(environment.functionNames())),
                Lanes.read(config, environment, target, lookups.state()),
                inVpc(
                        config,
                        FunctionSettings.read(config, target, environment.bucketName(target))
                                .functionName(baseName)
                                .description("Imports a user's Steam library")),
                RecoverySettings.read(config).target(target).baseName(baseName),
                MonitoringSettings.read(config).target(target).baseName(baseName),
                CompletionSettings.readEvents(config)
                        .map(events -> events.target(target).eventBusName(baseName)),
                CompletionSettings.readWebhook(config)
                        .map(webhook -> webhook.target(target)
                                .baseName(baseName)
                                .keySecretName(environment.webhookKeySecretName())
                                .failureAlarm(ImportMonitoring.failureAlarm(baseName)))
                        .map(webhook -> EventSourceSettings.hasBulk(config)
                                ? webhook.failureAlarm(ImportMonitoring.bulkFailureAlarm(baseName))
                                : webhook),
                EndpointSettings.read(config)
                        .map(endpoint -> endpoint.target(target).baseName(baseName)),
                NetworkSettings.readEndpoint(config, lookups.subnets())
                        .map(endpoint -> endpoint.target(target).baseName(baseName)));
    }

    private static LambdaContainerArgs.Builder inVpc(StackConfig config, LambdaContainerArgs.Builder function) {
        NetworkSettings.readVpc(config).ifPresent(function::vpcConfig);
        return function;
    }

    /** The arguments of all components, to be checked before the first resource is registered. */
    Stream<CheckedBuilder> all() {
        return Stream.of(
                        Stream.of(function),
                        lanes.args(),
                        Stream.of(recovery, monitoring, bucket, secret, repository),
                        Stream.of(events, webhook, endpoint, sqsEndpoint).flatMap(Optional::stream))
                .flatMap(builders -> builders);
    }
}
