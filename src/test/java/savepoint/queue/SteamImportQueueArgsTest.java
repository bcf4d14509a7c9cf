package savepoint.queue;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static savepoint.testing.Sentences.assertRefused;

import com.pulumi.core.Output;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.aws.AwsTarget;

class SteamImportQueueArgsTest {

    private static SteamImportQueueArgs.Builder args() {
        return args("dev");
    }

    private static SteamImportQueueArgs.Builder args(String environment) {
        return SteamImportQueueArgs.builder(
                Output.of(new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com")), environment);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Nested
    class VisibilityTimeout {

        @Test
        void isSixTimesTheConsumersTimeoutPlusItsWindow() {
            assertEquals(
                    seconds(6 * 100 + 7),
                    args().consumerTimeout(seconds(100))
                            .consumerBatchingWindow(seconds(7))
                            .build()
                            .visibilityTimeout);
        }

        @Test
        void isWhatTheCallerSays() {
            assertEquals(seconds(400), args().visibilityTimeout(seconds(400)).build().visibilityTimeout);
        }

        @ParameterizedTest
        @ValueSource(longs = {300, 43_200})
        void mayCoverTheConsumersTimeout(long seconds) {
            assertDoesNotThrow(() -> args().visibilityTimeout(seconds(seconds)).build());
        }

        @Test
        void mayNotEndBeforeTheConsumer() {
            assertRefused(
                    () -> args().visibilityTimeout(seconds(299)).build(),
                    "visibilityTimeout must not be below the consumer's timeout of 300 seconds, got 299: "
                            + "leave it out to get 6 times that timeout plus the batching window");
        }

        @Test
        void mayNotExceedTwelveHours() {
            assertRefused(
                    () -> args().visibilityTimeout(seconds(43_201)).build(),
                    "visibilityTimeout must be between 0 and 43200 seconds, got 43201: "
                            + "it is 6 times the consumer's timeout plus its batching window unless you set it");
        }
    }

    @Nested
    class Retention {

        @ParameterizedTest
        @ValueSource(longs = {60, 1_209_599})
        void mayBeShorterThanTheDeadLetterQueues(long seconds) {
            assertDoesNotThrow(() -> args().messageRetention(seconds(seconds)).build());
        }

        @Test
        void mayNotBeBelowAMinute() {
            assertRefused(
                    () -> args().messageRetention(seconds(59)).build(),
                    "messageRetention must be between 60 and 1209600 seconds, got 59: "
                            + "SQS keeps messages for 14 days at most");
        }

        @Test
        void ofTheDeadLetterQueueMustBeLonger() {
            assertRefused(
                    () -> args().messageRetention(seconds(1_209_600)).build(),
                    "deadLetterMessageRetention must be longer than the queue's own retention of 1209600 seconds, "
                            + "got 1209600: a message's age counts from its first queue, so raise this one or lower the other");
        }

        @Test
        void ofTheDeadLetterQueueMayNotExceedFourteenDays() {
            assertRefused(
                    () -> args().deadLetterMessageRetention(seconds(1_209_601)).build(),
                    "deadLetterMessageRetention must be between 60 and 1209600 seconds, got 1209601: "
                            + "SQS keeps messages for 14 days at most");
        }
    }

    @Nested
    class ReceiveWaitTime {

        @ParameterizedTest
        @ValueSource(longs = {0, 20})
        void mayBeUpToTwentySeconds(long seconds) {
            assertDoesNotThrow(() -> args().receiveWaitTime(seconds(seconds)).build());
        }

        @ParameterizedTest
        @ValueSource(longs = {-1, 21})
        void mayNotLieOutside(long seconds) {
            assertRefused(
                    () -> args().receiveWaitTime(seconds(seconds)).build(),
                    "receiveWaitTime must be between 0 and 20 seconds, got %d: 20 seconds asks for the fewest empty receives"
                            .formatted(seconds));
        }
    }

    @Nested
    class Sizes {

        @ParameterizedTest
        @ValueSource(ints = {1024, 262_144})
        void ofMessagesMayReachTheCap(int bytes) {
            assertDoesNotThrow(() -> args().maxMessageSize(bytes).build());
        }

        @ParameterizedTest
        @ValueSource(ints = {1023, 262_145})
        void ofMessagesMayNotLieOutside(int bytes) {
            assertRefused(
                    () -> args().maxMessageSize(bytes).build(),
                    "maxMessageSize must be between 1024 and 262144, got %d: put larger payloads into S3 and send their key"
                            .formatted(bytes));
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 1000})
        void receiveCountMayReachAThousand(int count) {
            assertDoesNotThrow(() -> args().maxReceiveCount(count).build());
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1001})
        void receiveCountMayNotLieOutside(int count) {
            assertRefused(
                    () -> args().maxReceiveCount(count).build(),
                    "maxReceiveCount must be between 1 and 1000, got %d: 3 retries a passing fault twice; 1 gives up at the first throttle"
                            .formatted(count));
        }
    }

    @Nested
    class Environment {

        @Test
        void mayFillSqsLimitOfEightyCharacters() {
            assertEquals(80, args("e".repeat(47)).build().deadLetterQueueName.length());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a.b", "a b", "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"})
        void mayNotSpoilTheName(String environment) {
            assertRefused(
                    () -> args(environment).build(),
                    "environment must be 1 to 47 letters, digits, hyphens and underscores, got '%s': it is part of the queues' names, which SQS limits to 80 characters"
                            .formatted(environment));
        }
    }

    @Nested
    class Senders {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "arn:aws:iam::123456789012:root",
                    "arn:aws-cn:iam::123456789012:role/path/web",
                    "arn:aws:iam::123456789012:user/anna"
                })
        void mayBeAccountsRolesAndUsers(String arn) {
            assertDoesNotThrow(() -> args().senderArns(List.of(arn)).build());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "*",
                    "123456789012",
                    "arn:aws:sns:eu-central-1:123456789012:topic",
                    " ",
                    "arn:aws:iam::123456789012:role/*"
                })
        void mayNotBeAnythingElse(String sender) {
            assertRefused(
                    () -> args().senderArns(List.of(sender)).build(),
                    "senderArns must hold ARNs of IAM roles, users or accounts, got '%s': name each sender, such as arn:aws:iam::123456789012:role/web-server; '*' would let in every account"
                            .formatted(sender));
        }
    }

    @Test
    void reportAllMistakesTogether() {
        assertRefused(
                () -> args().maxReceiveCount(0)
                        .receiveWaitTime(seconds(21))
                        .senderArns(List.of("*"))
                        .build(),
                "receiveWaitTime must be between 0 and 20 seconds, got 21: 20 seconds asks for the fewest empty receives",
                "maxReceiveCount must be between 1 and 1000, got 0: 3 retries a passing fault twice; 1 gives up at the first throttle",
                "senderArns must hold ARNs of IAM roles, users or accounts, got '*': name each sender, such as arn:aws:iam::123456789012:role/web-server; '*' would let in every account");
    }
}
