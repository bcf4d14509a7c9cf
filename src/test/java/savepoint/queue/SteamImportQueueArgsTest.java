package savepoint.queue;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static savepoint.testing.Sentences.assertRefused;

import com.pulumi.core.Output;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.aws.AwsTarget;
import savepoint.policy.QueuePolicies;
import savepoint.policy.ServiceSender;

class SteamImportQueueArgsTest {

    private static final String ONE_RESOURCE =
            ": such as arn:aws:events:eu-central-1:123456789012:rule/nightly, without wildcards";

    private static SteamImportQueueArgs.Builder args() {
        return args("dev");
    }

    private static SteamImportQueueArgs.Builder args(String queueName) {
        return SteamImportQueueArgs.builder()
                .target(new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com"))
                .queueName(queueName);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Nested
    class VisibilityTimeout {

        @Test
        void isSixTimesConsumerTimeoutPlusBatchingWindow() {
            assertEquals(
                    6 * 100 + 7,
                    args().consumerTimeout(seconds(100))
                            .consumerBatchingWindow(seconds(7))
                            .build()
                            .visibilityTimeout());
        }

        @Test
        void canBeSetExplicitly() {
            assertEquals(400, args().visibilityTimeout(seconds(400)).build().visibilityTimeout());
        }

        @ParameterizedTest
        @ValueSource(longs = {300, 1799, 43_200})
        void mayBeConsumerTimeoutOrMore(long seconds) {
            assertDoesNotThrow(() -> args().visibilityTimeout(seconds(seconds)).build());
        }

        @Test
        void mayNotBeBelowConsumerTimeout() {
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
                            + "the default is 6 times the consumer's timeout plus its batching window");
        }
    }

    @Nested
    class Retention {

        @ParameterizedTest
        @ValueSource(longs = {5401, 1_209_599})
        void mayBeShorterThanInDeadLetterQueue(long seconds) {
            assertDoesNotThrow(() -> args().messageRetention(seconds(seconds)).build());
        }

        @Test
        void mayNotBeBelowAMinute() {
            assertRefused(
                    () -> args().messageRetention(seconds(59))
                            .consumerTimeout(seconds(1))
                            .build(),
                    "messageRetention must be between 60 and 1209600 seconds, got 59: "
                            + "SQS keeps messages for 14 days at most");
        }

        @Test
        void mustBeLongerInDeadLetterQueue() {
            assertRefused(
                    () -> args().messageRetention(seconds(1_209_600)).build(),
                    "deadLetterMessageRetention must be longer than the queue's own retention period of 1209600 seconds, "
                            + "got 1209600: a message's age is counted from its first queue, so raise this value or lower the other");
        }

        @Test
        void restartsInFifoDeadLetterQueue() {
            assertDoesNotThrow(() -> args().fifo(FifoAttributes.defaults())
                    .messageRetention(seconds(1_209_600))
                    .build());
        }

        @Test
        void mayNotExceedFourteenDaysInDeadLetterQueue() {
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
        void mustBeInRange(long seconds) {
            assertRefused(
                    () -> args().receiveWaitTime(seconds(seconds)).build(),
                    "receiveWaitTime must be between 0 and 20 seconds, got %d: 20 seconds results in the fewest empty receives"
                            .formatted(seconds));
        }
    }

    @Nested
    class Sizes {

        @ParameterizedTest
        @ValueSource(ints = {1024, 262_144})
        void messageSizeMayReachLimit(int bytes) {
            assertDoesNotThrow(() -> args().maxMessageSize(bytes).build());
        }

        @ParameterizedTest
        @ValueSource(ints = {1023, 262_145})
        void messageSizeMustBeInRange(int bytes) {
            assertRefused(
                    () -> args().maxMessageSize(bytes).build(),
                    "maxMessageSize must be between 1024 and 262144, got %d: store larger payloads in S3 and send the object key"
                            .formatted(bytes));
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 1000})
        void receiveCountMayReachOneThousand(int count) {
            assertDoesNotThrow(() ->
                    args().consumerTimeout(seconds(100)).maxReceiveCount(count).build());
        }

        @Test
        void receiveCountMayFillTheRetention() {
            assertDoesNotThrow(
                    () -> args().maxReceiveCount(335).delay(seconds(900)).build());
        }

        @Test
        void receiveCountMayNotOutlastTheRetention() {
            assertRefused(
                    () -> args().maxReceiveCount(336).build(),
                    "maxReceiveCount must let a message reach the dead-letter queue before the queue's retention period of 604800 seconds ends, got 336 receives of 1800 seconds each, 604800 seconds in total: lower it, or the consumer's timeout");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1001})
        void receiveCountMustBeInRange(int count) {
            assertRefused(
                    () -> args().consumerTimeout(seconds(10))
                            .maxReceiveCount(count)
                            .build(),
                    "maxReceiveCount must be between 1 and 1000, got %d: 3 retries a transient fault twice; 1 gives up at the first throttle"
                            .formatted(count));
        }
    }

