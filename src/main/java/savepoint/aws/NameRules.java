package savepoint.aws;

import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * Validation rules for names that others are made from. The field is the name of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM: names of roles</a>
 */
public final class NameRules {

    /** The most that IAM, EventBridge and EventBridge Scheduler allow. */
    private static final int LONGEST = 64;

    private NameRules() {}

    /**
     * Letters, digits, hyphens and underscores, as many as leave room for the longest suffix.
     *
     * @param suffix the longest suffix
     * @param whoHas what has the name with the suffix, as in "the role has"
     */
    public static Rule prefix(String field, String given, String suffix, String whoHas) {
        // Not formatted: some locales have other digits.
        var longest = LONGEST - suffix.length();
        return Rule.matches(
                field,
                given,
                Pattern.compile("[A-Za-z0-9_-]{1," + longest + "}"),
                "must be 1 to " + longest + " letters, digits, hyphens and underscores",
                whoHas + " the same name plus '" + suffix + "', at most " + LONGEST + " characters");
    }
}
