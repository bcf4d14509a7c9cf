package savepoint.aws;

import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * Validation rules for the names of image repositories. The field is the name of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html">ECR CreateRepository</a>
 */
public final class EcrRules {

    /** A regular expression for repository names, without the length limit. */
    public static final String REPOSITORY_NAME = "[a-z0-9]+((\\.|_|__|-+|/)[a-z0-9]+)*";

    private static final Pattern NAME = Pattern.compile("(?=.{2,256}$)" + REPOSITORY_NAME);

    private EcrRules() {}

    /** 2 to 256 characters. */
    public static Rule repositoryName(String field, String given) {
        return Rule.matches(
                field,
                given,
                NAME,
                "must be 2 to 256 lowercase letters and digits, optionally separated by hyphens, underscores, dots or slashes",
                "such as savepoint-dev-lambdas");
    }
}
