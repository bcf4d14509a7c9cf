package savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import savepoint.testing.Plan;
import savepoint.testing.ProjectFiles;
import savepoint.testing.Registration;

/** What holds for all settings, and not only for those that somebody thought of. */
class SettingsPropertyTest {

    /**
     * The inputs that AWS cannot change in place: another value of one makes Pulumi replace the resource. From
     * terraform-provider-aws 5.100.0, where these are marked ForceNew.
     */
    private static final Map<String, Set<String>> REPLACING_INPUTS = Map.of(
            "steam-import-queue", Set.of("name", "namePrefix", "fifoQueue"),
            "steam-import-dlq", Set.of("name", "namePrefix", "fifoQueue"),
            "steam-import-function", Set.of("name", "packageType"),
            "steam-import-role", Set.of("name", "namePrefix", "path"),
            "steam-import-logs", Set.of("name", "namePrefix"),
            "steam-import-event-source", Set.of("eventSourceArn", "startingPosition"));

    private static final Map<String, Map<String, Object>> REPLACING_IN_THE_DEFAULTS =
            replacing(plan(ProjectFiles.defaults()).succeeded());

    @Property(tries = 60)
    void validSettingsBuildAPlanThatReplacesNothing(@ForAll("validSettings") Map<String, String> settings) {
        var plan = plan(settings).succeeded();

        assertEquals(REPLACING_IN_THE_DEFAULTS, replacing(plan));
    }

    @Property(tries = 60)
    void oneMistakeIsReportedAsThatMistake(
            @ForAll("validSettings") Map<String, String> settings, @ForAll("mistakes") Tuple2<String, String> mistake) {
        var wrong = new HashMap<>(settings);
        wrong.put("savepoint:" + mistake.get1(), mistake.get2());

        var plan = plan(wrong);

        assertEquals(List.of(), plan.resources());
        assertEquals(1, plan.errors().size(), plan.errors()::toString);
        assertTrue(plan.errors().get(0).contains("  - " + mistake.get1() + " must "), plan.errors()::toString);
    }

    private static Plan plan(Map<String, String> settings) {
        return Plan.of("dev", settings, App::stack);
    }

    private static Map<String, Map<String, Object>> replacing(Plan plan) {
        return plan.resources().stream()
                .filter(resource -> REPLACING_INPUTS.containsKey(resource.name()))
                .collect(Collectors.toMap(Registration::name, SettingsPropertyTest::replacing));
    }

