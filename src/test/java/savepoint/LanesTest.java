package savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savepoint.policy.ExecutionRolePolicies;
import savepoint.testing.Plan;
import savepoint.testing.ProjectFiles;
import savepoint.testing.Registration;
import savepoint.testing.Situation;

/** The bulk lane, the FIFO queue, and queues that are no longer needed after a change of settings. */
class LanesTest {

    private static final String QUEUE = "aws:sqs/queue:Queue";
    private static final String MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
    private static final String ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
    private static final String ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
    private static final String URL = "https://sqs.eu-central-1.amazonaws.com/123456789012/";
    private static final String ARN = "arn:aws:sqs:eu-central-1:123456789012:";
    private static final String STANDARD = "savepoint-dev-steam-library-sync";
    private static final String FIFO = STANDARD + ".fifo";
    private static final String BULK = "savepoint-dev-steam-library-bulk";

    private static Plan plan(String... settings) {
        return plan(Situation.withImage(), "dev", settings);
    }

    private static Plan plan(Situation situation, String stack, String... settings) {
        var config = ProjectFiles.config(stack);
        for (var index = 0; index < settings.length; index += 2) {
            config.put("savepoint:" + settings[index], settings[index + 1]);
        }
        return Plan.of(situation, stack, config, App::stack);
    }

    private static Set<String> names(Plan plan, String type) {
        return plan.succeeded().resources().stream()
                .filter(resource -> resource.type().equals(type))
                .map(Registration::name)
                .collect(Collectors.toSet());
    }

    private static Set<String> outputs(Plan plan) {
        return plan.succeeded().outputsOf("pulumi:pulumi:Stack").keySet();
    }

    private static String refusal(Plan plan) {
        assertEquals(List.of(), plan.resources());
        return String.join("\n", plan.errors());
    }

    @Nested
    class Bulk {

        private final Plan off = plan();
        private final Plan on = plan("bulkConcurrency", "3", "bulkBatchSize", "7", "bulkBatchingWindowSeconds", "20");

        @Test
        void addsNothingIfDisabled() {
            for (var resource : off.resources()) {
                assertFalse(resource.toString().contains("bulk"), resource::toString);
            }
            assertFalse(off.calls().contains("getServiceQuota"));
        }

        /** Existing resources whose inputs differ; all others are identical. */
        @Test
        void changesOnlyDependentResources() {
            assertEquals(
                    Set.of(
                            "steam-import", // the component of the function
                            "steam-import-function", // it waits for one more policy
                            "steam-import-operators",
                            "steam-import-dashboard"),
                    off.resources().stream()
                            .filter(resource -> !on.resources().contains(resource))
                            .map(Registration::name)
                            .collect(Collectors.toSet()));
        }

        @Test
        void hasItsOwnQueues() {
            var queue = on.resource(QUEUE, "steam-import-bulk-queue").inputs();

            assertEquals(BULK, queue.get("name"));
            // 6 times the function's timeout, plus the window.
            assertEquals(1820, queue.get("visibilityTimeoutSeconds"));
            assertTrue(queue.get("redrivePolicy").toString().contains(ARN + BULK + "-dlq"));
            assertEquals(
                    BULK + "-dlq",
                    on.resource(QUEUE, "steam-import-bulk-dlq").inputs().get("name"));
        }

        @Test
        void invokesSameFunction() {
            var mapping = on.resource(MAPPING, "steam-import-bulk-event-source").inputs();
            var single = on.resource(MAPPING, "steam-import-event-source").inputs();

            assertEquals(ARN + BULK, mapping.get("eventSourceArn"));
            assertEquals(single.get("functionName"), mapping.get("functionName"));
            assertEquals(7, mapping.get("batchSize"));
            assertEquals(20, mapping.get("maximumBatchingWindowInSeconds"));
            assertEquals(Map.of("maximumConcurrency", 3), mapping.get("scalingConfig"));
            assertEquals(List.of("ReportBatchItemFailures"), mapping.get("functionResponseTypes"));
            assertEquals(1, single.get("batchSize"));
            assertEquals(Map.of("maximumConcurrency", 5), single.get("scalingConfig"));
        }

        @Test
        void hasItsOwnPolicy() {
            var policy =
                    on.resource(ROLE_POLICY, "steam-import-bulk-sqs-access").inputs();

            assertEquals("savepoint-dev-steam-import-bulk-sqs-access", policy.get("name"));
            assertEquals(ExecutionRolePolicies.sqsAccess(ARN + BULK), policy.get("policy"));
            assertTrue(on.resource(MAPPING, "steam-import-bulk-event-source")
                    .dependsOn()
                    .contains("steam-import-bulk-sqs-access"));
        }

