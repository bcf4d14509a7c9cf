package savepoint.recovery;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * Validation rules for scheduled redrives in EventBridge Scheduler and SQS. The field is the name
 * of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html">EventBridge Scheduler: schedule
 *     types</a>
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html">SQS
 *     StartMessageMoveTask</a>
 */
final class RedriveRules {

    /** Scheduler allows 256 characters. Five digits are more than enough for a rate. */
    private static final Pattern SCHEDULE = Pattern.compile(
            "(?=.{1,256}$)(rate\\((1 (minute|hour|day)|(?!1 )[1-9]\\d{0,4} (minute|hour|day)s)\\)|cron\\(([\\w*?,/#-]+ ){5}[\\w*?,/#-]+\\))");

    private static final String EXAMPLES = "such as cron(0 6 * * ? *), every day at 6:00 UTC, or rate(12 hours)";

    /** The default rate. */
    static final int MESSAGES_PER_SECOND = 10;

    private RedriveRules() {}

    /** A recurring schedule. */
    static List<Rule> schedule(String field, String given) {
        var rules = new ArrayList<Rule>();
        rules.add(Rule.matches(
                field, given, SCHEDULE, "must be a rate expression or a six-field cron expression", EXAMPLES));
        if (given.startsWith("cron(") && SCHEDULE.matcher(given).matches()) {
            rules.addAll(CronRules.fields(field, given, LocalDate.now(ZoneOffset.UTC), EXAMPLES));
        }
        return rules;
    }

    /** A rate has no effect without a schedule. */
    static Rule goesWithSchedule(String field, int given, Optional<String> schedule) {
        return new Rule(
                        schedule.isPresent() || given == MESSAGES_PER_SECOND,
                        field,
                        "should be set together with a schedule",
                        Integer.toString(given),
                        "without one, nothing is moved automatically")
                .asAdvice();
    }

    /** How fast messages are moved. */
    static Rule messagesPerSecond(String field, int given) {
        return Rule.between(field, given, 1, 500, "a lower rate leaves room for new imports; 500 is the SQS limit");
    }
}
