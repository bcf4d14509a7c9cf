package savepoint.lambda;

import com.pulumi.aws.lambda.inputs.FunctionVpcConfigArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.aws.BucketRules;
import savepoint.aws.EventBus;
import savepoint.aws.KmsKeyRules;
import savepoint.aws.LogRules;
import savepoint.aws.VpcRules;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Inputs;
import savepoint.validation.Outputs;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;
import savepoint.validation.Rules;

/**
 * The arguments of a {@link LambdaContainer}. {@link Builder#build()} validates them together.
 * Durations must be whole seconds.
 */
public final class LambdaContainerArgs extends ResourceArgs {

    private static final String SUBJECT = "LambdaContainerArgs";

    @Import(name = "functionName")
    String functionName;

    @Import(name = "imageUri")
    private Output<String> imageUri;

    @Import(name = "description")
    String description = "";

    @Import(name = "memorySize")
    int memorySize = 512;

    @Import(name = "timeoutSeconds")
    int timeout = 300;

    @Import(name = "environmentVariables")
    private final Map<String, Output<String>> environmentVariables = new LinkedHashMap<>();

    @Import(name = "s3BucketArns")
    private Optional<Output<List<String>>> s3BucketArns = Optional.empty();

    @Import(name = "secretArns")
    private Optional<Output<List<String>>> secretArns = Optional.empty();

    @Import(name = "additionalSecretArns")
    private Optional<List<Output<String>>> additionalSecretArns = Optional.empty();

    @Import(name = "kmsKeyArn")
    private Optional<Output<String>> kmsKeyArn = Optional.empty();

    @Import(name = "s3KmsKeyArns")
    private Optional<Output<List<String>>> s3KmsKeyArns = Optional.empty();

    @Import(name = "secretsKmsKeyArns")
    private Optional<Output<List<String>>> secretsKmsKeyArns = Optional.empty();

    @Import(name = "vpcConfig")
    private Optional<FunctionVpcConfigArgs> vpcConfig = Optional.empty();

    @Import(name = "reservedConcurrentExecutions")
    int reservedConcurrentExecutions = -1;

    @Import(name = "logRetentionInDays")
    int logRetentionInDays = 14;

    @Import(name = "architectures")
    List<String> architectures = List.of("x86_64");

    @Import(name = "tags")
    Map<String, String> tags = Map.of();

    @Import(name = "sqsEventSource")
    private Optional<SqsEventSource> sqsEventSource = Optional.empty();

    @Import(name = "furtherSqsEventSources")
    private Optional<List<SqsEventSource>> furtherSqsEventSources = Optional.empty();

    /** Not registered with the component: the function's policy shows them. */
    Optional<EventBus> eventBus = Optional.empty();

    String eventSource;

    /** Not registered with the component, so that it does not change when the first image is pushed. */
    boolean imageExists = true;

    private Optional<AwsTarget> target = Optional.empty();
    private List<String> warnings = List.of();

    private LambdaContainerArgs() {}

    AwsTarget targetOf(ComponentResource component, ComponentResourceOptions options) {
        return AwsTarget.of(SUBJECT, target, component, options, this::rulesIn);
    }

    Output<String> imageUri(AwsTarget where) {
        return Rules.enforceWhenKnown(
                SUBJECT,
                imageUri,
                uri -> new RuleList()
                        .add(ImageRules.uri("imageUri", uri, imageExists))
                        .add(ImageRules.uriIn("imageUri", uri, where))
                        .toList());
    }

    Optional<Output<Map<String, String>>> environmentVariables() {
        if (environmentVariables.isEmpty()) {
            return Optional.empty();
        }
        var names = List.copyOf(environmentVariables.keySet());
        var variables = Outputs.applyAll(
                List.copyOf(environmentVariables.values()),
                values -> IntStream.range(0, names.size()).boxed().collect(Collectors.toMap(names::get, values::get)));
        return Optional.of(Rules.enforceWhenKnown(SUBJECT, variables, LambdaContainerArgs::environmentFits));
    }

