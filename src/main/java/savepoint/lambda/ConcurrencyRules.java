package savepoint.lambda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import savepoint.validation.Rule;

/**
 * Rules for combining a function's reserved concurrency with its mapping's maximum concurrency and
 * provisioned pollers.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html">Lambda: scaling behavior for SQS
 *     event source mappings</a>
 */
final class ConcurrencyRules {

    /**
     * The number of pollers that Lambda starts with. Fewer concurrent executions cause throttling,
     * and each throttle counts as a receive.
     */
    private static final int POLLERS_AT_START = 5;

    private ConcurrencyRules() {}

    static List<Rule> ofSource(
            Optional<Integer> maximumConcurrency, Optional<Integer> minimumPollers, Optional<Integer> maximumPollers) {
        var rules = new ArrayList<Rule>();
        maximumConcurrency.ifPresent(
                maximum -> rules.add(EventSourceRules.maximumConcurrency("maximumConcurrency", maximum)));
        minimumPollers.ifPresent(minimum -> rules.add(Rule.between(
                "minimumPollers", minimum, 2, 200, "each handles up to 1 MB per second and is billed by the hour")));
        maximumPollers.ifPresent(maximum -> rules.add(Rule.between(
                "maximumPollers", maximum, 2, 2000, "each handles up to 1 MB per second and is billed by the hour")));
        rules.add(new Rule(
                minimumPollers.isPresent() == maximumPollers.isPresent(),
                minimumPollers.isPresent() ? "minimumPollers" : "maximumPollers",
                "must be set together with " + (minimumPollers.isPresent() ? "maximumPollers" : "minimumPollers"),
                String.valueOf(minimumPollers.or(() -> maximumPollers).orElse(0)),
                "set both or neither"));
        if (minimumPollers.isPresent() && maximumPollers.isPresent()) {
            rules.add(new Rule(
                    minimumPollers.get() <= maximumPollers.get(),
                    "minimumPollers",
                    "must not exceed maximumPollers",
                    "%s and %s".formatted(minimumPollers.get(), maximumPollers.get()),
                    "lower one or raise the other"));
        }
        rules.add(new Rule(
                maximumConcurrency.isEmpty() || (minimumPollers.isEmpty() && maximumPollers.isEmpty()),
                "maximumConcurrency",
                "must not be set together with provisioned pollers",
                String.valueOf(maximumConcurrency.orElse(0)),
                "AWS accepts only one of them; leave one out"));
        return rules;
    }

    static List<Rule> ofFunction(int reservedConcurrentExecutions, List<SqsEventSource> sources) {
        var rules = new ArrayList<>(List.of(
                FunctionRules.reservedConcurrentExecutions(
                        "reservedConcurrentExecutions", reservedConcurrentExecutions),
                new Rule(
                                reservedConcurrentExecutions <= 0 || reservedConcurrentExecutions >= POLLERS_AT_START,
                                "reservedConcurrentExecutions",
                                "should be at least %s for a function with an SQS trigger".formatted(POLLERS_AT_START),
                                Integer.toString(reservedConcurrentExecutions),
                                "Lambda starts with %s pollers, and each throttled batch counts as a receive"
                                        .formatted(POLLERS_AT_START))
                        .asAdvice()));
        var maxima = sources.stream()
                .flatMap(source -> source.maximumConcurrency.stream())
                .toList();
        rules.add(new Rule(
                reservedConcurrentExecutions <= 0 || sum(maxima) <= reservedConcurrentExecutions,
                "maximumConcurrency",
                "must not exceed the function's reserved concurrency of %s%s"
                        .formatted(reservedConcurrentExecutions, maxima.size() > 1 ? ", across all event sources" : ""),
                sumOf(maxima),
                "lower it, or reserve more; messages above the reservation are throttled, which counts as a receive"));
        return rules;
    }

    static int sum(List<Integer> maxima) {
        return maxima.stream().mapToInt(Integer::intValue).sum();
    }

    /** Such as {@code 10 + 2 = 12}. */
    static String sumOf(List<Integer> maxima) {
        var terms = maxima.stream().map(String::valueOf).collect(Collectors.joining(" + "));
        return maxima.size() > 1 ? "%s = %s".formatted(terms, sum(maxima)) : terms;
    }
}
