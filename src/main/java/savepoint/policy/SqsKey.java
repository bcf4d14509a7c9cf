package savepoint.policy;

import java.util.List;

/**
 * The customer managed key of a queue, for documents of those who send to it and receive from it.
 *
 * @param keyArn the key itself; an alias matches nothing in a document
 * @param sqsEndpoint the name by which KMS knows SQS in the region
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service">KMS:
 *     kms:ViaService</a>
 */
public record SqsKey(String keyArn, String sqsEndpoint) {

    /** Lets one receive with the key: decrypt, and only what SQS asks for. */
    Statement mayDecrypt() {
        return statement("DecryptQueueMessages", "kms:Decrypt");
    }

    /** Lets one send and receive with the key, and only what SQS asks for. */
    Statement mayEncryptAndDecrypt() {
        return statement("UseQueueKey", "kms:Decrypt", "kms:GenerateDataKey");
    }

    private Statement statement(String sid, String... actions) {
        return Statement.allow(sid)
                .actions(actions)
                .resources(List.of(keyArn))
                .condition("StringEquals", "kms:ViaService", sqsEndpoint);
    }
}
