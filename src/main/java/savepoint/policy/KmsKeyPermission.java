package savepoint.policy;

import java.util.List;

/**
 * Permission for a role to use one customer managed key, through one service or for one resource
 * only.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service">KMS:
 *     kms:ViaService</a>
 */
public final class KmsKeyPermission {

    private final Statement statement;

    private KmsKeyPermission(String sid, KmsKey key, String conditionKey, String value, String... actions) {
        statement = Statement.allow(sid)
                .actions(actions)
                .resources(List.of(key.arn()))
                .condition("StringEquals", conditionKey, value);
    }

    /** Through a service that calls KMS on behalf of the role. */
    private static KmsKeyPermission via(String service, String sid, KmsKey key, String... actions) {
        return new KmsKeyPermission(sid, key, "kms:ViaService", key.endpoint(service), actions);
    }

    /**
     * For one resource, where the service calls KMS as the role itself, so that
     * {@code kms:ViaService} does not apply.
     */
    private static KmsKeyPermission of(String contextKey, String arn, String sid, KmsKey key) {
        return new KmsKeyPermission(sid, key, "kms:EncryptionContext:" + contextKey, arn, "kms:Decrypt");
    }

    /** To receive messages from a queue encrypted with this key. */
    public static KmsKeyPermission receiveMessages(KmsKey key) {
        return via("sqs", "DecryptQueueMessages", key, "kms:Decrypt");
    }

    /** To receive messages from a queue encrypted with this key and to send them to another. */
    public static KmsKeyPermission moveMessages(KmsKey key) {
        return via("sqs", "UseQueueKey", key, "kms:Decrypt", "kms:GenerateDataKey");
    }

    /**
     * To decrypt the environment variables of one function, which Lambda encrypts with this key.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html">Lambda: securing
     *     environment variables</a>
     */
    public static KmsKeyPermission readEnvironment(KmsKey key, String functionArn) {
        return of("aws:lambda:FunctionArn", functionArn, "DecryptEnvironment", key);
    }

    /**
     * To write to a log group encrypted with this key.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html">CloudWatch Logs: encrypt
     *     log data</a>
     */
    public static KmsKeyPermission writeLogs(KmsKey key) {
        return via(
                "logs",
                "UseLogKey",
                key,
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
                "kms:DescribeKey");
    }

    /** To read a log group encrypted with this key. */
    public static KmsKeyPermission readLogs(KmsKey key) {
        return via("logs", "DecryptLogs", key, "kms:Decrypt");
    }

    /**
     * To run one EventBridge Scheduler schedule encrypted with this key.
     *
     * @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html">EventBridge Scheduler:
     *     encryption at rest</a>
     */
    public static KmsKeyPermission runSchedule(KmsKey key, String scheduleArn) {
        return of("aws:scheduler:schedule:arn", scheduleArn, "DecryptSchedule", key);
    }

    /** To read and write objects in a bucket encrypted with this key. */
    public static KmsKeyPermission readWriteObjects(KmsKey key) {
        return via("s3", "UseBucketKey", key, "kms:Decrypt", "kms:GenerateDataKey");
    }

    /** To read secrets encrypted with this key. */
    public static KmsKeyPermission readSecrets(KmsKey key) {
        return via("secretsmanager", "DecryptSecrets", key, "kms:Decrypt");
    }

    /**
     * To create secrets that are encrypted with this key, and to re-encrypt the value of an
     * existing secret. Without {@code kms:Encrypt}, Secrets Manager does not re-encrypt the value.
     *
     * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html">Secrets Manager
     *     UpdateSecret: KmsKeyId</a>
     */
    public static KmsKeyPermission encryptSecrets(KmsKey key) {
        return via("secretsmanager", "EncryptSecret", key, "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey");
    }

    /** To read the environment variables of functions. Without this permission, Lambda omits them from its response. */
    public static KmsKeyPermission inspectEnvironment(KmsKey key) {
        return via("lambda", "DecryptEnvironment", key, "kms:Decrypt");
    }

    /**
     * To set the environment variables of functions. The KMS grant that Lambda creates is for the
     * function, and remains valid after the deployment.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html">Lambda: securing
     *     environment variables</a>
     */
    public static KmsKeyPermission changeEnvironment(KmsKey key) {
        return via(
                "lambda",
                "EncryptEnvironment",
                key,
                "kms:CreateGrant",
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:Encrypt");
    }

    Statement statement() {
        return statement;
    }
}
