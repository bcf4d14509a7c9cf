package savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.gson.Gson;
import com.pulumi.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.config.StackConfig;
import savepoint.testing.Plan;
import savepoint.testing.ProjectFiles;
import savepoint.testing.Registration;

class SettingsTest {

    private static final String HEAD = " in the settings of stack '%s', so nothing was created or changed:\n  - ";

    private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
    private static final String SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf";
    private static final String IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/worker:1";

    /** The plans that others are compared with, by their settings. */
    private static final Map<List<String>, Set<Registration>> WITHOUT = new HashMap<>();

    private static Map<String, String> with(String... keysAndValues) {
        var config = new HashMap<>(ProjectFiles.defaults());
        for (var i = 0; i < keysAndValues.length; i += 2) {
            config.put("savepoint:" + keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    private static StackConfig read(Context context, Map<String, String> config) {
        return read(
                context,
                config,
                config.getOrDefault("savepoint:completionWebhookKey", "").isEmpty()
                        ? List.of()
                        : List.of("completionWebhookKey"));
    }

    private static StackConfig read(Context context, Map<String, String> config, List<String> secrets) {
        return StackConfig.of(
                context,
                Map.of(
                        "PULUMI_CONFIG",
                        new Gson().toJson(config),
                        "PULUMI_CONFIG_SECRET_KEYS",
                        new Gson()
                                .toJson(secrets.stream()
                                        .map(key -> "savepoint:" + key)
                                        .toList())));
    }

    private static Plan plan(String stack, Map<String, String> config) {
        return Plan.of(stack, config, context -> App.stack(context, read(context, config)));
    }

    private static Plan planWithSecrets(Map<String, String> config, String... secrets) {
        return Plan.of("dev", config, context -> App.stack(context, read(context, config, List.of(secrets))));
    }

    /** The errors that the user sees instead of a plan. */
    private static List<String> refused(String stack, Map<String, String> config) {
        var plan = plan(stack, config);
        assertEquals(List.of(), plan.resources());
        return plan.errors();
    }

    private static List<String> refused(String... keysAndValues) {
        return refused("dev", with(keysAndValues));
    }

    private static Plan accepted(String... keysAndValues) {
        return plan("dev", with(keysAndValues)).succeeded();
    }

    /** Advice that comes from the settings and not from a component. */
    private static List<String> advice(String... keysAndValues) {
        var read = new AtomicReference<StackConfig>();
        var config = with(keysAndValues);
        Plan.of("dev", config, context -> {
                    read.set(read(context, config));
                    App.stack(context, read.get());
                })
                .succeeded();
        return read.get().advice();
    }

    private static List<String> oneMistake(String sentence) {
        return List.of("1 mistake" + HEAD.formatted("dev") + sentence);
    }

    static List<Arguments> otherValues() {
        return List.of(
                arguments("steamImportConcurrency", "7"),
                arguments("enableSteamImportEventSource", "false"),
                arguments("vpcSubnetIds", "[\"subnet-1111111b\"]"),
                arguments("vpcSecurityGroupIds", "[\"sg-22222222\"]"),
                arguments("sqsVpcEndpoint", "true"),
                arguments("steamImportBatchSize", "5"),
                arguments("steamImportBatchingWindowSeconds", "3"),
                arguments("steamImportFifo", "true"),
                arguments("fifoContentBasedDeduplication", "true"),
                arguments("fifoHighThroughput", "true"),
                arguments("bulkConcurrency", "3"),
                arguments("bulkBatchSize", "5"),
                arguments("bulkBatchingWindowSeconds", "3"),
                arguments("enableBulkEventSource", "false"),
                arguments("steamImportImage", IMAGE),
                arguments("steamImportSenders", "[\"arn:aws:iam::123456789012:role/web\"]"),
                arguments("steamImportArchitecture", "arm64"),
                arguments("steamImportTimeoutSeconds", "60"),
                arguments("steamImportMemoryMb", "1024"),
                arguments("logRetentionDays", "30"),
                arguments("logLevel", "DEBUG"),
                arguments("maxReceiveCount", "5"),
                arguments("steamImportBucket", "imports"),
                arguments("steamApiKeySecretArn", SECRET),
                arguments("kmsKeyArn", KEY),
                arguments("steamImportBucketKmsKeyArn", KEY),
                arguments("steamApiKeySecretKmsKeyArn", KEY),
                arguments("immutableImageTags", "true"),
                arguments("importRetentionDays", "60"),
                arguments("deletedImportRetentionDays", "1"),
                arguments("protectData", "true"),
                arguments(
                        "enqueueAuthorization",
                        "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_aBcDeFgHi"),
                arguments("enqueueRequestsPerSecond", "50"),
                arguments("enqueueBurst", "100"),
                arguments("enqueueAccessLog", "true"),
                arguments("completionEvents", "true"),
                arguments("completionWebhookUrl", "https://example.com/other"),
                arguments("completionWebhookKey", "b".repeat(64)),
                arguments("completionWebhookRequestsPerSecond", "5"),
                arguments("alarmEmails", "[\"on-call@example.com\"]"),
                arguments("alarmWebhooks", "[\"https://example.com/alarms\"]"),
                arguments("alarmSlackChannel", "T01/C01"),
                arguments("redriveSchedule", "rate(12 hours)"),
                arguments("redriveMessagesPerSecond", "3"),
                arguments("operatorsMayPurge", "true"),
                arguments("runbookUrl", "https://example.com/runbook"));
    }

    /**
     * All except {@code retiredQueues}, which depends on the queues that the stack has, and
     * {@code allowForeignSenderAccounts}, which only allows values of another setting.
     */
    @Test
    void otherValuesCoverEverySetting() {
        assertEquals(
                ProjectFiles.declaredSettings().keySet(),
                Stream.concat(
                                Stream.of("retiredQueues", "allowForeignSenderAccounts"),
                                otherValues().stream().map(setting -> (String) setting.get()[0]))
                        .collect(Collectors.toSet()));
    }

    @Test
    void acceptsForeignAccountOnlyIfAllowed() {
        var senders = "[\"arn:aws:iam::210987654321:root\"]";

        assertEquals(1, refused("steamImportSenders", senders).size());
        assertNotEquals(
                inAws(accepted()),
                inAws(accepted("steamImportSenders", senders, "allowForeignSenderAccounts", "true")));
    }

    /** As components name them, they would reach a real account. */
    @Test
    void commandsForAnEmulatedStackDoNotLeaveThisMachine() {
        var config =
                with("kmsKeyArn", "alias/a", "steamImportTimout", "7", "completionWebhookUrl", "https://example.com");
        var plan = Plan.of(
                "dev",
                config,
                context -> App.stack(
                        context,
                        StackConfig.of(
                                context,
                                Map.of(
                                        "PULUMI_CONFIG",
                                        new Gson().toJson(config),
                                        "AWS_ENDPOINT_URL",
                                        "http://127.0.0.1:4566"))));

        var report = plan.errors().toString();
        for (var command : List.of(
                "'./local/aws kms describe-key",
                "'./local/pulumi config rm steamImportTimout'",
                "| ./local/pulumi config set --secret completionWebhookKey'")) {
            assertTrue(report.contains(command), report);
        }
        assertFalse(Pattern.compile("['|] ?(aws|pulumi) ").matcher(report).find(), report);
    }

    /** A setting that is read but never used would leave the plan unchanged. */
    @ParameterizedTest
    @MethodSource("otherValues")
    void everySettingChangesThePlan(String key, String value) {
        var goesWith = List.of(
                        "steamImportBucket",
                        "imports",
                        "steamApiKeySecretArn",
                        SECRET,
                        "redriveSchedule",
                        "rate(1 day)",
                        "enqueueAuthorization",
                        "IAM",
                        "completionEvents",
                        "true",
                        "completionWebhookUrl",
                        "https://example.com/imports",
                        "completionWebhookKey",
                        "a".repeat(64),
                        "bulkConcurrency",
                        "2",
                        "vpcSubnetIds",
                        "[\"subnet-1111111a\"]",
                        "vpcSecurityGroupIds",
                        "[\"sg-11111111\"]")
                .toArray(String[]::new);
        // Settings of the stack's own bucket have no effect if another bucket is named.
        var alone = Set.of(
                "steamImportBucket",
                "steamApiKeySecretArn",
                "importRetentionDays",
                "deletedImportRetentionDays",
                "completionEvents");
        var companions = alone.contains(key)
                ? new String[0]
                : key.startsWith("fifo") ? new String[] {"steamImportFifo", "true"} : goesWith;
        var changed =
                Stream.concat(Stream.of(companions), Stream.of(key, value)).toArray(String[]::new);

        assertNotEquals(
                WITHOUT.computeIfAbsent(List.of(companions), unchanged -> inAws(accepted(companions))),
                inAws(accepted(changed)));
    }

    /** Without the components, which register every argument, even one that they do not use. */
    private static Set<Registration> inAws(Plan plan) {
        return plan.resources().stream()
                .filter(resource -> resource.type().startsWith("aws:"))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "steamImportConcurrency | 1 | must be between 2 and 1000, got 1: to process one message at a time, use a FIFO queue with a single message group",
                "steamImportConcurrency | 1001 | must be between 2 and 1000, got 1001: to process one message at a time, use a FIFO queue with a single message group",
                "steamImportTimeoutSeconds | 0 | must be between 1 and 900 seconds, got 0: split the work into smaller messages if it takes longer",
                "steamImportTimeoutSeconds | 901 | must be between 1 and 900 seconds, got 901: split the work into smaller messages if it takes longer",
                "steamImportMemoryMb | 127 | must be between 128 and 10240, got 127: Lambda allocates CPU in proportion to memory; start with 512",
                "logLevel | loud | must be one of TRACE, DEBUG, INFO, WARN, ERROR, FATAL, got 'loud': these are Lambda's own log levels",
                "maxReceiveCount | 0 | must be between 1 and 1000, got 0: 3 retries a transient fault twice; 1 gives up at the first throttle",
                "steamImportBucket | arn:aws:s3:::b | must be the name of an S3 bucket: 3 to 63 lowercase letters, digits, dots and hyphens, got 'arn:aws:s3:::b': use its name, not its ARN",
                "steamApiKeySecretArn | savepoint/dev/key | must be the full ARN of a Secrets Manager secret, with the six random characters at its end, got 'savepoint/dev/key': copy it from 'aws secretsmanager describe-secret --secret-id NAME'",
                "steamApiKeySecretArn | arn:aws:secretsmanager:eu-central-1:123456789012:secret:key | must be the full ARN of a Secrets Manager secret, with the six random characters at its end, got 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:key': copy it from 'aws secretsmanager describe-secret --secret-id NAME'",
                "steamImportBucket | ab | must be the name of an S3 bucket: 3 to 63 lowercase letters, digits, dots and hyphens, got 'ab': use its name, not its ARN",
                "steamImportBucket | Abc | must be the name of an S3 bucket: 3 to 63 lowercase letters, digits, dots and hyphens, got 'Abc': use its name, not its ARN",
                "maxReceiveCount | 336 | must let a message reach the dead-letter queue before the queue's retention period of 604800 seconds ends, got 336 receives of 1800 seconds each, 604800 seconds in total: lower it, or the consumer's timeout",
                "steamImportImage | worker:1 | must be the URI of an image in ECR, got 'worker:1': such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com/repository@sha256:…",
                "kmsKeyArn | alias/a | must be the ARN of a KMS key, arn:…:key/…, got 'alias/a': an alias does not work in an IAM policy; 'aws kms describe-key --key-id alias/…' prints the key's ARN",
                "steamImportConcurrency | many | must be a whole number, got 'many': 'pulumi config set steamImportConcurrency' changes it",
                "steamImportConcurrency | 2147483648 | must be a whole number, got '2147483648': 'pulumi config set steamImportConcurrency' changes it",
                "enableSteamImportEventSource | yes | must be true or false, got 'yes': 'pulumi config set enableSteamImportEventSource' changes it",
                "steamImportSenders | web | must be a list of strings, got 'web': 'pulumi config set steamImportSenders' changes it",
                "redriveMessagesPerSecond | 0 | must be between 1 and 500, got 0: a lower rate leaves room for new imports; 500 is the SQS limit",
                "redriveMessagesPerSecond | 501 | must be between 1 and 500, got 501: a lower rate leaves room for new imports; 500 is the SQS limit",
                "redriveSchedule | daily | must be a rate expression or a six-field cron expression, got 'daily': such as cron(0 6 * * ? *), every day at 6:00 UTC, or rate(12 hours)",
                "redriveSchedule | cron(0 6 * * ?) | must be a rate expression or a six-field cron expression, got 'cron(0 6 * * ?)': such as cron(0 6 * * ? *), every day at 6:00 UTC, or rate(12 hours)",
                "alarmEmails | [\"on-call\"] | must contain email addresses, got 'on-call': such as on-call@example.com",
                "alarmEmails | [\"a@b.co\",\"a@b.co\"] | must not contain duplicate addresses, got 'a@b.co': remove one",
                "alarmWebhooks | [\"http://example.com\"] | must contain HTTPS URLs, got 'http://example.com': such as https://example.com/alarms",
                "alarmSlackChannel | #alarms | must be the IDs of a Slack workspace and a channel, joined by a slash, got '#alarms': such as T0123456789/C0123456789; the channel's 'Copy link' shows both",
                "steamImportConcurency | 7 | must be one of the settings in Pulumi.yaml, got an unknown key: did you mean 'steamImportConcurrency'? 'pulumi config rm steamImportConcurency' removes it",
                "steamImportTimout | 7 | must be one of the settings in Pulumi.yaml, got an unknown key: did you mean 'steamImportTimeoutSeconds'? 'pulumi config rm steamImportTimout' removes it",
                "steamImportTimeout | 7 | must be one of the settings in Pulumi.yaml, got an unknown key: did you mean 'steamImportTimeoutSeconds'? 'pulumi config rm steamImportTimeout' removes it",
            })
    void rejectsInvalidValue(String key, String value, String complaint) {
        assertEquals(oneMistake(key + " " + complaint), refused(key, value));
    }

    /** Values that AWS would reject later or ignore. The tests of the rules check the messages. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "steamImportBucket | my..bucket",
                "steamImportBucket | 192.168.5.4",
                "steamImportBucket | imports-s3alias",
                "steamImportBucket | imports--ol-s3",
                "steamImportBucket | imports.mrap",
                "steamImportBucket | imports--euc1-az1--x-s3",
                "steamImportBucket | imports--table-s3",
                "steamImportBucket | xn--imports",
                "steamImportBucket | sthree-imports",
                "steamImportBucket | amzn-s3-demo-imports",
                "steamApiKeySecretArn | arn:aws:secretsmanager:eu-central-1:123456789012:secret:*-AbCdEf",
                "steamApiKeySecretArn | arn:aws:secretsmanager:eu-central-1:123456789012:secret:my key-AbCdEf",
                "alarmEmails | [\"a@example.com;\"]",
                "alarmEmails | [\"<a@example.com>\"]",
                "alarmEmails | [\"A <a@example.com>\"]",
                "alarmEmails | [\"a@example.com,b@example.com\"]",
                "alarmEmails | [\"a@example\"]",
                "alarmEmails | [\"a@-example.com\"]",
                "alarmEmails | [\".a@example.com\"]",
                "alarmEmails | [\"a..b@example.com\"]",
                "alarmEmails | [\"\"]",
                "alarmEmails | [\"Ops@example.com\",\"ops@example.com\"]",
                "alarmWebhooks | [\"https://\"]",
                "alarmWebhooks | [\"https://user:password@example.com\"]",
                "alarmWebhooks | [\"https://exa mple.com\"]",
                "alarmWebhooks | [\"https://example.com/a\",\"https://EXAMPLE.com/a\"]",
                "alarmWebhooks | [\"HTTP://example.com\"]",
                "alarmWebhooks | [\"https://example.com:65536\"]",
                "alarmWebhooks | [\"https://example.com:0\"]",
                "alarmWebhooks | [\"https://10.1.2.3/a\"]",
                "alarmWebhooks | [\"https://127.0.0.1/a\"]",
                "alarmWebhooks | [\"https://169.254.169.254/a\"]",
                "alarmWebhooks | [\"https://256.1.1.1/a\"]",
                "alarmWebhooks | [\"https://alarms.internal\"]",
                "alarmWebhooks | [\"https://hooks.slack.com/services/T0/B0/x\"]",
                "alarmWebhooks | [\"https://example.webhook.office.com/webhookb2/x\"]",
                "alarmWebhooks | [\"https://discord.com/api/webhooks/1/x\"]",
                "alarmWebhooks | [\"https://example.com/a\",\"https://example.com:443/a\"]",
                "alarmWebhooks | [\"https://example.com\",\"https://Example.com/\"]",
                "alarmSlackChannel | C0123456789/T0123456789",
                "alarmSlackChannel | T0123456789/general",
                "alarmSlackChannel | T0123456789",
                "redriveSchedule | cron(99 99 * * ? *)",
                "redriveSchedule | cron(60 6 * * ? *)",
                "redriveSchedule | cron(0 24 * * ? *)",
                "redriveSchedule | cron(0 6 32 * ? *)",
                "redriveSchedule | cron(0 6 * 13 ? *)",
                "redriveSchedule | cron(0 6 ? * 8 *)",
                "redriveSchedule | cron(0 6 ? * MUN *)",
                "redriveSchedule | cron(0 6 * * ? 1969)",
                "redriveSchedule | cron(0/ 6 * * ? *)",
                "redriveSchedule | cron(9-3 6 * * ? *)",
                "redriveSchedule | cron(0 6 * * * *)",
                "redriveSchedule | cron(0 6 ? * ? *)",
                "redriveSchedule | cron(0 6 31 2 ? *)",
                "redriveSchedule | cron(0 6 31 4,6,9,NOV ? *)",
                "redriveSchedule | cron(0 6 30-31 FEB ? *)",
                "redriveSchedule | cron(0 6 29 2 ? 2190-2191)",
                "redriveSchedule | cron(0 6 31W 2 ? *)",
                "redriveSchedule | cron(0 6 1 1 ? 2020)",
                "redriveSchedule | cron(0 6 ? * MON 1970-2024)",
                "redriveSchedule | rate(1 minutes)",
                "redriveSchedule | rate(2 minute)",
                "redriveSchedule | rate(0 hours)",
                "redriveSchedule | at(2026-11-24T08:00:00)",
                "runbookUrl | ' '",
                "runbookUrl | ''",
                "runbookUrl | a b",
                "runbookUrl | a\u00A0b",
                "runbookUrl | a\u3000b",
                "runbookUrl | a\u200Bb",
                "runbookUrl | a\u0085b",
                "runbookUrl | https://",
                "runbookUrl | https://example.com/runbook#chapter",
                "kmsKeyArn | arn:aws:kms:eu-central-1:123456789012:key/k",
                "kmsKeyArn | arn:aws:kms:eu-central-1:123456789012:key/mrk-1",
                "kmsKeyArn | arn:aws:kms:eu-central-1:123456789012:key/*",
                "steamImportBucketKmsKeyArn | arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
                "steamApiKeySecretKmsKeyArn | arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
                "steamImportSenders | [\"arn:aws:iam::123456789012:role/web\",\"arn:aws:iam::123456789012:role/web\"]",
                "steamImportSenders | [\"arn:aws:iam::123456789012:role//web\"]",
                "steamImportSenders | [\"arn:aws:iam::123456789012:role/web/\"]",
                "steamImportImage | 123456789012.dkr.ecr.eu-central-1.amazonaws.com/w:1",
                "logLevel | INFO\uFFFD",
                "steamImportBucket | imports-\uFFFD",
            })
    void rejectsWhatAwsRejects(String key, String value) {
        var mistakes = refused(key, value);

        assertTrue(mistakes.toString().contains("  - " + key + " must "), mistakes::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redriveSchedule | cron(0 6 * * ? *)",
                "redriveSchedule | cron(0/15 6-18 ? JAN,jun MON-FRI 2190-2199)",
                "redriveSchedule | cron(*/5 0 L * ? *)",
                "redriveSchedule | cron(0 6 15W 1/2 ? *)",
                "redriveSchedule | cron(0 6 ? * 2#1 *)",
                "redriveSchedule | cron(0 6 ? * 6L *)",
                "redriveSchedule | cron(0 6 29 FEB ? *)",
                "redriveSchedule | cron(0 6 31 */2 ? *)",
                "redriveSchedule | cron(0 6 1 1 ? 2190/3)",
                "redriveSchedule | rate(1 day)",
                "runbookUrl | https://example.com/Übergabe.md",
                "kmsKeyArn | arn:aws:kms:eu-central-1:123456789012:key/mrk-00000000000000000000000000000000",
                "redriveSchedule | rate(90 minutes)",
                "alarmEmails | [\"on-call+savepoint@mail.example.co.uk\"]",
                "alarmWebhooks | [\"https://example.com\",\"https://example.com:8443/a?b=c\"]",
                "alarmWebhooks | [\"https://example.com/a\",\"https://example.com/a/\"]",
                "steamImportBucket | my.bucket-1",
                "steamImportSenders | [\"arn:aws:iam::123456789012:role/service-role/web\",\"arn:aws:iam::123456789012:root\"]",
            })
    void acceptsWhatAwsAccepts(String key, String value) {
        accepted(key, value);
    }

    @Test
    void doesNotShowWebhookPassword() {
        assertEquals(
                oneMistake(
                        "alarmWebhooks must not contain a user name or a password, got 'https://[hidden]@example.com/a': the state and the console would show them; let the receiver verify the SNS signature instead"),
                refused("alarmWebhooks", "[\"https://user:password@example.com/a\"]"));
    }

    @Test
    void rejectsTooLongRunbookUrl() {
        accepted("runbookUrl", "x".repeat(800));
        assertEquals(
                oneMistake(
                        "runbookUrl must not be longer than 800 characters, got 801 characters: it is part of every alarm's description; use a shorter one"),
                refused("runbookUrl", "x".repeat(801)));
    }

    @ParameterizedTest
    @CsvSource({"save-point:protectData", "old-name:protectData", "savepiont:unknown"})
    void rejectsSettingsInAnotherNamespace(String key) {
        var config = new HashMap<>(ProjectFiles.defaults());
        config.put(key, "true");

        var namespace = key.split(":")[0];
        assertEquals(
                oneMistake(
                        "%s must be in the project's namespace, savepoint, got '%s': the program reads no other namespace: use 'savepoint:%s'"
                                .formatted(key, namespace, key.split(":")[1])),
                refused("dev", config));
    }

    @Test
    void ignoresProviderSettings() {
        var config = ProjectFiles.defaults();
        config.put("aws:skipCredentialsValidation", "true");

        plan("dev", config).succeeded();
    }

    /** The only setting that must be a secret. No message shows it. */
    @Nested
    class WebhookKey {

        private static final String URL = "https://example.com/imports";
        private static final String[] WEBHOOK = {"completionEvents", "true", "completionWebhookUrl", URL};

        private static Map<String, String> withKey(String key) {
            var config = with(WEBHOOK);
            config.put("savepoint:completionWebhookKey", key);
            return config;
        }

        @Test
        void isRequiredIfUrlIsSet() {
            assertEquals(
                    List.of(
                            "1 mistake" + HEAD.formatted("dev")
                                    + "completionWebhookKey must be set if completionWebhookUrl is, got nothing: 'openssl rand -hex 32 | pulumi config set --secret completionWebhookKey' generates one"),
                    refused(WEBHOOK));
        }

        @Test
        void mustBeEncrypted() {
            var said = planWithSecrets(withKey("HUSH".repeat(10))).errors().toString();

            assertTrue(
                    said.contains(
                            "completionWebhookKey must be a secret, got [not encrypted]: 'pulumi config set --secret completionWebhookKey' encrypts it"),
                    said);
            assertFalse(said.contains("HUSH"), said);
        }

        /** A user name and password are never shown, whatever else is wrong. */
        @Test
        void urlIsNotShownIfEventsAreDisabled() {
            var config = withKey("k".repeat(64));
            config.put("savepoint:completionEvents", "false");
            config.put("savepoint:completionWebhookUrl", "https://user:HUSH@example.com");

            var said = planWithSecrets(config, "completionWebhookKey").errors().toString();

            assertTrue(
                    said.contains(
                            "completionEvents must be true if completionWebhookUrl is set, got false: the webhook receives these events"),
                    said);
            assertFalse(said.contains("HUSH"), said);
        }

        @Test
        void isNotShownIfTooShort() {
            var said = planWithSecrets(withKey("HUSH"), "completionWebhookKey")
                    .errors()
                    .toString();

            assertTrue(
                    said.contains(
                            "completionWebhookKey must be 32 to 512 printable ASCII characters without spaces, got [secret]: 'openssl rand -hex 32' generates one"),
                    said);
            assertFalse(said.contains("HUSH"), said);
        }

        /** In the state, the engine encrypts the values that the program marks as secrets. */
        @Test
        void isMarkedAsSecretEverywhere() {
            var key = "HUSH".repeat(10);
            var plan = planWithSecrets(withKey(key), "completionWebhookKey").succeeded();

            for (var resource : plan.resources()) {
                assertFalse(resource.inputs().toString().contains(key), resource::toString);
            }
            assertFalse(plan.outputsOf("pulumi:pulumi:Stack").toString().contains(key));
        }
    }

    @Test
    void rejectsSecretsWithoutShowingThem() {
        var config = new HashMap<>(ProjectFiles.defaults());
        config.put("savepoint:steamImportBucket", "HUSH");

        var plan = planWithSecrets(config, "steamImportBucket");

        assertEquals(
                List.of(
                        "2 mistakes" + HEAD.formatted("dev")
                                + "steamImportBucket must be the name of an S3 bucket: 3 to 63 lowercase letters, digits, dots and hyphens, got [secret]: use its name, not its ARN\n"
                                + "  - steamImportBucket must not be a secret, got [secret]: the program shows this setting's value: set it without --secret, and keep secrets in Secrets Manager"),
                plan.errors());
    }

    @Test
    void doesNotShowSecretUsedByMultipleInputs() {
        var hush = KEY.replace("eu-central-1", "us-east-1");
        var config = with("steamApiKeySecretArn", SECRET, "kmsKeyArn", hush);
        var environment = Map.of(
                "PULUMI_CONFIG", new Gson().toJson(config), "PULUMI_CONFIG_SECRET_KEYS", "[\"savepoint:kmsKeyArn\"]");

        var plan = Plan.of("dev", config, context -> App.stack(context, StackConfig.of(context, environment)));

        assertEquals(1, plan.errors().size());
        assertTrue(plan.errors().get(0).contains("kmsKeyArn must be a key"), plan.errors()::toString);
        assertFalse(plan.errors().get(0).contains(hush), plan.errors()::toString);
    }

    @Test
    void recommendsNotificationsIfDataIsProtected() {
        assertEquals(
                List.of(
                        "alarmEmails should not be empty unless alarmWebhooks or alarmSlackChannel is set, got nothing: without a recipient, alarms are only visible in the console"),
                advice("protectData", "true"));
        assertEquals(List.of(), advice());
        assertEquals(List.of(), advice("protectData", "true", "alarmEmails", "[\"on-call@example.com\"]"));
        assertEquals(List.of(), advice("protectData", "true", "alarmWebhooks", "[\"https://example.com\"]"));
        assertEquals(List.of(), advice("protectData", "true", "alarmSlackChannel", "T01/C01"));
    }

    @Test
    void recommendsNamedImagesIfTagsAreImmutable() {
        assertEquals(
                List.of(
                        "immutableImageTags should be set together with steamImportImage, got true: the tag of the default image can then be pushed only once; specify each image by its digest"),
                advice("immutableImageTags", "true"));
        assertEquals(List.of(), advice("immutableImageTags", "true", "steamImportImage", IMAGE));
    }

    @Nested
    class MissingSetting {

        static List<String> keys() {
            return List.copyOf(ProjectFiles.declaredSettings().keySet());
        }

        @ParameterizedTest
        @MethodSource("keys")
        void isReported(String key) {
            var config = ProjectFiles.defaults();
            config.remove("savepoint:" + key);

            assertEquals(
                    oneMistake(key
                            + " must be set, got nothing: its default is in Pulumi.yaml; set it with 'pulumi config set "
                            + key + "'"),
                    refused("dev", config));
        }
    }

    @Nested
    class StackName {

        @ParameterizedTest
        @ValueSource(strings = {"dev", "pr-42", "abcdefghijklmnopqrstuvwxyz0123456"})
        void isPartOfResourceNames(String stack) {
            var plan = plan(stack, ProjectFiles.defaults()).succeeded();

            assertEquals(
                    "savepoint-%s-steam-import".formatted(stack),
                    plan.resource("aws:lambda/function:Function", "steam-import-function")
                            .inputs()
                            .get("name"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"Dev", "a_b", "a--b", "-a", "a-", "abcdefghijklmnopqrstuvwxyz01234567"})
        void mustBeValidInResourceNames(String stack) {
            assertEquals(
                    List.of("1 mistake" + HEAD.formatted(stack)
                            + "the stack's name must be 1 to 33 lowercase letters, digits and single hyphens, not starting or ending with a hyphen, got '%s': the resource names are derived from it"
                                    .formatted(stack)),
                    refused(stack, ProjectFiles.defaults()));
        }
    }

    @Test
    void reportsAllKindsOfMistakesTogether() {
        assertEquals(
                List.of("3 mistakes" + HEAD.formatted("dev") + """
                        logRetentionDays must be a whole number, got 'week': 'pulumi config set logRetentionDays' changes it
                          - loglevel must be one of the settings in Pulumi.yaml, got an unknown key: did you mean 'logLevel'? 'pulumi config rm loglevel' removes it
                          - maxReceiveCount must be between 1 and 1000, got 0: 3 retries a transient fault twice; 1 gives up at the first throttle"""),
                refused("maxReceiveCount", "0", "logRetentionDays", "week", "loglevel", "INFO"));
    }
}
