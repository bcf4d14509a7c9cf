package savepoint.completion;

import com.pulumi.aws.cloudwatch.EventApiDestination;
import com.pulumi.aws.cloudwatch.EventApiDestinationArgs;
import com.pulumi.aws.cloudwatch.EventConnection;
import com.pulumi.aws.cloudwatch.EventConnectionArgs;
import com.pulumi.aws.cloudwatch.inputs.EventConnectionAuthParametersApiKeyArgs;
import com.pulumi.aws.cloudwatch.inputs.EventConnectionAuthParametersArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import savepoint.policy.CompletionPolicies;
import savepoint.validation.Outputs;

/**
 * The API destination that events are posted to, with the API key in a header, and the role that
 * EventBridge assumes to post them.
 */
final class WebhookDestination {

    private static final String KEY_HEADER = "X-Api-Key";

    private final Output<String> arn;
    private final Output<String> roleArn;

    WebhookDestination(String prefix, CompletionWebhookArgs args, String accountId, CustomResourceOptions child) {
        var connection = new EventConnection(
                prefix,
                EventConnectionArgs.builder()
                        .name(args.name())
                        .authorizationType("API_KEY")
                        .authParameters(EventConnectionAuthParametersArgs.builder()
                                .apiKey(EventConnectionAuthParametersApiKeyArgs.builder()
                                        .key(KEY_HEADER)
                                        .value(Outputs.apply(args.key(), WebhookDestination::apiKey))
                                        .build())
                                .build())
                        .build(),
                child);
        arn = new EventApiDestination(
                        prefix,
                        EventApiDestinationArgs.builder()
                                .name(args.name())
                                .connectionArn(connection.arn())
                                .invocationEndpoint(args.url())
                                .httpMethod("POST")
                                .invocationRateLimitPerSecond(args.requestsPerSecond)
                                .build(),
                        child)
                .arn();
        var role = new Role(
                prefix + "-role",
                RoleArgs.builder()
                        .name(args.name())
                        .assumeRolePolicy(CompletionPolicies.trust(accountId))
                        .build(),
                child);
        var access = new RolePolicy(
                prefix + "-access",
                RolePolicyArgs.builder()
                        .name(args.name() + "-access")
                        .role(role.name())
                        .policy(Outputs.apply(arn, CompletionPolicies::invoke))
                        .build(),
                child);
        roleArn = Outputs.after(role.arn(), List.of(access.role()));
    }

    /**
     * The API key in each request. It is derived from the signing key, so that someone who sees a
     * request cannot sign events. The receiver derives it in the same way: HMAC-SHA-256 of the
     * header's name.
     */
    static String apiKey(String key) {
        try {
            var hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return HexFormat.of().formatHex(hmac.doFinal(KEY_HEADER.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The ARN of the API destination. */
    Output<String> arn() {
        return arn;
    }

    /** The ARN of the role; known once the role has permission to post. */
    Output<String> roleArn() {
        return roleArn;
    }
}
