"""Deletes the images and objects of a stack that protects them, so that ./local/down can destroy it."""

import sys

from stack import Stack, client


def delete_images(stack):
    ecr = client("ecr")
    try:
        images = ecr.list_images(repositoryName=stack.repository)["imageIds"]
    except ecr.exceptions.RepositoryNotFoundException:
        return
    if images:
        ecr.batch_delete_image(repositoryName=stack.repository, imageIds=[{"imageDigest": image["imageDigest"]} for image in images])


def delete_objects(stack):
    s3 = client("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        if bucket["Name"].startswith(stack.bucket_prefix):
            for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket["Name"]):
                for one in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                    s3.delete_object(Bucket=bucket["Name"], Key=one["Key"], VersionId=one["VersionId"])


emptied = Stack(sys.argv[1])
delete_images(emptied)
delete_objects(emptied)
