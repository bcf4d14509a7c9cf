package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import savepoint.testing.Plan;
import savepoint.testing.Registration;

/**
 * The alarms, topic, dashboard, operator policy and redrive schedule of a stack, read through the
 * AWS CLI and compared with the plan, input by input.
 */
final class DeployedOperations {

    /** The UUID of the mapping in a plan made without an engine. */
    private static final String PLANNED_UUID = "mapping-uuid";

    private final LocalCloud cloud;
    private final Plan plan;
    private final String baseName;
    private final String mappingUuid;

    DeployedOperations(LocalCloud cloud, Plan plan, String baseName, String mappingUuid) {
        this.cloud = cloud;
        this.plan = plan;
        this.baseName = baseName;
        this.mappingUuid = mappingUuid;
    }

    void assertAlarms() {
        var expected = new TreeMap<String, JsonElement>();
        plan.resources().stream()
                .filter(resource -> resource.type().equals("aws:cloudwatch/metricAlarm:MetricAlarm"))
                .forEach(alarm -> expected.put((String) alarm.inputs().get("name"), json(asCloudWatchAlarm(alarm))));

        var actual = new TreeMap<String, JsonElement>();
        for (var alarm : list(aws("cloudwatch", "describe-alarms", "--alarm-name-prefix", baseName)
                .get("MetricAlarms"))) {
            var name = alarm.get("AlarmName").getAsString();
            var kept = new JsonObject();
            if (expected.containsKey(name)) {
                expected.get(name)
                        .getAsJsonObject()
                        .keySet()
                        .forEach(key -> kept.add(key, key.equals("Metrics") ? byId(alarm.get(key)) : alarm.get(key)));
            }
            actual.put(name, kept);
        }

        assertEquals(expected, actual);
    }

    /** Sorts metric queries, which the provider stores as a set. */
    private static JsonArray byId(JsonElement queries) {
        var sorted = new JsonArray();
        list(queries).stream()
                .sorted(Comparator.comparing(query -> text(query, "Id")))
                .forEach(sorted::add);
        return sorted;
    }

    /** The alarm as DescribeAlarms returns it, without what the program does not set. */
    private Map<String, Object> asCloudWatchAlarm(Registration alarm) {
        var words = new LinkedHashMap<String, Object>();
        alarm.inputs().forEach((input, value) -> {
            switch (input) {
                case "tags" -> {
                    // assertTags checks them
                }
                case "name" -> words.put("AlarmName", value);
                case "okActions" -> words.put("OKActions", value);
                case "dimensions" -> words.put("Dimensions", dimensions(value));
                case "metricQueries" ->
                    words.put(
                            "Metrics",
                            ((List<?>) value)
                                    .stream()
                                            .map(this::query)
                                            .sorted(Comparator.comparing(query -> (String) query.get("Id")))
                                            .toList());
                default -> words.put(capitalised(input), value);
            }
        });
        return words;
    }

    private Map<String, Object> query(Object query) {
        var words = new LinkedHashMap<String, Object>();
        words.put("ReturnData", false);
        ((Map<?, ?>) query).forEach((input, value) -> {
            if (input.equals("metric")) {
                var metric = (Map<?, ?>) value;
                words.put(
                        "MetricStat",
                        Map.of(
                                "Metric",
                                Map.of(
                                        "Namespace",
                                        metric.get("namespace"),
                                        "MetricName",
                                        metric.get("metricName"),
                                        "Dimensions",
                                        dimensions(metric.get("dimensions"))),
                                "Period",
                                metric.get("period"),
                                "Stat",
                                metric.get("stat")));
            } else {
                words.put(capitalised((String) input), value);
            }
        });
        return words;
    }

    private List<Map<String, String>> dimensions(Object dimensions) {
        return ((Map<?, ?>) dimensions)
                .entrySet().stream()
                        .map(dimension -> Map.of(
                                "Name",
                                (String) dimension.getKey(),
                                "Value",
                                ((String) dimension.getValue()).replace(PLANNED_UUID, mappingUuid)))
                        .toList();
    }

