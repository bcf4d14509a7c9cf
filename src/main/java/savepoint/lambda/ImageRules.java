package savepoint.lambda;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import savepoint.aws.AwsTarget;
import savepoint.aws.EcrRules;
import savepoint.validation.Rule;

/**
 * Validation rules for image URIs. The field is the name of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/images-create.html">Lambda: create a function using a
 *     container image</a>
 */
final class ImageRules {

    /** Matches any partition. The required domain depends on the target. */
    private static final Pattern URI =
            Pattern.compile("\\d{12}\\.dkr\\.ecr\\.(?<region>[a-z0-9-]+)\\.(?<domain>[a-z0-9.-]+\\.[a-z]+)"
                    + "/(?=[^:@]{2,256}(?:[:@]|$))" + EcrRules.REPOSITORY_NAME
                    + "(?<tag>:[\\w][\\w.-]{0,127})?(?<digest>@sha256:[0-9a-f]{64})?");

    private ImageRules() {}

    /**
     * Rules that depend on the URI only.
     *
     * @param exists whether the image exists; only an existing image has a digest to pin
     */
    static List<Rule> uri(String field, String given, boolean exists) {
        var rules = new ArrayList<Rule>();
        rules.add(Rule.matches(
                field,
                given,
                URI,
                "must be the URI of an image in ECR",
                "such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com/repository@sha256:…"));
        var uri = URI.matcher(given);
        if (uri.matches()) {
            rules.add(new Rule(
                    (uri.group("tag") == null) != (uri.group("digest") == null),
                    field,
                    "must have either a tag or a digest",
                    "'" + given + "'",
                    "Lambda accepts :tag or @sha256:…, but not both; the digest is more precise"));
        }
        if (exists) {
            rules.add(pinned(field, given));
        }
        return rules;
    }

    /** Lambda pulls only from registries in the function's own region. */
    static List<Rule> uriIn(String field, String given, AwsTarget target) {
        var rules = new ArrayList<Rule>();
        var uri = URI.matcher(given);
        if (uri.matches()) {
            rules.add(new Rule(
                    uri.group("domain").equals(target.dnsSuffix()),
                    field,
                    "must be in a registry of the domain " + target.dnsSuffix(),
                    "'" + given + "'",
                    "this is the domain of the registries in partition %s".formatted(target.partition())));
            rules.add(new Rule(
                    uri.group("region").equals(target.region()),
                    field,
                    "must be in a registry in the function's region " + target.region(),
                    "'" + given + "'",
                    "push the image to a repository there, or replicate the repository"));
        }
        return rules;
    }

    /**
     * Pushing a tag again does not update the function: it keeps the image it was deployed with.
     */
    private static Rule pinned(String field, String given) {
        return new Rule(
                        !given.endsWith("latest"),
                        field,
                        "should pin an image digest",
                        "'" + given + "'",
                        "with a digest, @sha256:…, a preview shows each new image, and a rollback changes one setting")
                .asAdvice();
    }
}
