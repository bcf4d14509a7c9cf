"""The bucket, the secret and the image repository, which a stack takes over only on request, and their settings."""


def _bucket(aws, planned):
    name = planned.inputs["bucket"]
    return None if aws.call("s3api", "head-bucket", "--bucket", name, tolerated=("Not Found",)) is None else name


def _part_of_bucket(operation, *nothing):
    def find(aws, planned):
        name = planned.inputs["bucket"]
        found = aws.call("s3api", operation, "--bucket", name, tolerated=("NoSuchBucket", *nothing))
        # If versioning was never enabled, the result is empty instead of an error.
        return name if found else None

    return find


def _secret(aws, planned):
    found = aws.call("secretsmanager", "describe-secret", "--secret-id", planned.inputs["name"])
    return found["ARN"] if found and not found.get("DeletedDate") else None


def _repository(aws, planned):
    name = planned.inputs["name"]
    return name if aws.call("ecr", "describe-repositories", "--repository-names", name) else None


def _image(name, aws):
    repository = aws.call("ecr", "describe-repositories", "--repository-names", name)["repositories"][0]
    return f"{repository['repositoryUri']}:steam-import-latest"


def _part_of_repository(operation):
    def find(aws, planned):
        name = planned.inputs["repository"]
        return name if aws.call("ecr", operation, "--repository-name", name) else None

    return find


# Pulumi's type: Terraform's type, and the function that finds the resource in AWS.
_KINDS = {
    "aws:s3/bucketV2:BucketV2": ("aws_s3_bucket", _bucket),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": (
        "aws_s3_bucket_public_access_block",
        _part_of_bucket("get-public-access-block", "NoSuchPublicAccessBlockConfiguration"),
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": (
        "aws_s3_bucket_ownership_controls",
        _part_of_bucket("get-bucket-ownership-controls"),
    ),
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2": (
        "aws_s3_bucket_server_side_encryption_configuration",
        _part_of_bucket("get-bucket-encryption"),
    ),
    "aws:s3/bucketVersioningV2:BucketVersioningV2": ("aws_s3_bucket_versioning", _part_of_bucket("get-bucket-versioning")),
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": (
        "aws_s3_bucket_lifecycle_configuration",
        _part_of_bucket("get-bucket-lifecycle-configuration", "NoSuchLifecycleConfiguration"),
    ),
    "aws:s3/bucketPolicy:BucketPolicy": ("aws_s3_bucket_policy", _part_of_bucket("get-bucket-policy", "NoSuchBucketPolicy")),
    "aws:secretsmanager/secret:Secret": ("aws_secretsmanager_secret", _secret),
    "aws:ecr/repository:Repository": ("aws_ecr_repository", _repository),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": ("aws_ecr_repository_policy", _part_of_repository("get-repository-policy")),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": ("aws_ecr_lifecycle_policy", _part_of_repository("get-lifecycle-policy")),
}
# Every bucket in AWS has these, even if nobody created them. 'pulumi up' sets them to what the program specifies.
OF_EVERY_BUCKET = (
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
)
TYPES = {type_: terraform_type for type_, (terraform_type, _) in _KINDS.items()}
FINDERS = {type_: finder for type_, (_, finder) in _KINDS.items()}

# The setting that names each of them, and its value for an ID.
SETTINGS = {
    "aws:s3/bucketV2:BucketV2": ("steamImportBucket", lambda name, aws: name),
    "aws:secretsmanager/secret:Secret": ("steamApiKeySecretArn", lambda arn, aws: arn),
    "aws:ecr/repository:Repository": ("steamImportImage", _image),
}
