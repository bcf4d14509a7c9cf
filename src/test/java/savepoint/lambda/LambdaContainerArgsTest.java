package savepoint.lambda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static savepoint.testing.Sentences.assertRefused;

import com.pulumi.core.Output;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.aws.AwsTarget;

class LambdaContainerArgsTest {

    private static LambdaContainerArgs.Builder args() {
        return args("worker");
    }

    private static LambdaContainerArgs.Builder args(String functionName) {
        return LambdaContainerArgs.builder(
                Output.of(new AwsTarget("aws", "eu-central-1", "123456789012", "amazonaws.com")),
                functionName,
                Output.of("123456789012.dkr.ecr.eu-central-1.amazonaws.com/worker:1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 10_240})
    void memoryMayReachTenGigabytes(int megabytes) {
        assertDoesNotThrow(() -> args().memorySize(megabytes).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {127, 10_241})
    void memoryMayNotLieOutside(int megabytes) {
        assertRefused(
                () -> args().memorySize(megabytes).build(),
                "memorySize must be between 128 and 10240, got %d: Lambda gives a share of CPU with the memory, so 512 is a start"
                        .formatted(megabytes));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 900})
    void timeoutMayReachFifteenMinutes(long seconds) {
        assertDoesNotThrow(() -> args().timeout(Duration.ofSeconds(seconds)).build());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 901})
    void timeoutMayNotLieOutside(long seconds) {
        assertRefused(
                () -> args().timeout(Duration.ofSeconds(seconds)).build(),
                "timeout must be between 1 and 900 seconds, got %d: split the work into smaller messages if it takes longer"
                        .formatted(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"})
    void nameMustSuitFunctionAndRole(String name) {
        assertRefused(
                () -> args(name).build(),
                "functionName must be 1 to 59 letters, digits, hyphens and underscores, got '%s': choose a shorter or simpler name; the role is called the same plus '-role', of 64 characters at most"
                        .formatted(name));
    }

    @Test
    void nameMayHaveFiftyNineCharacters() {
        assertDoesNotThrow(() -> args("n".repeat(59)).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 5})
    void reservedConcurrencyMayBeNoneZeroOrMore(int reserved) {
        assertDoesNotThrow(() -> args().reservedConcurrentExecutions(reserved).build());
    }

    @Test
    void reservedConcurrencyMayNotBeNegative() {
        assertRefused(
                () -> args().reservedConcurrentExecutions(-2).build(),
                "reservedConcurrentExecutions must be -1 (no reservation) or more, got -2: leave it out for no reservation");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 14, 3653})
    void logRetentionMayBeWhatCloudWatchKnows(int days) {
        assertDoesNotThrow(() -> args().logRetentionInDays(days).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3654})
    void logRetentionMayBeNothingElse(int days) {
        assertRefused(
                () -> args().logRetentionInDays(days).build(),
                "logRetentionInDays must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got %d: CloudWatch Logs knows only these numbers of days"
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
                "architectures must be one of [x86_64], [arm64], got [x86_64, arm64]: name the one architecture that the image was built for");
    }

    @Test
    void reportAllMistakesTogether() {
        assertRefused(
                () -> args().memorySize(1).timeout(Duration.ofSeconds(901)).build(),
                "memorySize must be between 128 and 10240, got 1: Lambda gives a share of CPU with the memory, so 512 is a start",
                "timeout must be between 1 and 900 seconds, got 901: split the work into smaller messages if it takes longer");
    }
}
