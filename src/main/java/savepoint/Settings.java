package savepoint;

import com.pulumi.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import savepoint.aws.AwsTarget;
import savepoint.aws.KmsKeyRules;
import savepoint.lambda.EventSourceRules;
import savepoint.lambda.FunctionRules;
import savepoint.lambda.ImageRules;
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
        Optional<String> queueKmsKeyArn,
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

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private static final Pattern SECRET_ARN =
            Pattern.compile("arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\\d{12}:secret:.+-[a-zA-Z0-9]{6}");

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
                config.optionalText("queueKmsKeyArn"),
                config.bool("protectQueues"),
                config.bool("allowForeignSenderAccounts"),
                config.texts("alarmEmails"),
                config.texts("alarmWebhooks"),
                config.optionalText("alarmSlackChannel"),
                config.optionalText("redriveSchedule"),
                config.integer("redriveMessagesPerSecond"),
                config.bool("operatorsMayPurge"),
                config.text("runbookUrl"));
        Rules.enforce("the settings of stack '%s'".formatted(context.stackName()), config.mistakes(settings.rules()));
        return settings;
    }

    /**
     * Checks what only the account and the region can tell, which takes AWS to answer and so comes second.
     *
     * @throws savepoint.validation.InvalidInputException with every mistake, before anything is registered
     */
    void enforceIn(AwsTarget target) {
        var rules = new ArrayList<Rule>();
        steamImportImage.ifPresent(image -> rules.addAll(ImageRules.uriIn("steamImportImage", image, target.region())));
        queueKmsKeyArn.ifPresent(key -> rules.addAll(KmsKeyRules.keyArnIn("queueKmsKeyArn", key, target)));
        steamImportSenders.forEach(sender -> rules.add(QueueRules.foreignAccountIsMeant(
                "steamImportSenders", sender, target.accountId(), allowForeignSenderAccounts)));
        Rules.enforce("the settings of stack '%s'".formatted(environment), rules);
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
                RedriveRules.messagesPerSecond("redriveMessagesPerSecond", redriveMessagesPerSecond)));
        rules.addAll(SubscriberRules.emails("alarmEmails", alarmEmails));
        rules.addAll(SubscriberRules.webhooks("alarmWebhooks", alarmWebhooks));
        alarmSlackChannel.ifPresent(channel -> rules.add(SubscriberRules.slackChannel("alarmSlackChannel", channel)));
        redriveSchedule.ifPresent(schedule -> rules.addAll(RedriveRules.schedule("redriveSchedule", schedule)));
        steamImportImage.ifPresent(image -> rules.addAll(ImageRules.uri("steamImportImage", image)));
        queueKmsKeyArn.ifPresent(key -> rules.add(KmsKeyRules.keyArn("queueKmsKeyArn", key)));
        steamImportSenders.forEach(sender -> rules.add(QueueRules.sender("steamImportSenders", sender)));
        steamImportBucket.ifPresent(bucket -> rules.add(Rule.matches(
                "steamImportBucket",
                bucket,
                BUCKET,
                "must be the name of an S3 bucket: 3 to 63 lower-case letters, digits, dots and hyphens",
                "give its name and not its ARN")));
        steamApiKeySecretArn.ifPresent(secret -> rules.add(Rule.matches(
                "steamApiKeySecretArn",
                secret,
                SECRET_ARN,
                "must be the whole ARN of a Secrets Manager secret, with the six characters at its end",
                "copy it from 'aws secretsmanager describe-secret --secret-id savepoint/{env}/steam-api-key'")));
        return rules;
    }

    private Rule pauseEnds() {
        return new Rule(
                        enableSteamImportEventSource,
                        "enableSteamImportEventSource",
                        "should be true again within %d days"
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
