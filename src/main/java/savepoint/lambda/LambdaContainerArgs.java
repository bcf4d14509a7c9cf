package savepoint.lambda;

import com.pulumi.aws.lambda.inputs.FunctionVpcConfigArgs;
import com.pulumi.core.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import savepoint.aws.AwsTarget;
import savepoint.aws.ImageRules;
import savepoint.aws.KmsKeyRules;
import savepoint.validation.Input;
import savepoint.validation.Outputs;
import savepoint.validation.Rule;
import savepoint.validation.Rules;

/** What a {@link LambdaContainer} is built from; immutable, and checked as a whole by {@link Builder#build()}. */
public final class LambdaContainerArgs {

    private static final String SUBJECT = "LambdaContainerArgs";

    final AwsTarget target;
    final String functionName;
    final String logGroupName;
    final Output<String> imageUri;
    final String description;
    final int memorySize;
    final Duration timeout;
    final Optional<Output<Map<String, String>>> environmentVariables;
    final List<Output<String>> s3BucketArns;
    final List<Output<String>> secretArns;
    final Optional<Output<String>> kmsKeyArn;
    final List<Output<String>> s3KmsKeyArns;
    final List<Output<String>> secretsKmsKeyArns;
    final Optional<FunctionVpcConfigArgs> vpcConfig;
    final int reservedConcurrentExecutions;
    final int logRetentionInDays;
    final List<String> architectures;
    final Map<String, String> tags;
    final Optional<SqsEventSource> sqsEventSource;
    final Optional<Output<String>> queueArn;
    final Optional<Output<String>> queueKmsKeyArn;

    private final List<String> warnings;

    private LambdaContainerArgs(Builder builder) {
        target = builder.target;
        functionName = builder.functionName;
        logGroupName = target.lambdaLogGroupName(functionName);
        description = builder.description;
        memorySize = builder.memorySize;
        timeout = builder.timeout;
        s3BucketArns = whenKnown(builder.s3BucketArns, arn -> BucketRules.arnIn("s3BucketArns", arn, target));
        secretArns = whenKnown(builder.secretArns, arn -> SecretRules.arnIn("secretArns", arn, target));
        s3KmsKeyArns =
                whenKnown(builder.s3KmsKeyArns, arn -> KmsKeyRules.keyArnInPartition("s3KmsKeyArns", arn, target));
        secretsKmsKeyArns = whenKnown(
                builder.secretsKmsKeyArns, arn -> KmsKeyRules.keyArnInPartition("secretsKmsKeyArns", arn, target));
        vpcConfig = builder.vpcConfig;
        reservedConcurrentExecutions = builder.reservedConcurrentExecutions;
        logRetentionInDays = builder.logRetentionInDays;
        architectures = List.copyOf(builder.architectures);
        tags = Map.copyOf(builder.tags);

        var rules = rules(builder);
        Rules.enforce(SUBJECT, rules);
        warnings = Rules.warnings(rules);
        imageUri = builder.imageUri.enforcing(SUBJECT, this::imageRules);
        queueArn = builder.sqsEventSource.map(source -> source.queue.enforcing(SUBJECT, this::queueRules));
        kmsKeyArn = builder.kmsKeyArn.map(key -> key.enforcing(SUBJECT, this::keyRules));
        environmentVariables = environment(builder.environmentVariables);
        queueKmsKeyArn = builder.sqsEventSource
                .flatMap(source -> source.key)
                .map(key -> key.enforcing(SUBJECT, this::queueKeyRules));
        sqsEventSource = builder.sqsEventSource;
    }

