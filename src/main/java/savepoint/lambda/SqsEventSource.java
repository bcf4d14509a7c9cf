package savepoint.lambda;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.Resource;
import com.pulumi.resources.ResourceArgs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import savepoint.aws.AwsTarget;
import savepoint.aws.KmsKeyRules;
import savepoint.aws.LambdaFunction;
import savepoint.aws.SqsQueue;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Inputs;
import savepoint.validation.Outputs;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;
import savepoint.validation.Rules;

/**
 * An SQS event source of a function: the queue, and how Lambda polls it. {@link Builder#build()}
 * validates the inputs together.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Lambda: using Lambda with Amazon SQS</a>
 */
public final class SqsEventSource extends ResourceArgs {

    private static final String SUBJECT = "SqsEventSource";

    @Import(name = "name")
    private Optional<String> name = Optional.empty();

    @Import(name = "batchSize")
    int batchSize = 10;

    @Import(name = "maximumBatchingWindowSeconds")
    int maximumBatchingWindow;

    @Import(name = "enabled")
    boolean enabled = true;

    @Import(name = "functionResponseTypes")
    List<String> functionResponseTypes = List.of();

    @Import(name = "maximumConcurrency")
    Optional<Integer> maximumConcurrency = Optional.empty();

    @Import(name = "minimumPollers")
    Optional<Integer> minimumPollers = Optional.empty();

    @Import(name = "maximumPollers")
    Optional<Integer> maximumPollers = Optional.empty();

    @Import(name = "eventCountMetrics")
    boolean eventCountMetrics;

    @Import(name = "queueKmsKeyArn")
    private Optional<Output<String>> queueKmsKeyArn = Optional.empty();

    /**
     * Not registered with the component, so that only the policy and the mapping wait for the
     * queue.
     */
    private Output<String> queueArn;

    List<Resource> dependsOn = List.of();
    List<String> warnings = List.of();

    private SqsEventSource() {}

    String name() {
        return name.orElse(LambdaFunction.EventSource.UNNAMED);
    }

    /** The prefix of the names of its resources. */
    String prefixed(String prefix) {
        return name.map(own -> prefix + "-" + own).orElse(prefix);
    }

    Output<String> queueArn(AwsTarget where) {
        return Rules.enforceWhenKnown(
                SUBJECT,
                queueArn,
                arn -> new RuleList()
                        .add(rulesOfQueue(arn))
                        .add(EventSourceRules.queueIn("queueArn", arn, where))
                        .toList());
    }

    Optional<Output<String>> queueKmsKeyArn(AwsTarget where) {
        return queueKmsKeyArn.map(key -> KmsKeyRules.enforcedIn(SUBJECT, "queueKmsKeyArn", key, where));
    }

    private List<Rule> rules() {
        return new RuleList()
                .ifPresent(name, given -> List.of(EventSourceRules.name("name", given)))
                .add(
                        EventSourceRules.batchSize("batchSize", batchSize),
                        EventSourceRules.maximumBatchingWindow("maximumBatchingWindow", maximumBatchingWindow),
                        EventSourceRules.functionResponseTypes("functionResponseTypes", functionResponseTypes),
                        EventSourceRules.enabled("enabled", enabled))
                .add(ConcurrencyRules.ofSource(maximumConcurrency, minimumPollers, maximumPollers))
                .add(
                        isFifo()
                                ? List.of()
                                : List.of(EventSourceRules.largeBatchHasWindow(
                                        "maximumBatchingWindow", batchSize, maximumBatchingWindow)))
                .ifKnown(queueArn, this::rulesOfQueue)
                .ifKnown(queueKmsKeyArn.orElse(null), arn -> KmsKeyRules.keyArn("queueKmsKeyArn", arn))
                .toList();
    }

    /** Whether the queue is known to be a FIFO queue, for which other limits apply. */
    private boolean isFifo() {
        return Optional.ofNullable(queueArn)
                .flatMap(Outputs::known)
                .filter(arn -> arn.endsWith(".fifo"))
                .isPresent();
    }

    private List<Rule> rulesOfQueue(String arn) {
        return EventSourceRules.ofQueue("queueArn", arn, batchSize, maximumBatchingWindow);
    }

    /** Rules that depend on the function's account and region. */
    List<Rule> rulesIn(AwsTarget where) {
        return new RuleList()
                .ifKnown(queueArn, arn -> EventSourceRules.queueIn("queueArn", arn, where))
                .ifKnown(queueKmsKeyArn.orElse(null), arn -> KmsKeyRules.keyIn("queueKmsKeyArn", arn, where))
                .toList();
    }

    /** Creates an empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Collects the inputs. An input that is not set has the default given in its method's
     * description. Call {@code build()} only once.
     */
    public static final class Builder extends CheckedBuilder {

        private final SqsEventSource $ = new SqsEventSource();

        private Builder() {}

