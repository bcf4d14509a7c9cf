"""Does for ./local/up what you do once for a new stack: pushes an image and sets the secret's value.

Prints a line if the stack has to be deployed again.
"""

import sys

import push
from stack import Stack, client

# The simulated Steam API accepts any text.
STEAM_API_KEY = "local"


def push_image(stack):
    """Whether there was no image yet."""
    ecr = client("ecr")
    try:
        if any(image.get("imageTag") == push.TAG for image in ecr.list_images(repositoryName=stack.repository)["imageIds"]):
            return False
    except ecr.exceptions.RepositoryNotFoundException:
        return False  # a setting specifies an image
    digest = push.push(stack.repository, push.TAG, push.reference_worker())
    print(f"==> ./local/push: {stack.repository}:{push.TAG} is {digest}", file=sys.stderr)
    return True


def set_secret(stack):
    secretsmanager = client("secretsmanager")
    try:
        if secretsmanager.list_secret_version_ids(SecretId=stack.secret)["Versions"]:
            return
    except secretsmanager.exceptions.ResourceNotFoundException:
        return  # a setting specifies a secret
    secretsmanager.put_secret_value(SecretId=stack.secret, SecretString=STEAM_API_KEY)
    print(f"==> ./local/aws secretsmanager put-secret-value: {stack.secret} has a value", file=sys.stderr)


filled = Stack(sys.argv[1])
set_secret(filled)
if push_image(filled):
    print("deploy again")
