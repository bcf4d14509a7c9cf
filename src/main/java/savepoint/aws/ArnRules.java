package savepoint.aws;

import savepoint.validation.Rule;

/**
 * What every ARN must be, with the name of the input as its field.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">Amazon Resource Names</a>
 */
public final class ArnRules {

    private ArnRules() {}

    /** Partitions are worlds of their own: no resource of one is known in another. */
    public static Rule inPartition(String field, String given, AwsTarget target) {
        return new Rule(
                !given.startsWith("arn:") || given.startsWith("arn:" + target.partition() + ":"),
                field,
                "must be an ARN of the partition " + target.partition(),
                "'" + given + "'",
                "resources cannot be used across partitions; choose one in this partition");
    }

    /**
     * A component that knows a resource by its name is in the resource's account and region: elsewhere the name means another
     * resource, or none.
     *
     * @param arn the resource's ARN
     * @param arnHere what its ARN would be where the component is
     */
    static Rule isHere(String field, String arn, String arnHere) {
        return new Rule(
                arn.equals(arnHere),
                field,
                "must be in the component's account and region",
                "'" + arn + "'",
                "create the component there too, with the provider that created this");
    }
}
