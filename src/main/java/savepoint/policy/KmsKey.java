package savepoint.policy;

/**
 * A customer managed key, for documents of those who use it.
 *
 * @param arn the key itself; an alias matches nothing in a document
 * @param dnsSuffix the domain of the partition's endpoints, such as {@code amazonaws.com}
 */
public record KmsKey(String arn, String dnsSuffix) {

    /** The name by which KMS knows a service: in the key's region, for no service uses a key of another one. */
    String endpoint(String service) {
        return "%s.%s.%s".formatted(service, arn.split(":")[3], dnsSuffix);
    }
}