    private List<Rule> rules(Builder builder) {
        var rules = new ArrayList<>(List.of(
                FunctionRules.functionName("functionName", functionName),
                FunctionRules.description("description", description),
                FunctionRules.memorySize("memorySize", memorySize),
                FunctionRules.timeout("timeout", timeout),
                FunctionRules.logRetentionInDays("logRetentionInDays", logRetentionInDays),
                FunctionRules.architectures("architectures", architectures)));
        rules.addAll(ConcurrencyRules.ofFunction(
                reservedConcurrentExecutions, builder.sqsEventSource.flatMap(source -> source.maximumConcurrency)));
        rules.addAll(builder.imageUri.rulesIfKnown(this::imageRules));
        builder.sqsEventSource.ifPresent(source -> rules.addAll(source.queue.rulesIfKnown(this::queueRules)));
        builder.sqsEventSource
                .flatMap(source -> source.key)
                .ifPresent(key -> rules.addAll(key.rulesIfKnown(this::queueKeyRules)));
        builder.kmsKeyArn.ifPresent(key -> rules.addAll(key.rulesIfKnown(this::keyRules)));
        rules.addAll(EnvironmentRules.names("environmentVariable", builder.environmentVariables.keySet()));
        return rules;
    }

    private static List<Output<String>> whenKnown(List<Output<String>> arns, Function<String, List<Rule>> rules) {
        return arns.stream()
                .map(arn -> Rules.enforceWhenKnown(SUBJECT, arn, rules))
                .toList();
    }

    private List<Rule> imageRules(String uri) {
        return ImageRules.uriIn("imageUri", uri, target);
    }

    private List<Rule> queueRules(String queueArn) {
        return EventSourceRules.queueIn("queueArn", queueArn, target);
    }

    private List<Rule> queueKeyRules(String arn) {
        return KmsKeyRules.keyArnIn("sqsEventSource.kmsKeyArn", arn, target);
    }

    private List<Rule> keyRules(String arn) {
        return KmsKeyRules.keyArnIn("kmsKeyArn", arn, target);
    }

    private static Optional<Output<Map<String, String>>> environment(Map<String, Output<String>> variables) {
        if (variables.isEmpty()) {
            return Optional.empty();
        }
        var names = List.copyOf(variables.keySet());
        var values = names.stream().map(variables::get).toList();
        var environment = Outputs.applyAll(
                values,
                known -> IntStream.range(0, names.size()).boxed().collect(Collectors.toMap(names::get, known::get)));
        return Optional.of(Rules.enforceWhenKnown(
                SUBJECT, environment, known -> List.of(EnvironmentRules.size("environmentVariable", known))));
    }

    /** What is allowed but unwise; the component shows it in every preview and update. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Starts with what has no default.
     *
     * @param target where the function is created
     * @param functionName the function's name: 1 to 59 letters, digits, hyphens and underscores
     * @param imageUri the container image, in an ECR registry of the function's region; it must exist
     */
    public static Builder builder(AwsTarget target, String functionName, String imageUri) {
        return new Builder(target, functionName, Input.of(imageUri));
    }

    /** The same for an image that the program builds or looks up. */
    public static Builder builder(AwsTarget target, String functionName, Output<String> imageUri) {
        return new Builder(target, functionName, Input.of(imageUri));
    }

    /** Collects the inputs; those left out have the default that their method names. */
    public static final class Builder {

        private final AwsTarget target;
        private final String functionName;
        private final Input imageUri;
        private String description = "";
        private int memorySize = 512;
        private Duration timeout = Duration.ofMinutes(5);
        private final Map<String, Output<String>> environmentVariables = new LinkedHashMap<>();
        private List<Output<String>> s3BucketArns = List.of();
        private List<Output<String>> secretArns = List.of();
        private Optional<Input> kmsKeyArn = Optional.empty();
        private List<Output<String>> s3KmsKeyArns = List.of();
        private List<Output<String>> secretsKmsKeyArns = List.of();
        private Optional<FunctionVpcConfigArgs> vpcConfig = Optional.empty();
        private int reservedConcurrentExecutions = -1;
        private int logRetentionInDays = 14;
        private List<String> architectures = List.of("x86_64");
        private Map<String, String> tags = Map.of();
        private Optional<SqsEventSource> sqsEventSource = Optional.empty();

        private Builder(AwsTarget target, String functionName, Input imageUri) {
            this.target = Objects.requireNonNull(target, "target");
            this.functionName = Objects.requireNonNull(functionName, "functionName");
            this.imageUri = imageUri;
        }

        /** What the function is for, as the console shows it, in 256 characters at most. Default: empty. */
        public Builder description(String description) {
            this.description = description;
            return this;
        }

