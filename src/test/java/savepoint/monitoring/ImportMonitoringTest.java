package savepoint.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static savepoint.testing.Sentences.assertRefused;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.aws.AwsTarget;
import savepoint.aws.LambdaFunction;
import savepoint.aws.LambdaFunction.EventSource;
import savepoint.aws.SqsQueue;
import savepoint.policy.AlarmTopicPolicies;
import savepoint.testing.Plan;
import savepoint.testing.ProjectFiles;

class ImportMonitoringTest {

    private static final AwsTarget TARGET = new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com");
    private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:app-alarms";
    private static final String ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

    private static ImportMonitoringArgs.Builder args(String baseName) {
        return ImportMonitoringArgs.builder()
                .baseName(baseName)
                .queue(SqsQueue.existing(TARGET, "q"))
                .deadLetterQueue(SqsQueue.existing(TARGET, "q-dlq"))
                .function(function(300, true));
    }

    @Test
    void rejectsQueueInAnotherRegion() {
        var there = new AwsTarget("aws", "us-east-1", "123456789012", "amazonaws.com");

        assertEquals(
                List.of(
                        "1 mistake in ImportMonitoringArgs:\n  - redriveFailuresQueue must be in the component's account and region, got '%s': create the component there as well, with the same provider"
                                .formatted(there.queueArn("failures"))),
                Plan.of(context -> new ImportMonitoring(
                                "imports",
                                args("app")
                                        .redriveFailuresQueue(SqsQueue.existing(there, "failures"))
                                        .build()))
                        .errors());
    }

    private static LambdaFunction function(int timeoutSeconds, boolean enabled) {
        return function(timeoutSeconds, new EventSource(EventSource.UNNAMED, Output.of("mapping-uuid"), enabled, true));
    }

    private static LambdaFunction function(int timeoutSeconds, EventSource source) {
        return new LambdaFunction(
                "worker",
                TARGET.functionArn("worker"),
                Output.of("image"),
                timeoutSeconds,
                Stream.ofNullable(source).toList());
    }

    private static Plan plan(UnaryOperator<ImportMonitoringArgs.Builder> change) {
        return Plan.of(context -> new ImportMonitoring(
                        "imports", change.apply(args("app")).build(), ComponentResourceOptions.Empty))
                .succeeded();
    }

    private static Map<String, Object> alarm(Plan plan, String suffix) {
        return plan.resource(ALARM, "imports-" + suffix).inputs();
    }

    @Nested
    class Alarms {

        /** Alarm, namespace, metric, dimension, statistic, period, threshold and missing data. */
        @ParameterizedTest
        @CsvSource({
            "dlq-messages, AWS/SQS, ApproximateNumberOfMessagesVisible, QueueName, q-dlq, Maximum, 60, 0, ignore",
            "lambda-errors, AWS/Lambda, Errors, FunctionName, worker, Sum, 300, 5, notBreaching",
            "failed-messages, AWS/Lambda, FailedInvokeEventCount, EventSourceMappingUUID, mapping-uuid, Sum, 300, 5, notBreaching",
            "throttles, AWS/Lambda, Throttles, FunctionName, worker, Sum, 300, 0, notBreaching",
            "duration, AWS/Lambda, Duration, FunctionName, worker, Maximum, 300, 270000, notBreaching",
            "redrive-failures, AWS/SQS, ApproximateNumberOfMessagesVisible, QueueName, failures, Maximum, 60, 0, ignore"
        })
        void watchExpectedMetrics(
                String suffix,
                String namespace,
                String metricName,
                String dimension,
                String of,
                String statistic,
                int period,
                int threshold,
                String treatMissingData) {
            var inputs = new HashMap<>(
                    alarm(plan(args -> args.redriveFailuresQueue(SqsQueue.existing(TARGET, "failures"))), suffix));
            inputs.remove("alarmDescription");

            var expected = new HashMap<String, Object>(Map.of(
                    "name",
                    "app-" + suffix,
                    "namespace",
                    namespace,
                    "metricName",
                    metricName,
                    "dimensions",
                    Map.of(dimension, of),
                    "statistic",
                    statistic,
                    "period",
                    period,
                    "threshold",
                    threshold,
                    "comparisonOperator",
                    "GreaterThanThreshold",
                    "evaluationPeriods",
                    1,
                    "treatMissingData",
                    treatMissingData));
            expected.putAll(
                    Map.of("actionsEnabled", true, "alarmActions", List.of(TOPIC), "okActions", List.of(TOPIC)));
            assertEquals(expected, inputs);
        }

