package savepoint.aws;

import com.pulumi.aws.AwsFunctions;
import com.pulumi.aws.inputs.GetCallerIdentityPlainArgs;
import com.pulumi.aws.inputs.GetPartitionPlainArgs;
import com.pulumi.aws.inputs.GetRegionPlainArgs;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.exceptions.RunException;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;
import savepoint.validation.Rules;

/**
 * The account, region and partition that a program deploys to. It computes the ARNs of named
 * resources, so that they are known before the resources exist, in every partition ({@code aws},
 * {@code aws-cn}, {@code aws-us-gov}, …).
 *
 * @param partition {@code aws}, {@code aws-cn}, {@code aws-us-gov}, …
 * @param region the region's code, such as {@code eu-central-1}
 * @param accountId the 12-digit account ID
 * @param dnsSuffix the domain of the partition's endpoints, such as {@code amazonaws.com}
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">Amazon Resource Names</a>
 */
public record AwsTarget(String partition, String region, String accountId, String dnsSuffix) {

    /**
     * Looks up the target of the default AWS provider, which the stack's {@code aws:} settings
     * configure. Use it for components with this provider. A component with its own provider looks
     * up its target itself, unless one is specified.
     */
    public static AwsTarget lookUp() {
        return lookUp(InvokeOptions.Empty);
    }

    /**
     * Looks up the target of an explicit provider, and waits for the answer. Values derived from
     * it are plain strings, so they can be checked before anything is registered, and a preview
     * shows them.
     *
     * @param options the options that specify the provider
     * @throws RunException if the lookup fails, for example because the credentials are invalid or
     *     belong to another account
     */
    public static AwsTarget lookUp(InvokeOptions options) {
        var partition = AwsFunctions.getPartitionPlain(GetPartitionPlainArgs.Empty, options);
        var region = AwsFunctions.getRegionPlain(GetRegionPlainArgs.Empty, options);
        var identity = AwsFunctions.getCallerIdentityPlain(GetCallerIdentityPlainArgs.Empty, options);
        return new AwsTarget(
                answer(partition).partition(),
                answer(region).name(),
                answer(identity).accountId(),
                answer(partition).dnsSuffix());
    }

    /**
     * The target of a component: the given one, or the one that its own provider returns.
     *
     * @param subject the owner of the input, as shown in the first line of a report
     * @param given the target that the component was given
     * @param component the component whose own or inherited provider is queried
     * @param options the component's options; an explicit or inherited provider must match the
     *     given target
     * @param rules the rules for a target that is looked up; a given target has already been
     *     checked
     * @throws savepoint.validation.InvalidInputException listing every mistake
     */
    public static AwsTarget of(
            String subject,
            Optional<AwsTarget> given,
            ComponentResource component,
            ComponentResourceOptions options,
            Function<AwsTarget, List<Rule>> rules) {
        if (given.isPresent() && !mayHaveAnotherProvider(options)) {
            return given.get();
        }
        var answered = lookUp(InvokeOptions.builder().parent(component).build());
        Rules.enforce(
                subject,
                new RuleList()
                        .add(isWhereTheProviderDeploysTo(given.orElse(answered), answered))
                        .add(rules.apply(answered))
                        .toList());
        return answered;
    }

    /** Whether the component may have its own provider or inherit one. */
    private static boolean mayHaveAnotherProvider(ComponentResourceOptions options) {
        return options != null
                && (options.getProvider().isPresent()
                        || !options.getProviders().isEmpty()
                        || options.getParent().isPresent());
    }

    private static Rule isWhereTheProviderDeploysTo(AwsTarget given, AwsTarget answered) {
        return new Rule(
                given.equals(answered),
                "target",
                "must match the target of the component's provider, " + answered,
                given.toString(),
                "leave it out to use the provider's target");
    }

    /** Fails with a one-sentence message instead of the SDK's stack trace. */
    private static <T> T answer(CompletableFuture<T> asked) {
        try {
            return asked.join();
        } catch (CompletionException e) {
            throw new RunException(
                    "the AWS provider could not look up its account and region: %s. Check that the credentials, aws:profile, aws:region and aws:allowedAccountIds are correct for this stack"
                            .formatted(Lookup.reason(e)),
                    e);
        }
    }

