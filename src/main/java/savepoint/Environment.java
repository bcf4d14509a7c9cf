package savepoint;

import com.pulumi.Context;
import java.util.List;
import java.util.regex.Pattern;
import savepoint.aws.AwsTarget;
import savepoint.config.StackConfig;
import savepoint.validation.Rule;

/**
 * The environment of a stack, and the names of its resources.
 *
 * @param name the stack's name
 */
record Environment(String name) {

    /**
     * Lowercase because the name of the default ECR repository contains the name, and ECR requires
     * lowercase. At most 33 characters because the redrive role has the longest name that is
     * limited to 64 characters: {@code savepoint-{env}-steam-import-redrive}.
     */
    private static final Pattern NAME = Pattern.compile("(?=.{1,33}$)[a-z0-9]+(-[a-z0-9]+)*");

    /**
     * The environment of the running stack. If the stack's name is invalid, a placeholder is used,
     * so that no follow-on errors are reported.
     */
    static Environment of(Context context, StackConfig config) {
        var rule = Rule.matches(
                "the stack's name",
                context.stackName(),
                NAME,
                "must be 1 to 33 lowercase letters, digits and single hyphens, not starting or ending with a hyphen",
                "the resource names are derived from it");
        config.must(List.of(rule));
        return new Environment(rule.holds() ? context.stackName() : "refused");
    }

    /** The name of a lane's queue without {@code .fifo}, to which its dead-letter queue adds {@code -dlq}. */
    String queueBaseName(LaneKind kind) {
        return "savepoint-%s-steam-library-%s".formatted(name, kind == LaneKind.BULK ? "bulk" : "sync");
    }

    /** The name of a lane's queue. */
    String queueName(LaneKind kind) {
        return queueBaseName(kind) + (kind == LaneKind.FIFO ? ".fifo" : "");
    }

    /** The name of the function, and the prefix of related names. */
    String baseName() {
        return "savepoint-%s-steam-import".formatted(name);
    }

    /** The function's execution role. */
    String functionRoleName() {
        return baseName() + "-role";
    }

    /** The name pattern of all functions in the environment, including functions that other programs deploy. */
    String functionNames() {
        return "savepoint-%s-*".formatted(name);
    }

    /** The stack's own image repository. */
    String imageRepository() {
        return "savepoint-%s-lambdas".formatted(name);
    }

    /** The tag of the image to deploy, if the stack uses its own repository. */
    String imageTag() {
        return "steam-import-latest";
    }

    /** The stack's own secret. */
    String secretName() {
        return "savepoint/%s/steam-api-key".formatted(name);
    }

    /** The secret with the key of the webhook. */
    String webhookKeySecretName() {
        return "savepoint/%s/webhook-key".formatted(name);
    }

    /**
     * The stack's own bucket. The account and the region make its name globally unique. A long
     * environment name is truncated and a hash is added, so that the bucket's name has at most 63
     * characters.
     */
    String bucketName(AwsTarget target) {
        var ending = "-imports-%s-%s".formatted(target.accountId(), target.region());
        var longest = 63 - "savepoint-".length() - ending.length();
        return "savepoint-%s%s".formatted(name.length() <= longest ? name : shortened(longest), ending);
    }

    private String shortened(int length) {
        var hash = "%08x".formatted(name.hashCode());
        return name.substring(0, length - hash.length()) + hash;
    }

    /** The name prefix of the roles that deploy the stack. */
    String deploymentRolesName() {
        return "savepoint-%s-deploy".formatted(name);
    }
}
