package savepoint.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static savepoint.testing.Sentences.assertRefused;
import static savepoint.testing.Sentences.assertSaid;

import com.pulumi.aws.Provider;
import com.pulumi.aws.ProviderArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import savepoint.aws.AwsTarget;
import savepoint.policy.QueuePolicies;
import savepoint.policy.ServiceSender;
import savepoint.testing.Plan;

class SteamImportQueueTest {

    private static final String QUEUE_TYPE = "aws:sqs/queue:Queue";
    private static final String QUEUE = "arn:aws:sqs:eu-central-1:123456789012:savepoint-dev-steam-library-sync";
    private static final String DLQ = QUEUE + "-dlq";

    private static Plan plan(UnaryOperator<SteamImportQueueArgs.Builder> change) {
        return Plan.of(context -> new SteamImportQueue(
                        "imports",
                        change.apply(SteamImportQueueArgs.builder().queueName("savepoint-dev-steam-library-sync"))
                                .build(),
                        ComponentResourceOptions.Empty))
                .succeeded();
    }

    @Test
    void createsQueueWithBaselineDefaults() {
        assertEquals(
                Map.of(
                        "name",
                        "savepoint-dev-steam-library-sync",
                        "delaySeconds",
                        0,
                        "visibilityTimeoutSeconds",
                        1800,
                        "messageRetentionSeconds",
                        604_800,
                        "receiveWaitTimeSeconds",
                        20,
                        "maxMessageSize",
                        262_144,
                        "policy",
                        QueuePolicies.queue(QUEUE, List.of(), List.of()),
                        "redrivePolicy",
                        QueuePolicies.redrive(DLQ, 3),
                        "sqsManagedSseEnabled",
                        true,
                        "tags",
                        Map.of()),
                plan(args -> args).resource(QUEUE_TYPE, "imports-queue").inputs());
    }

    @Test
    void createsDeadLetterQueueForThatQueueOnly() {
        assertEquals(
                Map.of(
                        "name",
                        "savepoint-dev-steam-library-sync-dlq",
                        "messageRetentionSeconds",
                        1_209_600,
                        "policy",
                        QueuePolicies.deadLetterQueue(DLQ),
                        "redriveAllowPolicy",
                        QueuePolicies.redriveAllow(QUEUE),
                        "sqsManagedSseEnabled",
                        true,
                        "tags",
                        Map.of()),
                plan(args -> args).resource(QUEUE_TYPE, "imports-dlq").inputs());
    }

    @Test
    void passesOnEveryInput() {
        var plan = plan(args -> args.consumerTimeout(Duration.ofSeconds(10))
                .messageRetention(Duration.ofHours(1))
                .deadLetterMessageRetention(Duration.ofHours(2))
                .receiveWaitTime(Duration.ofSeconds(3))
                .maxMessageSize(2048)
                .maxReceiveCount(5)
                .senderArns(List.of("arn:aws:iam::123456789012:role/web"))
                .tags(Map.of("Team", "imports")));

        assertEquals(
                Map.of(
                        "name",
                        "savepoint-dev-steam-library-sync",
                        "delaySeconds",
                        0,
                        "visibilityTimeoutSeconds",
                        60,
                        "messageRetentionSeconds",
                        3600,
                        "receiveWaitTimeSeconds",
                        3,
                        "maxMessageSize",
                        2048,
                        "policy",
                        QueuePolicies.queue(QUEUE, List.of("arn:aws:iam::123456789012:role/web"), List.of()),
                        "redrivePolicy",
                        QueuePolicies.redrive(DLQ, 5),
                        "sqsManagedSseEnabled",
                        true,
                        "tags",
                        Map.of("Team", "imports")),
                plan.resource(QUEUE_TYPE, "imports-queue").inputs());
        assertEquals(7200, plan.resource(QUEUE_TYPE, "imports-dlq").inputs().get("messageRetentionSeconds"));
        assertEquals(
                Map.of("Team", "imports"),
                plan.resource(QUEUE_TYPE, "imports-dlq").inputs().get("tags"));
    }

