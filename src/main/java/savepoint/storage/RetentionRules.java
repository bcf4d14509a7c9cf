package savepoint.storage;

import savepoint.validation.Rule;

/**
 * Validation rules for the lifecycle of a bucket. The field is the name of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html">Amazon S3: lifecycle
 *     configuration elements</a>
 */
final class RetentionRules {

    private RetentionRules() {}

    /** 1 day to 100 years. S3 has no upper limit; a larger number is a mistake. */
    static Rule days(String field, int given) {
        return Rule.between(field, given, 1, 36_500, "S3 counts in whole days");
    }
}
