package savepoint;

import com.pulumi.Context;
import java.util.List;
import java.util.regex.Pattern;
import savepoint.aws.AwsTarget;
import savepoint.config.StackConfig;
import savepoint.validation.Rule;

/**
 * The environment that a stack is, and the names of everything in it.
 *
 * @param name the stack's name
 */
record Environment(String name) {

    /**
     * Lower case because the default image's repository carries the name and ECR allows no other; 33 because the redrive's
     * role has the longest of the limited names: {@code savepoint-{env}-steam-import-redrive}, of at most 64 characters.
     */
    private static final Pattern NAME = Pattern.compile("(?=.{1,33}$)[a-z0-9]+(-[a-z0-9]+)*");

    /** The environment of the running stack; one whose name is refused has another, so that nothing else is said of it. */
    static Environment of(Context context, StackConfig config) {
        var rule = Rule.matches(
                "the stack's name",
                context.stackName(),
                NAME,
                "must be 1 to 33 lower-case letters and digits, in words joined by single hyphens",
                "the resources' names are made of it");
        config.must(List.of(rule));
        return new Environment(rule.holds() ? context.stackName() : "refused");
    }

    String queueName() {
        return "savepoint-%s-steam-library-sync".formatted(name);
    }

    /** What the function is called, and all that surrounds it. */
    String baseName() {
        return "savepoint-%s-steam-import".formatted(name);
    }

    /** The image of a stack that names none. */
    String defaultImage(AwsTarget target) {
        return target.ecrImageUri(imageRepository(), "steam-import-latest");
    }

    /** The repository of that image. */
    String imageRepository() {
        return "savepoint-%s-lambdas".formatted(name);
    }

    /** What the roles that deploy it are called. */
    String deploymentRolesName() {
        return "savepoint-%s-deploy".formatted(name);
    }
}
