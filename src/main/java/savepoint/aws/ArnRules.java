package savepoint.aws;

import savepoint.validation.Rule;

/**
 * Validation rules for all ARNs. The field is the name of the input.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">Amazon Resource Names</a>
 */
public final class ArnRules {

    private ArnRules() {}

    /** Partitions are isolated: a resource in one cannot be used in another. */
    public static Rule inPartition(String field, String given, AwsTarget target) {
        return new Rule(
                !given.startsWith("arn:") || given.startsWith("arn:" + target.partition() + ":"),
                field,
                "must be an ARN in the partition " + target.partition(),
                "'" + given + "'",
                "resources cannot be used across partitions; choose one in this partition");
    }

    /**
     * A component that refers to a resource by name must be in the resource's account and region.
     * Elsewhere, the name refers to another resource, or to none.
     *
     * @param arn the resource's ARN
     * @param arnHere what its ARN would be in the component's account and region
     */
    static Rule isHere(String field, String arn, String arnHere) {
        return new Rule(
                arn.equals(arnHere),
                field,
                "must be in the component's account and region",
                "'" + arn + "'",
                "create the component there as well, with the same provider");
    }
}
