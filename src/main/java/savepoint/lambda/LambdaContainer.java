package savepoint.lambda;

import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.aws.lambda.EventSourceMapping;
import com.pulumi.aws.lambda.Function;
import com.pulumi.aws.lambda.FunctionArgs;
import com.pulumi.aws.lambda.inputs.FunctionEnvironmentArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.aws.LambdaFunction;
import savepoint.validation.Advice;
import savepoint.validation.Rules;

/**
 * A Lambda function that is deployed as a container image, with its role, its log group and an
 * event source mapping for each of its queues.
 *
 * <pre>
 * savepoint:lambda:LambdaContainer     {name}
 * ├─ aws:iam:Role                      {name}-role
 * ├─ aws:iam:RolePolicy                {name}-logs-access
 * ├─ aws:iam:RolePolicy                {name}-vpc-access      with a VPC
 * ├─ aws:iam:RolePolicy                {name}-s3-access       with buckets
 * ├─ aws:iam:RolePolicy                {name}-secrets-access  with secrets
 * ├─ aws:iam:RolePolicy                {name}-sqs-access      for each event source; with its name after {name}
 * ├─ aws:iam:RolePolicy                {name}-kms-access      with a key of function, queue, buckets or secrets
 * ├─ aws:cloudwatch:LogGroup           {name}-logs
 * ├─ aws:lambda:Function               {name}-function        after all of the above, once the image exists
 * └─ aws:lambda:EventSourceMapping     {name}-event-source    for each event source, after its queue too
 * </pre>
 */
public final class LambdaContainer extends ComponentResource {

    /**
     * The type token. It is part of the URN, so changing it after the first deployment requires an
     * alias.
     */
    public static final String TYPE = "savepoint:lambda:LambdaContainer";

    @Export(name = "functionName", refs = String.class)
    private final Output<String> functionName;

    @Export(name = "functionArn", refs = String.class)
    private final Output<String> functionArn;

    @Export(name = "invokeArn", refs = String.class)
    private final Output<String> invokeArn;

    @Export(name = "qualifiedArn", refs = String.class)
    private final Output<String> qualifiedArn;

    @Export(name = "roleArn", refs = String.class)
    private final Output<String> roleArn;

    @Export(name = "roleName", refs = String.class)
    private final Output<String> roleName;

    @Export(name = "logGroupName", refs = String.class)
    private final Output<String> logGroupName;

    @Export(name = "logGroupArn", refs = String.class)
    private final Output<String> logGroupArn;

    @Export(
            name = "eventSourceMappingUuid",
            refs = {Optional.class, String.class},
            tree = "[0,1]")
    private final Output<Optional<String>> eventSourceMappingUuid;

    @Export(
            name = "eventSourceMappingState",
            refs = {Optional.class, String.class},
            tree = "[0,1]")
    private final Output<Optional<String>> eventSourceMappingState;

    private final String name;
    private final LambdaContainerArgs args;
    private final AwsTarget target;
    private final Output<String> imageUri;
    private final List<QueueMapping> mappings;
    private final LambdaFunction function;

    /**
     * Registers the function and the resources that it needs.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the function's arguments
     */
    public LambdaContainer(String name, LambdaContainerArgs args) {
        this(name, args, null);
    }

    /**
     * Registers the function and the resources that it needs.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the function's arguments
     * @param options Pulumi's options for the component, or null
     */
    public LambdaContainer(String name, LambdaContainerArgs args, ComponentResourceOptions options) {
        super(TYPE, name, Rules.requireArgs("LambdaContainer", args), options);
        Advice.show(args.warnings(), this);
        this.name = name;
        this.args = args;
        target = args.targetOf(this, options);
        imageUri = args.imageUri(target);

        var role = new ExecutionRole(name, args, target, this);
        var logGroup = logGroup();
        var deployed = args.imageExists ? Optional.of(function(role, logGroup)) : Optional.<Function>empty();
        mappings = deployed.stream()
                .flatMap(function -> args.sqsEventSources().stream().map(source -> mapping(source, function, role)))
                .toList();

        var arn = target.functionArn(args.functionName);
        functionName = deployed.map(Function::name).orElse(Output.of(args.functionName));
        functionArn = deployed.map(Function::arn).orElse(Output.of(arn));
        invokeArn = deployed.map(Function::invokeArn).orElse(Output.of(target.invokeArn(args.functionName)));
        qualifiedArn = deployed.map(Function::qualifiedArn).orElse(Output.of(arn + ":$LATEST"));
        roleArn = role.arn();
        roleName = role.name();
        logGroupName = logGroup.name();
        logGroupArn = logGroup.arn();
        var first = mappings.stream().findFirst().map(QueueMapping::resource);
        eventSourceMappingUuid = optional(first.map(EventSourceMapping::uuid));
        eventSourceMappingState = optional(first.map(EventSourceMapping::state));
        function = new LambdaFunction(
                args.functionName, arn, imageUri, args.timeout, eventSources().toList());
        registerOutputs(Map.of(
                "functionName", functionName,
                "functionArn", functionArn,
                "invokeArn", invokeArn,
                "qualifiedArn", qualifiedArn,
                "roleArn", roleArn,
                "roleName", roleName,
                "logGroupName", logGroupName,
                "logGroupArn", logGroupArn,
                "eventSourceMappingUuid", eventSourceMappingUuid,
                "eventSourceMappingState", eventSourceMappingState));
    }

