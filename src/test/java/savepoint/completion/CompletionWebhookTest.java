package savepoint.completion;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static savepoint.testing.Sentences.assertRefused;

import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.aws.AwsTarget;
import savepoint.aws.EventBus;
import savepoint.testing.Plan;
import savepoint.validation.InvalidInputException;

/** The bus of completion events, and the webhook that receives them. */
class CompletionWebhookTest {

    private static final AwsTarget HERE = new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com");
    private static final String KEY = "k".repeat(64);

    private static CompletionWebhookArgs.Builder args() {
        return CompletionWebhookArgs.builder()
                .baseName("app")
                .target(HERE)
                .bus(EventBus.existing(HERE, "app"))
                .failureAlarm("app-dlq-messages")
                .keySecretName("app/webhook-key")
                .url("https://example.com/imports")
                .key(KEY);
    }

    private static Plan plan() {
        return Plan.of(context -> new CompletionWebhook("w", args().build())).succeeded();
    }

    private static Map<String, Object> inputs(String type, String suffix) {
        return plan().resource(type, "w-webhook" + suffix).inputs();
    }

    private static Map<String, Object> target(String suffix) {
        return inputs("aws:cloudwatch/eventTarget:EventTarget", suffix);
    }

    private static Object pattern(String suffix) {
        return JsonParser.parseString(
                (String) inputs("aws:cloudwatch/eventRule:EventRule", suffix).get("eventPattern"));
    }

    @Nested
    class Routing {

        @Test
        void postsWorkerEventsWithToken() {
            assertEquals(
                    JsonParser.parseString(
                            "{\"source\":[\"savepoint.steam-import\"],\"detail-type\":[\"Steam Import Done\",\"Steam Import Dropped\"],\"detail\":{\"result\":[\"done\",\"dropped\"]}}"),
                    pattern("-done"));
            assertEquals(
                    "app", inputs("aws:cloudwatch/eventRule:EventRule", "-done").get("eventBusName"));
            assertEquals("app", target("-done").get("eventBusName"));
            assertEquals(
                    Map.of("headerParameters", Map.of("X-Savepoint-Token", "$.detail.token")),
                    target("-done").get("httpTarget"));
        }

        @Test
        void postsAlarmOfDeadLetterQueue() {
            assertEquals(
                    JsonParser.parseString(
                            "{\"source\":[\"aws.cloudwatch\"],\"detail-type\":[\"CloudWatch Alarm State Change\"],\"resources\":[\"arn:aws:cloudwatch:eu-central-1:123456789012:alarm:app-dlq-messages\"],\"detail\":{\"state\":{\"value\":[\"ALARM\"]}}}"),
                    pattern("-failed"));
            assertFalse(target("-failed").containsKey("eventBusName"), "the account's default bus");
        }

        @Test
        void keepsEventAboutRejectedKey() {
            assertEquals(
                    JsonParser.parseString(
                            "{\"source\":[\"aws.events\"],\"detail-type\":[\"Connection Deauthorized\"],\"detail\":{\"ConnectionName\":[\"app-webhook\"]}}"),
                    pattern("-revoked"));
            assertEquals(
                    "arn:aws:sqs:eu-central-1:123456789012:app-webhook-failures",
                    target("-revoked").get("arn"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"-done", "-failed"})
        void keepsUndeliverableEvents(String suffix) {
            assertEquals(
                    Map.of("arn", "arn:aws:sqs:eu-central-1:123456789012:app-webhook-failures"),
                    target(suffix).get("deadLetterConfig"));
            assertEquals(
                    Map.of("maximumEventAgeInSeconds", 86_400, "maximumRetryAttempts", 185),
                    target(suffix).get("retryPolicy"));
        }

        @Test
        void acceptsFailuresOfThreeRules() {
            var policy = (String) inputs("aws:sqs/queue:Queue", "-failures").get("policy");

            for (var rule : List.of("rule/app/app-done", "rule/app-failed", "rule/app-revoked")) {
                assertTrue(
                        policy.contains("\"aws:SourceArn\":\"arn:aws:events:eu-central-1:123456789012:" + rule + "\""),
                        policy);
            }
            assertEquals(3, policy.split("aws:SourceArn", -1).length - 1, policy);
        }
    }

    @Nested
    class Key {

        @Test
        void isMarkedAsSecretInConnectionAndSecret() {
            var connection = inputs("aws:cloudwatch/eventConnection:EventConnection", "")
                    .get("authParameters")
                    .toString();
            var secret = inputs("aws:secretsmanager/secretVersion:SecretVersion", "-key")
                    .get("secretString")
                    .toString();

            assertTrue(secret.startsWith("[secret "), secret);
            assertTrue(connection.contains("[secret "), connection);
            assertTrue(plan().resources().stream()
                    .noneMatch(resource -> resource.inputs().toString().contains(KEY)));
        }

