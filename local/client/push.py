"""Pushes an image to the stack's own repository on this machine. No Docker is needed: the reference worker's sources
stand in for the image.

An image that has not changed has the same digest, as with Docker.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

from stack import Stack, client, deploy_command

WORKER = Path(__file__).resolve().parents[1] / "worker"
TAG = "steam-import-latest"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def parsed():
    parser = argparse.ArgumentParser(prog="./local/push", description=__doc__)
    parser.add_argument("--stack", default="local", help="default: local")
    parser.add_argument("--tag", default=TAG, help=f"default: {TAG}")
    parser.add_argument(
        "--file", type=Path, metavar="FILE",
        help="a file that stands in for the image instead of the worker's sources",
    )
    return parser.parse_args()


def manifest(files):
    """The manifest of an image with one layer, whose digest depends on the content of the files.

    https://github.com/opencontainers/image-spec
    """
    content = b"".join(file.read_bytes() for file in files)
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return json.dumps({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "size": len(content), "digest": digest},
        "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "size": len(content), "digest": digest}],
    })


def reference_worker():
    return manifest(sorted(WORKER.glob("*.py")))


def push(repository, tag, content):
    """Pushes the image and returns its digest."""
    ecr = client("ecr")
    try:
        answer = ecr.put_image(repositoryName=repository, imageTag=tag, imageManifest=content, imageManifestMediaType=MANIFEST)
        return answer["image"]["imageId"]["imageDigest"]
    except ecr.exceptions.ImageAlreadyExistsException:
        return ecr.describe_images(repositoryName=repository, imageIds=[{"imageTag": tag}])["imageDetails"][0]["imageDigest"]


def main():
    arguments = parsed()
    stack = Stack(arguments.stack)
    try:
        content = manifest([arguments.file]) if arguments.file else reference_worker()
    except OSError as error:
        sys.exit(f"local: --file {arguments.file}: {error.strerror}")
    try:
        digest = push(stack.repository, arguments.tag, content)
    except client("ecr").exceptions.RepositoryNotFoundException:
        sys.exit(
            f"local: there is no repository {stack.repository}: {deploy_command(stack)} creates it, "
            "unless steamImportImage specifies another"
        )
    except client("ecr").exceptions.ImageTagAlreadyExistsException:
        sys.exit(
            f"local: {stack.repository} already has a different image with the tag {arguments.tag}, and its tags are "
            "immutable: choose another --tag"
        )
    print(f"{stack.repository}:{arguments.tag} is {digest}")


if __name__ == "__main__":
    main()