    /**
     * The name of a service in an interface endpoint.
     *
     * @param service such as {@code sqs}
     * @see <a href="https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html">AWS services that
     *     integrate with AWS PrivateLink</a>
     */
    public String vpcEndpointServiceName(String service) {
        return "%scom.amazonaws.%s.%s".formatted(partition.equals("aws-cn") ? "cn." : "", region, service);
    }

    /** The ARN of the SQS queue with this name. */
    public String queueArn(String queueName) {
        return "arn:%s:sqs:%s:%s:%s".formatted(partition, region, accountId, queueName);
    }

    /** The ARN of the SNS topic with this name. */
    public String topicArn(String topicName) {
        return "arn:%s:sns:%s:%s:%s".formatted(partition, region, accountId, topicName);
    }

    /** The ARN of the CloudWatch alarm with this name; {@code *} matches any name. */
    public String alarmArn(String alarmName) {
        return "arn:%s:cloudwatch:%s:%s:alarm:%s".formatted(partition, region, accountId, alarmName);
    }

    /** The ARN of the Lambda function with this name. */
    public String functionArn(String functionName) {
        return "arn:%s:lambda:%s:%s:function:%s".formatted(partition, region, accountId, functionName);
    }

    /** The ARN that API Gateway uses to invoke the Lambda function with this name. */
    public String invokeArn(String functionName) {
        return "arn:%s:apigateway:%s:lambda:path/2015-03-31/functions/%s/invocations"
                .formatted(partition, region, functionArn(functionName));
    }

    /** The ARN of the integration that sends messages from API Gateway to the SQS queue with this name. */
    public String apiGatewaySqsArn(String queueName) {
        return "arn:%s:apigateway:%s:sqs:path/%s/%s".formatted(partition, region, accountId, queueName);
    }

    /**
     * The ARN pattern of the Secrets Manager secret with this name, with and without the six
     * random characters that Secrets Manager adds when it creates the secret.
     */
    public String secretArns(String secretName) {
        return secretArn(secretName) + "*";
    }

    /** The ARN of the Secrets Manager secret with this name, without the six random characters. */
    public String secretArn(String secretName) {
        return "arn:%s:secretsmanager:%s:%s:secret:%s".formatted(partition, region, accountId, secretName);
    }

    /** The ARN that represents the entire account. */
    public String accountArn() {
        return "arn:%s:iam::%s:root".formatted(partition, accountId);
    }

    /** The ARN of the role with this name. */
    public String roleArn(String roleName) {
        return "arn:%s:iam::%s:role/%s".formatted(partition, accountId, roleName);
    }

    /** The ARN of the customer managed policy with this name. */
    public String policyArn(String policyName) {
        return "arn:%s:iam::%s:policy/%s".formatted(partition, accountId, policyName);
    }

    /**
     * The ARN of the identity provider for an issuer, given its address without {@code https://}.
     */
    public String identityProviderArn(String issuer) {
        return "arn:%s:iam::%s:oidc-provider/%s".formatted(partition, accountId, issuer);
    }

    /** The ARN of the AWS managed policy with this name. */
    public String managedPolicyArn(String policyName) {
        return "arn:%s:iam::aws:policy/%s".formatted(partition, policyName);
    }

    /**
     * The ARN of the S3 bucket with this name; bucket names are unique within a partition, so the
     * ARN has no region or account.
     */
    public String bucketArn(String bucketName) {
        return "arn:%s:s3:::%s".formatted(partition, bucketName);
    }

    /** The name of the log group that Lambda writes a function's log to. */
    public String lambdaLogGroupName(String functionName) {
        return "/aws/lambda/" + functionName;
    }

    /**
     * The ARN of the EventBridge Scheduler schedule with this name, in the default schedule group.
     */
    public String scheduleArn(String scheduleName) {
        return "arn:%s:scheduler:%s:%s:schedule/default/%s".formatted(partition, region, accountId, scheduleName);
    }

    /** The ARN of the EventBridge event bus with this name. */
    public String eventBusArn(String busName) {
        return "arn:%s:events:%s:%s:event-bus/%s".formatted(partition, region, accountId, busName);
    }

