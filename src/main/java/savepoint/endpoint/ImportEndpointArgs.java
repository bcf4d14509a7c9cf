package savepoint.endpoint;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.List;
import java.util.Optional;
import savepoint.aws.AwsTarget;
import savepoint.aws.KmsKeyRules;
import savepoint.aws.LogRules;
import savepoint.aws.NameRules;
import savepoint.aws.SqsQueue;
import savepoint.policy.KmsKey;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Outputs;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;

/** The arguments of an {@link ImportEndpoint}. {@link Builder#build()} validates them together. */
public final class ImportEndpointArgs extends ResourceArgs {

    private static final String SUBJECT = "ImportEndpointArgs";

    @Import(name = "baseName")
    private String baseName;

    @Import(name = "authorization")
    private String authorization;

    @Import(name = "requestsPerSecond")
    int requestsPerSecond = EndpointRules.REQUESTS_PER_SECOND;

    @Import(name = "burst")
    int burst = EndpointRules.BURST;

    @Import(name = "accessLog")
    boolean accessLog;

    @Import(name = "logRetentionInDays")
    int logRetentionInDays = 14;

    @Import(name = "kmsKeyArn")
    private Optional<Output<String>> kmsKeyArn = Optional.empty();

    SqsQueue queue;

    private Optional<AwsTarget> target = Optional.empty();

    private ImportEndpointArgs() {}

    /** The name of the API, and the prefix of related names. */
    String apiName() {
        return baseName + "-enqueue";
    }

    /** The user pool whose users may call the endpoint; empty if IAM identities may. */
    Optional<String> userPoolArn() {
        return authorization.equals(EndpointRules.IAM) ? Optional.empty() : Optional.of(authorization);
    }

    /** The fields of the body. A user pool's token identifies the user, so the body must not. */
    List<String> fields() {
        return userPoolArn().isPresent() ? List.of("steamId") : List.of("steamId", "userId");
    }

    String requestTemplate() {
        return queue.isFifo() ? RequestTemplate.ofFifo(fields()) : RequestTemplate.of(fields());
    }

    AwsTarget targetOf(ComponentResource component, ComponentResourceOptions options) {
        return AwsTarget.of(SUBJECT, target, component, options, this::rulesIn);
    }

    Optional<Output<String>> kmsKeyArn(AwsTarget where) {
        return kmsKeyArn.map(key -> KmsKeyRules.enforcedIn(SUBJECT, "kmsKeyArn", key, where));
    }

    /** The same key, in the form that policies use. */
    Output<Optional<KmsKey>> key(AwsTarget where) {
        return kmsKeyArn(where)
                .map(key -> Outputs.apply(key, arn -> Optional.of(new KmsKey(arn, where.dnsSuffix()))))
                .orElse(Output.of(Optional.empty()));
    }

    private List<Rule> rules() {
        return new RuleList()
                .ifGiven(baseName, name -> List.of(NameRules.prefix("baseName", name, "-enqueue", "the role has")))
                .ifGiven(authorization, given -> List.of(EndpointRules.authorization("authorization", given)))
                .add(
                        EndpointRules.requestsPerSecond("requestsPerSecond", requestsPerSecond),
                        EndpointRules.burst("burst", burst),
                        LogRules.retention("logRetentionInDays", logRetentionInDays))
                .ifKnown(kmsKeyArn.orElse(null), arn -> KmsKeyRules.keyArn("kmsKeyArn", arn))
                .toList();
    }

    /** Rules that depend on the account and the region. */
    private List<Rule> rulesIn(AwsTarget where) {
        return new RuleList()
                .ifGiven(authorization, given -> List.of(EndpointRules.authorizationIn("authorization", given, where)))
                .ifGiven(queue, it -> it.isIn("queue", where))
                .ifKnown(kmsKeyArn.orElse(null), arn -> KmsKeyRules.keyIn("kmsKeyArn", arn, where))
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

        private final ImportEndpointArgs $ = new ImportEndpointArgs();

        private Builder() {}

        /**
         * The prefix of all names, such as {@code savepoint-dev-steam-import}: 1 to 56 letters,
         * digits, hyphens and underscores. Required.
         */
        public Builder baseName(String baseName) {
            inputs.take("baseName", baseName, name -> $.baseName = name);
            return this;
        }

        /**
         * Where the endpoint is created. Default: the account and region of the component's
         * provider, which requires three AWS API calls.
         */
        public Builder target(AwsTarget target) {
            inputs.take("target", target, where -> $.target = Optional.of(where));
            return this;
        }

        /** The queue that requests are sent to, standard or FIFO. It does not have to exist yet. Required. */
        public Builder queue(SqsQueue queue) {
            inputs.take("queue", queue, it -> $.queue = it);
            return this;
        }

        /**
         * Who may call the endpoint: {@code IAM}, or the ARN of a Cognito user pool. With
         * {@code IAM}, identities in this account that are allowed {@code execute-api:Invoke} may
         * call it, and the request body specifies the user. With a user pool, its users may call it
         * with an ID token, whose subject is the user. Required.
         */
        public Builder authorization(String authorization) {
            inputs.take("authorization", authorization, who -> $.authorization = who);
            return this;
        }

        /** The rate limit in requests per second, on average: 1 to 10,000. Default: 10. */
        public Builder requestsPerSecond(int requestsPerSecond) {
            $.requestsPerSecond = requestsPerSecond;
            return this;
        }

        /** The burst limit in requests: 1 to 5,000. Default: 20. */
        public Builder burst(int burst) {
            $.burst = burst;
            return this;
        }

        /**
         * Whether each request is logged, without its body. API Gateway then requires a CloudWatch
         * Logs role in its account settings for the region, which this component does not change.
         * Default: false.
         *
         * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html">API Gateway: set up
         *     logging</a>
         */
        public Builder accessLog(boolean accessLog) {
            $.accessLog = accessLog;
            return this;
        }

        /** How long the access log is kept, in days: one of the values that CloudWatch Logs supports. Default: 14. */
        public Builder logRetentionInDays(int logRetentionInDays) {
            $.logRetentionInDays = logRetentionInDays;
            return this;
        }

        /** The customer managed key of the queue and the access log. Default: none. */
        public Builder kmsKeyArn(Output<String> kmsKeyArn) {
            inputs.take("kmsKeyArn", kmsKeyArn, key -> $.kmsKeyArn = Optional.of(key));
            return this;
        }

        /** The same for an existing key. */
        public Builder kmsKeyArn(String kmsKeyArn) {
            inputs.take("kmsKeyArn", kmsKeyArn, key -> $.kmsKeyArn = Optional.of(Output.of(key)));
            return this;
        }

        @Override
        protected List<Rule> rulesOfInputs() {
            return new RuleList().add($.rules()).ifPresent($.target, $::rulesIn).toList();
        }

        /**
         * Validates all inputs together.
         *
         * @throws savepoint.validation.InvalidInputException listing every mistake
         */
        public ImportEndpointArgs build() {
            enforce(
                    SUBJECT,
                    inputs.required("baseName", "such as savepoint-dev-steam-import"),
                    inputs.required("queue", "such as SteamImportQueue.queue()"),
                    inputs.required("authorization", "IAM, or the ARN of a Cognito user pool"));
            return $;
        }
    }
}
