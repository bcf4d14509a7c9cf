package savepoint.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The exact policies of bucket, secret and image repository. */
class DataPoliciesTest {

    @Test
    void bucketDeniesPlainHttp() {
        assertEquals(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"DenyInsecureTransport\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":[\"s3:*\"],"
                        + "\"Resource\":[\"arn:aws:s3:::b\",\"arn:aws:s3:::b/*\"],\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}]}",
                BucketPolicies.bucket("arn:aws:s3:::b"));
    }

    @Test
    void secretDeniesReadingExceptByOneRole() {
        assertEquals(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"DenyOtherReaders\",\"Effect\":\"Deny\",\"Principal\":\"*\","
                        + "\"Action\":[\"secretsmanager:GetSecretValue\",\"secretsmanager:BatchGetSecretValue\"],\"Resource\":[\"*\"],"
                        + "\"Condition\":{\"ArnNotEquals\":{\"aws:PrincipalArn\":\"arn:aws:iam::123456789012:role/r\"}}}]}",
                SecretPolicies.readableBy("arn:aws:iam::123456789012:role/r"));
    }

    @Test
    void repositoryLetsLambdaPullForFunctions() {
        assertEquals(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"LambdaECRImageRetrievalPolicy\",\"Effect\":\"Allow\","
                        + "\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":[\"ecr:BatchGetImage\",\"ecr:GetDownloadUrlForLayer\"],"
                        + "\"Condition\":{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:lambda:eu-central-1:123456789012:function:f-*\"}}}]}",
                RepositoryPolicies.pullableBy("arn:aws:lambda:eu-central-1:123456789012:function:f-*"));
    }

    /** By count, not by age: the running image may be untagged and of any age. */
    @Test
    void onlyOldUntaggedImagesExpire() {
        assertEquals(
                "{\"rules\":[{\"rulePriority\":1,\"description\":\"Keep the newest 50 untagged images, of which the function may run one\","
                        + "\"selection\":{\"tagStatus\":\"untagged\",\"countType\":\"imageCountMoreThan\",\"countNumber\":50},\"action\":{\"type\":\"expire\"}}]}",
                RepositoryPolicies.lifecycle(50));
    }
}