        @Test
        void hasItsOwnAlarms() {
            var alarms = new HashSet<>(names(on, ALARM));
            alarms.removeAll(names(off, ALARM));

            assertEquals(
                    Set.of(
                            "steam-import-bulk-dlq-messages",
                            "steam-import-bulk-queue-age",
                            "steam-import-bulk-failed-messages",
                            "steam-import-bulk-not-consuming"),
                    alarms);
            var age = on.resource(ALARM, "steam-import-bulk-queue-age").inputs();
            assertEquals(3 * 24 * 3600, age.get("threshold"));
            assertTrue(age.toString().contains(BULK), age::toString);
        }

        @Test
        void hasItsOwnOutputs() {
            var more = new HashSet<>(outputs(on));
            more.removeAll(outputs(off));

            assertEquals(
                    Set.of("bulkQueueUrl", "bulkQueueArn", "bulkDlqUrl", "bulkDlqArn", "bulkEventSourceMappingUuid"),
                    more);
        }

        @Test
        void canBePausedAloneOrWithSingleImports() {
            var alone = plan("bulkConcurrency", "2", "enableBulkEventSource", "false");
            var both = plan("bulkConcurrency", "2", "enableSteamImportEventSource", "false");

            assertEquals(true, enabled(alone, "steam-import-event-source"));
            assertEquals(false, enabled(alone, "steam-import-bulk-event-source"));
            assertEquals(false, enabled(both, "steam-import-event-source"));
            assertEquals(false, enabled(both, "steam-import-bulk-event-source"));
        }

        private static Object enabled(Plan plan, String mapping) {
            return plan.succeeded().resource(MAPPING, mapping).inputs().get("enabled");
        }

        @Test
        void countsTowardAccountConcurrency() {
            assertEquals(
                    "1 mistake in the settings of stack 'dev', so nothing was created or changed:\n  - bulkConcurrency must not exceed the account's"
                            + " quota of 1000 concurrent executions, across all event sources, got 5 + 996 = 1001: lower it, or"
                            + " request a higher quota; messages above the quota are throttled, which counts as a receive",
                    refusal(plan("bulkConcurrency", "996")));
            plan("bulkConcurrency", "995").succeeded();
        }

        @Test
        void isDeployedIfQuotaLookupFails() {
            var plan = plan(Situation.withImage().failing("getServiceQuota"), "dev", "bulkConcurrency", "2");

            assertTrue(
                    plan.succeeded().warnings().stream()
                            .anyMatch(warning -> warning.contains("which could not be looked up, got 5 + 2 = 7")),
                    () -> plan.warnings().toString());
        }

        @Test
        void reportsMistakesUnderItsOwnSettings() {
            var errors = refusal(plan(
                    "bulkConcurrency",
                    "1",
                    "bulkBatchSize",
                    "20",
                    "bulkBatchingWindowSeconds",
                    "0",
                    "steamImportBatchSize",
                    "0"));

            for (var mistake : List.of(
                    "bulkConcurrency must be between 2 and 1000, got 1: or 0 for no bulk lane",
                    "bulkBatchingWindowSeconds must be at least 1 second for a batch size above 10, got 0 seconds with batch size 20",
                    "steamImportBatchSize must be between 1 and 10000, got 0")) {
                assertTrue(errors.contains(mistake), errors);
            }
        }

        @Test
        void settingsAreCheckedEvenIfDisabled() {
            var errors = refusal(plan("bulkBatchSize", "20000", "bulkBatchingWindowSeconds", "1000"));

            assertTrue(errors.contains("bulkBatchSize must be between 1 and 10000, got 20000"), errors);
            assertTrue(errors.contains("2 mistakes"), errors);
        }

        @Test
        void warnsIfTimeoutIsTooShortForBatch() {
            var plan = plan("bulkConcurrency", "2", "bulkBatchSize", "10", "steamImportTimeoutSeconds", "60");

            assertTrue(
                    plan.succeeded()
                            .warnings()
                            .contains("bulkBatchSize should allow each message in a batch 30 seconds of"
                                    + " steamImportTimeoutSeconds, got 60 seconds / 10 messages = 6 seconds: set it to at most 2 or"
                                    + " raise the timeout: an unfinished batch is retried as a whole"),
                    () -> plan.warnings().toString());
        }
    }

    @Nested
    class Fifo {

        private final Plan on =
                plan("steamImportFifo", "true", "fifoContentBasedDeduplication", "true", "fifoHighThroughput", "true");