    @Test
    void encryptsBothQueuesWithGivenKey() {
        var key = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
        var plan = plan(args -> args.kmsKeyArn(key).kmsDataKeyReusePeriod(Duration.ofMinutes(10)));

        for (var name : List.of("imports-queue", "imports-dlq")) {
            var inputs = plan.resource(QUEUE_TYPE, name).inputs();
            assertEquals(key, inputs.get("kmsMasterKeyId"));
            assertEquals(600, inputs.get("kmsDataKeyReusePeriodSeconds"));
            assertFalse(inputs.containsKey("sqsManagedSseEnabled"), "not allowed with a key");
        }
    }

    @Test
    void encryptsBothQueuesWithKeyFromOutput() {
        var key = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
        var plan = plan(args -> args.kmsKeyArn(Output.of(key)));

        for (var name : List.of("imports-queue", "imports-dlq")) {
            assertEquals(key, plan.resource(QUEUE_TYPE, name).inputs().get("kmsMasterKeyId"));
        }
    }

    @Test
    void rejectsAliasFromOutputAsKey() {
        assertSaid(
                "1 mistake in SteamImportQueueArgs:\n"
                        + "  - kmsKeyArn must be the ARN of a KMS key, arn:…:key/…, got 'alias/a': an alias does not work in an IAM policy; 'aws kms describe-key --key-id alias/…' prints the key's ARN",
                failing(args -> args.kmsKeyArn(Output.of("alias/a"))));
    }

    @Test
    void allowsServiceToSend() {
        var sender =
                ServiceSender.forResource("events.amazonaws.com", "arn:aws:events:eu-central-1:123456789012:rule/r");
        var plan = plan(args -> args.serviceSenders(List.of(sender)));

        assertEquals(
                QueuePolicies.queue(QUEUE, List.of(), List.of(sender)),
                plan.resource(QUEUE_TYPE, "imports-queue").inputs().get("policy"));
    }

    @Test
    void allowsServiceToSendForCreatedResource() {
        var rule = "arn:aws:events:eu-central-1:123456789012:rule/r";
        var plan = plan(args -> args.serviceSenders(
                Output.of(rule).applyValue(arn -> List.of(ServiceSender.forResource("events.amazonaws.com", arn)))));

        assertEquals(
                QueuePolicies.queue(QUEUE, List.of(), List.of(ServiceSender.forResource("events.amazonaws.com", rule))),
                plan.resource(QUEUE_TYPE, "imports-queue").inputs().get("policy"));
    }

    @Test
    void rejectsMissingArgs() {
        assertSaid(
                "1 mistake in SteamImportQueue:\n  - args must be given, got null: build them with SteamImportQueueArgs.builder()",
                Plan.of(context -> new SteamImportQueue("imports", null)).errors());
    }

    @Test
    void rejectsKeyInAnotherRegion() {
        assertEquals(
                List.of(
                        "1 mistake in SteamImportQueueArgs:\n"
                                + "  - kmsKeyArn must be a key in the region eu-central-1, got 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555': AWS services can use only keys in their own region; create one there"),
                failing(args ->
                        args.kmsKeyArn("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555")));
    }

    @Test
    void rejectsAliasAsKey() {
        assertEquals(
                List.of(
                        "1 mistake in SteamImportQueueArgs:\n"
                                + "  - kmsKeyArn must be the ARN of a KMS key, arn:…:key/…, got 'arn:aws:kms:eu-central-1:123456789012:alias/a': an alias does not work in an IAM policy; 'aws kms describe-key --key-id alias/…' prints the key's ARN"),
                failing(args -> args.kmsKeyArn("arn:aws:kms:eu-central-1:123456789012:alias/a")));
    }

    @Test
    void rejectsForeignAccountUnlessAllowed() {
        var foreign = List.of("arn:aws:iam::210987654321:root", "arn:aws:iam::123456789012:root");

        assertEquals(
                List.of(
                        "1 mistake in SteamImportQueueArgs:\n"
                                + "  - senderArns must not contain an entire account other than this one, got 'arn:aws:iam::210987654321:root': use a role in that account instead, or allow other accounts explicitly"),
                failing(args -> args.senderArns(foreign)));
        plan(args -> args.senderArns(foreign).allowForeignAccounts(true));
    }

