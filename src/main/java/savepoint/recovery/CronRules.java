package savepoint.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import savepoint.validation.Rule;

/**
 * What EventBridge Scheduler accepts in a cron expression: six fields, each of values, ranges, steps and lists of them.
 *
 * @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based">EventBridge Scheduler:
 *     cron-based schedules</a>
 */
final class CronRules {

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /** In the order in which they are written. */
    private static final List<Field> FIELDS = List.of(
            new Field("minutes", 0, 59, List.of(), Pattern.compile("(?!)")),
            new Field("hours", 0, 23, List.of(), Pattern.compile("(?!)")),
            new Field("day of the month", 1, 31, List.of(), Pattern.compile("\\?|L|LW|([1-9]|[12]\\d|3[01])W")),
            new Field("month", 1, 12, MONTHS, Pattern.compile("(?!)")),
            new Field(
                    "day of the week",
                    1,
                    7,
                    DAYS,
                    Pattern.compile("\\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5])")),
            new Field("year", 1970, 2199, List.of(), Pattern.compile("(?!)")));

    private CronRules() {}

    /** One rule a field, and one for the two fields that exclude each other; the expression has six fields. */
    static List<Rule> fields(String name, String given, String examples) {
        var written = given.substring("cron(".length(), given.length() - 1).split(" ");
        var rules = new ArrayList<Rule>();
        for (var i = 0; i < FIELDS.size(); i++) {
            var field = FIELDS.get(i);
            rules.add(new Rule(
                    field.accepts(written[i]),
                    name,
                    "must have %s between %d and %d".formatted(field.name, field.least, field.most),
                    "'" + written[i] + "'",
                    examples));
        }
        rules.add(new Rule(
                written[2].equals("?") != written[4].equals("?"),
                name,
                "must have a ? as day of the month or as day of the week, and not as both",
                "'" + given + "'",
                examples));
        return rules;
    }

    /**
     * One of the six.
     *
     * @param names what the values are called as well, from the least on
     * @param special what else can stand here alone
     */
    private record Field(String name, int least, int most, List<String> names, Pattern special) {

        boolean accepts(String written) {
            return special.matcher(written.toUpperCase(Locale.ROOT)).matches()
                    || List.of(written.split(",", -1)).stream().allMatch(this::acceptsItem);
        }

        private boolean acceptsItem(String item) {
            var step = item.split("/", -1);
            return step.length <= 2
                    && (step.length == 1 || isBetween(step[1], 1, most))
                    && (step[0].equals("*") || acceptsRange(step[0].split("-", -1)));
        }

        private boolean acceptsRange(String[] ends) {
            return ends.length <= 2
                    && List.of(ends).stream().allMatch(end -> isBetween(number(end), least, most))
                    && (ends.length == 1 || Integer.parseInt(number(ends[0])) <= Integer.parseInt(number(ends[1])));
        }

        private String number(String value) {
            var position = names.indexOf(value.toUpperCase(Locale.ROOT));
            return position < 0 ? value : Integer.toString(least + position);
        }

        private static boolean isBetween(String number, int least, int most) {
            return number.matches("\\d{1,4}") && Integer.parseInt(number) >= least && Integer.parseInt(number) <= most;
        }
    }
}
