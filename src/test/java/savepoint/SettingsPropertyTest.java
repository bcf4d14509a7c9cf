package savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savepoint.testing.Plan;
import savepoint.testing.ProjectFiles;

/**
 * Properties of all settings, not only of hand-picked ones. A failure names the seed that
 * reproduces it.
 */
class SettingsPropertyTest {

    private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";

    /** Generators of valid values. Settings that are not listed have their default or the value of {@link SettingsTest}. */
    private static final Map<String, Function<Random, String>> VALID = new LinkedHashMap<>();

    /** Settings that are allowed only with another one. */
    private static final Map<String, String> REQUIRES = Map.of(
            "steamImportBucketKmsKeyArn", "steamImportBucket",
            "steamApiKeySecretKmsKeyArn", "steamApiKeySecretArn",
            "fifoContentBasedDeduplication", "steamImportFifo",
            "fifoHighThroughput", "steamImportFifo",
            "vpcSecurityGroupIds", "vpcSubnetIds",
            "sqsVpcEndpoint", "vpcSubnetIds");

    private static final Set<String> NOT_SET = Set.of("", "[]", "false");

    /** Generators of invalid values. */
    private static final Map<String, Function<Random, String>> WRONG = new LinkedHashMap<>();

    static {
        VALID.put("steamImportConcurrency", between(2, 600)); // with the bulk lane, at most the account's 1,000
        VALID.put("steamImportTimeoutSeconds", between(1, 900));
        VALID.put("steamImportMemoryMb", between(128, 10_240));
        VALID.put("logRetentionDays", oneOf("1", "3", "14", "365", "3653"));
        VALID.put("maxReceiveCount", between(1, 111)); // 111 receives at 900 s fit into 7 days
        VALID.put("logLevel", oneOf("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"));
        VALID.put("steamImportBucket", oneOf("", "savepoint-imports"));
        VALID.put(
                "steamApiKeySecretArn",
                oneOf("", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf"));
        VALID.put("kmsKeyArn", oneOf("", KEY));
        VALID.put("steamImportBucketKmsKeyArn", oneOf("", KEY));
        VALID.put("steamApiKeySecretKmsKeyArn", oneOf("", KEY));
        VALID.put("steamImportArchitecture", oneOf("x86_64", "arm64"));
        VALID.put("steamImportFifo", oneOf("true", "false"));
        VALID.put("fifoContentBasedDeduplication", oneOf("true", "false"));
        VALID.put("fifoHighThroughput", oneOf("true", "false"));
        VALID.put("steamImportBatchSize", between(1, 10));
        VALID.put("steamImportBatchingWindowSeconds", between(0, 300));
        VALID.put("bulkConcurrency", oneOf("0", "2", "400"));
        VALID.put("bulkBatchSize", between(1, 10));
        VALID.put("bulkBatchingWindowSeconds", between(0, 300));
        VALID.put("enableBulkEventSource", oneOf("true", "false"));
        VALID.put("vpcSubnetIds", oneOf("[]", "[\"subnet-1111111a\",\"subnet-1111111b\"]"));
        VALID.put("vpcSecurityGroupIds", oneOf("[\"sg-11111111\"]"));
        VALID.put("sqsVpcEndpoint", oneOf("true", "false"));
        VALID.put("steamImportImage", oneOf("", "123456789012.dkr.ecr.eu-central-1.amazonaws.com/worker:1"));
        VALID.put("steamImportSenders", oneOf("[]", "[\"arn:aws:iam::123456789012:role/web\"]"));
        VALID.put("enableSteamImportEventSource", oneOf("true", "false"));
        VALID.put("protectData", oneOf("true", "false"));
        VALID.put("immutableImageTags", oneOf("true", "false"));
        VALID.put("importRetentionDays", between(1, 36_500));
        VALID.put("deletedImportRetentionDays", between(1, 36_500));
        VALID.put("allowForeignSenderAccounts", oneOf("true", "false"));
        VALID.put("alarmEmails", oneOf("[]", "[\"on-call@example.com\"]"));
        VALID.put("alarmWebhooks", oneOf("[]", "[\"https://example.com/alarms\"]"));
        VALID.put("alarmSlackChannel", oneOf("", "T01/C01"));
        VALID.put("redriveSchedule", oneOf("", "cron(0 6 * * ? *)", "rate(12 hours)"));
        VALID.put("redriveMessagesPerSecond", between(1, 500));
        VALID.put("operatorsMayPurge", oneOf("true", "false"));
        VALID.put("runbookUrl", oneOf("docs/operations.md", "https://example.com/runbook"));

        VALID.put(
                "enqueueAuthorization",
                oneOf("", "IAM", "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_aBcDeFgHi"));
        VALID.put("enqueueRequestsPerSecond", between(1, 10_000));
        VALID.put("enqueueBurst", between(1, 5_000));
        VALID.put("enqueueAccessLog", oneOf("true", "false"));
        VALID.put("completionEvents", oneOf("true"));
        VALID.put("completionWebhookUrl", oneOf("", "https://example.com/imports"));
        VALID.put("completionWebhookKey", random -> letters(random, 32, 512));
        VALID.put("completionWebhookRequestsPerSecond", between(1, 300));

        SettingsTest.otherValues().stream().map(other -> other.get()).forEach(other -> {
            var key = (String) other[0];
            VALID.putIfAbsent(key, oneOf(ProjectFiles.defaults().get("savepoint:" + key), (String) other[1]));
        });

        WRONG.put("enqueueAuthorization", random -> letters(random, 4, 80));
        WRONG.put("enqueueRequestsPerSecond", SettingsPropertyTest::outside);
        WRONG.put("enqueueBurst", SettingsPropertyTest::outside);
        WRONG.put("completionWebhookUrl", random -> letters(random, 1, 80));
        WRONG.put("completionWebhookKey", random -> letters(random, 1, 31));
        WRONG.put("completionWebhookRequestsPerSecond", SettingsPropertyTest::outside);
        WRONG.put("steamImportConcurrency", SettingsPropertyTest::outside);
        WRONG.put("steamImportTimeoutSeconds", SettingsPropertyTest::outside);
        WRONG.put("steamImportMemoryMb", SettingsPropertyTest::outside);
        WRONG.put("logRetentionDays", SettingsPropertyTest::outside);
        WRONG.put("maxReceiveCount", SettingsPropertyTest::outside);
        WRONG.put("redriveMessagesPerSecond", SettingsPropertyTest::outside);
        WRONG.put("importRetentionDays", random -> Integer.toString(-random.nextInt(36_500)));
        WRONG.put("logLevel", random -> letters(random, 6, 20));
        WRONG.put("steamImportBucket", random -> anything(random, 64, 80));
        WRONG.put("steamApiKeySecretArn", random -> letters(random, 1, 80));
        WRONG.put("kmsKeyArn", random -> letters(random, 1, 80));
        WRONG.put("steamImportImage", random -> letters(random, 1, 80));
        WRONG.put("redriveSchedule", random -> letters(random, 1, 80));
        WRONG.put("alarmSlackChannel", random -> letters(random, 1, 80));
        WRONG.put("steamImportSenders", random -> "[\"" + letters(random, 0, 80) + "\"]");
        WRONG.put("alarmEmails", random -> "[\"" + letters(random, 0, 80) + "\"]");
        WRONG.put("alarmWebhooks", random -> "[\"" + letters(random, 0, 80) + "\"]");
        WRONG.put("runbookUrl", random -> letters(random, 0, 20) + " " + letters(random, 0, 20));
        WRONG.put("enableSteamImportEventSource", random -> letters(random, 0, 3));
        WRONG.put("steamImportArchitecture", random -> letters(random, 1, 20));
        WRONG.put("steamImportBatchSize", SettingsPropertyTest::outside);
        WRONG.put("steamImportBatchingWindowSeconds", random -> Integer.toString(random.nextInt(301, 100_000)));
        WRONG.put("bulkConcurrency", random -> oneOf("1", "-1", "1001").apply(random));
        WRONG.put("vpcSecurityGroupIds", random -> "[\"" + letters(random, 1, 80) + "\"]");
        for (var bool : List.of(
                "protectData",
                "immutableImageTags",
                "allowForeignSenderAccounts",
                "operatorsMayPurge",
                "enqueueAccessLog",
                "completionEvents",
                "steamImportFifo",
                "fifoContentBasedDeduplication",
                "fifoHighThroughput",
                "enableBulkEventSource",
                "sqsVpcEndpoint")) {
            WRONG.put(bool, random -> letters(random, 0, 3));
        }
    }

    private static Function<Random, String> between(int least, int most) {
        return random -> Integer.toString(random.nextInt(least, most + 1));
    }

    private static Function<Random, String> oneOf(String... values) {
        return random -> values[random.nextInt(values.length)];
    }

    /** A number that no setting accepts. Boundary values are more likely. */
    private static String outside(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> "0";
            case 1 -> "-1";
            case 2 -> "10241";
            case 3 -> Integer.toString(random.nextInt(10_241, Integer.MAX_VALUE));
            default -> Integer.toString(-random.nextInt(Integer.MAX_VALUE));
        };
    }

    private static String letters(Random random, int least, int most) {
        return random.ints(random.nextInt(least, most + 1), 0, 52)
                .map(letter -> letter < 26 ? 'a' + letter : 'A' + letter - 26)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String anything(Random random, int least, int most) {
        return random.ints(random.nextInt(least, most + 1), 0, Character.MIN_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    private static Map<String, String> validSettings(Random random) {
        var settings = new HashMap<>(ProjectFiles.defaults());
        VALID.forEach((key, value) -> settings.put("savepoint:" + key, value.apply(random)));
        REQUIRES.forEach((key, other) -> {
            if (NOT_SET.contains(settings.get("savepoint:" + other))) {
                settings.put("savepoint:" + key, ProjectFiles.defaults().get("savepoint:" + key));
            }
        });
        if (settings.get("savepoint:steamImportFifo").equals("true")) {
            settings.put("savepoint:steamImportBatchingWindowSeconds", "0");
        }
        return settings;
    }

    private static Plan plan(Map<String, String> settings) {
        return Plan.of("dev", settings, App::stack);
    }

    /** If a setting removed a resource, messages could be lost with it. */
    @ParameterizedTest
    @MethodSource("seeds")
    void validSettingsKeepAllDefaultResources(long seed) {
        var settings = validSettings(new Random(seed));
        var planned = plan(settings).succeeded();

        assertEquals(Set.of(), missing(planned, settings));
    }

    /** Ignores the resources that a new stack does not create because settings name others. */
    private static Set<String> missing(Plan planned, Map<String, String> settings) {
        var missing = new HashSet<>(plan(ProjectFiles.defaults()).succeeded().names());
        missing.removeAll(planned.names());
        Map.of(
                        "steamImportBucket",
                        "steam-import-bucket",
                        "steamApiKeySecretArn",
                        "steam-import-api-key",
                        "steamImportImage",
                        "steam-import-repository",
                        "steamImportFifo",
                        "steam-import-")
                .forEach((key, own) -> missing.removeIf(name -> name.startsWith(own)
                        && !NOT_SET.contains(settings.get("savepoint:" + key))
                        && (!key.equals("steamImportFifo") || planned.names().contains(fifoOf(name)))));
        return missing;
    }

    /** The FIFO queue and what belongs to it have names of their own. */
    private static String fifoOf(String name) {
        return name.replaceFirst("^steam-import-", "steam-import-fifo-");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void reportsExactlyOneMistake(long seed) {
        var random = new Random(seed);
        var settings = validSettings(random);
        var keys = List.copyOf(WRONG.keySet());
        var key = keys.get((int) (seed % keys.size()));
        settings.put("savepoint:" + key, WRONG.get(key).apply(random));

        var plan = plan(settings);

        assertEquals(List.of(), plan.resources());
        assertEquals(1, plan.errors().size(), plan.errors()::toString);
        assertTrue(plan.errors().get(0).contains("  - " + key + " must "), plan.errors()::toString);
    }
}
