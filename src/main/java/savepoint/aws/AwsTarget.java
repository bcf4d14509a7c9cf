package savepoint.aws;

import com.pulumi.aws.AwsFunctions;
import com.pulumi.aws.inputs.GetCallerIdentityArgs;
import com.pulumi.aws.inputs.GetPartitionArgs;
import com.pulumi.aws.inputs.GetRegionArgs;
import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;

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

    /** Asks the default AWS provider, that is the {@code aws:} settings of the stack, where it deploys to. */
    public static Output<AwsTarget> lookUp() {
        return lookUp(InvokeOptions.Empty);
    }

    /**
     * Asks a provider of the program's own where it deploys to.
     *
     * @param options names the provider
     */
    public static Output<AwsTarget> lookUp(InvokeOptions options) {
        return Output.tuple(
                        AwsFunctions.getPartition(GetPartitionArgs.Empty, options),
                        AwsFunctions.getRegion(GetRegionArgs.Empty, options),
                        AwsFunctions.getCallerIdentity(GetCallerIdentityArgs.Empty, options))
                .applyValue(found -> new AwsTarget(
                        found.t1.partition(), found.t2.name(), found.t3.accountId(), found.t1.dnsSuffix()));
    }

    /** The ARN of the SQS queue of that name. */
    public String queueArn(String queueName) {
        return "arn:%s:sqs:%s:%s:%s".formatted(partition, region, accountId, queueName);
    }

    /** The ARN of the S3 bucket of that name; bucket names are unique in a partition, so it has no region or account. */
    public String bucketArn(String bucketName) {
        return "arn:%s:s3:::%s".formatted(partition, bucketName);
    }

    /**
     * The ARN of a policy that AWS itself keeps.
     *
     * @param path its path and name, such as {@code service-role/AWSLambdaBasicExecutionRole}
     */
    public String awsManagedPolicyArn(String path) {
        return "arn:%s:iam::aws:policy/%s".formatted(partition, path);
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
}