    private static List<Rule> environmentFits(Map<String, String> variables) {
        return List.of(EnvironmentRules.size("environmentVariable", variables));
    }

    Optional<FunctionVpcConfigArgs> vpcConfig() {
        return vpcConfig.map(vpc -> FunctionVpcConfigArgs.builder(vpc)
                .subnetIds(Rules.enforceWhenKnown(SUBJECT, vpc.subnetIds(), LambdaContainerArgs::areSubnets))
                .securityGroupIds(
                        Rules.enforceWhenKnown(SUBJECT, vpc.securityGroupIds(), LambdaContainerArgs::areSecurityGroups))
                .build());
    }

    ArnInput buckets() {
        return new ArnInput(SUBJECT, "s3BucketArns", s3BucketArns, BucketRules::arn);
    }

    ArnInput secrets() {
        var all = additionalSecretArns
                .map(more -> Outputs.apply(
                        secretArns.orElse(Output.of(List.of())),
                        Outputs.applyAll(more, arns -> arns),
                        (some, others) ->
                                Stream.concat(some.stream(), others.stream()).toList()))
                .or(() -> secretArns);
        return new ArnInput(SUBJECT, "secretArns", all, SecretArnRules::arn);
    }

    ArnInput bucketKeys() {
        return new ArnInput(SUBJECT, "s3KmsKeyArns", s3KmsKeyArns, KmsKeyRules::keyArn);
    }

    ArnInput secretKeys() {
        return new ArnInput(SUBJECT, "secretsKmsKeyArns", secretsKmsKeyArns, KmsKeyRules::keyArn);
    }

    List<SqsEventSource> sqsEventSources() {
        return Stream.concat(
                        sqsEventSource.stream(), furtherSqsEventSources.stream().flatMap(List::stream))
                .toList();
    }

    private void feedBy(SqsEventSource source) {
        if (sqsEventSource.isEmpty()) {
            sqsEventSource = Optional.of(source);
        } else {
            furtherSqsEventSources =
                    Optional.of(Stream.concat(furtherSqsEventSources.stream().flatMap(List::stream), Stream.of(source))
                            .toList());
        }
    }

    private Stream<ArnInput> arns() {
        return Stream.of(buckets(), secrets(), bucketKeys(), secretKeys());
    }

    Optional<Output<String>> kmsKeyArn(AwsTarget where) {
        return kmsKeyArn.map(key -> KmsKeyRules.enforcedIn(SUBJECT, "kmsKeyArn", key, where));
    }

    private List<Rule> rules() {
        return new RuleList()
                .ifGiven(functionName, name -> List.of(FunctionRules.functionName("functionName", name)))
                .add(
                        FunctionRules.description("description", description),
                        FunctionRules.memorySize("memorySize", memorySize),
                        FunctionRules.timeout("timeout", timeout),
                        LogRules.retention("logRetentionInDays", logRetentionInDays),
                        FunctionRules.architectures("architectures", architectures))
                .add(ConcurrencyRules.ofFunction(reservedConcurrentExecutions, sqsEventSources()))
                .add(Rule.distinct(
                        "sqsEventSource",
                        sqsEventSources().stream().map(SqsEventSource::name).toList(),
                        "must have a different name from the function's other event sources"))
                .ifKnown(imageUri, uri -> ImageRules.uri("imageUri", uri, imageExists))
                .ifKnown(kmsKeyArn.orElse(null), arn -> KmsKeyRules.keyArn("kmsKeyArn", arn))
                .add(arns().flatMap(input -> input.rules().stream()).toList())
                .ifPresent(vpcConfig, LambdaContainerArgs::isVpcConfig)
                .ifGiven(
                        eventSource,
                        source -> Rule.noneBlank("eventBus", List.of(source), "name the source of the events"))
                .add(EnvironmentRules.names("environmentVariable", environmentVariables.keySet()))
                .ifKnown(environmentVariables().orElse(null), LambdaContainerArgs::environmentFits)
                .toList();
    }

