package savepoint.policy;

import java.util.List;

/** The policy of a bucket. The document depends only on ARNs. */
public final class BucketPolicies {

    private BucketPolicies() {}

    /**
     * Denies plain HTTP. It grants no access, so only identities in the bucket's own account can
     * use it, if their own policies allow it.
     *
     * @param bucketArn the bucket that the policy is attached to
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html">Security best practices
     *     for Amazon S3</a>
     */
    public static String bucket(String bucketArn) {
        return Json.policy(Statement.deny("DenyInsecureTransport")
                .anyPrincipal()
                .actions("s3:*")
                .resources(List.of(bucketArn, bucketArn + "/*"))
                .condition("Bool", "aws:SecureTransport", "false"));
    }
}