    @Nested
    class Advice {

        @Test
        void warnsBelowTheRecommendedVisibilityTimeout() {
            assertEquals(
                    List.of(
                            "visibilityTimeout should be 6 times the consumer's timeout plus its batching window, 1800 seconds, got 1799: leave it out to get that; with less, a throttled batch may be delivered twice"),
                    args().visibilityTimeout(seconds(1799)).build().warnings());
        }

        @Test
        void isNotGivenAtRecommendedVisibilityTimeout() {
            assertEquals(
                    List.of(), args().visibilityTimeout(seconds(1800)).build().warnings());
        }
    }

    @Nested
    class Times {

        @ParameterizedTest
        @ValueSource(longs = {0, 900})
        void delayMayReachFifteenMinutes(long seconds) {
            assertDoesNotThrow(() -> args().delay(seconds(seconds)).build());
        }

        @ParameterizedTest
        @ValueSource(longs = {-1, 901})
        void delayMustBeInRange(long seconds) {
            assertRefused(
                    () -> args().delay(seconds(seconds)).build(),
                    "delay must be between 0 and 900 seconds, got %d: 0 delivers messages immediately"
                            .formatted(seconds));
        }

        @ParameterizedTest
        @ValueSource(longs = {60, 86_400})
        void dataKeyReuseMayReachOneDay(long seconds) {
            assertDoesNotThrow(
                    () -> args().kmsDataKeyReusePeriod(seconds(seconds)).build());
        }

        @ParameterizedTest
        @ValueSource(longs = {59, 86_401})
        void dataKeyReuseMustBeInRange(long seconds) {
            assertRefused(
                    () -> args().kmsDataKeyReusePeriod(seconds(seconds)).build(),
                    "kmsDataKeyReusePeriod must be between 60 and 86400 seconds, got %d: 300 seconds is the SQS default"
                            .formatted(seconds));
        }

        @ParameterizedTest
        @ValueSource(longs = {0, 901})
        void consumerTimeoutMustBeInRange(long seconds) {
            assertRefused(
                    () -> args().consumerTimeout(seconds(seconds)).build(),
                    "consumerTimeout must be between 1 and 900 seconds, got %d: it is the timeout of the Lambda function that processes the queue's messages"
                            .formatted(seconds));
        }

        @ParameterizedTest
        @ValueSource(longs = {-1, 301})
        void batchingWindowMustBeInRange(long seconds) {
            assertRefused(
                    () -> args().consumerBatchingWindow(seconds(seconds)).build(),
                    "consumerBatchingWindow must be between 0 and 300 seconds, got %d: it is the batching window of the mapping"
                            .formatted(seconds));
        }
    }

    @Nested
    class Fifo {

        @Test
        void acceptsFifoAttributes() {
            assertDoesNotThrow(() -> args().fifo(FifoAttributes.defaults()
                            .contentBasedDeduplication()
                            .deduplicationScope("queue")
                            .fifoThroughputLimit("perQueue"))
                    .build());
        }