        @Test
        void makesBothQueuesFifo() {
            var queue = on.resource(QUEUE, "steam-import-fifo-queue").inputs();
            var deadLetterQueue = on.resource(QUEUE, "steam-import-fifo-dlq").inputs();

            assertEquals(FIFO, queue.get("name"));
            assertEquals(true, queue.get("fifoQueue"));
            assertEquals(true, queue.get("contentBasedDeduplication"));
            assertEquals("messageGroup", queue.get("deduplicationScope"));
            assertEquals("perMessageGroupId", queue.get("fifoThroughputLimit"));
            assertEquals(STANDARD + "-dlq.fifo", deadLetterQueue.get("name"));
            assertEquals(true, deadLetterQueue.get("fifoQueue"));
            assertEquals(Set.of("steam-import-fifo-queue", "steam-import-fifo-dlq"), names(on, QUEUE));
        }

        @Test
        void isOnlyEventSourceOfFunction() {
            assertEquals(Set.of("steam-import-fifo-event-source"), names(on, MAPPING));
            assertTrue(on.resource(ALARM, "steam-import-queue-age").toString().contains(FIFO));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "steamImportBatchSize | 11 | steamImportBatchSize must be between 1 and 10 for a FIFO queue, got 11",
                    "steamImportBatchingWindowSeconds | 1 | steamImportBatchingWindowSeconds must not be set for a FIFO queue, got 1",
                })
        void hasItsOwnLimits(String setting, String value, String mistake) {
            var errors = refusal(plan("steamImportFifo", "true", setting, value));

            assertTrue(errors.contains(mistake), errors);
        }

        /** While a failed message is hidden, the others in its group count as visible, although nothing is wrong. */
        @Test
        void alarmsAllowGroupsToWaitForRetry() {
            assertEquals(
                    600 + 6 * 300,
                    on.resource(ALARM, "steam-import-queue-age").inputs().get("threshold"));
            assertEquals(
                    3,
                    plan().resource(ALARM, "steam-import-not-consuming")
                            .inputs()
                            .get("evaluationPeriods"));
            assertEquals(
                    9, on.resource(ALARM, "steam-import-not-consuming").inputs().get("evaluationPeriods"));
        }