        /** The same as: printf X-Api-Key | openssl dgst -sha256 -hmac kkk… */
        @Test
        void isNotTheKeyInRequests() {
            assertEquals(
                    "a6043d1df3d8b201d033551b3ca2710826084f13f1c153cecbc31493d854148b", WebhookDestination.apiKey(KEY));
        }

        @ParameterizedTest
        @CsvSource({"short", "'with a space with a space with a space'", "ümlautümlautümlautümlautümlautümlaut"})
        void isNotShownIfInvalid(String key) {
            assertRefused(
                    () -> args().key(key).build(),
                    "key must be 32 to 512 printable ASCII characters without spaces, got [secret]: 'openssl rand -hex 32' generates one");
        }
    }

    @Test
    void roleMayOnlyPostToThisWebhook() {
        var policy = (String) inputs("aws:iam/rolePolicy:RolePolicy", "-access").get("policy");

        assertTrue(
                policy.contains(
                        "\"Action\":[\"events:InvokeApiDestination\"],\"Resource\":[\"arn:aws:events:eu-central-1:123456789012:api-destination/app-webhook/"),
                policy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com",
                "https://",
                "example.com",
                "https://example.com/*",
                "https://example.com/a b",
                "https://exa mple.com",
                ""
            })
    void rejectsInvalidUrls(String url) {
        assertRefused(
                () -> args().url(url).build(),
                "url must be an HTTPS URL of at most 2048 ASCII characters, with a host and without spaces, * or #, got '%s': such as https://example.com/imports"
                        .formatted(url));
    }

    @Test
    void acceptsLongestUrl() {
        var url = "https://example.com/" + "a".repeat(2_028);

        assertEquals(2_048, url.length());
        assertDoesNotThrow(() -> args().url(url).build());
    }

    /** Even if it is not a valid URL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:HUSH@example.com",
                "https://user:HUSH@exam_ple.com/imports",
                "https://user:100%HUSH@example.com",
                "http://user:HUSH@example.com",
                "https:user:HUSH@example.com"
            })
    void neverShowsUserInUrl(String url) {
        var said = assertThrows(
                        InvalidInputException.class, () -> args().url(url).build())
                .getMessage();

        assertTrue(
                said.contains(
                        "url must not contain a user name or a password, got a URL with a user name: the state and the console would show them; the receiver can verify a key instead"),
                said);
        assertFalse(said.contains("HUSH"), said);
    }

    @Test
    void reportsAllMistakesTogether() {
        assertRefused(
                () -> CompletionWebhookArgs.builder()
                        .target(HERE)
                        .bus(EventBus.existing(
                                new AwsTarget("aws", "eu-west-1", "123456789012", "amazonaws.com"), "app"))
                        .requestsPerSecond(301)
                        .build(),
                "baseName must be given, got nothing: such as savepoint-dev-steam-import",
                "failureAlarm must be given, got nothing: such as savepoint-dev-steam-import-dlq-messages",
                "keySecretName must be given, got nothing: such as savepoint/dev/webhook-key",
                "url must be given, got nothing: such as https://example.com/imports",
                "key must be given, got nothing: 'openssl rand -hex 32' generates one",
                "requestsPerSecond must be between 1 and 300, got 301: 300 is EventBridge's limit",
                "bus must be in the component's account and region, got 'arn:aws:events:eu-west-1:123456789012:event-bus/app': create the component there as well, with the same provider");
    }

    @Test
    void busHasGivenName() {
        var plan = Plan.of(context -> new CompletionEvents(
                        "e",
                        CompletionEventsArgs.builder()
                                .target(HERE)
                                .eventBusName("app")
                                .build()))
                .succeeded();

        assertEquals(
                "app",
                plan.resource("aws:cloudwatch/eventBus:EventBus", "e-events")
                        .inputs()
                        .get("name"));
        assertRefused(
                () -> CompletionEventsArgs.builder().eventBusName("default").build(),
                "eventBusName must be 1 to 256 letters, digits, dots, hyphens and underscores, got 'default': such as savepoint-dev-steam-import; 'default' is the default event bus");
    }

    @Test
    void rejectsBlankNames() {
        assertRefused(
                () -> args().source(" ").failureAlarm("").keySecretName("a b").build(),
                "keySecretName must be 1 to 512 letters, digits and the characters /_+=.@-, got 'a b': choose a simpler name",
                "source must not be blank, got ' ': such as savepoint.steam-import",
                "failureAlarm must not be blank, got '': such as savepoint-dev-steam-import-dlq-messages");
    }
}
