package savepoint;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savepoint.config.StackConfig;
import savepoint.config.StackState;
import savepoint.validation.Rule;

/**
 * Queues that the stack has but that its settings no longer require, after a switch between
 * standard and FIFO or after the bulk lane was turned off. Deleting a queue deletes its messages,
 * and the engine does not know how many there are, so a setting must specify what to do with them
 * ({@code docs/decisions/retired-queues.md}).
 */
final class RetiredQueues {

    /** The output that lists the URLs of the queues that are being drained. */
    static final String OUTPUT = "retiredQueueUrls";

    private static final String SETTING = "retiredQueues";
    private static final String DRAIN = "drain";
    private static final String DELETE = "delete";

    private RetiredQueues() {}

    /** Whether retired queues are kept until they are empty. */
    static boolean areDrained(StackConfig config) {
        return config.optionalText(SETTING).value().equals(Optional.of(DRAIN));
    }

    /** The retired queues to keep until they are empty. */
    static Set<LaneKind> toDrain(StackConfig config, Environment environment, StackState state, Set<LaneKind> wanted) {
        var drained = kindsOf(state.listOutput(OUTPUT), environment);
        var retired = kindsOf(
                Stream.of(state.textOutput("steamImportQueueUrl"), state.textOutput("bulkQueueUrl"))
                        .flatMap(Optional::stream)
                        .toList(),
                environment);
        retired.addAll(drained);

        var setting = config.optionalText(SETTING)
                .must((field, given) -> List.of(Rule.oneOf(
                        field, given, List.of(DRAIN, DELETE), "leave it empty unless the stack has retired queues")));
        var answer = setting.value().orElse("");
        if (!answer.isEmpty()) {
            // A failed deployment may have created queues that the outputs do not list.
            retired.addAll(kindsIn(state));
        }
        retired.removeAll(wanted);
        if (retired.isEmpty()) {
            config.must(List.of(isNotNeeded(answer)));
        } else if (config.optionalText(SETTING).value().equals(setting.value())) {
            config.must(List.of(isAnswer(answer, drained.containsAll(retired), names(retired, environment))));
        }
        return answer.equals(DRAIN) ? retired : Set.of();
    }

    /** The kinds of the queues at these URLs. */
    private static Set<LaneKind> kindsOf(List<?> urls, Environment environment) {
        var names = urls.stream()
                .map(String::valueOf)
                .map(url -> url.substring(url.lastIndexOf('/') + 1))
                .toList();
        return Arrays.stream(LaneKind.values())
                .filter(kind -> names.contains(environment.queueName(kind)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(LaneKind.class)));
    }

    private static List<LaneKind> kindsIn(StackState state) {
        return Arrays.stream(LaneKind.values())
                .filter(kind -> state.has("aws:sqs/queue:Queue", kind.componentName(App.NAME) + "-queue"))
                .toList();
    }

    private static String names(Set<LaneKind> kinds, Environment environment) {
        return kinds.stream().map(environment::queueName).collect(Collectors.joining(" and "));
    }

    /**
     * Only a queue that has been drained can be deleted, so that a leftover value of the setting
     * does not delete the next retired queue.
     */
    private static Rule isAnswer(String answer, boolean wereDrained, String names) {
        return new Rule(
                answer.equals(DRAIN) || answer.equals(DELETE) && wereDrained,
                SETTING,
                "must specify what to do with %s, which the other settings no longer require: deleting a queue deletes its messages"
                        .formatted(names),
                answer.isEmpty() ? "nothing" : "'" + answer + "'",
                "'pulumi config set %s %s' keeps it until it is empty; in a later deployment, '%s' deletes it; see docs/lanes.md#without-losing-messages"
                        .formatted(SETTING, DRAIN, DELETE));
    }

    /** A leftover value would silently apply to the next change. */
    private static Rule isNotNeeded(String answer) {
        return new Rule(
                        answer.isEmpty(),
                        SETTING,
                        "should not be set: the stack has no retired queues",
                        "'" + answer + "'",
                        "run 'pulumi config rm %s', so that the next change requires a new decision".formatted(SETTING))
                .asAdvice();
    }
}
