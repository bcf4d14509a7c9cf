package savepoint.storage;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import savepoint.aws.AwsTarget;
import savepoint.aws.BucketRules;
import savepoint.aws.KmsKeyRules;
import savepoint.validation.CheckedBuilder;
import savepoint.validation.Rule;
import savepoint.validation.RuleList;

/** The arguments of an {@link ImportBucket}. {@link Builder#build()} validates them together. */
public final class ImportBucketArgs extends ResourceArgs {

    private static final String SUBJECT = "ImportBucketArgs";

    @Import(name = "bucketName")
    String bucketName;

    @Import(name = "prefix")
    String prefix = "imports/";

    @Import(name = "retentionInDays")
    int retentionInDays = 30;

    @Import(name = "noncurrentVersionRetentionInDays")
    int noncurrentVersionRetentionInDays = 7;

    @Import(name = "kmsKeyArn")
    private Optional<Output<String>> kmsKeyArn = Optional.empty();

    @Import(name = "forceDestroy")
    boolean forceDestroy;

    @Import(name = "tags")
    Map<String, String> tags = Map.of();

    private Optional<AwsTarget> target = Optional.empty();

    private ImportBucketArgs() {}

    AwsTarget targetOf(ComponentResource component, ComponentResourceOptions options) {
        return AwsTarget.of(SUBJECT, target, component, options, this::rulesIn);
    }

    Optional<Output<String>> kmsKeyArn(AwsTarget where) {
        return kmsKeyArn.map(key -> KmsKeyRules.enforcedIn(SUBJECT, "kmsKeyArn", key, where));
    }

    private List<Rule> rules() {
        return new RuleList()
                .ifGiven(bucketName, name -> BucketRules.name("bucketName", name))
                .add(
                        RetentionRules.days("retentionInDays", retentionInDays),
                        RetentionRules.days("noncurrentVersionRetentionInDays", noncurrentVersionRetentionInDays))
                .ifKnown(kmsKeyArn.orElse(null), arn -> KmsKeyRules.keyArn("kmsKeyArn", arn))
                .toList();
    }

    /** Rules that depend on the account and the region. */
    private List<Rule> rulesIn(AwsTarget where) {
        return new RuleList()
                .ifKnown(kmsKeyArn.orElse(null), arn -> KmsKeyRules.keyIn("kmsKeyArn", arn, where))
                .toList();
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

        private final ImportBucketArgs $ = new ImportBucketArgs();

        private Builder() {}

        /**
         * The bucket's name, which must be globally unique: 3 to 63 lowercase letters, digits, dots
         * and hyphens. Required.
         */
        public Builder bucketName(String bucketName) {
            inputs.take("bucketName", bucketName, name -> $.bucketName = name);
            return this;
        }

        /**
         * Where the bucket is created. Default: the account and region of the component's
         * provider, which requires three AWS API calls.
         */
        public Builder target(AwsTarget target) {
            inputs.take("target", target, where -> $.target = Optional.of(where));
            return this;
        }

        /** The key prefix of the objects that expire; an empty string for all objects. Default: {@code imports/}. */
        public Builder prefix(String prefix) {
            inputs.take("prefix", prefix, text -> $.prefix = text);
            return this;
        }

        /** The number of days after which imports expire: 1 to 36,500. Default: 30. */
        public Builder retentionInDays(int retentionInDays) {
            $.retentionInDays = retentionInDays;
            return this;
        }

        /**
         * The number of days for which an import that expired, was replaced or was deleted can be
         * restored: 1 to 36,500. Default: 7.
         */
        public Builder noncurrentVersionRetentionInDays(int noncurrentVersionRetentionInDays) {
            $.noncurrentVersionRetentionInDays = noncurrentVersionRetentionInDays;
            return this;
        }

        /**
         * The customer managed key, in the bucket's region, that encrypts new objects. Default:
         * none, and S3 encrypts with its own keys (SSE-S3).
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
         * Whether deleting the bucket also deletes the objects in it. Default: false, and S3
         * refuses to delete a bucket with objects.
         */
        public Builder forceDestroy(boolean forceDestroy) {
            $.forceDestroy = forceDestroy;
            return this;
        }

        /** Tags on the bucket. Default: none. */
        public Builder tags(Map<String, String> tags) {
            inputs.take("tags", tags, all -> $.tags = Map.copyOf(all));
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
        public ImportBucketArgs build() {
            enforce(SUBJECT, inputs.required("bucketName", "such as savepoint-dev-imports-123456789012-eu-central-1"));
            return $;
        }
    }
}
