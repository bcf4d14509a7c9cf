package savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.aws.lambda.inputs.FunctionVpcConfigArgs;
import com.pulumi.core.Output;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savepoint.aws.AwsTarget;
import savepoint.aws.EventBus;
import savepoint.aws.LambdaFunction;
import savepoint.aws.SqsQueue;
import savepoint.completion.CompletionWebhook;
import savepoint.completion.CompletionWebhookArgs;
import savepoint.endpoint.ImportEndpoint;
import savepoint.endpoint.ImportEndpointArgs;
import savepoint.image.ImageRepository;
import savepoint.image.ImageRepositoryArgs;
import savepoint.lambda.LambdaContainer;
import savepoint.lambda.LambdaContainerArgs;
import savepoint.lambda.SqsEventSource;
import savepoint.network.SqsEndpoint;
import savepoint.network.SqsEndpointArgs;
import savepoint.policy.ServiceSender;
import savepoint.queue.SteamImportQueue;
import savepoint.queue.SteamImportQueueArgs;
import savepoint.recovery.ImportRecovery;
import savepoint.recovery.ImportRecoveryArgs;
import savepoint.secret.ApiKeySecret;
import savepoint.secret.ApiKeySecretArgs;
import savepoint.storage.ImportBucket;
import savepoint.storage.ImportBucketArgs;
import savepoint.testing.Components;
import savepoint.testing.Plan;

/** Every input that takes an output of another resource is checked once its value is known. */
class LateInputsTest {

    private static final AwsTarget HERE = new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com");
    private static final SqsQueue QUEUE = SqsQueue.existing(HERE, "app");
    private static final SqsQueue DEAD_LETTER_QUEUE = SqsQueue.existing(HERE, "app-dlq");
    private static final String ROLE = "arn:aws:iam::123456789012:role/worker";
    private static final String IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/app:1";

