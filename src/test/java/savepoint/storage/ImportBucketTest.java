package savepoint.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static savepoint.testing.Sentences.assertRefused;

import com.pulumi.resources.ComponentResourceOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import savepoint.policy.BucketPolicies;
import savepoint.testing.Plan;
import savepoint.testing.Registration;

/** The bucket for imports. */
class ImportBucketTest {

    private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";

    private static ImportBucketArgs.Builder args() {
        return ImportBucketArgs.builder().bucketName("imports-of-test");
    }

    private static Plan plan(ImportBucketArgs.Builder args) {
        return Plan.of(context -> new ImportBucket("b", args.build())).succeeded();
    }

    private static Map<String, Object> inputs(Plan plan, String type, String name) {
        return plan.resource("aws:s3/" + type, name).inputs();
    }

    @Nested
    class Defaults {

        private final Plan plan = plan(args());

        @Test
        void blockPublicAccess() {
            assertEquals(
                    Map.of(
                            "bucket",
                            "imports-of-test",
                            "blockPublicAcls",
                            true,
                            "blockPublicPolicy",
                            true,
                            "ignorePublicAcls",
                            true,
                            "restrictPublicBuckets",
                            true),
                    inputs(plan, "bucketPublicAccessBlock:BucketPublicAccessBlock", "b-bucket-public-access"));
            assertEquals(
                    Map.of("objectOwnership", "BucketOwnerEnforced"),
                    inputs(plan, "bucketOwnershipControls:BucketOwnershipControls", "b-bucket-ownership")
                            .get("rule"));
        }

        @Test
        void encryptWithS3ManagedKeys() {
            assertEquals(
                    List.of(Map.of("applyServerSideEncryptionByDefault", Map.of("sseAlgorithm", "AES256"))),
                    encryption(plan));
        }

        @Test
        void denyPlainHttp() {
            assertEquals(
                    BucketPolicies.bucket("arn:aws:s3:::imports-of-test"),
                    inputs(plan, "bucketPolicy:BucketPolicy", "b-bucket-policy").get("policy"));
        }

        @Test
        void keepVersionsAndCleanUp() {
            assertEquals(
                    Map.of("status", "Enabled"),
                    inputs(plan, "bucketVersioningV2:BucketVersioningV2", "b-bucket-versioning")
                            .get("versioningConfiguration"));
            assertEquals(
                    List.of(
                            Map.of(
                                    "id",
                                    "expire-imports",
                                    "status",
                                    "Enabled",
                                    "filter",
                                    Map.of("prefix", "imports/"),
                                    "expiration",
                                    Map.of("days", 30)),
                            Map.of(
                                    "id",
                                    "clean-up",
                                    "status",
                                    "Enabled",
                                    "filter",
                                    Map.of("prefix", ""),
                                    "noncurrentVersionExpiration",
                                    Map.of("noncurrentDays", 7),
                                    "expiration",
                                    Map.of("expiredObjectDeleteMarker", true),
                                    "abortIncompleteMultipartUpload",
                                    Map.of("daysAfterInitiation", 7))),
                    lifecycle(plan).inputs().get("rules"));
            assertEquals(
                    Set.of("b-bucket", "b-bucket-versioning"), lifecycle(plan).dependsOn());
        }

        @Test
        void keepObjectsWhenTheBucketIsDeleted() {
            assertEquals(false, inputs(plan, "bucketV2:BucketV2", "b-bucket").get("forceDestroy"));
        }

        @Test
        void exportNameAndArn() {
            assertEquals(
                    Map.of("bucketName", "imports-of-test", "bucketArn", "arn:aws:s3:::imports-of-test"),
                    plan.outputsOf(ImportBucket.TYPE));
        }
    }

    @Test
    void supportsRetentionKeyAndPrefix() {
        var plan = plan(args().retentionInDays(90)
                .noncurrentVersionRetentionInDays(1)
                .prefix("csv/")
                .kmsKeyArn(KEY)
                .forceDestroy(true));

        var rules = (List<?>) lifecycle(plan).inputs().get("rules");
        assertEquals(Map.of("days", 90), ((Map<?, ?>) rules.get(0)).get("expiration"));
        assertEquals(Map.of("prefix", "csv/"), ((Map<?, ?>) rules.get(0)).get("filter"));
        assertEquals(Map.of("noncurrentDays", 1), ((Map<?, ?>) rules.get(1)).get("noncurrentVersionExpiration"));
        assertEquals(
                List.of(Map.of(
                        "applyServerSideEncryptionByDefault",
                        Map.of("sseAlgorithm", "aws:kms", "kmsMasterKeyId", KEY),
                        "bucketKeyEnabled",
                        true)),
                encryption(plan));
        assertEquals(true, inputs(plan, "bucketV2:BucketV2", "b-bucket").get("forceDestroy"));
    }

    @Test
    void protectsAllResources() {
        var plan = Plan.of(context -> new ImportBucket(
                        "b",
                        args().build(),
                        ComponentResourceOptions.builder().protect(true).build()))
                .succeeded();

        assertEquals(
                List.of(),
                plan.resources().stream()
                        .filter(resource -> !resource.protect())
                        .toList());
    }

    @Test
    void rejectsWhatS3DoesNotSupport() {
        args().retentionInDays(1).noncurrentVersionRetentionInDays(36_500).build();
        assertRefused(
                () -> ImportBucketArgs.builder()
                        .bucketName("Imports")
                        .retentionInDays(0)
                        .noncurrentVersionRetentionInDays(36_501)
                        .kmsKeyArn("alias/a")
                        .build(),
                "bucketName must be the name of an S3 bucket: 3 to 63 lowercase letters, digits, dots and hyphens, got 'Imports': use its name, not its ARN",
                "retentionInDays must be between 1 and 36500, got 0: S3 counts in whole days",
                "noncurrentVersionRetentionInDays must be between 1 and 36500, got 36501: S3 counts in whole days",
                "kmsKeyArn must be the ARN of a KMS key, arn:…:key/…, got 'alias/a': an alias does not work in an IAM policy; 'aws kms describe-key --key-id alias/…' prints the key's ARN");
        assertRefused(
                () -> ImportBucketArgs.builder().build(),
                "bucketName must be given, got nothing: such as savepoint-dev-imports-123456789012-eu-central-1");
    }

    private static Object encryption(Plan plan) {
        return inputs(
                        plan,
                        "bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
                        "b-bucket-encryption")
                .get("rules");
    }

    private static Registration lifecycle(Plan plan) {
        return plan.resource(
                "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", "b-bucket-lifecycle");
    }
}