        @Test
        void detectEnabledMappingThatReceivesNothing() {
            var inputs = alarm(plan(args -> args), "not-consuming");

            assertEquals(
                    List.of(
                            Map.of(
                                    "id",
                                    "stuck",
                                    "label",
                                    "Messages waiting, none received",
                                    "expression",
                                    "IF(waiting > 0 AND taken == 0, 1, 0)",
                                    "returnData",
                                    true),
                            ofTheQueue("waiting", "ApproximateNumberOfMessagesVisible", "Minimum", 300),
                            ofTheQueue("taken", "NumberOfMessagesReceived", "Sum", 300)),
                    inputs.get("metricQueries"));
            assertEquals(0, inputs.get("threshold"));
            assertEquals("notBreaching", inputs.get("treatMissingData"));
        }

        @Test
        void ignoreAgeOfRunningAndHiddenMessages() {
            var inputs = alarm(plan(args -> args), "queue-age");

            assertEquals(
                    List.of(
                            Map.of(
                                    "id",
                                    "waited",
                                    "label",
                                    "Age while messages wait",
                                    "expression",
                                    "IF(waiting > 0, age, 0)",
                                    "returnData",
                                    true),
                            ofTheQueue("waiting", "ApproximateNumberOfMessagesVisible", "Minimum", 60),
                            ofTheQueue("age", "ApproximateAgeOfOldestMessage", "Maximum", 60)),
                    inputs.get("metricQueries"));
            assertEquals(600, inputs.get("threshold"));
            assertEquals(3, inputs.get("evaluationPeriods"));
            assertEquals("notBreaching", inputs.get("treatMissingData"));
        }

        private static Map<String, Object> ofTheQueue(String id, String metricName, String statistic, int period) {
            return Map.of(
                    "id",
                    id,
                    "metric",
                    Map.of(
                            "namespace",
                            "AWS/SQS",
                            "metricName",
                            metricName,
                            "dimensions",
                            Map.of("QueueName", "q"),
                            "stat",
                            statistic,
                            "period",
                            period));
        }

        @ParameterizedTest
        @CsvSource({"1, 3", "300, 3", "301, 4", "900, 5"})
        void waitUntilEveryPollerMustHaveReturned(int timeoutSeconds, int periods) {
            var plan = plan(args -> args.function(function(timeoutSeconds, true)));

            assertEquals(periods, alarm(plan, "not-consuming").get("evaluationPeriods"));
        }

        @Test
        void doNotFireDuringPause() {
            var running = plan(args -> args.redriveFailuresQueue(SqsQueue.existing(TARGET, "failures")));
            var paused = plan(args ->
                    args.function(function(300, false)).redriveFailuresQueue(SqsQueue.existing(TARGET, "failures")));

            assertEquals(1_209_600, alarm(paused, "queue-age").get("threshold"), "the SQS maximum");
            assertEquals(
                    1,
                    alarm(paused, "not-consuming").get("threshold"),
                    "the maximum value that its expression can reach");
            for (var other : List.of(
                    "dlq-messages", "lambda-errors", "failed-messages", "throttles", "duration", "redrive-failures")) {
                assertEquals(alarm(running, other), alarm(paused, other));
            }
        }

        @Test
        void haveRoomForLongestRunbookUrl() {
            var plan = plan(args -> args.redriveFailuresQueue(SqsQueue.existing(TARGET, "failures"))
                    .runbook("x".repeat(RunbookRules.MOST_CHARACTERS)));

            for (var alarm : plan.resources()) {
                var description = String.valueOf(alarm.inputs().get("alarmDescription"));
                assertTrue(description.length() <= 1_024, description);
            }
        }

        @Test
        void linkToTheRunbook() {
            var plan = plan(args -> args.redriveFailuresQueue(SqsQueue.existing(TARGET, "failures")));
            var headings = ProjectFiles.text("docs/operations.md")
                    .lines()
                    .filter(line -> line.startsWith("### "))
                    .map(line -> line.substring(4))
                    .toList();

            var alarms = plan.resources().stream()
                    .filter(resource -> resource.type().equals(ALARM))
                    .toList();
            assertEquals(8, alarms.size());
            for (var alarm : alarms) {
                var suffix = alarm.name().substring("imports-".length());
                var description = alarm.inputs().get("alarmDescription").toString();
                assertTrue(description.endsWith(" What to do: docs/operations.md#" + suffix), description);
                assertTrue(headings.contains(suffix), () -> suffix + " among " + headings);
            }
        }
    }

    @Nested
    class Topic {

