package savepoint.aws;

import com.pulumi.aws.AwsFunctions;
import com.pulumi.aws.inputs.GetCallerIdentityPlainArgs;
import com.pulumi.aws.inputs.GetPartitionPlainArgs;
import com.pulumi.aws.inputs.GetRegionPlainArgs;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.exceptions.RunException;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;
import savepoint.validation.Rules;

/**
 * Where in AWS a program deploys to, and so the ARN of everything whose name is known. An ARN computed here is known
 * before the resource exists, in every partition ({@code aws}, {@code aws-cn}, {@code aws-us-gov}, …).
 *
 * @param partition {@code aws}, {@code aws-cn}, {@code aws-us-gov}, …
 * @param region the region's code, such as {@code eu-central-1}
 * @param accountId the twelve digits of the account
 * @param dnsSuffix the domain of the partition's endpoints, such as {@code amazonaws.com}
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">Amazon Resource Names</a>
 */
public record AwsTarget(String partition, String region, String accountId, String dnsSuffix) {

    /**
     * Asks the default AWS provider, that is the {@code aws:} settings of the stack, where it deploys to. For components that
     * have this provider; one with a provider of its own looks its target up by itself, if it is given none.
     */
    public static AwsTarget lookUp() {
        return lookUp(InvokeOptions.Empty);
    }

    /**
     * Asks a provider of the program's own where it deploys to, and waits for the answer: what is made of it is plain
     * text, so that it can be checked before anything is registered, and a preview shows it.
     *
     * @param options names the provider
     * @throws RunException if the provider has no answer, as with credentials that are wrong or of another account
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
     * Where a component deploys to: as it was told, or as its own provider answers.
     *
     * @param subject whose input it is, as the head line of a report names it
     * @param given what it was told
     * @param component whose provider, or whose parent's, is asked
     * @param options the component's; a provider among them, or of a parent, must agree with what the component was told
     * @param rules what the answer has to keep; what was told has been checked
     * @throws savepoint.validation.InvalidInputException with every mistake
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

    /** Its own, or one that it inherits. */
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
                "must be where the component's provider deploys to, " + answered,
                given.toString(),
                "leave it out, and the component asks its provider");
    }

    /** One sentence where the SDK would print the stack trace of its call. */
    private static <T> T answer(CompletableFuture<T> asked) {
        try {
            return asked.join();
        } catch (CompletionException e) {
            throw new RunException(
                    "the AWS provider cannot say where it deploys to: %s. Are credentials, aws:profile, aws:region and aws:allowedAccountIds those of this stack?"
                            .formatted(reason(e)),
                    e);
        }
    }

    private static String reason(CompletionException failure) {
        var message = String.valueOf(
                failure.getCause() == null
                        ? failure.getMessage()
                        : failure.getCause().getMessage());
        return message.replaceFirst("(?s)^.* returned an error: ", "").strip().replaceFirst("[:.]$", "");
    }

    /** The ARN of the SQS queue of that name. */
    public String queueArn(String queueName) {
        return "arn:%s:sqs:%s:%s:%s".formatted(partition, region, accountId, queueName);
    }

    /** The ARN of the SNS topic of that name. */
    public String topicArn(String topicName) {
        return "arn:%s:sns:%s:%s:%s".formatted(partition, region, accountId, topicName);
    }

    /** The ARN of the CloudWatch alarm of that name; {@code *} stands for any. */
    public String alarmArn(String alarmName) {
        return "arn:%s:cloudwatch:%s:%s:alarm:%s".formatted(partition, region, accountId, alarmName);
    }

    /** The ARN of the Lambda function of that name. */
    public String functionArn(String functionName) {
        return "arn:%s:lambda:%s:%s:function:%s".formatted(partition, region, accountId, functionName);
    }

    /** The ARN that stands for the account as a whole. */
    public String accountArn() {
        return "arn:%s:iam::%s:root".formatted(partition, accountId);
    }

    /** The ARN of the role of that name. */
    public String roleArn(String roleName) {
        return "arn:%s:iam::%s:role/%s".formatted(partition, accountId, roleName);
    }

    /** The ARN of the account's own policy of that name. */
    public String policyArn(String policyName) {
        return "arn:%s:iam::%s:policy/%s".formatted(partition, accountId, policyName);
    }

    /** The ARN of the identity provider for tokens of an issuer, whose address is without {@code https://}. */
    public String identityProviderArn(String issuer) {
        return "arn:%s:iam::%s:oidc-provider/%s".formatted(partition, accountId, issuer);
    }

    /** The ARN of the policy of that name that AWS itself manages. */
    public String managedPolicyArn(String policyName) {
        return "arn:%s:iam::aws:policy/%s".formatted(partition, policyName);
    }

    /** The ARN of the S3 bucket of that name; bucket names are unique in a partition, so it has no region or account. */
    public String bucketArn(String bucketName) {
        return "arn:%s:s3:::%s".formatted(partition, bucketName);
    }

    /** The name of the log group that Lambda writes a function's log to. */
    public String lambdaLogGroupName(String functionName) {
        return "/aws/lambda/" + functionName;
    }

    /** The ARN of the EventBridge Scheduler schedule of that name, in the group that every account has. */
    public String scheduleArn(String scheduleName) {
        return "arn:%s:scheduler:%s:%s:schedule/default/%s".formatted(partition, region, accountId, scheduleName);
    }

    /** The ARN of an API action as the target of an EventBridge Scheduler schedule. */
    public String schedulerTargetArn(String service, String apiAction) {
        return "arn:%s:scheduler:::aws-sdk:%s:%s".formatted(partition, service, apiAction);
    }

    /** The ARN of the CloudWatch dashboard of that name, which belongs to no region. */
    public String dashboardArn(String dashboardName) {
        return "arn:%s:cloudwatch::%s:dashboard/%s".formatted(partition, accountId, dashboardName);
    }

    /** The ARN that stands for all event source mappings of account and region. */
    public String eventSourceMappingArns() {
        return "arn:%s:lambda:%s:%s:event-source-mapping:*".formatted(partition, region, accountId);
    }

    /** The ARN of the log group of that name. */
    public String logGroupArn(String logGroupName) {
        return "arn:%s:logs:%s:%s:log-group:%s".formatted(partition, region, accountId, logGroupName);
    }

    /** The ARN that stands for all KMS keys of account and region. */
    public String kmsKeyArns() {
        return "arn:%s:kms:%s:%s:key/*".formatted(partition, region, accountId);
    }

    /**
     * The URI of an image in this account's and region's ECR registry.
     *
     * @param repository the repository's name
     * @param tag the image's tag
     */
    public String ecrImageUri(String repository, String tag) {
        return "%s.dkr.ecr.%s.%s/%s:%s".formatted(accountId, region, dnsSuffix, repository, tag);
    }

    /** The ARN of the ECR repository of that name. */
    public String repositoryArn(String repository) {
        return "arn:%s:ecr:%s:%s:repository/%s".formatted(partition, region, accountId, repository);
    }

    /**
     * The ARN of the ECR repository that an image is in, of whatever account and region.
     *
     * @param imageUri {@code {account}.dkr.ecr.{region}.{dns suffix}/{repository}}, with a tag or a digest
     */
    public String ecrRepositoryArn(String imageUri) {
        var host = imageUri.substring(0, imageUri.indexOf('/')).split("\\.");
        var repository = imageUri.substring(imageUri.indexOf('/') + 1).replaceFirst("[:@].*", "");
        return "arn:%s:ecr:%s:%s:repository/%s".formatted(partition, host[3], host[0], repository);
    }
}
