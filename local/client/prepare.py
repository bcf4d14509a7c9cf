"""Makes the bucket and the secret that a deployed function names, if they are not there.

On AWS they stand beside the stack; see the README, Deploy to AWS from scratch.
"""

import sys

from stack import Stack, client

# Any text: the simulated Steam API takes it.
STEAM_API_KEY = "local"


def prepare(stack):
    variables = client("lambda").get_function_configuration(FunctionName=stack.function)["Environment"]["Variables"]
    if bucket := variables.get("S3_BUCKET"):
        _create_bucket(client("s3"), bucket)
    if secret := variables.get("STEAM_API_KEY_SECRET_ARN"):
        _create_secret(client("secretsmanager"), secret)


def _create_bucket(s3, name):
    if name not in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": s3.meta.region_name})


def _create_secret(secretsmanager, arn):
    # What follows the last hyphen is not part of the name.
    name = arn.split(":secret:")[1].rpartition("-")[0]
    try:
        secretsmanager.create_secret(Name=name, SecretString=STEAM_API_KEY)
    except secretsmanager.exceptions.ResourceExistsException:
        pass  # with whatever value somebody gave it


prepare(Stack(sys.argv[1]))
