package example;

import com.pulumi.aws.kms.Key;
import com.pulumi.core.Output;
import savepoint.aws.EventBus;
import savepoint.completion.CompletionEvents;
import savepoint.completion.CompletionWebhook;
import savepoint.completion.CompletionWebhookArgs;
import savepoint.endpoint.ImportEndpoint;
import savepoint.endpoint.ImportEndpointArgs;
import savepoint.image.ImageRepository;
import savepoint.image.ImageRepositoryArgs;
import savepoint.lambda.LambdaContainer;
import savepoint.queue.SteamImportQueue;
import savepoint.recovery.ImportRecovery;
import savepoint.recovery.ImportRecoveryArgs;

/** What surrounds a queue and its function: an image repository, an HTTP endpoint, operators, and events about the results. */
final class Intake {

    private Intake() {}

    /** Registers all of it. Components take outputs of other components, which are unknown in a preview. */
    static void around(String name, SteamImportQueue queue, Key key, LambdaContainer function) {
        new ImageRepository(
                name,
                ImageRepositoryArgs.builder()
                        .repositoryName(name)
                        .functionArns(function.functionArn())
                        .build());
        new ImportEndpoint(
                name,
                ImportEndpointArgs.builder()
                        .baseName(name)
                        .queue(queue.queue())
                        .kmsKeyArn(key.arn())
                        .authorization("IAM")
                        .build());
        new ImportRecovery(
                name,
                ImportRecoveryArgs.builder()
                        .baseName(name)
                        .queue(queue.queue())
                        .deadLetterQueue(queue.deadLetterQueue())
                        .function(function.function())
                        .kmsKeyArn(key.arn())
                        .build());
        var events = new CompletionEvents(name);
        webhook(name, events.bus(), function.functionArn());
    }

    private static void webhook(String name, EventBus bus, Output<String> functionArn) {
        new CompletionWebhook(
                name,
                CompletionWebhookArgs.builder()
                        .baseName(name)
                        .bus(bus)
                        .source("example." + name)
                        .failureAlarm(name + "-dlq-messages")
                        .keySecretName(name + "/webhook-key")
                        .url("https://example.com/" + name)
                        // A real program reads the key from its configuration, as a secret.
                        .key(functionArn.applyValue(arn -> "an-example-of-a-key-for-" + arn))
                        .build());
    }
}