        @Test
        void isEncryptedWithKeyThatAlarmsMayUse() {
            var plan = plan(args -> args);

            assertEquals(
                    Map.of(
                            "name",
                            "app-alarms",
                            "kmsMasterKeyId",
                            "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
                            "policy",
                            AlarmTopicPolicies.topic(
                                    TOPIC, "123456789012", "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:*")),
                    plan.resource("aws:sns/topic:Topic", "imports-alarms").inputs());
            assertEquals(
                    Map.of(
                            "description",
                            "Encrypts the alarms of app",
                            "enableKeyRotation",
                            true,
                            "deletionWindowInDays",
                            7,
                            "policy",
                            AlarmTopicPolicies.key("arn:aws:iam::123456789012:root", "123456789012")),
                    plan.resource("aws:kms/key:Key", "imports-alarms-key").inputs());
            assertEquals(Map.of("topicArn", TOPIC), plan.outputsOf(ImportMonitoring.TYPE));
        }

        private static String sha256(String text) {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
                return "%02x%02x%02x%02x".formatted(digest[0], digest[1], digest[2], digest[3]);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Test
        void notifiesEmailWebhookAndSlack() {
            var plan = plan(args -> args.emails(List.of("on-call@example.com"))
                    .webhooks(List.of("https://example.com/alarms?team=imports"))
                    .slackChannel("T01/C01"));

            assertEquals(
                    Map.of("topic", TOPIC, "protocol", "email", "endpoint", "on-call@example.com"),
                    plan.resource(
                                    "aws:sns/topicSubscription:TopicSubscription",
                                    "imports-alarms-to-email-" + sha256("on-call@example.com"))
                            .inputs());
            assertEquals(
                    Map.of("topic", TOPIC, "protocol", "https", "endpoint", "https://example.com/alarms?team=imports"),
                    plan.resource(
                                    "aws:sns/topicSubscription:TopicSubscription",
                                    "imports-alarms-to-https-" + sha256("https://example.com/alarms?team=imports"))
                            .inputs());
            assertEquals(
                    Map.of(
                            "configurationName",
                            "app-alarms",
                            "iamRoleArn",
                            "arn:aws:iam::123456789012:role/app-slack",
                            "slackTeamId",
                            "T01",
                            "slackChannelId",
                            "C01",
                            "snsTopicArns",
                            List.of(TOPIC),
                            "guardrailPolicyArns",
                            List.of("arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"),
                            "loggingLevel",
                            "ERROR"),
                    plan.resource("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration", "imports-slack")
                            .inputs());
            assertEquals(
                    Map.of("name", "app-slack", "assumeRolePolicy", AlarmTopicPolicies.slackTrust()),
                    plan.resource("aws:iam/role:Role", "imports-slack-role").inputs());
        }
    }

    @Nested
    class Dashboard {

        private final List<JsonObject> widgets = widgets(plan(args -> args));

        private static List<JsonObject> widgets(Plan plan) {
            var dashboard = plan.resource("aws:cloudwatch/dashboard:Dashboard", "imports-dashboard")
                    .inputs();
            assertEquals("app", dashboard.get("dashboardName"));
            return objects(JsonParser.parseString(dashboard.get("dashboardBody").toString())
                    .getAsJsonObject()
                    .getAsJsonArray("widgets"));
        }

        private static List<JsonObject> objects(JsonArray array) {
            return StreamSupport.stream(array.spliterator(), false)
                    .map(JsonElement::getAsJsonObject)
                    .toList();
        }

        private JsonObject properties(String title) {
            return widgets.stream()
                    .map(widget -> widget.getAsJsonObject("properties"))
                    .filter(properties -> properties.get("title").getAsString().equals(title))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(title + " among " + widgets));
        }

        @Test
        void fillsGridWithoutOverlap() {
            var fields = new ArrayList<String>();
            for (var widget : widgets) {
                for (var x = 0; x < widget.get("width").getAsInt(); x++) {
                    for (var y = 0; y < widget.get("height").getAsInt(); y++) {
                        fields.add("%d,%d"
                                .formatted(
                                        widget.get("x").getAsInt() + x,
                                        widget.get("y").getAsInt() + y));
                    }
                }
            }

            assertEquals(24 * (3 + 6 + 6 + 6), fields.size());
            assertEquals(fields.size(), Set.copyOf(fields).size());
        }