    @Test
    void createsFifoQueues() {
        var plan = plan(args -> args.fifo(FifoAttributes.defaults()
                .contentBasedDeduplication()
                .deduplicationScope("messageGroup")
                .fifoThroughputLimit("perMessageGroupId")));
        var queue = plan.resource(QUEUE_TYPE, "imports-queue").inputs();
        var deadLetterQueue = plan.resource(QUEUE_TYPE, "imports-dlq").inputs();

        assertEquals("savepoint-dev-steam-library-sync.fifo", queue.get("name"));
        assertEquals("savepoint-dev-steam-library-sync-dlq.fifo", deadLetterQueue.get("name"));
        assertEquals(true, queue.get("fifoQueue"));
        assertEquals(true, deadLetterQueue.get("fifoQueue"));
        assertEquals(true, queue.get("contentBasedDeduplication"));
        assertEquals("messageGroup", queue.get("deduplicationScope"));
        assertEquals("perMessageGroupId", queue.get("fifoThroughputLimit"));
        assertEquals(QueuePolicies.redriveAllow(QUEUE + ".fifo"), deadLetterQueue.get("redriveAllowPolicy"));
        assertEquals(QueuePolicies.redrive(QUEUE + "-dlq.fifo", 3), queue.get("redrivePolicy"));
    }

    @Test
    void protectsBothQueuesIfTheComponentIsProtected() {
        var plan = Plan.of(context -> new SteamImportQueue(
                        "imports",
                        SteamImportQueueArgs.builder()
                                .queueName("savepoint-dev-steam-library-sync")
                                .build(),
                        ComponentResourceOptions.builder().protect(true).build()))
                .succeeded();

        assertTrue(plan.resource(QUEUE_TYPE, "imports-queue").protect());
        assertTrue(plan.resource(QUEUE_TYPE, "imports-dlq").protect());
    }

    private static List<String> failing(UnaryOperator<SteamImportQueueArgs.Builder> change) {
        return Plan.of(context -> new SteamImportQueue(
                        "imports",
                        change.apply(SteamImportQueueArgs.builder().queueName("savepoint-dev-steam-library-sync"))
                                .build(),
                        ComponentResourceOptions.Empty))
                .errors();
    }

    @Test
    void isParentOfBothQueues() {
        var plan = plan(args -> args);

        assertEquals("imports", plan.resource(QUEUE_TYPE, "imports-queue").parent());
        assertEquals("imports", plan.resource(QUEUE_TYPE, "imports-dlq").parent());
        assertEquals("imports", plan.resource(SteamImportQueue.TYPE, "imports").name());
    }

    @Test
    void createsTheDeadLetterQueueFirst() {
        var plan = plan(args -> args);

        assertEquals(
                Set.of("imports-dlq"),
                plan.resource(QUEUE_TYPE, "imports-queue").dependsOn());
        assertEquals(Set.of(), plan.resource(QUEUE_TYPE, "imports-dlq").dependsOn());
    }

    @Test
    void createsNoSeparatePolicyResources() {
        assertEquals(Set.of("imports-queue", "imports-dlq"), plan(args -> args).names());
    }

    @Test
    void registersOutputs() {
        var url = "https://sqs.eu-central-1.amazonaws.com/123456789012/savepoint-dev-steam-library-sync";

        assertEquals(
                Map.of(
                        "queueUrl",
                        url,
                        "queueArn",
                        QUEUE,
                        "queueName",
                        "savepoint-dev-steam-library-sync",
                        "deadLetterQueueUrl",
                        url + "-dlq",
                        "deadLetterQueueArn",
                        DLQ,
                        "deadLetterQueueName",
                        "savepoint-dev-steam-library-sync-dlq"),
                plan(args -> args).outputsOf(SteamImportQueue.TYPE));
    }

    @Test
    void expectedArnMatchesQueueArn() {
        var plan = Plan.of(context -> {
                    var queue = new SteamImportQueue(
                            "imports",
                            SteamImportQueueArgs.builder()
                                    .queueName("savepoint-dev-steam-library-sync")
                                    .build(),
                            ComponentResourceOptions.Empty);
                    context.export("expected", Output.of(queue.queue().arn()));
                    context.export("actual", queue.queueArn());
                })
                .succeeded();

        assertEquals(Map.of("expected", QUEUE, "actual", QUEUE), plan.outputsOf("pulumi:pulumi:Stack"));
    }

    @Nested
    class WithProvider {

