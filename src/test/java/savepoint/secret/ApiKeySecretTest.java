package savepoint.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static savepoint.testing.Sentences.assertRefused;

import com.pulumi.resources.ComponentResourceOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savepoint.policy.SecretPolicies;
import savepoint.testing.Plan;
import savepoint.testing.Registration;

/** The secret with the API key. */
class ApiKeySecretTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/worker";
    private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";

    private static ApiKeySecretArgs.Builder args() {
        return ApiKeySecretArgs.builder().secretName("app/key").readerRoleArn(ROLE);
    }

    private static Registration secret(Plan plan) {
        return plan.succeeded().resource("aws:secretsmanager/secret:Secret", "s-api-key");
    }

    @Test
    void isRecoverableAndReadableByOneRole() {
        var plan = Plan.of(context -> new ApiKeySecret("s", args().build()));

        assertEquals(
                Map.of(
                        "name",
                        "app/key",
                        "description",
                        "",
                        "recoveryWindowInDays",
                        7,
                        "policy",
                        SecretPolicies.readableBy(ROLE),
                        "tags",
                        Map.of()),
                new HashMap<>(secret(plan).inputs()));
        assertEquals(
                "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/key-a1B2c3",
                plan.outputsOf(ApiKeySecret.TYPE).get("secretArn"));
    }

    /** A value in a program would be in the state, in plain text for everybody who can read it. */
    @Test
    void hasNoValue() {
        var plan = Plan.of(context -> new ApiKeySecret("s", args().build())).succeeded();

        assertEquals(
                List.of("aws:secretsmanager/secret:Secret"),
                plan.resources().stream()
                        .map(Registration::type)
                        .filter(type -> type.startsWith("aws:"))
                        .toList());
    }

    @Test
    void supportsKeyAndProtection() {
        var plan = Plan.of(context -> new ApiKeySecret(
                "s",
                args().kmsKeyArn(KEY).recoveryWindowInDays(0).build(),
                ComponentResourceOptions.builder().protect(true).build()));

        assertEquals(KEY, secret(plan).inputs().get("kmsKeyId"));
        assertEquals(0, secret(plan).inputs().get("recoveryWindowInDays"));
        assertTrue(secret(plan).protect());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 30})
    void acceptsValidRecoveryWindow(int days) {
        var plan = Plan.of(context ->
                new ApiKeySecret("s", args().recoveryWindowInDays(days).build()));

        assertEquals(days, secret(plan).inputs().get("recoveryWindowInDays"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 6, 31})
    void rejectsInvalidRecoveryWindow(int days) {
        assertRefused(
                () -> args().recoveryWindowInDays(days).build(),
                "recoveryWindowInDays must be between 7 and 30, or 0, got %s: 0 deletes the secret immediately"
                        .formatted(days));
    }

    @Test
    void rejectsWhatSecretsManagerDoesNotSupport() {
        assertRefused(
                () -> ApiKeySecretArgs.builder()
                        .secretName("app key")
                        .readerRoleArn("arn:aws:iam::123456789012:role/*")
                        .build(),
                "secretName must be 1 to 512 letters, digits and the characters /_+=.@-, got 'app key': choose a simpler name",
                "readerRoleArn must be the ARN of an IAM role, got 'arn:aws:iam::123456789012:role/*': such as arn:aws:iam::123456789012:role/worker, without wildcards");
        assertRefused(
                () -> ApiKeySecretArgs.builder().build(),
                "secretName must be given, got nothing: such as savepoint/dev/steam-api-key",
                "readerRoleArn must be given, got nothing: such as arn:aws:iam::123456789012:role/worker");
    }

    @Test
    void rejectsReaderInAnotherAccount() {
        var plan = Plan.of(context -> new ApiKeySecret(
                "s",
                args().readerRoleArn(ROLE.replace("123456789012", "210987654321"))
                        .build()));

        assertTrue(
                plan.errors()
                        .toString()
                        .contains(
                                "readerRoleArn must be a role in the secret's account 123456789012, got 'arn:aws:iam::210987654321:role/worker': create the secret in the account of its reader"),
                plan.errors()::toString);
    }

    @Test
    void warnsOfNamesThatLookLikeAnArn() {
        assertEquals(
                List.of(
                        "secretName should not end with a hyphen followed by six characters, got 'app/key-abcdef': Secrets Manager adds such a suffix to the ARN, and could confuse the two when it searches for a partial ARN"),
                args().secretName("app/key-abcdef").build().warnings);
    }
}