    private static List<Rule> isVpcConfig(FunctionVpcConfigArgs vpc) {
        return new RuleList()
                .ifKnown(vpc.subnetIds(), LambdaContainerArgs::areSubnets)
                .ifKnown(vpc.securityGroupIds(), LambdaContainerArgs::areSecurityGroups)
                .toList();
    }

    private static List<Rule> areSubnets(List<String> ids) {
        return VpcRules.subnetsOfFunction("vpcConfig", ids);
    }

    private static List<Rule> areSecurityGroups(List<String> ids) {
        return VpcRules.securityGroupsOfFunction("vpcConfig", ids);
    }

    /** Rules that depend on the account and the region. */
    private List<Rule> rulesIn(AwsTarget where) {
        return new RuleList()
                .ifKnown(imageUri, uri -> ImageRules.uriIn("imageUri", uri, where))
                .ifKnown(kmsKeyArn.orElse(null), arn -> KmsKeyRules.keyIn("kmsKeyArn", arn, where))
                .add(arns().flatMap(input -> input.rulesIn(where).stream()).toList())
                .add(sqsEventSources().stream()
                        .flatMap(source -> source.rulesIn(where).stream())
                        .toList())
                .ifPresent(eventBus, bus -> bus.isIn("eventBus", where))
                .toList();
    }