        @Test
        void rejectsUnknownValues() {
            assertRefused(
                    () -> args().fifo(FifoAttributes.defaults()
                                    .deduplicationScope("account")
                                    .fifoThroughputLimit("perDay"))
                            .build(),
                    "deduplicationScope must be one of messageGroup, queue, got 'account': queue is the SQS default",
                    "fifoThroughputLimit must be one of perQueue, perMessageGroupId, got 'perDay': perQueue is the SQS default");
        }

        @Test
        void highThroughputRequiresMessageGroupScope() {
            assertRefused(
                    () -> args().fifo(FifoAttributes.defaults().fifoThroughputLimit("perMessageGroupId"))
                            .build(),
                    "fifoThroughputLimit must be set together with deduplicationScope messageGroup if it is perMessageGroupId, got deduplicationScope not set: set deduplicationScope to messageGroup, or leave both out");
        }

        @Test
        void countsSuffixInNameLength() {
            assertEquals(
                    80,
                    args("e".repeat(71))
                            .fifo(FifoAttributes.defaults())
                            .build()
                            .deadLetterQueueName()
                            .length());
            assertRefused(
                    () -> args("e".repeat(72)).fifo(FifoAttributes.defaults()).build(),
                    "queueName must be 1 to 71 letters, digits, hyphens and underscores, got '%s': the dead-letter queue has the same name plus '-dlq.fifo', at most 80 characters"
                            .formatted("e".repeat(72)));
        }
    }

    @Nested
    class QueueName {

