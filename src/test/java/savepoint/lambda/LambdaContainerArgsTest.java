package savepoint.lambda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static savepoint.testing.Sentences.assertRefused;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.aws.AwsTarget;
import savepoint.aws.EventBus;

class LambdaContainerArgsTest {

    private static LambdaContainerArgs.Builder args() {
        return args("worker");
    }

    private static LambdaContainerArgs.Builder args(String functionName) {
        return LambdaContainerArgs.builder()
                .target(new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com"))
                .functionName(functionName)
                .imageUri("123456789012.dkr.ecr.eu-central-1.amazonaws.com/worker:1");
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 10_240})
    void memoryMayReachTenGigabytes(int megabytes) {
        assertDoesNotThrow(() -> args().memorySize(megabytes).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {127, 10_241})
    void memoryMustBeInRange(int megabytes) {
        assertRefused(
                () -> args().memorySize(megabytes).build(),
                "memorySize must be between 128 and 10240, got %d: Lambda allocates CPU in proportion to memory; start with 512"
                        .formatted(megabytes));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 900})
    void timeoutMayReachFifteenMinutes(long seconds) {
        assertDoesNotThrow(() -> args().timeout(Duration.ofSeconds(seconds)).build());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 901})
    void timeoutMustBeInRange(long seconds) {
        assertRefused(
                () -> args().timeout(Duration.ofSeconds(seconds)).build(),
                "timeout must be between 1 and 900 seconds, got %d: split the work into smaller messages if it takes longer"
                        .formatted(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"})
    void nameMustBeValidForFunctionAndRole(String name) {
        assertRefused(
                () -> args(name).build(),
                "functionName must be 1 to 59 letters, digits, hyphens and underscores, got '%s': choose a shorter or simpler name; the role has the same name plus '-role', at most 64 characters"
                        .formatted(name));
    }

    @Test
    void nameMayHaveFiftyNineCharacters() {
        assertDoesNotThrow(() -> args("n".repeat(59)).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 5})
    void reservedConcurrencyMayBeUnreservedZeroOrPositive(int reserved) {
        assertDoesNotThrow(() -> args().reservedConcurrentExecutions(reserved).build());
    }

    @Test
    void reservedConcurrencyMayNotBeBelowMinusOne() {
        assertRefused(
                () -> args().reservedConcurrentExecutions(-2).build(),
                "reservedConcurrentExecutions must be -1 (no reservation) or more, got -2: leave it out for no reservation");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 14, 3653})
    void acceptsLogRetentionThatCloudWatchSupports(int days) {
        assertDoesNotThrow(() -> args().logRetentionInDays(days).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3654})
    void rejectsOtherLogRetention(int days) {
        assertRefused(
                () -> args().logRetentionInDays(days).build(),
                "logRetentionInDays must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got %d: CloudWatch Logs supports only these retention periods"
                        .formatted(days));
    }

    @Test
    void architectureMayBeEither() {
        assertDoesNotThrow(() -> args().architectures("x86_64").build());
        assertDoesNotThrow(() -> args().architectures("arm64").build());
    }

    @Test
    void architectureMayNotBeBoth() {
        assertRefused(
                () -> args().architectures("x86_64", "arm64").build(),
                "architectures must be one of [x86_64], [arm64], got [x86_64, arm64]: set the architecture that the image was built for");
    }

    @Test
    void reportsAllMistakesTogether() {
        assertRefused(
                () -> args().memorySize(1).timeout(Duration.ofSeconds(901)).build(),
                "memorySize must be between 128 and 10240, got 1: Lambda allocates CPU in proportion to memory; start with 512",
                "timeout must be between 1 and 900 seconds, got 901: split the work into smaller messages if it takes longer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_HANDLER",
                "_X_AMZN_TRACE_ID",
                "AWS_DEFAULT_REGION",
                "AWS_REGION",
                "AWS_EXECUTION_ENV",
                "AWS_LAMBDA_FUNCTION_NAME",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                "AWS_LAMBDA_FUNCTION_VERSION",
                "AWS_LAMBDA_INITIALIZATION_TYPE",
                "AWS_LAMBDA_LOG_GROUP_NAME",
                "AWS_LAMBDA_LOG_STREAM_NAME",
                "AWS_ACCESS_KEY",
                "AWS_ACCESS_KEY_ID",
                "AWS_SECRET_ACCESS_KEY",
                "AWS_SESSION_TOKEN",
                "AWS_LAMBDA_RUNTIME_API",
                "LAMBDA_TASK_ROOT",
                "LAMBDA_RUNTIME_DIR"
            })
    void rejectsReservedEnvironmentVariables(String name) {
        assertRefused(
                () -> args().environmentVariable(name, "x").build(),
                "environmentVariable must not be a name that Lambda reserves, got '%s': Lambda sets it; choose another name"
                        .formatted(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "1A", "_A", "A-B", "A B"})
    void rejectsInvalidEnvironmentVariableNames(String name) {
        assertRefused(
                () -> args().environmentVariable(name, "x").build(),
                "environmentVariable must start with a letter, followed by letters, digits and underscores, got '%s': choose another name"
                        .formatted(name));
    }

    @Test
    void maximumConcurrencyMayNotExceedReservation() {
        assertDoesNotThrow(() -> reserving(7, 7).build());
        assertDoesNotThrow(() -> reserving(-1, 1000).build());
        assertDoesNotThrow(() -> reserving(0, 2).build());
        assertRefused(
                () -> reserving(7, 8).build(),
                "maximumConcurrency must not exceed the function's reserved concurrency of 7, got 8: lower it, or reserve more; messages above the reservation are throttled, which counts as a receive");
    }

    @Test
    void warnsAboutTooFewReservedExecutions() {
        assertEquals(List.of(), reserving(5, 2).build().warnings());
        assertEquals(List.of(), reserving(0, 2).build().warnings());
        assertEquals(
                List.of(
                        "reservedConcurrentExecutions should be at least 5 for a function with an SQS trigger, got 4: Lambda starts with 5 pollers, and each throttled batch counts as a receive"),
                reserving(4, 2).build().warnings());
    }

    private static LambdaContainerArgs.Builder reserving(int reserved, int maximumConcurrency) {
        return args().reservedConcurrentExecutions(reserved)
                .sqsEventSource(SqsEventSource.builder()
                        .queueArn("arn:aws:sqs:eu-central-1:123456789012:q")
                        .maximumConcurrency(maximumConcurrency)
                        .build());
    }

    @Test
    void queueKeyMustBeInFunctionRegion() {
        assertRefused(
                () -> args().sqsEventSource(SqsEventSource.builder()
                                .queueArn("arn:aws:sqs:eu-central-1:123456789012:q")
                                .queueKmsKeyArn("arn:aws:kms:us-east-1:123456789012:alias/a")
                                .build())
                        .build(),
                "queueKmsKeyArn must be the ARN of a KMS key, arn:…:key/…, got 'arn:aws:kms:us-east-1:123456789012:alias/a': an alias does not work in an IAM policy; 'aws kms describe-key --key-id alias/…' prints the key's ARN");
        var key = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555";
        assertRefused(
                () -> args().sqsEventSource(SqsEventSource.builder()
                                .queueArn("arn:aws:sqs:eu-central-1:123456789012:q")
                                .queueKmsKeyArn(key)
                                .build())
                        .build(),
                "queueKmsKeyArn must be a key in the region eu-central-1, got '%s': AWS services can use only keys in their own region; create one there"
                        .formatted(key));
    }

    @Test
    void checksKnownValuesBeforeRegistration() {
        var target = new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com");

        assertRefused(
                () -> LambdaContainerArgs.builder()
                        .target(target)
                        .functionName("worker")
                        .imageUri("123456789012.dkr.ecr.us-east-1.amazonaws.com/worker:1")
                        .sqsEventSource(SqsEventSource.builder()
                                .queueArn("arn:aws:sqs:us-east-1:123456789012:q")
                                .build())
                        .build(),
                "imageUri must be in a registry in the function's region eu-central-1, got '123456789012.dkr.ecr.us-east-1.amazonaws.com/worker:1': push the image to a repository there, or replicate the repository",
                "queueArn must be a queue in the function's region eu-central-1, got 'arn:aws:sqs:us-east-1:123456789012:q': Lambda polls only queues in its own region");
    }

    private static SqsEventSource source(String name, int maximumConcurrency) {
        var source = SqsEventSource.builder()
                .queueArn("arn:aws:sqs:eu-central-1:123456789012:q" + name)
                .maximumConcurrency(maximumConcurrency);
        return (name.isEmpty() ? source : source.name(name)).build();
    }

    @Test
    void eventSourcesShareTheReservedConcurrency() {
        assertRefused(
                () -> args().reservedConcurrentExecutions(20)
                        .sqsEventSource(source("", 15))
                        .sqsEventSource(source("bulk", 6))
                        .build(),
                "maximumConcurrency must not exceed the function's reserved concurrency of 20, across all event sources, got 15 + 6 = 21: lower it, or reserve more; messages above the reservation are throttled, which counts as a receive");
    }

    @Test
    void eventSourcesMustHaveDifferentNames() {
        assertRefused(
                () -> args().sqsEventSource(source("", 2))
                        .sqsEventSource(source("", 2))
                        .build(),
                "sqsEventSource must have a different name from the function's other event sources, got '': remove one");
    }

    @Test
    void eventSourceNameMustFitIntoOtherNames() {
        assertRefused(
                () -> SqsEventSource.builder()
                        .name("Bulk!")
                        .queueArn("arn:aws:sqs:eu-central-1:123456789012:q")
                        .build(),
                "name must be 1 to 20 lowercase letters, digits and hyphens, not starting or ending with a hyphen, got 'Bulk!': it is part of the names of the policy and of the mapping");
    }

    @Test
    void eventBusNeedsASource() {
        var bus = EventBus.existing(new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com"), "app");

        assertRefused(
                () -> args().eventBus(bus, "").build(),
                "eventBus must not be blank, got '': name the source of the events");
    }
}