    /**
     * Warnings about inputs that are allowed but not recommended. The component shows them in
     * every preview and update.
     */
    public List<String> warnings() {
        return warnings;
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

        private final LambdaContainerArgs $ = new LambdaContainerArgs();

        private Builder() {}

        /** The function's name: 1 to 59 letters, digits, hyphens and underscores. Required. */
        public Builder functionName(String functionName) {
            inputs.take("functionName", functionName, name -> $.functionName = name);
            return this;
        }

        /**
         * The URI of the container image, with a tag or a digest, in an ECR registry in the
         * function's region. Required.
         */
        public Builder imageUri(Output<String> imageUri) {
            inputs.take("imageUri", imageUri, uri -> $.imageUri = uri);
            return this;
        }

        /** The same for an existing image. */
        public Builder imageUri(String imageUri) {
            inputs.take("imageUri", imageUri, uri -> $.imageUri = Output.of(uri));
            return this;
        }

        /**
         * Whether the image has been pushed. If it is {@code false}, everything except the function
         * and its mappings is created. Default: true.
         */
        public Builder imageExists(boolean imageExists) {
            $.imageExists = imageExists;
            return this;
        }

        /**
         * Where the function is created. Default: the account and region of the component's
         * provider, which requires three AWS API calls.
         */
        public Builder target(AwsTarget target) {
            inputs.take("target", target, where -> $.target = Optional.of(where));
            return this;
        }

        /** The description of the function, at most 256 characters. Default: empty. */
        public Builder description(String description) {
            inputs.take("description", description, text -> $.description = text);
            return this;
        }

        /** Memory in MB, which also determines the share of CPU: 128 to 10,240. Default: 512. */
        public Builder memorySize(int memorySize) {
            $.memorySize = memorySize;
            return this;
        }

        /** How long one invocation may take: 1 to 900 seconds. Default: 300 seconds. */
        public Builder timeout(Duration timeout) {
            inputs.takeSeconds("timeout", timeout, seconds -> $.timeout = seconds);
            return this;
        }

        /**
         * Adds an environment variable. Its name has at least two letters, digits and underscores,
         * starts with a letter, and is not one of those that Lambda reserves. Names and values are
         * limited to 4,096 bytes in total. Default: none, and the function gets no environment block.
         *
         * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Lambda: environment
         *     variables</a>
         */
        public Builder environmentVariable(String name, Output<String> value) {
            inputs.take(
                    "environmentVariable",
                    name,
                    given -> inputs.take(
                            "environmentVariable", value, output -> $.environmentVariables.put(given, output)));
            return this;
        }

        /** The same for a known value. */
        public Builder environmentVariable(String name, String value) {
            return environmentVariable(name, value == null ? null : Output.of(value));
        }

        /**
         * Buckets in which the function may list, read, write and delete objects. Default: none,
         * and no S3 policy.
         */
        public Builder s3BucketArns(Output<List<String>> s3BucketArns) {
            inputs.take("s3BucketArns", s3BucketArns, arns -> $.s3BucketArns = Optional.of(arns));
            return this;
        }

        /** The same for existing buckets. */
        public Builder s3BucketArns(List<String> s3BucketArns) {
            inputs.take("s3BucketArns", s3BucketArns, arns -> $.s3BucketArns = unlessEmpty(arns));
            return this;
        }

        /** The same, as varargs. */
        public Builder s3BucketArns(String... s3BucketArns) {
            return s3BucketArns(Inputs.listOf(s3BucketArns));
        }

        /**
         * The full ARNs, with the six random characters at their end, of secrets whose values the
         * function may read. Default: none, and no secrets policy.
         */
        public Builder secretArns(Output<List<String>> secretArns) {
            inputs.take("secretArns", secretArns, arns -> $.secretArns = Optional.of(arns));
            return this;
        }

        /** The same for existing secrets. */
        public Builder secretArns(List<String> secretArns) {
            inputs.take("secretArns", secretArns, arns -> $.secretArns = unlessEmpty(arns));
            return this;
        }

        /** The same, as varargs. */
        public Builder secretArns(String... secretArns) {
            return secretArns(Inputs.listOf(secretArns));
        }

        /** Adds a secret to those of {@code secretArns}. */
        public Builder additionalSecretArn(Output<String> secretArn) {
            inputs.take(
                    "secretArns",
                    secretArn,
                    arn -> $.additionalSecretArns = Optional.of(
                            Stream.concat($.additionalSecretArns.stream().flatMap(List::stream), Stream.of(arn))
                                    .toList()));
            return this;
        }

        /** The same for an existing secret. */
        public Builder additionalSecretArn(String secretArn) {
            return additionalSecretArn(secretArn == null ? null : Output.of(secretArn));
        }

        /**
         * The EventBridge bus that the function may send events to, and the only source that its
         * events may have. Default: none.
         */
        public Builder eventBus(EventBus bus, String source) {
            inputs.take("eventBus", bus, it -> $.eventBus = Optional.of(it));
            inputs.take("eventBus", source, it -> $.eventSource = it);
            return this;
        }

        /**
         * The customer managed key, in the function's region, that encrypts the environment
         * variables, Lambda's copy of the image and the log group. Its key policy must let
         * CloudWatch Logs use it; see docs/encryption.md. Default: none, and AWS uses its own
         * keys.
         */
        public Builder kmsKeyArn(Output<String> kmsKeyArn) {
            inputs.take("kmsKeyArn", kmsKeyArn, key -> $.kmsKeyArn = Optional.of(key));
            return this;
        }

        /** The same for an existing key. */
        public Builder kmsKeyArn(String kmsKeyArn) {
            inputs.take("kmsKeyArn", kmsKeyArn, key -> $.kmsKeyArn = Optional.of(Output.of(key)));
            return this;
        }

        /**
         * The customer managed keys of the buckets, which the function needs to encrypt and
         * decrypt objects. Default: none.
         */
        public Builder s3KmsKeyArns(Output<List<String>> s3KmsKeyArns) {
            inputs.take("s3KmsKeyArns", s3KmsKeyArns, arns -> $.s3KmsKeyArns = Optional.of(arns));
            return this;
        }

        /** The same for existing keys. */
        public Builder s3KmsKeyArns(List<String> s3KmsKeyArns) {
            inputs.take("s3KmsKeyArns", s3KmsKeyArns, arns -> $.s3KmsKeyArns = unlessEmpty(arns));
            return this;
        }

        /** The same, as varargs. */
        public Builder s3KmsKeyArns(String... s3KmsKeyArns) {
            return s3KmsKeyArns(Inputs.listOf(s3KmsKeyArns));
        }

        /**
         * The customer managed keys of the secrets, which the function needs to decrypt them.
         * Default: none.
         */
        public Builder secretsKmsKeyArns(Output<List<String>> secretsKmsKeyArns) {
            inputs.take("secretsKmsKeyArns", secretsKmsKeyArns, arns -> $.secretsKmsKeyArns = Optional.of(arns));
            return this;
        }

        /** The same for existing keys. */
        public Builder secretsKmsKeyArns(List<String> secretsKmsKeyArns) {
            inputs.take("secretsKmsKeyArns", secretsKmsKeyArns, arns -> $.secretsKmsKeyArns = unlessEmpty(arns));
            return this;
        }

        /** The same, as varargs. */
        public Builder secretsKmsKeyArns(String... secretsKmsKeyArns) {
            return secretsKmsKeyArns(Inputs.listOf(secretsKmsKeyArns));
        }

        private static Optional<Output<List<String>>> unlessEmpty(List<String> arns) {
            return arns.isEmpty() ? Optional.empty() : Optional.of(Output.of(List.copyOf(arns)));
        }

        /**
         * The VPC configuration: at most 16 subnets and 5 security groups. The function can then
         * reach the internet only through a NAT gateway. Default: no VPC.
         *
         * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html">Lambda: internet access
         *     for VPC-connected functions</a>
         */
        public Builder vpcConfig(FunctionVpcConfigArgs vpcConfig) {
            inputs.take("vpcConfig", vpcConfig, vpc -> $.vpcConfig = Optional.of(vpc));
            return this;
        }

        /**
         * The number of concurrent executions reserved for this function, which is also its limit:
         * at least the sum of its event sources' maximum concurrency. Fewer than 5 cause a warning,
         * because Lambda starts with 5 pollers; 0 stops the function. Default: -1, no reservation.
         *
         * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html">Lambda: reserved
         *     concurrency</a>
         */
        public Builder reservedConcurrentExecutions(int reservedConcurrentExecutions) {
            $.reservedConcurrentExecutions = reservedConcurrentExecutions;
            return this;
        }

        /**
         * How many days CloudWatch Logs keeps the function's log: one of the values that it
         * supports. Default: 14.
         */
        public Builder logRetentionInDays(int logRetentionInDays) {
            $.logRetentionInDays = logRetentionInDays;
            return this;
        }

        /**
         * The image's only architecture: {@code x86_64} or {@code arm64}. Default: {@code x86_64}.
         */
        public Builder architectures(List<String> architectures) {
            inputs.take("architectures", architectures, names -> $.architectures = List.copyOf(names));
            return this;
        }

        /** The same, as varargs. */
        public Builder architectures(String... architectures) {
            return architectures(Inputs.listOf(architectures));
        }

        /** Tags on the role, the log group, the function and the mapping. Default: none. */
        public Builder tags(Map<String, String> tags) {
            inputs.take("tags", tags, all -> $.tags = Map.copyOf(all));
            return this;
        }

        /**
         * Adds an SQS event source, with its own policy and mapping. All event sources except one
         * must have a {@link SqsEventSource.Builder#name}. Default: none.
         */
        public Builder sqsEventSource(SqsEventSource sqsEventSource) {
            inputs.take("sqsEventSource", sqsEventSource, $::feedBy);
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
        public LambdaContainerArgs build() {
            var warnings = enforce(
                    SUBJECT,
                    inputs.required("functionName", "such as savepoint-dev-steam-import"),
                    inputs.required(
                            "imageUri", "such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com/repository@sha256:…"));
            $.warnings = Stream.concat(
                            $.sqsEventSources().stream().flatMap(source -> source.warnings.stream()), warnings.stream())
                    .distinct()
                    .toList();
            return $;
        }
    }
}