    /**
     * If the function ran before the log group existed, Lambda would create a log group that keeps
     * logs indefinitely.
     */
    private LogGroup logGroup() {
        var logGroup = LogGroupArgs.builder()
                .name(target.lambdaLogGroupName(args.functionName))
                .retentionInDays(args.logRetentionInDays)
                .tags(args.tags);
        args.kmsKeyArn(target).ifPresent(logGroup::kmsKeyId);
        return new LogGroup(
                name + "-logs",
                logGroup.build(),
                CustomResourceOptions.builder().parent(this).build());
    }

    private Function function(ExecutionRole role, LogGroup logGroup) {
        var function = FunctionArgs.builder()
                .name(args.functionName)
                .description(args.description)
                .packageType("Image")
                .imageUri(imageUri)
                .architectures(args.architectures)
                .role(role.arn())
                .memorySize(args.memorySize)
                .timeout(args.timeout)
                .reservedConcurrentExecutions(args.reservedConcurrentExecutions)
                .tags(args.tags);
        args.vpcConfig().ifPresent(function::vpcConfig);
        args.kmsKeyArn(target).ifPresent(function::kmsKeyArn);
        args.environmentVariables()
                .ifPresent(variables -> function.environment(
                        FunctionEnvironmentArgs.builder().variables(variables).build()));
        return new Function(
                name + "-function",
                function.build(),
                CustomResourceOptions.builder()
                        .parent(this)
                        .dependsOn(Stream.concat(role.policies().stream(), Stream.of(logGroup))
                                .toArray(Resource[]::new))
                        .build());
    }

    private QueueMapping mapping(SqsEventSource source, Function function, ExecutionRole role) {
        return new QueueMapping(name, source, function, role, target, args.tags, this);
    }

    private Stream<LambdaFunction.EventSource> eventSources() {
        return mappings.isEmpty()
                ? args.sqsEventSources().stream().map(LambdaContainer::notMappedYet)
                : mappings.stream().map(QueueMapping::eventSource);
    }

    /** Before the mapping exists, it has neither an identifier nor metrics. */
    private static LambdaFunction.EventSource notMappedYet(SqsEventSource source) {
        return new LambdaFunction.EventSource(source.name(), Output.of(""), source.enabled, false);
    }

    /**
     * With {@code up --target}, a mapping that is neither targeted nor deployed yet has no
     * identifier.
     */
    private static Output<Optional<String>> optional(Optional<Output<String>> output) {
        return output.map(value -> value.applyValue(Optional::ofNullable)).orElse(Output.of(Optional.empty()));
    }

    /** The function by name, for components that monitor and operate it without waiting for it. */
    public LambdaFunction function() {
        return function;
    }

    /** The function's name. */
    public Output<String> functionName() {
        return functionName;
    }

    /** The function's ARN, without a version. */
    public Output<String> functionArn() {
        return functionArn;
    }

    /** The ARN that API Gateway uses to invoke the function. */
    public Output<String> invokeArn() {
        return invokeArn;
    }

    /** The function's ARN with its version. */
    public Output<String> qualifiedArn() {
        return qualifiedArn;
    }

    /** The ARN of the execution role. */
    public Output<String> roleArn() {
        return roleArn;
    }

    /** The name of the execution role, for attaching additional policies. */
    public Output<String> roleName() {
        return roleName;
    }

    /** The name of the log group. */
    public Output<String> logGroupName() {
        return logGroupName;
    }

    /** The ARN of the log group. */
    public Output<String> logGroupArn() {
        return logGroupArn;
    }

    /**
     * The identifier of the first event source's mapping, which is the dimension of its CloudWatch
     * metrics; empty without an event source.
     */
    public Output<Optional<String>> eventSourceMappingUuid() {
        return eventSourceMappingUuid;
    }

    /** The identifier of another event source's mapping, by the event source's name; empty if there is none. */
    public Output<Optional<String>> eventSourceMappingUuid(String eventSource) {
        return optional(mappings.stream()
                .filter(mapping -> mapping.name().equals(eventSource))
                .findFirst()
                .map(mapping -> mapping.resource().uuid()));
    }

    /**
     * The state of the first event source's mapping at the last deployment, such as
     * {@code Enabled}; empty without an event source.
     */
    public Output<Optional<String>> eventSourceMappingState() {
        return eventSourceMappingState;
    }
}
