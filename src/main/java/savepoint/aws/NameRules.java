package savepoint.aws;

import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * Validation rules for names. The field is the name of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM: names of roles</a>
 */
public final class NameRules {

    /** The maximum length of a name in IAM, EventBridge and EventBridge Scheduler. */
    private static final int LONGEST = 64;

    private static final Pattern SECRET = Pattern.compile("[a-zA-Z0-9/_+=.@-]{1,512}");

    private NameRules() {}

    /**
     * The name of a secret.
     *
     * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html">Secrets Manager
     *     CreateSecret</a>
     */
    public static Rule secret(String field, String given) {
        return Rule.matches(
                field,
                given,
                SECRET,
                "must be 1 to 512 letters, digits and the characters /_+=.@-",
                "choose a simpler name");
    }

    /**
     * Letters, digits, hyphens and underscores, short enough for the longest suffix.
     *
     * @param suffix the longest suffix
     * @param whoHas the resource that has the name with the suffix, and the verb, such as "the role
     *     has"
     */
    public static Rule prefix(String field, String given, String suffix, String whoHas) {
        // Concatenated, not formatted, because some locales use other digits.
        var longest = LONGEST - suffix.length();
        return Rule.matches(
                field,
                given,
                Pattern.compile("[A-Za-z0-9_-]{1," + longest + "}"),
                "must be 1 to " + longest + " letters, digits, hyphens and underscores",
                whoHas + " the same name plus '" + suffix + "', at most " + LONGEST + " characters");
    }
}