        /** Memory in MB, and with it the share of CPU: 128 to 10,240. Default: 512. */
        public Builder memorySize(int memorySize) {
            this.memorySize = memorySize;
            return this;
        }

        /** How long one invocation may take: 1 to 900 seconds. Default: 300 seconds. */
        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /**
         * Adds an environment variable, of whose name Lambda must not make use itself; all names and values together may
         * have 4,096 bytes. Default: none, and the function gets no environment block.
         */
        public Builder environmentVariable(String name, String value) {
            return environmentVariable(name, Output.of(value));
        }

        /** Adds an environment variable whose value another resource produces. */
        public Builder environmentVariable(String name, Output<String> value) {
            environmentVariables.put(name, value);
            return this;
        }

        /** Buckets that the function may list, read, write and delete in. Default: none, and no S3 policy. */
        public Builder s3BucketArns(List<Output<String>> s3BucketArns) {
            this.s3BucketArns = s3BucketArns;
            return this;
        }

        /** Secrets whose values the function may read. Default: none, and no secrets policy. */
        public Builder secretArns(List<Output<String>> secretArns) {
            this.secretArns = secretArns;
            return this;
        }

        /**
         * The customer managed key that the environment variables, Lambda's copy of the image and the log group are encrypted
         * with, in the function's region. Its key policy must let CloudWatch Logs use it: docs/encryption.md. Default: none, and
         * keys that AWS manages.
         */
        public Builder kmsKeyArn(String kmsKeyArn) {
            this.kmsKeyArn = Optional.of(Input.of(kmsKeyArn));
            return this;
        }

        /** The same for a key that the program creates. */
        public Builder kmsKeyArn(Output<String> kmsKeyArn) {
            this.kmsKeyArn = Optional.of(Input.of(kmsKeyArn));
            return this;
        }

        /** The customer managed keys of the buckets, which the function must encrypt and decrypt with. Default: none. */
        public Builder s3KmsKeyArns(List<Output<String>> s3KmsKeyArns) {
            this.s3KmsKeyArns = s3KmsKeyArns;
            return this;
        }

        /** The customer managed keys of the secrets, which the function must decrypt with. Default: none. */
        public Builder secretsKmsKeyArns(List<Output<String>> secretsKmsKeyArns) {
            this.secretsKmsKeyArns = secretsKmsKeyArns;
            return this;
        }

        /** Subnets and security groups, for a function that must reach into a VPC. Default: no VPC. */
        public Builder vpcConfig(FunctionVpcConfigArgs vpcConfig) {
            this.vpcConfig = Optional.of(vpcConfig);
            return this;
        }

        /**
         * How many concurrent executions are set aside for this function and are its limit; 0 stops it. Default: -1, no
         * reservation.
         */
        public Builder reservedConcurrentExecutions(int reservedConcurrentExecutions) {
            this.reservedConcurrentExecutions = reservedConcurrentExecutions;
            return this;
        }

        /** How many days CloudWatch Logs keeps the function's log: one of the numbers it knows. Default: 14. */
        public Builder logRetentionInDays(int logRetentionInDays) {
            this.logRetentionInDays = logRetentionInDays;
            return this;
        }

        /** The one architecture of the image: {@code x86_64} or {@code arm64}. Default: {@code x86_64}. */
        public Builder architectures(String... architectures) {
            this.architectures = List.of(architectures);
            return this;
        }

        /** Tags on the role, the log group, the function and the mapping. Default: none. */
        public Builder tags(Map<String, String> tags) {
            this.tags = tags;
            return this;
        }

        /**
         * The queue that feeds the function. Default: none, and neither the SQS policy nor the mapping exists.
         */
        public Builder sqsEventSource(SqsEventSource sqsEventSource) {
            this.sqsEventSource = Optional.of(sqsEventSource);
            return this;
        }

        /**
         * Checks all inputs together.
         *
         * @throws savepoint.validation.InvalidInputException with every mistake
         */
        public LambdaContainerArgs build() {
            return new LambdaContainerArgs(this);
        }
    }
}
