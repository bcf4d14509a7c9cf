package savepoint.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * What EventBridge Scheduler and SQS accept of a scheduled redrive, under the field name of whoever was given the value.
 *
 * @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html">EventBridge Scheduler: schedule
 *     types</a>
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html">SQS
 *     StartMessageMoveTask</a>
 */
public final class RedriveRules {

    private static final Pattern SCHEDULE =
            Pattern.compile("rate\\([1-9]\\d* (minute|hour|day)s?\\)|cron\\((\\S+ ){5}\\S+\\)");

    private static final String EXAMPLES = "such as cron(0 6 * * ? *), every day at 6:00 UTC, or rate(12 hours)";

    private RedriveRules() {}

    /** A schedule that repeats; Scheduler itself checks the values of cron's other fields. */
    public static List<Rule> schedule(String field, String given) {
        var rules = new ArrayList<Rule>();
        rules.add(Rule.matches(field, given, SCHEDULE, "must be a rate or six cron fields", EXAMPLES));
        if (given.startsWith("cron(") && SCHEDULE.matcher(given).matches()) {
            var fields = given.substring("cron(".length(), given.length() - 1).split(" ");
            rules.add(new Rule(
                    fields[2].equals("?") != fields[4].equals("?"),
                    field,
                    "must have a ? as day of the month or as day of the week, and not as both",
                    "'" + given + "'",
                    EXAMPLES));
        }
        return rules;
    }

    /** How fast messages are moved. */
    public static Rule messagesPerSecond(String field, int given) {
        return Rule.between(field, given, 1, 500, "slower leaves room for new imports; 500 is SQS's own limit");
    }
}
