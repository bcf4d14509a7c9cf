package savepoint.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import savepoint.policy.QueuePolicies;
import savepoint.policy.ServiceSender;
import savepoint.validation.Rule;

/**
 * What SQS accepts, with the name of the input as its field.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html">SQS
 *     SetQueueAttributes</a>
 */
final class QueueRules {

    /** A FIFO queue's {@code .fifo} included. */
    private static final int MOST_CHARACTERS = 80;

    private static final Pattern SENDER = Pattern.compile(
            "arn:[a-z-]+:iam::\\d{12}:(root|(role|user)/(?=.{1,575}$)([\\w+=,.@-]{1,510}/)*[\\w+=,.@-]{1,64})");

    private static final int POLICY_BYTES = 8_192;

    /** With the two denials, which are for anybody. */
    private static final int POLICY_PRINCIPALS = 50;

    /** Of the ten conditions of a policy, the denials take three; each service has one. */
    private static final int POLICY_SERVICES = 7;

    private QueueRules() {}

    static Rule queueName(String field, String given, String suffix) {
        var longest = MOST_CHARACTERS - suffix.length();
        return Rule.matches(
                field,
                given,
                Pattern.compile("[0-9A-Za-z_-]{1," + longest + "}"),
                "must be 1 to %s letters, digits, hyphens and underscores".formatted(longest),
                "the dead-letter queue has the same name plus '%s', at most %s characters"
                        .formatted(suffix, MOST_CHARACTERS));
    }

    /** What AWS advises, so that Lambda can try a batch again that it was throttled on: 6 times the timeout, plus the window. */
    static int advisedVisibilityTimeout(int consumerTimeout, int consumerBatchingWindow) {
        return consumerTimeout * 6 + consumerBatchingWindow;
    }

    /** 0 to 12 hours. */
    static Rule visibilityTimeout(String field, int given) {
        return Rule.secondsBetween(
                field,
                given,
                Duration.ZERO,
                Duration.ofHours(12),
                "it is 6 times the consumer's timeout plus its batching window unless you set it");
    }

    /** AWS refuses a mapping whose queue shows a message again while the function may still be working on it. */
    static Rule visibilityTimeoutCovers(String field, int given, int consumerTimeout) {
        return new Rule(
                given >= consumerTimeout,
                field,
                "must not be below the consumer's timeout of %s seconds".formatted(consumerTimeout),
                Integer.toString(given),
                "leave it out to get 6 times that timeout plus the batching window");
    }

    static Rule visibilityTimeoutAsAdvised(String field, int given, int advised) {
        return new Rule(
                        given >= advised,
                        field,
                        "should be 6 times the consumer's timeout plus its batching window, %s seconds"
                                .formatted(advised),
                        Integer.toString(given),
                        "leave it out to get that; with less, a throttled batch may be handed out twice")
                .asAdvice();
    }

    /** A message must reach the dead-letter queue before the queue forgets it. */
    static Rule messageLifetime(
            String field, int maxReceiveCount, int visibilityTimeout, int delay, int messageRetention) {
        var lifetime = (long) visibilityTimeout * maxReceiveCount + delay;
        return new Rule(
                lifetime < messageRetention,
                field,
                "must let a message reach the dead-letter queue before the queue's retention of %s seconds ends"
                        .formatted(messageRetention),
                "%s receives of %s seconds each, %s seconds in all"
                        .formatted(maxReceiveCount, visibilityTimeout, lifetime),
                "lower it, or the consumer's timeout");
    }

    static Rule consumerTimeout(String field, int given) {
        return Rule.secondsBetween(
                field,
                given,
                Duration.ofSeconds(1),
                Duration.ofMinutes(15),
                "it is the timeout of the Lambda function that the queue feeds");
    }

    static Rule consumerBatchingWindow(String field, int given) {
        return Rule.secondsBetween(
                field, given, Duration.ZERO, Duration.ofMinutes(5), "it is the batching window of the mapping");
    }

    static Rule delay(String field, int given) {
        return Rule.secondsBetween(field, given, Duration.ZERO, Duration.ofMinutes(15), "0 hands messages out at once");
    }

    static Rule kmsDataKeyReusePeriod(String field, int given) {
        return Rule.secondsBetween(
                field, given, Duration.ofMinutes(1), Duration.ofDays(1), "300 seconds is what SQS does by itself");
    }

