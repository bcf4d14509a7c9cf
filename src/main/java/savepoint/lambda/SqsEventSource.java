package savepoint.lambda;

import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savepoint.validation.Input;
import savepoint.validation.Rule;
import savepoint.validation.Rules;

/**
 * The queue that feeds a function, and how Lambda takes messages off it; immutable, and checked as a whole by
 * {@link Builder#build()}.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Lambda: using Lambda with Amazon SQS</a>
 */
public final class SqsEventSource {

    private static final String SUBJECT = "SqsEventSource";

    final Input queue;
    final Output<String> queueArn;
    final List<Resource> dependsOn;
    final int batchSize;
    final Duration maximumBatchingWindow;
    final boolean enabled;
    final List<String> functionResponseTypes;
    final Optional<Integer> maximumConcurrency;
    final Optional<Integer> minimumPollers;
    final Optional<Integer> maximumPollers;
    final boolean eventCountMetrics;
    final Optional<Input> key;

    private SqsEventSource(Builder builder) {
        dependsOn = List.copyOf(builder.dependsOn);
        batchSize = builder.batchSize;
        maximumBatchingWindow = builder.maximumBatchingWindow;
        enabled = builder.enabled;
        functionResponseTypes = List.copyOf(builder.functionResponseTypes);
        maximumConcurrency = builder.maximumConcurrency;
        minimumPollers = builder.minimumPollers;
        maximumPollers = builder.maximumPollers;
        eventCountMetrics = builder.eventCountMetrics;
        Rules.enforce(SUBJECT, rules(builder));
        queueArn = builder.queueArn.enforcing(SUBJECT, this::queueRules);
        queue = builder.queueArn;
        key = builder.kmsKeyArn;
    }

    private List<Rule> rules(Builder builder) {
        var rules = new ArrayList<>(List.of(
                EventSourceRules.batchSize("batchSize", batchSize),
                EventSourceRules.maximumBatchingWindow("maximumBatchingWindow", maximumBatchingWindow),
                EventSourceRules.largeBatchHasWindow("maximumBatchingWindow", batchSize, maximumBatchingWindow),
                EventSourceRules.functionResponseTypes("functionResponseTypes", functionResponseTypes)));
        rules.addAll(ConcurrencyRules.ofSource(maximumConcurrency, minimumPollers, maximumPollers));
        rules.addAll(builder.queueArn.rulesIfKnown(this::queueRules));
        return rules;
    }

    private List<Rule> queueRules(String arn) {
        return EventSourceRules.ofQueue("queueArn", arn, batchSize, maximumBatchingWindow);
    }

    /**
     * Starts with what has no default.
     *
     * @param queueArn the queue
     */
    public static Builder builder(Output<String> queueArn) {
        return new Builder(Input.of(queueArn));
    }

    /**
     * Starts with the ARN of a queue that exists, or that {@link Builder#dependsOn} names.
     *
     * @param queueArn the queue
     */
    public static Builder builder(String queueArn) {
        return new Builder(Input.of(queueArn));
    }

    /** Collects the inputs; those left out have the default that their method names. */
    public static final class Builder {

        private final Input queueArn;
        private List<Resource> dependsOn = List.of();
        private int batchSize = 10;
        private Duration maximumBatchingWindow = Duration.ZERO;
        private boolean enabled = true;
        private List<String> functionResponseTypes = List.of();
        private Optional<Integer> maximumConcurrency = Optional.empty();
        private Optional<Integer> minimumPollers = Optional.empty();
        private Optional<Integer> maximumPollers = Optional.empty();
        private boolean eventCountMetrics;
        private Optional<Input> kmsKeyArn = Optional.empty();

        private Builder(Input queueArn) {
            this.queueArn = queueArn;
        }

        /**
         * What must exist before the mapping is created, and for which neither the policy nor the function waits.
         * Default: nothing.
         */
        public Builder dependsOn(Resource... dependsOn) {
            this.dependsOn = List.of(dependsOn);
            return this;
        }

        /** The most messages in one invocation: 1 to 10,000, above 10 only with a batching window. Default: 10. */
        public Builder batchSize(int batchSize) {
            this.batchSize = batchSize;
            return this;
        }

        /** How long Lambda gathers messages before it invokes: 0 to 300 seconds. Default: 0, start at once. */
        public Builder maximumBatchingWindow(Duration maximumBatchingWindow) {
            this.maximumBatchingWindow = maximumBatchingWindow;
            return this;
        }

        /** Whether the mapping polls the queue. {@code false} keeps it and stops the polling. Default: true. */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /**
         * {@code ReportBatchItemFailures} if the function answers with the messages that failed, so that only they come
         * back. Default: none, and one failure returns the whole batch.
         */
        public Builder functionResponseTypes(String... functionResponseTypes) {
            this.functionResponseTypes = List.of(functionResponseTypes);
            return this;
        }

        /**
         * Pollers that are always there, in place of a maximum concurrency: 2 to 200 at least and 2 to 2,000 at most.
         * Default: none, and Lambda scales pollers by itself.
         */
        public Builder provisionedPollers(int minimumPollers, int maximumPollers) {
            this.minimumPollers = Optional.of(minimumPollers);
            this.maximumPollers = Optional.of(maximumPollers);
            return this;
        }

        /**
         * Whether Lambda counts polled, failed and deleted events in CloudWatch, at the price of custom metrics. Default:
         * false.
         *
         * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html#event-source-mapping-metrics">Lambda:
         *     event source mapping metrics</a>
         */
        public Builder eventCountMetrics(boolean eventCountMetrics) {
            this.eventCountMetrics = eventCountMetrics;
            return this;
        }

        /** The customer managed key of the queue, which the function's role must decrypt with. Default: none. */
        public Builder kmsKeyArn(String kmsKeyArn) {
            this.kmsKeyArn = Optional.of(Input.of(kmsKeyArn));
            return this;
        }

        /** The same for a key that the program creates. */
        public Builder kmsKeyArn(Output<String> kmsKeyArn) {
            this.kmsKeyArn = Optional.of(Input.of(kmsKeyArn));
            return this;
        }

        /** The most concurrent invocations for this queue: 2 to 1,000. Default: no limit but the account's. */
        public Builder maximumConcurrency(int maximumConcurrency) {
            this.maximumConcurrency = Optional.of(maximumConcurrency);
            return this;
        }

        /**
         * Checks all inputs together.
         *
         * @throws savepoint.validation.InvalidInputException with every mistake
         */
        public SqsEventSource build() {
            return new SqsEventSource(this);
        }
    }
}
