package savepoint.monitoring;

import com.pulumi.aws.kms.Key;
import com.pulumi.aws.kms.KeyArgs;
import com.pulumi.aws.sns.Topic;
import com.pulumi.aws.sns.TopicArgs;
import com.pulumi.aws.sns.TopicSubscription;
import com.pulumi.aws.sns.TopicSubscriptionArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import savepoint.aws.AwsTarget;
import savepoint.policy.AlarmTopicPolicies;

/** The topic that alarms are sent to, its key and its subscriptions. */
final class AlarmTopic {

    private final Topic topic;

    AlarmTopic(String name, ImportMonitoringArgs args, AwsTarget target, CustomResourceOptions child) {
        var key = key(name, args, target, child);
        topic = topic(name, args, target, child, key);
        args.emails.forEach(address -> subscription(name, "email", address, child));
        args.webhooks.forEach(address -> subscription(name, "https", address, child));
    }

    private static Key key(String name, ImportMonitoringArgs args, AwsTarget target, CustomResourceOptions child) {
        return new Key(
                name + "-alarms-key",
                KeyArgs.builder()
                        .description("Encrypts the alarms of " + args.baseName)
                        .enableKeyRotation(true)
                        .deletionWindowInDays(7)
                        .policy(AlarmTopicPolicies.key(target.accountArn(), target.accountId()))
                        .build(),
                child);
    }

    private static Topic topic(
            String name, ImportMonitoringArgs args, AwsTarget target, CustomResourceOptions child, Key key) {
        var topicName = args.baseName + "-alarms";
        return new Topic(
                name + "-alarms",
                TopicArgs.builder()
                        .name(topicName)
                        .kmsMasterKeyId(key.arn())
                        .policy(AlarmTopicPolicies.topic(
                                target.topicArn(topicName), target.accountId(), target.alarmArn("*")))
                        .build(),
                child);
    }

    private void subscription(String name, String protocol, String endpoint, CustomResourceOptions child) {
        new TopicSubscription(
                "%s-alarms-to-%s-%s".formatted(name, protocol, fingerprint(endpoint)),
                TopicSubscriptionArgs.builder()
                        .topic(topic.arn())
                        .protocol(protocol)
                        .endpoint(endpoint)
                        .build(),
                child);
    }

    /**
     * Distinguishes subscriptions by names that stay the same when others are added or removed,
     * without revealing the address.
     */
    private static String fingerprint(String endpoint) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(endpoint.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }

    Output<String> arn() {
        return topic.arn();
    }
}