        @Test
        void startsWithStateOfEveryAlarm() {
            assertEquals("alarm", widgets.get(0).get("type").getAsString());
            assertEquals(7, properties("Alarms").getAsJsonArray("alarms").size());
            assertEquals(
                    "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:app-dlq-messages",
                    properties("Alarms").getAsJsonArray("alarms").get(0).getAsString());
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Messages in the queue | AWS/SQS ApproximateNumberOfMessagesVisible q Maximum, AWS/SQS ApproximateNumberOfMessagesNotVisible q Maximum",
                    "Age of the oldest message (seconds) | AWS/SQS ApproximateAgeOfOldestMessage q Maximum",
                    "Messages in the dead-letter queue | AWS/SQS ApproximateNumberOfMessagesVisible q-dlq Maximum",
                    "Imports | AWS/Lambda PolledEventCount mapping-uuid Sum, AWS/Lambda DeletedEventCount mapping-uuid Sum, AWS/Lambda FailedInvokeEventCount mapping-uuid Sum, AWS/Lambda Errors worker Sum, AWS/Lambda Throttles worker Sum",
                    "Duration (milliseconds) | AWS/Lambda Duration worker p50, AWS/Lambda Duration worker p90, AWS/Lambda Duration worker p99",
                    "Concurrency | AWS/Lambda ConcurrentExecutions worker Maximum",
                })
        void showsMetrics(String title, String series) {
            var drawn = StreamSupport.stream(
                            properties(title).getAsJsonArray("metrics").spliterator(), false)
                    .map(JsonElement::getAsJsonArray)
                    .map(metric -> "%s %s %s %s"
                            .formatted(
                                    metric.get(0).getAsString(),
                                    metric.get(1).getAsString(),
                                    metric.get(3).getAsString(),
                                    metric.get(4).getAsJsonObject().get("stat").getAsString()))
                    .collect(Collectors.joining(", "));

            assertEquals(series, drawn);
        }

        @Test
        void showsAgeThreshold() {
            var lines = objects(properties("Age of the oldest message (seconds)")
                    .getAsJsonObject("annotations")
                    .getAsJsonArray("horizontal"));

            assertEquals(1, lines.size());
            assertEquals(600, lines.get(0).get("value").getAsDouble());
        }

        /**
         * A preview shows the whole body if any part changes, so it contains no setting that
         * changes often.
         */
        @Test
        void isUnaffectedByTimeout() {
            assertEquals(body(plan(args -> args)), body(plan(args -> args.function(function(600, true)))));
        }

        private static Object body(Plan plan) {
            return plan.resource("aws:cloudwatch/dashboard:Dashboard", "imports-dashboard")
                    .inputs()
                    .get("dashboardBody");
        }

        @Test
        void queriesTheLog() {
            assertEquals(
                    "SOURCE '/aws/lambda/worker' | filter event in ['import.failed', 'import.dropped'] | stats count(*) as failures, latest(error) as lastError by userId | sort failures desc | limit 20",
                    properties("Failed imports by user").get("query").getAsString());
            assertEquals(
                    "SOURCE '/aws/lambda/worker' | filter @type = 'REPORT' | fields @timestamp, @requestId, @duration, @maxMemoryUsed | sort @duration desc | limit 20",
                    properties("Slowest imports").get("query").getAsString());
        }
    }

    @Test
    void reportsAllMistakesTogether() {
        assertRefused(
                () -> args("x".repeat(59))
                        .function(function(300, null))
                        .emails(List.of("on-call", "a@b.co", "a@b.co"))
                        .webhooks(List.of("http://example.com"))
                        .slackChannel("#alarms")
                        .build(),
                "baseName must be 1 to 58 letters, digits, hyphens and underscores, got '%s': the role of the Slack channel has the same name plus '-slack', at most 64 characters"
                        .formatted("x".repeat(59)),
                "function must have an event source, got 'worker' without one: add an sqsEventSource to its LambdaContainerArgs",
                "emails must contain email addresses, got 'on-call': such as on-call@example.com",
                "emails must not contain duplicate addresses, got 'a@b.co': remove one",
                "webhooks must contain HTTPS URLs, got 'http://example.com': such as https://example.com/alarms",
                "slackChannel must be the IDs of a Slack workspace and a channel, joined by a slash, got '#alarms': such as T0123456789/C0123456789; the channel's 'Copy link' shows both");
    }

    @Test
    void nothingUsesEventCountMetricsIfDisabled() {
        var source = new EventSource(EventSource.UNNAMED, Output.of("mapping-uuid"), true, false);

        var plan = plan(args -> args.function(function(300, source)));

        assertFalse(plan.names().contains("imports-failed-messages"));
        var dashboard = plan.resource("aws:cloudwatch/dashboard:Dashboard", "imports-dashboard")
                .inputs()
                .toString();
        assertFalse(dashboard.contains("mapping-uuid"), dashboard);
        assertFalse(dashboard.contains("failed-messages"), dashboard);
        assertFalse(dashboard.contains("\"label\":\"maximum\""), dashboard);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com", "https://events.example.com:8443/integration/key/enqueue?x=1"})
    void acceptsWebhooks(String url) {
        assertEquals(List.of(url), args("x".repeat(58)).webhooks(List.of(url)).build().webhooks);
    }
}