    /** 60 seconds to 14 days. */
    static Rule messageRetention(String field, int given) {
        return Rule.secondsBetween(
                field, given, Duration.ofMinutes(1), Duration.ofDays(14), "SQS keeps messages for 14 days at most");
    }

    /** A standard queue's message keeps its first enqueue time in the dead-letter queue; a FIFO queue's gets a new one. */
    static Rule deadLetterRetentionExceeds(String field, int given, int sourceRetention) {
        return new Rule(
                given > sourceRetention,
                field,
                "must be longer than the queue's own retention of %s seconds".formatted(sourceRetention),
                Integer.toString(given),
                "a message's age counts from its first queue, so raise this one or lower the other");
    }

    /** 0 to 20 seconds; more than 0 is long polling. */
    static Rule receiveWaitTime(String field, int given) {
        return Rule.secondsBetween(
                field, given, Duration.ZERO, Duration.ofSeconds(20), "20 seconds asks for the fewest empty receives");
    }

    /** 1,024 to 262,144 bytes, the cap of this provider version. */
    static Rule maxMessageSize(String field, int given) {
        return Rule.between(field, given, 1024, 262_144, "put larger payloads into S3 and send their key");
    }

    /** 1 to 1,000 receives. */
    static Rule maxReceiveCount(String field, int given) {
        return Rule.between(field, given, 1, 1000, "3 retries a passing fault twice; 1 gives up at the first throttle");
    }

    /** A whole foreign account is a lot to trust, so it takes a word more than a role of that account. */
    static Rule foreignAccountIsMeant(String field, String sender, String ownAccountId, boolean allowed) {
        return new Rule(
                allowed || !sender.endsWith(":root") || sender.contains(":" + ownAccountId + ":"),
                field,
                "must not hold a whole foreign account",
                "'" + sender + "'",
                "name its role instead, or allow foreign accounts explicitly");
    }

    /**
     * All senders fit into one queue policy.
     *
     * @param queueArn the queue that carries the policy
     * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html">Amazon SQS
     *     policy quotas</a>
     */
    static List<Rule> sendersFit(
            String field, List<String> senderArns, List<ServiceSender> serviceSenders, String queueArn) {
        if (!senderArns.stream().allMatch(sender -> SENDER.matcher(sender).matches())) {
            return List.of(); // they are refused anyway, and have no policy
        }
        var principals = senderArns.size() + serviceSenders.size() + 2;
        var bytes = QueuePolicies.queue(queueArn, senderArns, serviceSenders).getBytes(StandardCharsets.UTF_8).length;
        var remedy = "have senders take one role, or give senders in this account an IAM policy instead";
        var given = serviceSenders.isEmpty()
                ? Integer.toString(senderArns.size())
                : "%s and %s services".formatted(senderArns.size(), serviceSenders.size());
        return List.of(
                new Rule(
                        principals <= POLICY_PRINCIPALS,
                        field,
                        "must not hold more than %s senders, services included: SQS allows a policy %s principals"
                                .formatted(POLICY_PRINCIPALS - 2, POLICY_PRINCIPALS),
                        given,
                        remedy),
                new Rule(
                        bytes <= POLICY_BYTES,
                        field,
                        "must fit into a queue policy of %s bytes".formatted(POLICY_BYTES),
                        "%s bytes".formatted(bytes),
                        remedy));
    }

    /** Each service that may send has a condition of its own, of which a policy takes ten. */
    static Rule serviceSendersFit(String field, int given) {
        return new Rule(
                given <= POLICY_SERVICES,
                field,
                "must not hold more than %s services: SQS allows a policy 10 conditions".formatted(POLICY_SERVICES),
                Integer.toString(given),
                "have services send by way of one topic or event bus");
    }

    /** Each is a sender, and none stands twice. */
    static List<Rule> senders(String field, List<String> given) {
        var rules = new ArrayList<Rule>();
        for (var sender : given) {
            rules.add(sender(field, sender));
        }
        rules.addAll(Rule.distinct(field, given, "must not hold a sender twice"));
        return rules;
    }

    /** One identity or account, by its ARN, and never everyone. */
    private static Rule sender(String field, String given) {
        return Rule.matches(
                field,
                given,
                SENDER,
                "must hold ARNs of IAM roles, users or accounts",
                "name each sender, such as arn:aws:iam::123456789012:role/web-server; '*' would let in every account");
    }
}
