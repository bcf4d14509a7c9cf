package savepoint;

import java.util.List;
import java.util.stream.Stream;
import savepoint.aws.AwsTarget;
import savepoint.aws.NameInUse;
import savepoint.config.StackConfig;
import savepoint.image.ImageRepository;
import savepoint.secret.ApiKeySecret;
import savepoint.storage.ImportBucket;

/**
 * The bucket, the secret and the image repository of a stack: its own, unless a setting names
 * another one.
 *
 * @param bucket where the worker stores imports
 * @param secret holds the Steam API key
 * @param repository holds the worker's images
 */
record OwnData(OwnResource bucket, OwnResource secret, OwnResource repository) {

    /** The output that lists the names of the resources that the stack owns. */
    static final String OUTPUT = "ownedData";

    static OwnData of(StackConfig config, Environment environment, AwsTarget target, DataLookups lookups) {
        var bucket = environment.bucketName(target);
        var repository = environment.imageRepository();
        return new OwnData(
                new OwnResource(
                        "bucket",
                        bucket,
                        ImportBucket.TYPE,
                        config.optionalText("steamImportBucket"),
                        bucket,
                        bucket::equals,
                        lookups.state(),
                        NameInUse::bucket),
                new OwnResource(
                        "secret",
                        environment.secretName(),
                        ApiKeySecret.TYPE,
                        config.optionalText("steamApiKeySecretArn"),
                        "\"$(%s secretsmanager describe-secret --region %s --secret-id %s --query ARN --output text)\" --plaintext"
                                .formatted(Commands.aws(), target.region(), environment.secretName()),
                        arn -> arn.startsWith(target.secretArn(environment.secretName()) + "-"),
                        lookups.state(),
                        NameInUse::secret),
                new OwnResource(
                        "image repository",
                        repository,
                        ImageRepository.TYPE,
                        config.optionalText("steamImportImage"),
                        target.ecrImageUri(repository, environment.imageTag()),
                        image -> image.split("[:@]", 2)[0].equals(target.ecrRepositoryUri(repository)),
                        lookups.state(),
                        NameInUse::repository));
    }

    Stream<OwnResource> resources() {
        return Stream.of(bucket, secret, repository);
    }

    /** The names of the resources that the stack owns, and that {@code pulumi destroy} deletes. */
    List<String> names() {
        return resources().filter(OwnResource::isCreated).map(OwnResource::name).toList();
    }
}
