package savepoint;

import com.pulumi.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import savepoint.aws.ArnRules;
import savepoint.aws.AwsTarget;
import savepoint.aws.ImageRules;
import savepoint.aws.KmsKeyRules;
import savepoint.lambda.BucketRules;
import savepoint.lambda.EventSourceRules;
import savepoint.lambda.FunctionRules;
import savepoint.lambda.SecretRules;
import savepoint.monitoring.RunbookRules;
import savepoint.monitoring.SubscriberRules;
import savepoint.queue.QueueRules;
import savepoint.queue.SteamImportQueueArgs;
import savepoint.recovery.RedriveRules;
import savepoint.validation.Rule;
import savepoint.validation.Rules;

/**
 * The settings of a stack, read from its configuration and checked together. {@code Pulumi.yaml} declares each with
 * type, description and default; this class alone reads them, by way of {@link StackConfig}.
 */
record Settings(
        String environment,
        int steamImportConcurrency,
        boolean enableSteamImportEventSource,
        Optional<String> steamImportImage,
        List<String> steamImportSenders,
        Duration steamImportTimeout,
        int steamImportMemoryMb,
        int logRetentionDays,
        String logLevel,
        int maxReceiveCount,
        Optional<String> steamImportBucket,
        Optional<String> steamApiKeySecretArn,
        Optional<String> kmsKeyArn,
        Optional<String> steamImportBucketKmsKeyArn,
        Optional<String> steamApiKeySecretKmsKeyArn,
        boolean protectQueues,
        boolean allowForeignSenderAccounts,
        List<String> alarmEmails,
        List<String> alarmWebhooks,
        Optional<String> alarmSlackChannel,
        Optional<String> redriveSchedule,
        int redriveMessagesPerSecond,
        boolean operatorsMayPurge,
        String runbookUrl) {

    /**
     * Lower case because the default image's repository carries the name and ECR allows no other; 33 because the redrive's
     * role has the longest of the limited names: {@code savepoint-{env}-steam-import-redrive}, of at most 64 characters.
     */
    private static final Pattern ENVIRONMENT = Pattern.compile("(?=.{1,33}$)[a-z0-9]+(-[a-z0-9]+)*");

    /** The tag of the image that a stack without {@code steamImportImage} runs. */
    static final String IMAGE_TAG = "steam-import-latest";

    private static final List<String> LOG_LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

    /**
     * Reads the configuration of the context's stack.
     *
     * @throws savepoint.validation.InvalidInputException with every mistake, before anything is registered
     */
    static Settings load(Context context) {
        return load(context, System.getenv());
    }

    static Settings load(Context context, Map<String, String> environment) {
        var config = StackConfig.of(context.config(), environment);
        var settings = new Settings(
                context.stackName(),
                config.integer("steamImportConcurrency"),
                config.bool("enableSteamImportEventSource"),
                config.optionalText("steamImportImage"),
                config.texts("steamImportSenders"),
                Duration.ofSeconds(config.integer("steamImportTimeoutSeconds")),
                config.integer("steamImportMemoryMb"),
                config.integer("logRetentionDays"),
                config.text("logLevel"),
                config.integer("maxReceiveCount"),
                config.optionalText("steamImportBucket"),
                config.optionalText("steamApiKeySecretArn"),
                config.optionalText("kmsKeyArn"),
                config.optionalText("steamImportBucketKmsKeyArn"),
                config.optionalText("steamApiKeySecretKmsKeyArn"),
                config.bool("protectQueues"),
                config.bool("allowForeignSenderAccounts"),
                config.texts("alarmEmails"),
                config.texts("alarmWebhooks"),
                config.optionalText("alarmSlackChannel"),
                config.optionalText("redriveSchedule"),
                config.integer("redriveMessagesPerSecond"),
                config.bool("operatorsMayPurge"),
                config.text("runbookUrl"));
        Rules.enforceFirst(
                "the settings of stack '%s'".formatted(context.stackName()), config.mistakes(settings.rules()));
        return settings;
    }

    /**
     * Checks what only the account and the region can tell, which takes AWS to answer and so comes second.
     *
     * @throws savepoint.validation.InvalidInputException with every mistake, before anything is registered
     */
    void enforceIn(AwsTarget target) {
        var rules = new ArrayList<Rule>();
        steamImportImage.ifPresent(image -> rules.addAll(ImageRules.uriIn("steamImportImage", image, target)));
        kmsKeyArn.ifPresent(key -> rules.addAll(KmsKeyRules.keyArnIn("kmsKeyArn", key, target)));
        steamImportBucketKmsKeyArn.ifPresent(
                key -> rules.addAll(KmsKeyRules.keyArnInPartition("steamImportBucketKmsKeyArn", key, target)));
        steamApiKeySecretKmsKeyArn.ifPresent(
                key -> rules.addAll(KmsKeyRules.keyArnInPartition("steamApiKeySecretKmsKeyArn", key, target)));
        steamApiKeySecretArn.ifPresent(secret -> {
            rules.add(ArnRules.inPartition("steamApiKeySecretArn", secret, target));
            rules.addAll(SecretRules.key(
                    "steamApiKeySecretKmsKeyArn", secretKmsKeyArn(), "steamApiKeySecretArn", secret, target));
        });
        for (var sender : steamImportSenders) {
            rules.add(ArnRules.inPartition("steamImportSenders", sender, target));
            rules.add(QueueRules.foreignAccountIsMeant(
                    "steamImportSenders", sender, target.accountId(), allowForeignSenderAccounts));
        }
        rules.addAll(QueueRules.sendersFit(
                "steamImportSenders",
                steamImportSenders,
                List.of(),
                target.queueArn(SteamImportQueueArgs.queueName(environment))));
        Rules.enforceFirst("the settings of stack '%s'".formatted(environment), rules);
    }

    /** What is allowed but unwise. */
    List<String> warnings() {
        return Rules.warnings(rules());
    }

    private List<Rule> rules() {
        var rules = new ArrayList<>(List.of(
                Rule.matches(
                        "the stack's name",
                        environment,
                        ENVIRONMENT,
                        "must be 1 to 33 lower-case letters and digits, in words joined by single hyphens",
                        "the resources' names are made of it"),
                EventSourceRules.maximumConcurrency("steamImportConcurrency", steamImportConcurrency),
                FunctionRules.timeout("steamImportTimeoutSeconds", steamImportTimeout),
                FunctionRules.memorySize("steamImportMemoryMb", steamImportMemoryMb),
                FunctionRules.logRetentionInDays("logRetentionDays", logRetentionDays),
                Rule.oneOf("logLevel", logLevel, LOG_LEVELS, "these are Lambda's own log levels"),
                QueueRules.maxReceiveCount("maxReceiveCount", maxReceiveCount),
                QueueRules.messageLifetime(
                        "maxReceiveCount",
                        maxReceiveCount,
                        QueueRules.advisedVisibilityTimeout(steamImportTimeout, Duration.ZERO),
                        Duration.ZERO,
                        SteamImportQueueArgs.MESSAGE_RETENTION),
                ImageRules.namesOneImage("steamImportImage", steamImportImage.orElse(IMAGE_TAG)),
                pauseEnds(),
                somebodyIsTold(),
                RedriveRules.messagesPerSecond("redriveMessagesPerSecond", redriveMessagesPerSecond),
                RedriveRules.goesWithSchedule("redriveMessagesPerSecond", redriveMessagesPerSecond, redriveSchedule)));
        rules.addAll(SubscriberRules.emails("alarmEmails", alarmEmails));
        rules.addAll(SubscriberRules.webhooks("alarmWebhooks", alarmWebhooks));
        alarmSlackChannel.ifPresent(channel -> rules.add(SubscriberRules.slackChannel("alarmSlackChannel", channel)));
        redriveSchedule.ifPresent(schedule -> rules.addAll(RedriveRules.schedule("redriveSchedule", schedule)));
        steamImportImage.ifPresent(image -> rules.addAll(ImageRules.uri("steamImportImage", image)));
        kmsKeyArn.ifPresent(key -> rules.add(KmsKeyRules.keyArn("kmsKeyArn", key)));
        steamImportBucketKmsKeyArn.ifPresent(key -> {
            rules.add(KmsKeyRules.keyArn("steamImportBucketKmsKeyArn", key));
            rules.add(goesWith("steamImportBucketKmsKeyArn", key, "steamImportBucket", steamImportBucket));
        });
        steamApiKeySecretKmsKeyArn.ifPresent(key -> {
            rules.add(KmsKeyRules.keyArn("steamApiKeySecretKmsKeyArn", key));
            rules.add(goesWith("steamApiKeySecretKmsKeyArn", key, "steamApiKeySecretArn", steamApiKeySecretArn));
        });
        rules.addAll(RunbookRules.address("runbookUrl", runbookUrl));
        rules.addAll(QueueRules.senders("steamImportSenders", steamImportSenders));
        steamImportBucket.ifPresent(bucket -> rules.addAll(BucketRules.name("steamImportBucket", bucket)));
        steamApiKeySecretArn.ifPresent(secret -> rules.addAll(SecretRules.arn("steamApiKeySecretArn", secret)));
        return rules;
    }

    /** The customer managed key that the imports bucket may have: its own, or that of everything here. */
    Optional<String> bucketKmsKeyArn() {
        return steamImportBucketKmsKeyArn.or(() -> steamImportBucket.flatMap(bucket -> kmsKeyArn));
    }

    /** The same of the secret. */
    Optional<String> secretKmsKeyArn() {
        return steamApiKeySecretKmsKeyArn.or(() -> steamApiKeySecretArn.flatMap(secret -> kmsKeyArn));
    }

    private static Rule goesWith(String field, String given, String otherField, Optional<String> other) {
        return new Rule(
                other.isPresent(),
                field,
                "must go with " + otherField,
                "'" + given + "'",
                "without it there is nothing that this key encrypts; leave it out");
    }

    private Rule pauseEnds() {
        return new Rule(
                        enableSteamImportEventSource,
                        "enableSteamImportEventSource",
                        "should be true again within %s days"
                                .formatted(SteamImportQueueArgs.MESSAGE_RETENTION.toDays()),
                        "false",
                        "SQS deletes what has waited for longer; until then nothing is lost")
                .asAdvice();
    }

    /** Where the queues are protected, what is in them matters to somebody. */
    private Rule somebodyIsTold() {
        return new Rule(
                        !protectQueues
                                || !alarmEmails.isEmpty()
                                || !alarmWebhooks.isEmpty()
                                || alarmSlackChannel.isPresent(),
                        "alarmEmails",
                        "should name somebody, or alarmWebhooks or alarmSlackChannel",
                        "nobody",
                        "without, alarms change their colour in the console and nobody hears of it")
                .asAdvice();
    }
}
