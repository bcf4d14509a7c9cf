package savepoint.lambda;

import com.pulumi.core.Output;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import savepoint.aws.AwsTarget;
import savepoint.aws.BucketRules;
import savepoint.aws.EventBus;
import savepoint.config.Setting;
import savepoint.config.StackConfig;
import savepoint.validation.Outputs;
import savepoint.validation.Rule;

/** The stack settings that configure the function and the worker in its image. */
public final class FunctionSettings {

    private static final List<String> LOG_LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

    private FunctionSettings() {}

    /**
     * Reads the settings. The caller sets the function's name, its event source and, unless the
     * settings specify them, the stack's own image and secret.
     *
     * @param target where the function is created
     * @param ownBucket the name of the bucket that the worker uses if the settings do not name one
     */
    public static LambdaContainerArgs.Builder read(StackConfig config, AwsTarget target, String ownBucket) {
        var function = LambdaContainerArgs.builder().target(target);
        config.optionalText("steamImportImage").into(function, "imageUri", function::imageUri);
        config.text("steamImportArchitecture").into(function, "architectures", function::architectures);
        config.seconds("steamImportTimeoutSeconds").into(function, "timeout", function::timeout);
        config.integer("steamImportMemoryMb").into(function, "memorySize", function::memorySize);
        config.integer("logRetentionDays").into(function, "logRetentionInDays", function::logRetentionInDays);
        config.text("logLevel")
                .must(FunctionSettings::logLevel)
                .value()
                .ifPresent(level -> function.environmentVariable("LOG_LEVEL", level));
        config.optionalText("kmsKeyArn").into(function, "kmsKeyArn", function::kmsKeyArn);
        readBucket(config, target, ownBucket, function);
        readSecret(config, target, function);
        return function;
    }

    /**
     * Passes the name of the stack's own bucket to the worker, once the bucket can be used. The
     * permissions use the name itself, which is known earlier.
     */
    public static void useBucket(LambdaContainerArgs.Builder function, Output<String> name) {
        function.environmentVariable("S3_BUCKET", name);
    }

    /** Lets the worker send completion events. */
    public static void sendEvents(
            LambdaContainerArgs.Builder function, EventBus bus, String source, Output<String> name) {
        function.environmentVariable("EVENT_BUS_NAME", name).eventBus(bus, source);
    }

    /** Lets the worker sign completion events. */
    public static void signEvents(LambdaContainerArgs.Builder function, Output<String> keySecretArn) {
        function.environmentVariable("COMPLETION_KEY_SECRET_ARN", keySecretArn).additionalSecretArn(keySecretArn);
    }

    /** Lets the worker read the secret with the Steam API key. */
    public static void useSecret(LambdaContainerArgs.Builder function, Output<String> arn) {
        function.environmentVariable("STEAM_API_KEY_SECRET_ARN", arn).secretArns(Outputs.apply(arn, List::of));
    }

    private static void readBucket(
            StackConfig config, AwsTarget target, String ownBucket, LambdaContainerArgs.Builder function) {
        var bucket = config.optionalText("steamImportBucket");
        var name = bucket.must(BucketRules::name).value().orElse(ownBucket);
        function.environmentVariable("S3_BUCKET", name).s3BucketArns(target.bucketArn(name));
        keyOf(bucket, "steamImportBucketKmsKeyArn", key -> true).into(function, "s3KmsKeyArns", function::s3KmsKeyArns);
    }

    private static void readSecret(StackConfig config, AwsTarget target, LambdaContainerArgs.Builder function) {
        var secret = config.optionalText("steamApiKeySecretArn");
        secret.into(function, "secretArns", arn -> useSecret(function, Output.of(arn)));
        var key = keyOf(
                secret,
                "steamApiKeySecretKmsKeyArn",
                arn -> secret.value()
                        .map(it -> SecretArnRules.inOneRegion(arn, it))
                        .orElse(true));
        key.into(function, "secretsKmsKeyArns", function::secretsKmsKeyArns);
        secret.must((field, arn) -> SecretArnRules.key(key.key(), key.value(), field, arn, target));
    }

    /**
     * The customer managed key of a resource: the one in its own setting, or the stack's
     * {@code kmsKeyArn} if that can be its key.
     */
    private static Setting<String> keyOf(Setting<String> resource, String ownKey, Predicate<String> canBe) {
        var key = resource.config().optionalText(ownKey);
        key.must((field, arn) -> List.of(goesWith(field, arn, resource.key(), resource.value())));
        return key.or(resource.config().optionalText("kmsKeyArn").filter(canBe));
    }

    private static Rule goesWith(String field, String given, String otherField, Optional<String> other) {
        return new Rule(
                other.isPresent(),
                field,
                "must be set together with " + otherField,
                "'" + given + "'",
                "without it, this key encrypts nothing; leave it out");
    }

    private static List<Rule> logLevel(String field, String given) {
        return List.of(Rule.oneOf(field, given, LOG_LEVELS, "these are Lambda's own log levels"));
    }
}