    /** The value is not known yet when the component is registered, like an output of another resource. */
    private static <T> Output<T> late(T value) {
        return Output.of(CompletableFuture.supplyAsync(
                () -> value, CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS)));
    }

    /** A program for each input that can become known late, which gives it a wrong value. */
    private static Map<String, Runnable> wrongLater() {
        var programs = new LinkedHashMap<String, Runnable>();
        programs.put("LambdaContainerArgs.imageUri", () -> function(it -> it.imageUri(late("worker:1"))));
        programs.put("LambdaContainerArgs.s3BucketArns", () -> function(it -> it.s3BucketArns(late(List.of("b")))));
        programs.put("LambdaContainerArgs.secretArns", () -> function(it -> it.secretArns(late(List.of("s")))));
        programs.put(
                "LambdaContainerArgs.additionalSecretArn", () -> function(it -> it.additionalSecretArn(late("s"))));
        programs.put("LambdaContainerArgs.kmsKeyArn", () -> function(it -> it.kmsKeyArn(late("alias/a"))));
        programs.put("LambdaContainerArgs.s3KmsKeyArns", () -> function(it -> it.s3KmsKeyArns(late(List.of("k")))));
        programs.put(
                "LambdaContainerArgs.secretsKmsKeyArns",
                () -> function(it -> it.secretsKmsKeyArns(late(List.of("k")))));
        programs.put(
                "LambdaContainerArgs.environmentVariable",
                () -> function(it -> it.environmentVariable("LONG", late("x".repeat(5000)))));
        programs.put("SqsEventSource.queueArn", () -> source(it -> it.queueArn(late("app"))));
        programs.put("SqsEventSource.queueKmsKeyArn", () -> source(it -> it.queueKmsKeyArn(late("alias/a"))));
        programs.put("SteamImportQueueArgs.senderArns", () -> queue(it -> it.senderArns(late(List.of("*")))));
        programs.put(
                "SteamImportQueueArgs.serviceSenders",
                () -> queue(it -> it.serviceSenders(late(List.of(ServiceSender.forResource("events", "*"))))));
        programs.put("SteamImportQueueArgs.kmsKeyArn", () -> queue(it -> it.kmsKeyArn(late("alias/a"))));
        programs.put("ApiKeySecretArgs.readerRoleArn", () -> secret(it -> it.readerRoleArn(late("worker"))));
        programs.put("ApiKeySecretArgs.kmsKeyArn", () -> secret(it -> it.kmsKeyArn(late("alias/a"))));
        programs.put("ImageRepositoryArgs.functionArns", () -> repository(it -> it.functionArns(late("*"))));
        programs.put("ImportBucketArgs.kmsKeyArn", () -> bucket(it -> it.kmsKeyArn(late("alias/a"))));
        programs.put("ImportEndpointArgs.kmsKeyArn", () -> endpoint(it -> it.kmsKeyArn(late("alias/a"))));
        programs.put("ImportRecoveryArgs.kmsKeyArn", () -> recovery(it -> it.kmsKeyArn(late("alias/a"))));
        programs.put("CompletionWebhookArgs.url", () -> webhook(it -> it.url(late("http://example.com"))));
        programs.put("CompletionWebhookArgs.key", () -> webhook(it -> it.key(late("short"))));
        programs.put("SqsEndpointArgs.vpcId", () -> sqsEndpoint(it -> it.vpcId(late("mine"))));
        programs.put("SqsEndpointArgs.subnetIds", () -> sqsEndpoint(it -> it.subnetIds(late(List.of("mine")))));
        programs.put(
                "SqsEndpointArgs.clientSecurityGroupIds",
                () -> sqsEndpoint(it -> it.clientSecurityGroupIds(late(List.of("mine")))));
        return programs;
    }

    private static void function(Consumer<LambdaContainerArgs.Builder> change) {
        var args = LambdaContainerArgs.builder().functionName("app").imageUri(IMAGE);
        change.accept(args);
        new LambdaContainer("c", args.build());
    }

    private static void source(Consumer<SqsEventSource.Builder> change) {
        var source = SqsEventSource.builder().queue(QUEUE);
        change.accept(source);
        function(it -> it.sqsEventSource(source.build()));
    }

    private static void queue(Consumer<SteamImportQueueArgs.Builder> change) {
        var args = SteamImportQueueArgs.builder().queueName("app");
        change.accept(args);
        new SteamImportQueue("c", args.build());
    }

    private static void secret(Consumer<ApiKeySecretArgs.Builder> change) {
        var args = ApiKeySecretArgs.builder().secretName("app/key").readerRoleArn(ROLE);
        change.accept(args);
        new ApiKeySecret("c", args.build());
    }

    private static void repository(Consumer<ImageRepositoryArgs.Builder> change) {
        var args = ImageRepositoryArgs.builder().repositoryName("app");
        change.accept(args);
        new ImageRepository("c", args.build());
    }

    private static void bucket(Consumer<ImportBucketArgs.Builder> change) {
        var args = ImportBucketArgs.builder().bucketName("app-files");
        change.accept(args);
        new ImportBucket("c", args.build());
    }

    private static void endpoint(Consumer<ImportEndpointArgs.Builder> change) {
        var args = ImportEndpointArgs.builder().baseName("app").queue(QUEUE).authorization("IAM");
        change.accept(args);
        new ImportEndpoint("c", args.build());
    }

    private static void recovery(Consumer<ImportRecoveryArgs.Builder> change) {
        var function = new LambdaFunction("app", HERE.functionArn("app"), Output.of(IMAGE), 30, List.of());
        var args = ImportRecoveryArgs.builder()
                .baseName("app")
                .queue(QUEUE)
                .deadLetterQueue(DEAD_LETTER_QUEUE)
                .function(function);
        change.accept(args);
        new ImportRecovery("c", args.build());
    }

    private static void webhook(Consumer<CompletionWebhookArgs.Builder> change) {
        var args = CompletionWebhookArgs.builder()
                .baseName("app")
                .bus(EventBus.existing(HERE, "app"))
                .failureAlarm("app-dlq-messages")
                .keySecretName("app/webhook-key")
                .url("https://example.com")
                .key("k".repeat(64));
        change.accept(args);
        new CompletionWebhook("c", args.build());
    }

    private static void sqsEndpoint(Consumer<SqsEndpointArgs.Builder> change) {
        var args = SqsEndpointArgs.builder()
                .baseName("app")
                .vpcId("vpc-11111111")
                .subnetIds("subnet-11111111")
                .clientSecurityGroupIds("sg-11111111")
                .queues(QUEUE);
        change.accept(args);
        new SqsEndpoint("c", args.build());
    }

    private static Set<String> wrongLaterInputs() {
        return wrongLater().keySet();
    }

    /** The error is that of the same value if it is known at once, so nothing is created from it. */
    @ParameterizedTest
    @MethodSource("wrongLaterInputs")
    void rejectsWrongValueThatBecomesKnownLate(String input) {
        var plan = Plan.of(context -> wrongLater().get(input).run());

        var report = Pattern.compile("\\d mistakes? in " + input.substring(0, input.indexOf('.')));
        assertTrue(
                plan.errors().stream().anyMatch(error -> report.matcher(error).find()), plan.errors()::toString);
    }

    @Test
    void rejectsWrongVpcThatBecomesKnownLate() {
        var plan = Plan.of(context -> function(it -> it.vpcConfig(FunctionVpcConfigArgs.builder()
                .subnetIds(late(List.of("nonsense")))
                .securityGroupIds(late(List.of("sg-11111111")))
                .build())));

        var errors = plan.errors().toString();
        assertTrue(errors.contains("vpcConfig must contain only the ID of a subnet, got 'nonsense'"), errors);
    }

    @Test
    void checksAreTestedForEveryInputThatTakesAnOutput() {
        assertEquals(
                new TreeSet<>(wrongLaterInputs()),
                Components.builders()
                        .flatMap(builder -> Components.setters(builder)
                                .filter(Components::takesOutput)
                                .map(setter -> builder.getDeclaringClass().getSimpleName() + "." + setter.getName()))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
