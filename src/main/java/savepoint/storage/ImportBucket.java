package savepoint.storage;

import com.pulumi.aws.s3.BucketLifecycleConfigurationV2;
import com.pulumi.aws.s3.BucketLifecycleConfigurationV2Args;
import com.pulumi.aws.s3.BucketOwnershipControls;
import com.pulumi.aws.s3.BucketOwnershipControlsArgs;
import com.pulumi.aws.s3.BucketPolicy;
import com.pulumi.aws.s3.BucketPolicyArgs;
import com.pulumi.aws.s3.BucketPublicAccessBlock;
import com.pulumi.aws.s3.BucketPublicAccessBlockArgs;
import com.pulumi.aws.s3.BucketServerSideEncryptionConfigurationV2;
import com.pulumi.aws.s3.BucketServerSideEncryptionConfigurationV2Args;
import com.pulumi.aws.s3.BucketV2;
import com.pulumi.aws.s3.BucketV2Args;
import com.pulumi.aws.s3.BucketVersioningV2;
import com.pulumi.aws.s3.BucketVersioningV2Args;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleExpirationArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleFilterArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs;
import com.pulumi.aws.s3.inputs.BucketOwnershipControlsRuleArgs;
import com.pulumi.aws.s3.inputs.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs;
import com.pulumi.aws.s3.inputs.BucketServerSideEncryptionConfigurationV2RuleArgs;
import com.pulumi.aws.s3.inputs.BucketVersioningV2VersioningConfigurationArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.Map;
import savepoint.aws.AwsTarget;
import savepoint.policy.BucketPolicies;
import savepoint.validation.Outputs;
import savepoint.validation.Rules;

/**
 * A private bucket for imports: encrypted, versioned, and with lifecycle rules that delete old
 * objects.
 *
 * <pre>
 * savepoint:storage:ImportBucket                      {name}
 * ├─ aws:s3:BucketV2                                  {name}-bucket
 * ├─ aws:s3:BucketPublicAccessBlock                   {name}-bucket-public-access
 * ├─ aws:s3:BucketOwnershipControls                   {name}-bucket-ownership
 * ├─ aws:s3:BucketServerSideEncryptionConfigurationV2 {name}-bucket-encryption
 * ├─ aws:s3:BucketVersioningV2                        {name}-bucket-versioning
 * ├─ aws:s3:BucketLifecycleConfigurationV2            {name}-bucket-lifecycle   after the versioning
 * └─ aws:s3:BucketPolicy                              {name}-bucket-policy      denies plain HTTP
 * </pre>
 */
public final class ImportBucket extends ComponentResource {

    /**
     * The type token. It is part of the URN, so changing it after the first deployment requires an
     * alias.
     */
    public static final String TYPE = "savepoint:storage:ImportBucket";

    @Export(name = "bucketName", refs = String.class)
    private final Output<String> bucketName;

    @Export(name = "bucketArn", refs = String.class)
    private final Output<String> bucketArn;

    private final String name;
    private final ImportBucketArgs args;
    private final CustomResourceOptions child;

    /**
     * Registers the bucket with the defaults.
     *
     * @param name the component's name, the prefix of its children's names, and the name of the
     *     bucket, which no other bucket of any account may have
     */
    public ImportBucket(String name) {
        this(name, ImportBucketArgs.builder().bucketName(name).build(), null);
    }

    /**
     * Registers the bucket.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the bucket's arguments
     */
    public ImportBucket(String name, ImportBucketArgs args) {
        this(name, args, null);
    }

    /**
     * Registers the bucket.
     *
     * @param name the component's name, and the prefix of its children's names
     * @param args the bucket's arguments
     * @param options Pulumi's options for the component, or null; {@code protect} protects the bucket
     */
    public ImportBucket(String name, ImportBucketArgs args, ComponentResourceOptions options) {
        super(TYPE, name, Rules.requireArgs("ImportBucket", args), options);
        this.name = name + "-bucket";
        this.args = args;
        var target = args.targetOf(this, options);
        // The Java SDK does not apply a component's protection to its children.
        child = CustomResourceOptions.builder()
                .parent(this)
                .protect(options != null && options.isProtect())
                .build();

        var bucket = bucket();
        blockPublicAccess(bucket);
        disableAcls(bucket);
        var encryption = encrypt(bucket, target);
        var versioning = version(bucket);
        cleanUp(bucket, versioning);
        var policy = denyPlainHttp(bucket, target);

        bucketName = Outputs.after(bucket.bucket(), List.of(encryption.bucket(), versioning.bucket(), policy.bucket()));
        bucketArn = bucket.arn();
        registerOutputs(Map.of("bucketName", bucketName, "bucketArn", bucketArn));
    }

