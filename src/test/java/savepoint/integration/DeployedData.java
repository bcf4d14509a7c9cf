package savepoint.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savepoint.policy.BucketPolicies;
import savepoint.policy.RepositoryPolicies;
import savepoint.policy.SecretPolicies;

/** A stack's own bucket, secret and image repository, read through the AWS CLI. */
final class DeployedData {

    private final LocalCloud cloud;
    private final DeployedImport of;

    DeployedData(LocalCloud cloud, DeployedImport of) {
        this.cloud = cloud;
        this.of = of;
    }

    void assertBucket(int retentionInDays) {
        assertAnswer(
                "{\"BlockPublicAcls\":true,\"IgnorePublicAcls\":true,\"BlockPublicPolicy\":true,\"RestrictPublicBuckets\":true}",
                "PublicAccessBlockConfiguration",
                "get-public-access-block");
        assertAnswer(
                "[{\"ObjectOwnership\":\"BucketOwnerEnforced\"}]",
                "OwnershipControls.Rules",
                "get-bucket-ownership-controls");
        assertAnswer("\"Enabled\"", "Status", "get-bucket-versioning");
        assertAnswer(
                "\"AES256\"",
                "ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm",
                "get-bucket-encryption");
        assertAnswer("""
                [{"ID":"expire-imports","Status":"Enabled","Filter":{"Prefix":"imports/"},"Expiration":{"Days":%d}},
                 {"ID":"clean-up","Status":"Enabled","Filter":{"Prefix":""},"Expiration":{"ExpiredObjectDeleteMarker":true},
                  "NoncurrentVersionExpiration":{"NoncurrentDays":7},"AbortIncompleteMultipartUpload":{"DaysAfterInitiation":7}}]""".formatted(retentionInDays), "Rules", "get-bucket-lifecycle-configuration");
        assertEquals(
                JsonParser.parseString(BucketPolicies.bucket("arn:aws:s3:::" + of.bucket())),
                document(answer("Policy", "s3api", "get-bucket-policy", "--bucket", of.bucket())));
    }

    void assertSecretWithoutValue() {
        assertEquals(
                JsonParser.parseString("[]"),
                answer("Versions", "secretsmanager", "list-secret-version-ids", "--secret-id", of.secret()));
        assertEquals(
                JsonParser.parseString(SecretPolicies.readableBy(
                        "arn:aws:iam::%s:role/%s-role".formatted(DeployedImport.ACCOUNT, of.function()))),
                document(
                        answer("ResourcePolicy", "secretsmanager", "get-resource-policy", "--secret-id", of.secret())));
    }

    void assertRepository(String environment, int untaggedImagesKept) {
        assertEquals(
                JsonParser.parseString("[true,\"MUTABLE\"]"),
                answer(
                        "repositories[0].[imageScanningConfiguration.scanOnPush,imageTagMutability]",
                        "ecr",
                        "describe-repositories",
                        "--repository-names",
                        of.repository()));
        assertEquals(
                JsonParser.parseString(
                        RepositoryPolicies.pullableBy("arn:aws:lambda:eu-central-1:%s:function:savepoint-%s-*"
                                .formatted(DeployedImport.ACCOUNT, environment))),
                document(answer("policyText", "ecr", "get-repository-policy", "--repository-name", of.repository())));
        assertEquals(
                JsonParser.parseString(RepositoryPolicies.lifecycle(untaggedImagesKept)),
                document(answer(
                        "lifecyclePolicyText", "ecr", "get-lifecycle-policy", "--repository-name", of.repository())));
    }

    void assertTags(Map<String, String> tags) {
        assertEquals(tags, tags(answer("TagSet", "s3api", "get-bucket-tagging", "--bucket", of.bucket())));
        assertEquals(tags, tags(answer("Tags", "secretsmanager", "describe-secret", "--secret-id", of.secret())));
        assertEquals(
                tags,
                tags(answer(
                        "tags",
                        "ecr",
                        "list-tags-for-resource",
                        "--resource-arn",
                        "arn:aws:ecr:eu-central-1:%s:repository/%s"
                                .formatted(DeployedImport.ACCOUNT, of.repository()))));
    }

    /** Stores a file twice, like two imports, so that there is an older version as well. */
    void storeAnImport() {
        for (var content : new String[] {"README.md", "CHANGELOG.md"}) {
            cloud.aws("s3", "cp", content, "s3://%s/imports/u-1.csv".formatted(of.bucket()))
                    .succeeded();
        }
    }

    void setTheSecret() {
        cloud.aws("secretsmanager", "put-secret-value", "--secret-id", of.secret(), "--secret-string", "key")
                .succeeded();
    }

    /** The number of versions of objects, values of the secret, and images. */
    String holdings() {
        return Stream.of(
                        answer("length(Versions || `[]`)", "s3api", "list-object-versions", "--bucket", of.bucket()),
                        answer(
                                "length(Versions)",
                                "secretsmanager",
                                "list-secret-version-ids",
                                "--secret-id",
                                of.secret()),
                        answer("length(imageIds)", "ecr", "list-images", "--repository-name", of.repository()))
                .map(JsonElement::getAsString)
                .collect(Collectors.joining(" "));
    }

    private static Map<String, String> tags(JsonElement list) {
        return list.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsJsonObject)
                .collect(Collectors.toMap(
                        tag -> tag.get("Key").getAsString(),
                        tag -> tag.get("Value").getAsString()));
    }

    private void assertAnswer(String expected, String query, String operation) {
        assertEquals(
                JsonParser.parseString(expected),
                answer(query, "s3api", operation, "--bucket", of.bucket()),
                operation);
    }

    private static JsonElement document(JsonElement text) {
        return JsonParser.parseString(text.getAsString());
    }

    private JsonElement answer(String query, String... command) {
        var line = Stream.concat(Stream.of(command), Stream.of("--query", query, "--output", "json"))
                .toArray(String[]::new);
        return JsonParser.parseString(cloud.aws(line).succeeded().output());
    }
}
