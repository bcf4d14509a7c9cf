package savepoint.policy;

/**
 * A customer managed key, as used in policy documents.
 *
 * @param arn the ARN of the key itself; an alias matches nothing in a policy document
 * @param dnsSuffix the domain of the partition's endpoints, such as {@code amazonaws.com}
 */
public record KmsKey(String arn, String dnsSuffix) {

    /**
     * The name by which KMS identifies a service, in the key's region: services cannot use keys in
     * other regions.
     */
    String endpoint(String service) {
        return "%s.%s.%s".formatted(service, arn.split(":")[3], dnsSuffix);
    }
}
