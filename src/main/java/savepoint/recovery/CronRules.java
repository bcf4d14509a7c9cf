package savepoint.recovery;

import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import savepoint.validation.Rule;

/**
 * Validation rules for EventBridge Scheduler cron expressions: six fields of values, ranges, steps
 * and lists of these.
 *
 * @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based">EventBridge Scheduler:
 *     cron-based schedules</a>
 */
final class CronRules {

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private static final Pattern NOTHING = Pattern.compile("(?!)");

    private static final Field DAY_OF_MONTH =
            new Field("day of the month", 1, 31, List.of(), Pattern.compile("\\?|L|LW|([1-9]|[12]\\d|3[01])W"));
    private static final Field MONTH = new Field("month", 1, 12, MONTHS, NOTHING);
    private static final Field YEAR = new Field("year", 1970, 2199, List.of(), NOTHING);

    /** In the order in which they appear in an expression. */
    private static final List<Field> FIELDS = List.of(
            new Field("minutes", 0, 59, List.of(), NOTHING),
            new Field("hours", 0, 23, List.of(), NOTHING),
            DAY_OF_MONTH,
            MONTH,
            new Field(
                    "day of the week",
                    1,
                    7,
                    DAYS,
                    Pattern.compile("\\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5])")),
            YEAR);

    private CronRules() {}

    /**
     * One rule per field, one for the two fields that are mutually exclusive, and one for a date
     * that never occurs. The expression must have six fields.
     */
    static List<Rule> fields(String name, String given, LocalDate today, String examples) {
        var written = given.substring("cron(".length(), given.length() - 1).split(" ");
        var rules = new ArrayList<Rule>();
        for (var i = 0; i < FIELDS.size(); i++) {
            var field = FIELDS.get(i);
            rules.add(new Rule(
                    field.accepts(written[i]),
                    name,
                    "must have %s between %s and %s".formatted(field.name, field.least, field.most),
                    "'" + written[i] + "'",
                    examples));
        }
        rules.add(new Rule(
                written[2].equals("?") != written[4].equals("?"),
                name,
                "must have a ? as either the day of the month or the day of the week, but not both",
                "'" + given + "'",
                examples));
        var readable = rules.stream().allMatch(Rule::holds);
        rules.add(new Rule(
                !readable || comes(written[2], written[3], written[5], today),
                name,
                "must match a date in the future",
                "'" + given + "'",
                examples));
        return rules;
    }

    /**
     * Whether any day from today on matches, judging by the day of the month, the month and the
     * year.
     */
    private static boolean comes(String day, String month, String year, LocalDate today) {
        return IntStream.rangeClosed(today.getYear(), YEAR.most)
                .filter(number -> YEAR.includes(year, number))
                .mapToObj(Year::of)
                .flatMap(each -> IntStream.rangeClosed(1, 12)
                        .filter(number -> MONTH.includes(month, number))
                        .mapToObj(each::atMonth))
                .filter(each -> !each.isBefore(YearMonth.from(today)))
                .flatMap(each -> IntStream.rangeClosed(1, each.lengthOfMonth())
                        .filter(number -> DAY_OF_MONTH.includes(day, number))
                        .mapToObj(each::atDay))
                .anyMatch(date -> !date.isBefore(today));
    }

    /**
     * One of the six fields.
     *
     * @param names alternative names of the values, in ascending order
     * @param special special values that can only appear alone
     */
    private record Field(String name, int least, int most, List<String> names, Pattern special) {

        boolean accepts(String written) {
            return isSpecial(written)
                    || List.of(written.split(",", -1)).stream().allMatch(this::acceptsItem);
        }

        /**
         * Whether a valid field includes the value; {@code L} counts as any day, and {@code 31W}
         * as the 31st.
         */
        boolean includes(String written, int value) {
            return isSpecial(written)
                    ? !written.matches("\\d+[Ww]") || Integer.parseInt(written.replaceAll("\\D", "")) == value
                    : List.of(written.split(",")).stream().anyMatch(item -> itemIncludes(item, value));
        }

        private boolean itemIncludes(String item, int value) {
            var step = item.split("/");
            var ends = step[0].equals("*")
                    ? new String[] {String.valueOf(least), String.valueOf(most)}
                    : step[0].split("-");
            var first = Integer.parseInt(number(ends[0]));
            var isOne = ends.length == 1 && step.length == 1;
            var last = isOne ? first : ends.length == 1 ? most : Integer.parseInt(number(ends[1]));
            var every = step.length == 1 ? 1 : Integer.parseInt(step[1]);
            return first <= value && value <= last && (value - first) % every == 0;
        }

        private boolean isSpecial(String written) {
            return special.matcher(written.toUpperCase(Locale.ROOT)).matches();
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