        @Test
        void mayReachSqsLimitOfEightyCharacters() {
            assertEquals(80, args("e".repeat(76)).build().deadLetterQueueName().length());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "a.b",
                    "a b",
                    "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
                })
        void mustBeValidForBothQueues(String queueName) {
            assertRefused(
                    () -> args(queueName).build(),
                    "queueName must be 1 to 76 letters, digits, hyphens and underscores, got '%s': the dead-letter queue has the same name plus '-dlq', at most 80 characters"
                            .formatted(queueName));
        }
    }

    @Nested
    class Senders {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "arn:aws:iam::123456789012:root",
                    "arn:aws:iam::123456789012:role/path/web",
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
                    "senderArns must contain ARNs of IAM roles, users or accounts, got '%s': specify each sender, such as arn:aws:iam::123456789012:role/web-server; '*' would allow every account"
                            .formatted(sender));
        }
    }

    @Nested
    class AllSenders {

        private static final String REMEDY =
                ": have senders assume one role, or give senders in this account an IAM policy instead";

        private static List<String> roles(int count, int length) {
            return IntStream.range(0, count)
                    .mapToObj(number ->
                            "arn:aws:iam::123456789012:role/" + ("r" + number + "x".repeat(64)).substring(0, length))
                    .toList();
        }

        @Test
        void mayReachPolicyLimit() {
            assertDoesNotThrow(() -> args().senderArns(roles(48, 64)).build());
        }

        @Test
        void mayNotExceedPolicyLimit() {
            assertRefused(
                    () -> args().senderArns(roles(49, 10)).build(),
                    "senderArns must not contain more than 48 senders, including services: SQS allows 50 principals in a policy, got 49"
                            + REMEDY);
        }

        @Test
        void mayNotExceedPolicySize() {
            var path = "p".repeat(400) + "/";
            var senders = roles(20, 64).stream()
                    .map(arn -> arn.replace("role/", "role/" + path))
                    .toList();
            var bytes = QueuePolicies.queue(
                            "arn:aws:sqs:eu-central-1:123456789012:savepoint-test-steam-library-sync",
                            senders,
                            List.of())
                    .length();

            assertRefused(
                    () -> args("savepoint-test-steam-library-sync")
                            .senderArns(senders)
                            .build(),
                    "senderArns must fit into a queue policy of 8192 bytes, got %d bytes".formatted(bytes) + REMEDY);
        }

        @Test
        void mayIncludeAtMostSevenServices() {
            var service = ServiceSender.forAccount("events.amazonaws.com", "123456789012");

            assertDoesNotThrow(
                    () -> args().serviceSenders(Collections.nCopies(7, service)).build());
            assertRefused(
                    () -> args().serviceSenders(Collections.nCopies(8, service)).build(),
                    "serviceSenders must not contain more than 7 services: SQS allows 10 conditions in a policy, got 8: have services send through one topic or event bus");
        }

        @Test
        void mayBeServicesForExactlyOneResourceOrAccount() {
            for (var sender : List.of(
                    ServiceSender.forResource("s3.amazonaws.com", "arn:aws:s3:::bucket"),
                    ServiceSender.forResource(
                            "delivery.logs.amazonaws.com", "arn:aws:logs:eu-central-1:123456789012:log-group"),
                    ServiceSender.forAccount("events.amazonaws.com.cn", "123456789012"))) {
                assertDoesNotThrow(() -> args().serviceSenders(sender).build());
            }
            assertRefused(
                    () -> args().serviceSenders(
                                    ServiceSender.forResource("*", "arn:aws:events:eu-central-1:123456789012:rule/*"),
                                    ServiceSender.forAccount("events.amazon.com", "*"),
                                    ServiceSender.forAccount(null, null),
                                    ServiceSender.forResource("sns.amazonaws.com", null))
                            .build(),
                    "serviceSenders must contain service principals, got '*': such as events.amazonaws.com",
                    "serviceSenders must contain the ARN of one resource that the service sends for, got 'arn:aws:events:eu-central-1:123456789012:rule/*'"
                            + ONE_RESOURCE,
                    "serviceSenders must contain service principals, got 'events.amazon.com': such as events.amazonaws.com",
                    "serviceSenders must contain the 12-digit ID of the account that the service sends for, got '*': such as 123456789012",
                    "serviceSenders must contain service principals, got 'null': such as events.amazonaws.com",
                    "serviceSenders must contain the 12-digit ID of the account that the service sends for, got 'null': such as 123456789012",
                    "serviceSenders must contain the ARN of one resource that the service sends for, got 'null'"
                            + ONE_RESOURCE);
        }

        @Test
        void mayNotBeNull() {
            assertRefused(
                    () -> args().senderArns((String[]) null)
                            .serviceSenders(Output.of(Collections.singletonList(null)))
                            .fifo(FifoAttributes.defaults().deduplicationScope(null))
                            .build(),
                    "senderArns must not be null, got null: set a value, or do not call this method",
                    "deduplicationScope must be one of messageGroup, queue, got 'null': queue is the SQS default",
                    "serviceSenders must not contain null, got null: set a value, or do not call this method");
            assertRefused(
                    () -> args().senderArns(Output.of(Arrays.asList("*", null))).build(),
                    "senderArns must contain ARNs of IAM roles, users or accounts, got '*': specify each sender, such as arn:aws:iam::123456789012:role/web-server; '*' would allow every account",
                    "senderArns must not contain null, got null: set a value, or do not call this method");
        }

        @Test
        void mustBeUniqueAndInPartition() {
            var foreign = "arn:aws-cn:iam::123456789012:role/web";

            assertRefused(
                    () -> args().senderArns(List.of(foreign, foreign)).build(),
                    "senderArns must not contain duplicate senders, got '%s': remove one".formatted(foreign),
                    "senderArns must be an ARN in the partition aws, got '%s': resources cannot be used across partitions; choose one in this partition"
                            .formatted(foreign));
        }
    }

    @Test
    void reportsAllMistakesTogether() {
        assertRefused(
                () -> args().maxReceiveCount(0)
                        .receiveWaitTime(seconds(21))
                        .senderArns(List.of("*"))
                        .build(),
                "receiveWaitTime must be between 0 and 20 seconds, got 21: 20 seconds results in the fewest empty receives",
                "maxReceiveCount must be between 1 and 1000, got 0: 3 retries a transient fault twice; 1 gives up at the first throttle",
                "senderArns must contain ARNs of IAM roles, users or accounts, got '*': specify each sender, such as arn:aws:iam::123456789012:role/web-server; '*' would allow every account");
    }
}
