package savepoint.aws;

import java.util.List;
import savepoint.validation.Rule;

/**
 * Validation rules for log groups. The field is the name of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html">CloudWatch
 *     Logs PutRetentionPolicy</a>
 */
public final class LogRules {

    private static final List<Integer> RETENTION_DAYS = List.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    private LogRules() {}

    /** One of the retention periods, in days, that CloudWatch Logs supports. */
    public static Rule retention(String field, int given) {
        return Rule.oneOf(field, given, RETENTION_DAYS, "CloudWatch Logs supports only these retention periods");
    }
}
