"""Where a user's library is stored: one CSV file in S3, replaced by each import, so that an import can be repeated."""

import csv
import io
import os
from urllib.parse import quote

import boto3

_CLIENT = boto3.client("s3")


def store(user_id, games):
    text = io.StringIO()
    rows = csv.DictWriter(text, fieldnames=["appid", "playtime_forever"], lineterminator="\n")
    rows.writeheader()
    rows.writerows(games)
    _CLIENT.put_object(
        Bucket=os.environ["S3_BUCKET"],
        # A user ID may contain any character, and must not determine the folder.
        Key=f"imports/{quote(user_id, safe='')}.csv",
        Body=text.getvalue().encode(),
        ContentType="text/csv",
    )
