package savepoint.image;

import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * Validation rules for the functions that use a repository, and for the number of images that it
 * keeps. The field is the name of the input.
 */
final class RepositoryRules {

    private static final Pattern FUNCTION =
            Pattern.compile("arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:[a-zA-Z0-9-_]{1,64}\\*?");

    private RepositoryRules() {}

    static Rule functions(String field, String given) {
        return Rule.matches(
                field,
                given,
                FUNCTION,
                "must be the ARN of a Lambda function, or a prefix of one followed by *",
                "such as arn:aws:lambda:eu-central-1:123456789012:function:savepoint-dev-*");
    }

    /** 10 to 10,000. With fewer, the image that the function runs could expire. */
    static Rule untaggedImagesKept(String field, int given) {
        return Rule.between(field, given, 10, 10_000, "the image that the function runs may be one of them");
    }
}