    private static Map<String, Object> replacing(Registration resource) {
        return resource.inputs().entrySet().stream()
                .filter(input -> REPLACING_INPUTS.get(resource.name()).contains(input.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Provide
    Arbitrary<Map<String, String>> validSettings() {
        var numbers = Combinators.combine(
                        Arbitraries.integers().between(2, 1000),
                        Arbitraries.integers().between(1, 900),
                        Arbitraries.integers().between(128, 10_240),
                        Arbitraries.of(1, 3, 14, 365, 3653),
                        Arbitraries.integers().between(1, 111)) // 111 receives at 900 s fit into 7 days
                .as((concurrency, timeout, memory, retention, receives) -> Map.of(
                        "steamImportConcurrency", "" + concurrency,
                        "steamImportTimeoutSeconds", "" + timeout,
                        "steamImportMemoryMb", "" + memory,
                        "logRetentionDays", "" + retention,
                        "maxReceiveCount", "" + receives));
        var texts = Combinators.combine(
                        Arbitraries.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"),
                        Arbitraries.of("", "savepoint-imports"),
                        Arbitraries.of("", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf"),
                        Arbitraries.of(
                                "", "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"),
                        Arbitraries.of("", "123456789012.dkr.ecr.eu-central-1.amazonaws.com/worker:1"),
                        Arbitraries.of("[]", "[\"arn:aws:iam::123456789012:role/web\"]"))
                .as((level, bucket, secret, key, image, senders) -> Map.of(
                        "logLevel", level,
                        "steamImportBucket", bucket,
                        "steamImportBucketKmsKeyArn", "",
                        "steamApiKeySecretKmsKeyArn", "",
                        "steamApiKeySecretArn", secret,
                        "kmsKeyArn", key,
                        "steamImportImage", image,
                        "steamImportSenders", senders));
        var switches = Combinators.combine(
                        Arbitraries.of("true", "false"),
                        Arbitraries.of("true", "false"),
                        Arbitraries.of("true", "false"))
                .as((enabled, protect, foreign) -> Map.of(
                        "enableSteamImportEventSource", enabled,
                        "protectQueues", protect,
                        "allowForeignSenderAccounts", foreign));
        var operations = Combinators.combine(
                        Arbitraries.of("[]", "[\"on-call@example.com\"]"),
                        Arbitraries.of("[]", "[\"https://example.com/alarms\"]"),
                        Arbitraries.of("", "T01/C01"),
                        Arbitraries.of("", "cron(0 6 * * ? *)", "rate(12 hours)"),
                        Arbitraries.integers().between(1, 500),
                        Arbitraries.of("true", "false"))
                .as((emails, webhooks, slack, schedule, pace, purge) -> Map.of(
                        "alarmEmails", emails,
                        "alarmWebhooks", webhooks,
                        "alarmSlackChannel", slack,
                        "redriveSchedule", schedule,
                        "redriveMessagesPerSecond", "" + pace,
                        "operatorsMayPurge", purge,
                        "runbookUrl", "https://example.com/runbook"));
        return Combinators.combine(numbers, texts, switches, operations).as((first, second, third, fourth) -> {
            var settings = new HashMap<String, String>();
            for (var some : List.of(first, second, third, fourth)) {
                some.forEach((key, value) -> settings.put("savepoint:" + key, value));
            }
            return settings;
        });
    }

    @Provide
    Arbitrary<Tuple2<String, String>> mistakes() {
        var outside = Arbitraries.integers()
                .filter(number -> number < 1 || number > 10_240)
                .map(String::valueOf);
        return Arbitraries.oneOf(
                outside.map(number -> Tuple.of("steamImportConcurrency", number)),
                outside.map(number -> Tuple.of("steamImportTimeoutSeconds", number)),
                outside.map(number -> Tuple.of("steamImportMemoryMb", number)),
                outside.map(number -> Tuple.of("logRetentionDays", number)),
                outside.map(number -> Tuple.of("maxReceiveCount", number)),
                Arbitraries.strings().alpha().ofMinLength(6).map(text -> Tuple.of("logLevel", text)),
                Arbitraries.strings().ofMinLength(64).ofMaxLength(80).map(text -> Tuple.of("steamImportBucket", text)),
                Arbitraries.strings().alpha().ofMinLength(1).map(text -> Tuple.of("steamApiKeySecretArn", text)),
                Arbitraries.strings().alpha().ofMinLength(1).map(text -> Tuple.of("kmsKeyArn", text)),
                Arbitraries.strings().alpha().ofMinLength(1).map(text -> Tuple.of("steamImportImage", text)),
                Arbitraries.strings().alpha().map(text -> Tuple.of("steamImportSenders", "[\"" + text + "\"]")),
                outside.map(number -> Tuple.of("redriveMessagesPerSecond", number)),
                Arbitraries.strings().alpha().ofMinLength(1).map(text -> Tuple.of("redriveSchedule", text)),
                Arbitraries.strings().alpha().ofMinLength(1).map(text -> Tuple.of("alarmSlackChannel", text)),
                Arbitraries.strings().alpha().map(text -> Tuple.of("alarmEmails", "[\"" + text + "\"]")),
                Arbitraries.strings().alpha().map(text -> Tuple.of("alarmWebhooks", "[\"" + text + "\"]")),
                Arbitraries.strings().alpha().map(text -> Tuple.of("enableSteamImportEventSource", text)));
    }
}