    /** The ARN of the EventBridge rule with this name on the account's default bus. */
    public String eventRuleArn(String ruleName) {
        return "arn:%s:events:%s:%s:rule/%s".formatted(partition, region, accountId, ruleName);
    }

    /** The ARN of the EventBridge connection with this name, without the ID that AWS adds to it. */
    public String eventConnectionArn(String connectionName) {
        return "arn:%s:events:%s:%s:connection/%s".formatted(partition, region, accountId, connectionName);
    }

    /** The ARN of the EventBridge API destination with this name, without the ID that AWS adds to it. */
    public String eventDestinationArn(String destinationName) {
        return "arn:%s:events:%s:%s:api-destination/%s".formatted(partition, region, accountId, destinationName);
    }

    /** The ARN of all REST APIs in API Gateway, as used in IAM policies. It is the prefix of the ARN of each API. */
    public String restApisArn() {
        return "arn:%s:apigateway:%s::/restapis".formatted(partition, region);
    }

    /** The ARN pattern for tagging REST APIs: {@code /tags/} followed by the URL-encoded ARN of the API. */
    public String tagsOfRestApisArn() {
        return "arn:%s:apigateway:%s::/tags/%s*"
                .formatted(partition, region, URLEncoder.encode(restApisArn() + "/", StandardCharsets.UTF_8));
    }

    /** The ARN of an API action as the target of an EventBridge Scheduler schedule. */
    public String schedulerTargetArn(String service, String apiAction) {
        return "arn:%s:scheduler:::aws-sdk:%s:%s".formatted(partition, service, apiAction);
    }

    /** The ARN of the CloudWatch dashboard with this name. Dashboards have no region. */
    public String dashboardArn(String dashboardName) {
        return "arn:%s:cloudwatch::%s:dashboard/%s".formatted(partition, accountId, dashboardName);
    }

    /** The ARN pattern for all event source mappings in the account and region. */
    public String eventSourceMappingArns() {
        return "arn:%s:lambda:%s:%s:event-source-mapping:*".formatted(partition, region, accountId);
    }

    /** The ARN of the log group with this name. */
    public String logGroupArn(String logGroupName) {
        return "arn:%s:logs:%s:%s:log-group:%s".formatted(partition, region, accountId, logGroupName);
    }

    /** The ARN pattern for all KMS keys in the account and region. */
    public String kmsKeyArns() {
        return "arn:%s:kms:%s:%s:key/*".formatted(partition, region, accountId);
    }

    /**
     * The URI of an image in the ECR registry of this account and region.
     *
     * @param repository the repository's name
     * @param tag the image's tag
     */
    public String ecrImageUri(String repository, String tag) {
        return ecrRepositoryUri(repository) + ":" + tag;
    }

    /**
     * The URI of an image in the ECR registry of this account and region, by digest.
     *
     * @param repository the repository's name
     * @param digest the image's digest, {@code sha256:…}
     */
    public String ecrImageUriByDigest(String repository, String digest) {
        return ecrRepositoryUri(repository) + "@" + digest;
    }

    /** The URI of an ECR repository of this account and region. */
    public String ecrRepositoryUri(String repository) {
        return ecrRegistry() + "/" + repository;
    }

    /** The address of the ECR registry of this account and region. */
    public String ecrRegistry() {
        return "%s.dkr.ecr.%s.%s".formatted(accountId, region, dnsSuffix);
    }

    /** The ARN of the ECR repository with this name. */
    public String repositoryArn(String repository) {
        return "arn:%s:ecr:%s:%s:repository/%s".formatted(partition, region, accountId, repository);
    }

    /**
     * The ARN of an image's ECR repository, in any account and region.
     *
     * @param imageUri {@code {account}.dkr.ecr.{region}.{dns suffix}/{repository}}, with a tag or a digest
     */
    public String ecrRepositoryArn(String imageUri) {
        var host = imageUri.substring(0, imageUri.indexOf('/')).split("\\.");
        var repository = imageUri.substring(imageUri.indexOf('/') + 1).replaceFirst("[:@].*", "");
        return "arn:%s:ecr:%s:%s:repository/%s".formatted(partition, host[3], host[0], repository);
    }
}