        /**
         * The name of the event source. It distinguishes the event source from others of the same
         * function, and is part of the names of its policy and its mapping: 1 to 20 lowercase
         * letters, digits and hyphens. Default: none; only one event source of a function can have
         * no name.
         */
        public Builder name(String name) {
            inputs.take("name", name, given -> $.name = Optional.of(given));
            return this;
        }

        /**
         * The queue. The mapping is created after it, and nothing else waits for it. Either this
         * or {@link #queueArn} is required.
         */
        public Builder queue(SqsQueue queue) {
            inputs.take("queueArn", queue, it -> {
                $.queueArn = Output.of(it.arn());
                $.dependsOn = it.resource().stream().toList();
            });
            return this;
        }

        /** The ARN of the queue. The policy, the function and the mapping wait for it. */
        public Builder queueArn(Output<String> queueArn) {
            inputs.take("queueArn", queueArn, arn -> $.queueArn = arn);
            return this;
        }

        /** The ARN of an existing queue. */
        public Builder queueArn(String queueArn) {
            inputs.take("queueArn", queueArn, arn -> $.queueArn = Output.of(arn));
            return this;
        }

        /**
         * The maximum number of messages in one invocation: 1 to 10,000, or 1 to 10 for a FIFO
         * queue; more than 10 requires a batching window. Default: 10.
         */
        public Builder batchSize(int batchSize) {
            $.batchSize = batchSize;
            return this;
        }

        /**
         * How long Lambda gathers messages before it invokes the function: 0 to 300 seconds, or 0
         * for a FIFO queue. Default: 0.
         */
        public Builder maximumBatchingWindow(Duration maximumBatchingWindow) {
            inputs.takeSeconds(
                    "maximumBatchingWindow", maximumBatchingWindow, seconds -> $.maximumBatchingWindow = seconds);
            return this;
        }

        /**
         * Whether the mapping polls the queue. {@code false} keeps the mapping but stops polling.
         * Default: true.
         */
        public Builder enabled(boolean enabled) {
            $.enabled = enabled;
            return this;
        }

        /**
         * {@code ReportBatchItemFailures} if the function returns the messages that failed, so
         * that only they are retried. Default: none, and one failure returns the entire batch to
         * the queue.
         */
        public Builder functionResponseTypes(List<String> functionResponseTypes) {
            inputs.take(
                    "functionResponseTypes",
                    functionResponseTypes,
                    types -> $.functionResponseTypes = List.copyOf(types));
            return this;
        }

        /** The same, as varargs. */
        public Builder functionResponseTypes(String... functionResponseTypes) {
            return functionResponseTypes(Inputs.listOf(functionResponseTypes));
        }

        /**
         * The maximum number of concurrent invocations for this queue: 2 to 1,000. Cannot be
         * combined with provisioned pollers. Default: none; then the function's reserved concurrency
         * and the account's quota apply.
         */
        public Builder maximumConcurrency(int maximumConcurrency) {
            $.maximumConcurrency = Optional.of(maximumConcurrency);
            return this;
        }

        /**
         * The minimum number of provisioned pollers, instead of a maximum concurrency: 2 to 200.
         * Default: none, and Lambda scales pollers automatically.
         *
         * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html#sqs-provisioned-mode">Lambda:
         *     provisioned mode for SQS event source mappings</a>
         */
        public Builder minimumPollers(int minimumPollers) {
            $.minimumPollers = Optional.of(minimumPollers);
            return this;
        }

        /**
         * The maximum number of provisioned pollers: 2 to 2,000, and at least
         * {@link #minimumPollers}, which must also be set. Default: none.
         */
        public Builder maximumPollers(int maximumPollers) {
            $.maximumPollers = Optional.of(maximumPollers);
            return this;
        }

        /**
         * Whether Lambda counts polled, failed and deleted events in CloudWatch. These are billed
         * as custom metrics. Default: false.
         *
         * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html#event-source-mapping-metrics">Lambda:
         *     event source mapping metrics</a>
         */
        public Builder eventCountMetrics(boolean eventCountMetrics) {
            $.eventCountMetrics = eventCountMetrics;
            return this;
        }

        /**
         * The customer managed key of the queue, which the function's role needs to decrypt
         * messages. Default: none.
         */
        public Builder queueKmsKeyArn(Output<String> queueKmsKeyArn) {
            inputs.take("queueKmsKeyArn", queueKmsKeyArn, key -> $.queueKmsKeyArn = Optional.of(key));
            return this;
        }

        /** The same for an existing key. */
        public Builder queueKmsKeyArn(String queueKmsKeyArn) {
            inputs.take("queueKmsKeyArn", queueKmsKeyArn, key -> $.queueKmsKeyArn = Optional.of(Output.of(key)));
            return this;
        }

        @Override
        protected List<Rule> rulesOfInputs() {
            return $.rules();
        }

        /**
         * Validates all inputs together.
         *
         * @throws savepoint.validation.InvalidInputException listing every mistake
         */
        public SqsEventSource build() {
            $.warnings = enforce(SUBJECT, inputs.required("queueArn", "set it with queue or queueArn"));
            return $;
        }
    }
}