    private static String capitalised(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    void assertTopic() {
        var planned =
                plan.resource("aws:sns/topic:Topic", "steam-import-alarms").inputs();
        var topic =
                aws("sns", "get-topic-attributes", "--topic-arn", topicArn()).getAsJsonObject("Attributes");

        assertEquals(document(planned.get("policy")), document(text(topic, "Policy")));

        var keyId = topicKey();
        var plannedKey =
                plan.resource("aws:kms/key:Key", "steam-import-alarms-key").inputs();
        var key = aws("kms", "describe-key", "--key-id", keyId).getAsJsonObject("KeyMetadata");
        assertEquals(plannedKey.get("description"), text(key, "Description"));
        assertEquals("true", text(aws("kms", "get-key-rotation-status", "--key-id", keyId), "KeyRotationEnabled"));
        assertEquals(
                document(plannedKey.get("policy")),
                document(text(aws("kms", "get-key-policy", "--key-id", keyId, "--policy-name", "default"), "Policy")));
    }

    void assertSubscriptions() {
        assertEquals(
                plan.resources().stream()
                        .filter(resource -> resource.type().equals("aws:sns/topicSubscription:TopicSubscription"))
                        .map(Registration::inputs)
                        .map(inputs -> inputs.get("protocol") + " " + inputs.get("endpoint"))
                        .sorted()
                        .toList(),
                list(aws("sns", "list-subscriptions-by-topic", "--topic-arn", topicArn())
                                .get("Subscriptions"))
                        .stream()
                        .map(subscription -> text(subscription, "Protocol") + " " + text(subscription, "Endpoint"))
                        .sorted()
                        .toList());
    }

    void assertDashboard() {
        var planned = plan.resource("aws:cloudwatch/dashboard:Dashboard", "steam-import-dashboard")
                .inputs();

        assertEquals(
                document(((String) planned.get("dashboardBody")).replace(PLANNED_UUID, mappingUuid)),
                document(text(aws("cloudwatch", "get-dashboard", "--dashboard-name", baseName), "DashboardBody")));
    }

    void assertOperatorsPolicy() {
        var policy = plan.resource("aws:iam/policy:Policy", "steam-import-operators");
        var arn = "arn:aws:iam::000000000000:policy/" + policy.inputs().get("name");
        var version = text(aws("iam", "get-policy", "--policy-arn", arn).getAsJsonObject("Policy"), "DefaultVersionId");

        assertEquals(
                document(policy.inputs().get("policy")),
                aws("iam", "get-policy-version", "--policy-arn", arn, "--version-id", version)
                        .getAsJsonObject("PolicyVersion")
                        .get("Document"));
    }

    void assertRedriveSchedule() {
        var planned = plan.resource("aws:scheduler/schedule:Schedule", "steam-import-redrive")
                .inputs();
        var schedule = aws("scheduler", "get-schedule", "--name", baseName + "-redrive");

        assertEquals(planned.get("scheduleExpression"), text(schedule, "ScheduleExpression"));
        assertEquals("OFF", text(schedule.getAsJsonObject("FlexibleTimeWindow"), "Mode"));
        var plannedTarget = (Map<?, ?>) planned.get("target");
        var target = schedule.getAsJsonObject("Target");
        assertEquals(plannedTarget.get("arn"), text(target, "Arn"));
        assertEquals(plannedTarget.get("roleArn"), text(target, "RoleArn"));
        assertEquals(plannedTarget.get("input"), text(target, "Input"));
        assertEquals(
                ((Map<?, ?>) plannedTarget.get("deadLetterConfig")).get("arn"),
                text(target.getAsJsonObject("DeadLetterConfig"), "Arn"));
        assertEquals("3", text(target.getAsJsonObject("RetryPolicy"), "MaximumRetryAttempts"));
        assertEquals("3600", text(target.getAsJsonObject("RetryPolicy"), "MaximumEventAgeInSeconds"));
        assertFailuresQueue();

        var role =
                plan.resource("aws:iam/role:Role", "steam-import-redrive-role").inputs();
        assertEquals(
                document(role.get("assumeRolePolicy")),
                aws("iam", "get-role", "--role-name", (String) role.get("name"))
                        .getAsJsonObject("Role")
                        .get("AssumeRolePolicyDocument"));
        var policy = plan.resource("aws:iam/rolePolicy:RolePolicy", "steam-import-redrive-access")
                .inputs();
        assertEquals(
                document(policy.get("policy")),
                aws("iam", "get-role-policy", "--role-name", (String) role.get("name"), "--policy-name", (String)
                                policy.get("name"))
                        .get("PolicyDocument"));
    }

    private void assertFailuresQueue() {
        var planned = plan.resource("aws:sqs/queue:Queue", "steam-import-redrive-failures")
                .inputs();
        var url = text(aws("sqs", "get-queue-url", "--queue-name", (String) planned.get("name")), "QueueUrl");
        var attributes = aws("sqs", "get-queue-attributes", "--attribute-names", "All", "--queue-url", url)
                .getAsJsonObject("Attributes");

        assertEquals(document(planned.get("policy")), document(text(attributes, "Policy")));
        assertEquals("1209600", text(attributes, "MessageRetentionPeriod"));
        var key = planned.get("kmsMasterKeyId");
        assertEquals(
                key == null ? "true" : key, text(attributes, key == null ? "SqsManagedSseEnabled" : "KmsMasterKeyId"));
    }

    /** The ID of the topic's key. */
    String topicKey() {
        return text(
                aws("sns", "get-topic-attributes", "--topic-arn", topicArn()).getAsJsonObject("Attributes"),
                "KmsMasterKeyId");
    }

    /** Checks one alarm, the topic, the operator policy and the key. */
    void assertTags(Map<String, String> expected) {
        assertEquals(
                expected,
                tags(aws(
                                "cloudwatch",
                                "list-tags-for-resource",
                                "--resource-arn",
                                "arn:aws:cloudwatch:eu-central-1:000000000000:alarm:" + baseName + "-dlq-messages")
                        .get("Tags")));
        assertEquals(
                expected,
                tags(aws("sns", "list-tags-for-resource", "--resource-arn", topicArn())
                        .get("Tags")));
        assertEquals(
                expected,
                tags(aws(
                                "iam",
                                "list-policy-tags",
                                "--policy-arn",
                                "arn:aws:iam::000000000000:policy/" + baseName + "-operators")
                        .get("Tags")));
        assertEquals(
                expected,
                list(aws("kms", "list-resource-tags", "--key-id", topicKey()).get("Tags")).stream()
                        .collect(Collectors.toMap(tag -> text(tag, "TagKey"), tag -> text(tag, "TagValue"))));
    }

    private static Map<String, String> tags(JsonElement tags) {
        return list(tags).stream().collect(Collectors.toMap(tag -> text(tag, "Key"), tag -> text(tag, "Value")));
    }

    private String topicArn() {
        return "arn:aws:sns:eu-central-1:000000000000:" + baseName + "-alarms";
    }

    private JsonObject aws(String... arguments) {
        return JsonParser.parseString(cloud.aws(arguments).succeeded().output()).getAsJsonObject();
    }

    private static String text(JsonObject object, String field) {
        return object.get(field).getAsString();
    }

    private static List<JsonObject> list(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .collect(Collectors.toList());
    }

    private static JsonElement document(Object text) {
        return JsonParser.parseString((String) text);
    }

    /** Parsed like the CLI's output, so that numbers compare as numbers. */
    private static JsonElement json(Object value) {
        return JsonParser.parseString(new Gson().toJson(value));
    }
}