        @Test
        void settingsAreRejectedIfDisabled() {
            var errors = refusal(plan("fifoHighThroughput", "true"));

            assertTrue(
                    errors.contains("fifoHighThroughput must be set together with steamImportFifo, got true"), errors);
        }
    }

    @Nested
    class Retired {

        @ParameterizedTest
        @CsvSource({
            "steamImportQueueUrl, savepoint-dev-steam-library-sync, steamImportFifo, true",
            "steamImportQueueUrl, savepoint-dev-steam-library-sync.fifo, steamImportFifo, false",
            "bulkQueueUrl, savepoint-dev-steam-library-bulk, bulkConcurrency, 0"
        })
        void queuesAreNotDeletedByAccident(String output, String name, String setting, String value) {
            var situation = Situation.withImage().output(output, URL + name);

            var errors = refusal(plan(situation, "dev", setting, value));

            assertTrue(
                    errors.contains(
                            "retiredQueues must specify what to do with " + name
                                    + ", which the other settings no longer require: deleting a queue deletes its messages, got nothing"),
                    errors);
        }

        @Test
        void queuesAreKeptUntilDrained() {
            var situation = Situation.withImage().output("steamImportQueueUrl", URL + STANDARD);

            var plan = plan(situation, "prod", "steamImportFifo", "true", "retiredQueues", "drain");
            var drained = plan(
                    Situation.withImage().output("steamImportQueueUrl", URL + "savepoint-prod-steam-library-sync"),
                    "prod",
                    "steamImportFifo",
                    "true",
                    "retiredQueues",
                    "drain");

            // The stack prod does not drain the queue of another stack.
            assertEquals(Set.of("steam-import-fifo-event-source"), names(plan, MAPPING));
            assertEquals(
                    Set.of("steam-import-fifo-event-source", "steam-import-event-source"), names(drained, MAPPING));
            // So that it can be deleted later.
            assertFalse(drained.resource(QUEUE, "steam-import-queue").protect());
            assertTrue(drained.resource(QUEUE, "steam-import-fifo-queue").protect());
            assertEquals(
                    List.of(URL + "savepoint-prod-steam-library-sync", URL + "savepoint-prod-steam-library-sync-dlq"),
                    drained.outputsOf("pulumi:pulumi:Stack").get("retiredQueueUrls"));
        }

        /** Deployments after the one that started to drain the queue. */
        @Test
        void drainingQueuesAreRemembered() {
            var situation = Situation.withImage()
                    .output("steamImportQueueUrl", URL + FIFO)
                    .output("retiredQueueUrls", List.of(URL + STANDARD, URL + STANDARD + "-dlq"));

            var undecided = plan(situation, "dev", "steamImportFifo", "true");
            var draining = plan(situation, "dev", "steamImportFifo", "true", "retiredQueues", "drain");
            var deleted = plan(situation, "dev", "steamImportFifo", "true", "retiredQueues", "delete");

            assertTrue(refusal(undecided).contains("must specify what to do with " + STANDARD + ","));
            assertTrue(names(draining, QUEUE).contains("steam-import-queue"));
            assertEquals(Set.of("steam-import-fifo-queue", "steam-import-fifo-dlq"), names(deleted, QUEUE));
            assertFalse(outputs(deleted).contains("retiredQueueUrls"));
        }

        /** A value that was left over from an earlier change does not apply to another queue. */
        @Test
        void onlyDrainedQueuesCanBeDeleted() {
            var situation = Situation.withImage()
                    .output("steamImportQueueUrl", URL + FIFO)
                    .output("bulkQueueUrl", URL + BULK)
                    .output("retiredQueueUrls", List.of(URL + STANDARD));

            var errors = refusal(plan(situation, "dev", "steamImportFifo", "true", "retiredQueues", "delete"));

            assertTrue(
                    errors.contains("must specify what to do with %s and %s, which".formatted(STANDARD, BULK))
                            && errors.contains("got 'delete'"),
                    errors);
        }

        /** Senders of a draining queue still rely on them. */
        @Test
        void drainingFifoQueueKeepsItsAttributes() {
            var situation = Situation.withImage().output("steamImportQueueUrl", URL + FIFO);

            var plan = plan(situation, "dev", "retiredQueues", "drain", "fifoContentBasedDeduplication", "true")
                    .succeeded();

            var queue = plan.resource(QUEUE, "steam-import-fifo-queue").inputs();
            assertEquals(true, queue.get("contentBasedDeduplication"));
            assertEquals("queue", queue.get("deduplicationScope"));
            assertTrue(
                    plan.resource("aws:iam/policy:Policy", "steam-import-operators")
                            .toString()
                            .contains(ARN + STANDARD + "-dlq.fifo"),
                    "operators can redrive its failed messages");
        }

        @Test
        void drainingQueuesCountTowardAccountConcurrency() {
            var situation = Situation.withImage().output("steamImportQueueUrl", URL + STANDARD);

            var errors = refusal(plan(
                    situation,
                    "dev",
                    "steamImportFifo",
                    "true",
                    "retiredQueues",
                    "drain",
                    "steamImportConcurrency",
                    "600"));

            assertTrue(errors.contains("steamImportConcurrency must not exceed the account's quota of 1000"), errors);
            assertTrue(errors.contains("got 600 + 600 = 1200"), errors);
        }

        @Test
        void bulkQueueIsDrainedWithItsOwnConcurrency() {
            var situation = Situation.withImage().output("bulkQueueUrl", URL + BULK);

            var plan = plan(situation, "dev", "retiredQueues", "drain");

            assertEquals(
                    Map.of("maximumConcurrency", 2),
                    plan.succeeded()
                            .resource(MAPPING, "steam-import-bulk-event-source")
                            .inputs()
                            .get("scalingConfig"));
        }

        /** The switch failed halfway and was reverted, but the new queue already has messages. */
        @Test
        void queuesOfFailedDeploymentAreDrained() {
            var situation = Situation.withImage()
                    .deployed(
                            List.of(),
                            "aws:sqs/queue:Queue::steam-import-queue",
                            "aws:sqs/queue:Queue::steam-import-fifo-queue")
                    .output("steamImportQueueUrl", URL + STANDARD);

            var drained = plan(situation, "dev", "retiredQueues", "drain");

            assertEquals(
                    Set.of("steam-import-event-source", "steam-import-fifo-event-source"), names(drained, MAPPING));
            assertTrue(
                    refusal(plan(situation, "dev", "retiredQueues", "delete")).contains("what to do with " + FIFO));
        }

        @Test
        void warnsIfSettingIsNoLongerNeeded() {
            var plan = plan(
                    Situation.withImage().output("steamImportQueueUrl", URL + STANDARD),
                    "dev",
                    "retiredQueues",
                    "delete");

            assertTrue(
                    plan.succeeded().warnings().stream()
                            .anyMatch(warning -> warning.startsWith("retiredQueues should not be set:")),
                    () -> plan.warnings().toString());
        }

        @Test
        void rejectsUnknownValue() {
            var errors = refusal(plan("retiredQueues", "keep"));

            assertTrue(errors.contains("retiredQueues must be one of drain, delete, got 'keep'"), errors);
        }
    }
}
