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
     * Lower case because the default image's ECR repository contains the name, and ECR requires
     * lower case. At most 33 characters because the redrive role has the longest name that is
     * limited to 64 characters: {@code savepoint-{env}-steam-import-redrive}.
     */
    private static final Pattern NAME = Pattern.compile("(?=.{1,33}$)[a-z0-9]+(-[a-z0-9]+)*");

    /**
     * The environment of the running stack. If the stack's name is invalid, a placeholder is used,
     * so that no further mistakes are reported about it.
     */
    static Environment of(Context context, StackConfig config) {
        var rule = Rule.matches(
                "the stack's name",
                context.stackName(),
                NAME,
                "must be 1 to 33 lower-case letters and digits, in words joined by single hyphens",
                "the resource names are derived from it");
        config.must(List.of(rule));
        return new Environment(rule.holds() ? context.stackName() : "refused");
    }

    String queueName() {
        return "savepoint-%s-steam-library-sync".formatted(name);
    }

    /** The name of the function, and the prefix of related names. */
    String baseName() {
        return "savepoint-%s-steam-import".formatted(name);
    }

    /** The image used if the stack does not set one. */
    String defaultImage(AwsTarget target) {
        return target.ecrImageUri(imageRepository(), "steam-import-latest");
    }

    /** The repository of that image. */
    String imageRepository() {
        return "savepoint-%s-lambdas".formatted(name);
    }

    /** The name prefix of the roles that deploy the stack. */
    String deploymentRolesName() {
        return "savepoint-%s-deploy".formatted(name);
    }
}
