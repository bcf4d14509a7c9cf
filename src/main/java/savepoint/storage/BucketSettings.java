package savepoint.storage;

import savepoint.config.StackConfig;

/** The stack settings that configure the stack's own bucket. */
public final class BucketSettings {

    private BucketSettings() {}

    /** Reads the settings. The caller sets the bucket's name. */
    public static ImportBucketArgs.Builder read(StackConfig config) {
        var bucket = ImportBucketArgs.builder();
        config.integer("importRetentionDays").into(bucket, "retentionInDays", bucket::retentionInDays);
        config.integer("deletedImportRetentionDays")
                .into(bucket, "noncurrentVersionRetentionInDays", bucket::noncurrentVersionRetentionInDays);
        config.optionalText("kmsKeyArn").into(bucket, "kmsKeyArn", bucket::kmsKeyArn);
        config.bool("protectData").into(bucket, "forceDestroy", protect -> bucket.forceDestroy(!protect));
        return bucket;
    }
}
