package savepoint;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savepoint.config.StackConfig;
import savepoint.config.StackState;
import savepoint.validation.Rule;

/**
 * Queues that the stack has, and that its settings no longer call for: after a switch between
 * standard and FIFO, or without the bulk lane. Deleting a queue deletes its messages, and the
 * engine cannot tell how many there are, so a setting has to say what becomes of them
 * ({@code docs/decisions/retired-queues.md}).
 */
final class RetiredQueues {

    /** The output that lists the URLs of the queues that are worked off. */
    static final String OUTPUT = "retiredQueueUrls";

    private static final String SETTING = "retiredQueues";
    private static final String DRAIN = "drain";
    private static final String DELETE = "delete";

    private RetiredQueues() {}

    /** The queues that stay until they are empty. */
    static Set<LaneKind> toDrain(StackConfig config, Environment environment, StackState state, Set<LaneKind> wanted) {
        var retired = Arrays.stream(LaneKind.values())
                .filter(kind -> !wanted.contains(kind))
                .filter(kind -> names(state).contains(environment.queueName(kind)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(LaneKind.class)));
        var setting = config.optionalText(SETTING)
                .must((field, given) -> List.of(Rule.oneOf(
                        field, given, List.of(DRAIN, DELETE), "leave it empty unless the stack has such queues")));
        var answer = setting.value().orElse("");
        if (retired.isEmpty()) {
            config.must(List.of(isNotNeeded(answer)));
        } else if (config.optionalText(SETTING).value().isEmpty()) {
            config.must(List.of(
                    mustBeDecided(retired.stream().map(environment::queueName).collect(Collectors.joining(" and ")))));
        }
        return answer.equals(DRAIN) ? retired : Set.of();
    }

    /** The names of the queues that feed the function, according to the last deployment. */
    private static Set<String> names(StackState state) {
        return Stream.of(
                        state.textOutput("steamImportQueueUrl").stream(),
                        state.textOutput("bulkQueueUrl").stream(),
                        state.listOutput(OUTPUT).stream().map(String::valueOf))
                .flatMap(urls -> urls)
                .map(url -> url.substring(url.lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
    }

    private static Rule mustBeDecided(String names) {
        return new Rule(
                false,
                SETTING,
                "must say what becomes of %s, which the other settings no longer call for: deleting a queue deletes its messages"
                        .formatted(names),
                "nothing",
                "'pulumi config set %s %s' keeps it until it is empty; 'pulumi config set %s %s' deletes it then: docs/lanes.md#without-losing-messages"
                        .formatted(SETTING, DRAIN, SETTING, DELETE));
    }

    /** Else it would be the answer to a question that nobody has asked yet. */
    private static Rule isNotNeeded(String answer) {
        return new Rule(
                        answer.isEmpty(),
                        SETTING,
                        "should not be set: the stack has no queue that the other settings do not call for",
                        "'" + answer + "'",
                        "'pulumi config rm %s', so that the next change is asked about".formatted(SETTING))
                .asAdvice();
    }
}
