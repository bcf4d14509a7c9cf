package savepoint.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The documents to the letter: each is what a reviewer has agreed to. */
class ExecutionRolePoliciesTest {

    @Test
    void trustIsForLambdaAlone() {
        assertEquals("""
                {"Version":"2012-10-17","Statement":[{"Sid":"AssumeRoleByLambda","Effect":"Allow",\
                "Principal":{"Service":"lambda.amazonaws.com"},"Action":["sts:AssumeRole"]}]}""", ExecutionRolePolicies.trust());
    }

    @Test
    void s3AccessListsBucketsAndHandlesTheirObjects() {
        assertEquals("""
                {"Version":"2012-10-17","Statement":[{"Sid":"ListBuckets","Effect":"Allow",\
                "Action":["s3:ListBucket"],"Resource":["arn:aws:s3:::a","arn:aws:s3:::b"]},\
                {"Sid":"ReadWriteObjects","Effect":"Allow",\
                "Action":["s3:GetObject","s3:PutObject","s3:DeleteObject"],\
                "Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]}]}""", ExecutionRolePolicies.s3Access(List.of("arn:aws:s3:::a", "arn:aws:s3:::b")));
    }

    @Test
    void secretsAccessReadsThoseSecretsOnly() {
        assertEquals("""
                {"Version":"2012-10-17","Statement":[{"Sid":"GetSecrets","Effect":"Allow",\
                "Action":["secretsmanager:GetSecretValue"],"Resource":["arn:aws:secretsmanager:r:1:secret:s"]}]}""", ExecutionRolePolicies.secretsAccess(List.of("arn:aws:secretsmanager:r:1:secret:s")));
    }

    @Test
    void sqsAccessIsTheThreeActionsThatAMappingNeeds() {
        assertEquals("""
                {"Version":"2012-10-17","Statement":[{"Sid":"SQSEventSourceAccess","Effect":"Allow",\
                "Action":["sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes"],\
                "Resource":["arn:aws:sqs:eu-central-1:123456789012:q"]}]}""", ExecutionRolePolicies.sqsAccess("arn:aws:sqs:eu-central-1:123456789012:q"));
    }
}