        private static Plan plan(AwsTarget target) {
            return Plan.of(context -> new SteamImportQueue(
                    "imports",
                    SteamImportQueueArgs.builder().queueName("q").target(target).build(),
                    ComponentResourceOptions.builder()
                            .provider(new Provider("own", ProviderArgs.builder().build()))
                            .build()));
        }

        @Test
        void acceptsTargetOfProvider() {
            plan(new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com"))
                    .succeeded();
        }

        @Test
        void rejectsAnotherTargetIfProviderIsInherited() {
            var elsewhere = new AwsTarget("aws", "us-east-1", "123456789012", "amazonaws.com");

            var errors = Plan.of(context -> new SteamImportQueue(
                            "imports",
                            SteamImportQueueArgs.builder()
                                    .queueName("q")
                                    .target(elsewhere)
                                    .build(),
                            ComponentResourceOptions.builder()
                                    .parent(new SteamImportQueue("parent"))
                                    .build()))
                    .errors();

            assertTrue(
                    errors.stream()
                            .anyMatch(error ->
                                    error.contains("target must match the target of the component's provider")),
                    errors::toString);
        }

        @Test
        void rejectsAnotherTarget() {
            var elsewhere = new AwsTarget("aws", "us-east-1", "123456789012", "amazonaws.com");

            var errors = plan(elsewhere).errors();

            assertTrue(
                    errors.stream()
                            .anyMatch(
                                    error -> error.contains(
                                            "target must match the target of the component's provider, AwsTarget[partition=aws, region=eu-central-1, ")),
                    errors::toString);
        }
    }

    @Test
    void requiresOnlyResourceName() {
        var plan = Plan.of(context -> new SteamImportQueue("imports")).succeeded();

        assertEquals(
                "imports",
                plan.resource("aws:sqs/queue:Queue", "imports-queue").inputs().get("name"));
        assertEquals(
                "imports-dlq",
                plan.resource("aws:sqs/queue:Queue", "imports-dlq").inputs().get("name"));
    }

    @Test
    void registersInputs() {
        var inputs = Plan.of(context -> new SteamImportQueue(
                        "imports",
                        SteamImportQueueArgs.builder()
                                .queueName("q")
                                .delay(Duration.ofSeconds(7))
                                .build(),
                        null))
                .succeeded()
                .resource(SteamImportQueue.TYPE, "imports")
                .inputs();

        assertEquals("q", inputs.get("queueName"));
        assertEquals(7, inputs.get("delaySeconds"));
        assertEquals(1_209_600, inputs.get("deadLetterMessageRetentionSeconds"));
    }

    /** Not known yet in the builder, but known in the component: one of them must check. */
    @Test
    void checksSendersResolvedBetweenBuilderAndComponent() {
        var later = new CompletableFuture<List<String>>();

        var errors = Plan.of(context -> {
                    var args = SteamImportQueueArgs.builder()
                            .queueName("q")
                            .senderArns(Output.of(later))
                            .build();
                    later.complete(List.of("*"));
                    new SteamImportQueue("imports", args);
                })
                .errors();

        assertTrue(
                errors.stream()
                        .anyMatch(error -> error.contains(
                                "senderArns must contain ARNs of IAM roles, users or accounts, got '*'")),
                errors::toString);
    }

    @Test
    void checksSendersResolvedLater() {
        var later =
                CompletableFuture.supplyAsync(() -> List.of("*"), CompletableFuture.delayedExecutor(50, MILLISECONDS));

        var errors = Plan.of(context -> new SteamImportQueue(
                        "imports",
                        SteamImportQueueArgs.builder()
                                .queueName("q")
                                .senderArns(Output.of(later))
                                .build()))
                .errors();

        assertTrue(
                errors.stream()
                        .anyMatch(error -> error.contains(
                                "senderArns must contain ARNs of IAM roles, users or accounts, got '*'")),
                errors::toString);
    }

    @Test
    void requiresQueueName() {
        assertRefused(
                () -> SteamImportQueueArgs.builder()
                        .maxReceiveCount(0)
                        .tags(null)
                        .build(),
                "queueName must be given, got nothing: such as savepoint-dev-steam-library-sync",
                "tags must not be null, got null: set a value, or do not call this method",
                "maxReceiveCount must be between 1 and 1000, got 0: 3 retries a transient fault twice; 1 gives up at the first throttle");
    }
}
