package savepoint.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares the exact documents, as approved in review. */
class ExecutionRolePoliciesTest {

    @Test
    void trustIsLimitedToLambdaInOneAccount() {
        assertEquals("""
                {"Version":"2012-10-17","Statement":[{"Sid":"AssumeRoleByLambda","Effect":"Allow",\
                "Principal":{"Service":"lambda.amazonaws.com"},"Action":["sts:AssumeRole"],\
                "Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}]}""", ExecutionRolePolicies.trust("123456789012"));
    }

    @Test
    void logsAccessIsLimitedToOneGroup() {
        assertEquals("""
                {"Version":"2012-10-17","Statement":[{"Sid":"WriteOwnLogs","Effect":"Allow",\
                "Action":["logs:CreateLogStream","logs:PutLogEvents"],\
                "Resource":["arn:aws:logs:r:1:log-group:/aws/lambda/f:*"]}]}""", ExecutionRolePolicies.logsAccess("arn:aws:logs:r:1:log-group:/aws/lambda/f"));
    }

    @Test
    void vpcAccessOnlyManagesNetworkInterfaces() {
        assertEquals("""
                {"Version":"2012-10-17","Statement":[{"Sid":"ManageNetworkInterfaces","Effect":"Allow",\
                "Action":["ec2:CreateNetworkInterface","ec2:DescribeNetworkInterfaces","ec2:DescribeSubnets",\
                "ec2:DeleteNetworkInterface","ec2:AssignPrivateIpAddresses","ec2:UnassignPrivateIpAddresses"],\
                "Resource":["*"]}]}""", ExecutionRolePolicies.vpcAccess());
    }

    @Test
    void kmsAccessDecryptsWithOneKeyOnlyForSqs() {
        assertEquals(
                """
                {"Version":"2012-10-17","Statement":[{"Sid":"DecryptQueueMessages","Effect":"Allow",\
                "Action":["kms:Decrypt"],"Resource":["arn:aws:kms:eu-central-1:1:key/k"],\
                "Condition":{"StringEquals":{"kms:ViaService":"sqs.eu-central-1.amazonaws.com"}}}]}""",
                ExecutionRolePolicies.kmsAccess(List.of(KmsKeyPermission.receiveMessages(
                        new KmsKey("arn:aws:kms:eu-central-1:1:key/k", "amazonaws.com")))));
    }

    /** IAM rejects a policy with two statements that have the same ID. */
    @Test
    void keysWithSameUseShareStatement() {
        var one = new KmsKey("arn:aws:kms:eu-central-1:1:key/one", "amazonaws.com");
        var other = new KmsKey("arn:aws:kms:eu-central-1:1:key/other", "amazonaws.com");

        assertEquals(
                """
                {"Version":"2012-10-17","Statement":[{"Sid":"DecryptQueueMessages","Effect":"Allow",\
                "Action":["kms:Decrypt"],\
                "Resource":["arn:aws:kms:eu-central-1:1:key/one","arn:aws:kms:eu-central-1:1:key/other"],\
                "Condition":{"StringEquals":{"kms:ViaService":"sqs.eu-central-1.amazonaws.com"}}}]}""",
                ExecutionRolePolicies.kmsAccess(List.of(
                        KmsKeyPermission.receiveMessages(one),
                        KmsKeyPermission.receiveMessages(other),
                        KmsKeyPermission.receiveMessages(one))));
    }

    @Test
    void kmsAccessIsLimitedToUseOfEachKey() {
        var key = new KmsKey("arn:aws-cn:kms:cn-north-1:1:key/k", "amazonaws.com.cn");

        assertEquals(
                """
                {"Version":"2012-10-17","Statement":[\
                {"Sid":"DecryptEnvironment","Effect":"Allow","Action":["kms:Decrypt"],\
                "Resource":["arn:aws-cn:kms:cn-north-1:1:key/k"],\
                "Condition":{"StringEquals":{"kms:EncryptionContext:aws:lambda:FunctionArn":"function"}}},\
                {"Sid":"UseLogKey","Effect":"Allow","Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*",\
                "kms:GenerateDataKey*","kms:DescribeKey"],"Resource":["arn:aws-cn:kms:cn-north-1:1:key/k"],\
                "Condition":{"StringEquals":{"kms:ViaService":"logs.cn-north-1.amazonaws.com.cn"}}},\
                {"Sid":"UseBucketKey","Effect":"Allow","Action":["kms:Decrypt","kms:GenerateDataKey"],\
                "Resource":["arn:aws-cn:kms:cn-north-1:1:key/k"],\
                "Condition":{"StringEquals":{"kms:ViaService":"s3.cn-north-1.amazonaws.com.cn"}}},\
                {"Sid":"DecryptSecrets","Effect":"Allow","Action":["kms:Decrypt"],\
                "Resource":["arn:aws-cn:kms:cn-north-1:1:key/k"],\
                "Condition":{"StringEquals":{"kms:ViaService":"secretsmanager.cn-north-1.amazonaws.com.cn"}}}]}""",
                ExecutionRolePolicies.kmsAccess(List.of(
                        KmsKeyPermission.readEnvironment(key, "function"),
                        KmsKeyPermission.writeLogs(key),
                        KmsKeyPermission.readWriteObjects(key),
                        KmsKeyPermission.readSecrets(key))));
    }

    @Test
    void s3AccessCoversBucketsAndTheirObjects() {
        assertEquals("""
                {"Version":"2012-10-17","Statement":[{"Sid":"ListBuckets","Effect":"Allow",\
                "Action":["s3:ListBucket"],"Resource":["arn:aws:s3:::a","arn:aws:s3:::b"]},\
                {"Sid":"ReadWriteObjects","Effect":"Allow",\
                "Action":["s3:GetObject","s3:PutObject","s3:DeleteObject"],\
                "Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]}]}""", ExecutionRolePolicies.s3Access(List.of("arn:aws:s3:::a", "arn:aws:s3:::b")));
    }

    @Test
    void secretsAccessReadsOnlyTheGivenSecrets() {
        assertEquals("""
                {"Version":"2012-10-17","Statement":[{"Sid":"GetSecrets","Effect":"Allow",\
                "Action":["secretsmanager:GetSecretValue"],"Resource":["arn:aws:secretsmanager:r:1:secret:s"]}]}""", ExecutionRolePolicies.secretsAccess(List.of("arn:aws:secretsmanager:r:1:secret:s")));
    }

    @Test
    void sqsAccessAllowsActionsOfMapping() {
        assertEquals("""
                {"Version":"2012-10-17","Statement":[{"Sid":"SQSEventSourceAccess","Effect":"Allow",\
                "Action":["sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes"],\
                "Resource":["arn:aws:sqs:eu-central-1:123456789012:q"]}]}""", ExecutionRolePolicies.sqsAccess("arn:aws:sqs:eu-central-1:123456789012:q"));
    }
}