    private BucketV2 bucket() {
        return new BucketV2(
                name,
                BucketV2Args.builder()
                        .bucket(args.bucketName)
                        .forceDestroy(args.forceDestroy)
                        .tags(args.tags)
                        .build(),
                child);
    }

    private void blockPublicAccess(BucketV2 bucket) {
        new BucketPublicAccessBlock(
                name + "-public-access",
                BucketPublicAccessBlockArgs.builder()
                        .bucket(bucket.bucket())
                        .blockPublicAcls(true)
                        .blockPublicPolicy(true)
                        .ignorePublicAcls(true)
                        .restrictPublicBuckets(true)
                        .build(),
                child);
    }

    private void disableAcls(BucketV2 bucket) {
        new BucketOwnershipControls(
                name + "-ownership",
                BucketOwnershipControlsArgs.builder()
                        .bucket(bucket.bucket())
                        .rule(BucketOwnershipControlsRuleArgs.builder()
                                .objectOwnership("BucketOwnerEnforced")
                                .build())
                        .build(),
                child);
    }

    private BucketServerSideEncryptionConfigurationV2 encrypt(BucketV2 bucket, AwsTarget target) {
        var rule = BucketServerSideEncryptionConfigurationV2RuleArgs.builder();
        args.kmsKeyArn(target)
                .ifPresentOrElse(
                        // With a bucket key, S3 calls KMS once for many objects.
                        key -> rule.applyServerSideEncryptionByDefault(
                                        algorithm("aws:kms").kmsMasterKeyId(key).build())
                                .bucketKeyEnabled(true),
                        () -> rule.applyServerSideEncryptionByDefault(
                                algorithm("AES256").build()));
        return new BucketServerSideEncryptionConfigurationV2(
                name + "-encryption",
                BucketServerSideEncryptionConfigurationV2Args.builder()
                        .bucket(bucket.bucket())
                        .rules(rule.build())
                        .build(),
                child);
    }

    private static BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs.Builder
            algorithm(String algorithm) {
        return BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs.builder()
                .sseAlgorithm(algorithm);
    }

    private BucketVersioningV2 version(BucketV2 bucket) {
        return new BucketVersioningV2(
                name + "-versioning",
                BucketVersioningV2Args.builder()
                        .bucket(bucket.bucket())
                        .versioningConfiguration(BucketVersioningV2VersioningConfigurationArgs.builder()
                                .status("Enabled")
                                .build())
                        .build(),
                child);
    }

    private void cleanUp(BucketV2 bucket, BucketVersioningV2 versioning) {
        new BucketLifecycleConfigurationV2(
                name + "-lifecycle",
                BucketLifecycleConfigurationV2Args.builder()
                        .bucket(bucket.bucket())
                        .rules(expiration(), cleanUp())
                        .build(),
                CustomResourceOptions.merge(
                        child,
                        CustomResourceOptions.builder().dependsOn(versioning).build()));
    }

    private BucketLifecycleConfigurationV2RuleArgs expiration() {
        return rule("expire-imports", args.prefix)
                .expiration(BucketLifecycleConfigurationV2RuleExpirationArgs.builder()
                        .days(args.retentionInDays)
                        .build())
                .build();
    }

    /** Removes noncurrent versions, expired object delete markers and incomplete multipart uploads. */
    private BucketLifecycleConfigurationV2RuleArgs cleanUp() {
        return rule("clean-up", "")
                .noncurrentVersionExpiration(BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs.builder()
                        .noncurrentDays(args.noncurrentVersionRetentionInDays)
                        .build())
                .expiration(BucketLifecycleConfigurationV2RuleExpirationArgs.builder()
                        .expiredObjectDeleteMarker(true)
                        .build())
                .abortIncompleteMultipartUpload(
                        BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs.builder()
                                .daysAfterInitiation(7)
                                .build())
                .build();
    }

    private static BucketLifecycleConfigurationV2RuleArgs.Builder rule(String id, String prefix) {
        return BucketLifecycleConfigurationV2RuleArgs.builder()
                .id(id)
                .status("Enabled")
                .filter(BucketLifecycleConfigurationV2RuleFilterArgs.builder()
                        .prefix(prefix)
                        .build());
    }

    private BucketPolicy denyPlainHttp(BucketV2 bucket, AwsTarget target) {
        return new BucketPolicy(
                name + "-policy",
                BucketPolicyArgs.builder()
                        .bucket(bucket.bucket())
                        .policy(BucketPolicies.bucket(target.bucketArn(args.bucketName)))
                        .build(),
                child);
    }

    /** The bucket's name; known once the bucket is encrypted, versioned and denies plain HTTP. */
    public Output<String> bucketName() {
        return bucketName;
    }

    /** The bucket's ARN. */
    public Output<String> bucketArn() {
        return bucketArn;
    }
}
