"""The queue to send to: that of a stack, or one with a given URL; in AWS, or in the emulator of local/."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

ROOT = Path(__file__).resolve().parents[2]
_OUTPUT = "bulkQueueUrl"
_REGION = re.compile(r"^https?://(?:sqs[.-])?(?:fips\.)?([a-z]{2}(?:-[a-z]+)+-\d)\.")


class NoQueue(Exception):
    """There is no queue to send to. The message is one sentence."""


class Destination:
    def __init__(self, url, sqs):
        self.url, self.sqs = url, sqs
        self.is_fifo = url.endswith(".fifo")

    def largest_message(self):
        """The maximum message size in bytes. Also checks that the queue exists and can be accessed."""
        try:
            asked = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["MaximumMessageSize"])
        except ClientError as error:
            raise NoQueue(f"{self.url} cannot be used: {error.response['Error']['Message']}") from None
        except BotoCoreError as error:
            raise NoQueue(f"{self.url} cannot be reached: {error}") from None
        try:
            return int(asked["Attributes"]["MaximumMessageSize"])
        except (KeyError, TypeError, ValueError):
            raise NoQueue(f"{self.url} does not respond like SQS") from None


def find(given, parallel):
    """The queue that the arguments specify."""
    pulumi, environment, region = (_local if given.local else _real)()
    url = given.queue_url or _of_stack(given.stack, pulumi, environment)
    match = _REGION.match(url)
    # Not the region in the SDK's environment, which may be a different one. The emulator has only one.
    try:
        session = boto3.Session(region_name=region or (match and match.group(1)), **_credentials(environment, given.local))
        sqs = session.client(
            "sqs",
            endpoint_url=environment.get("AWS_ENDPOINT_URL"),
            config=Config(max_pool_connections=parallel, retries={"mode": "standard", "total_max_attempts": 3}, connect_timeout=10),
        )
    except (BotoCoreError, ValueError) as error:
        raise NoQueue(str(error)) from None
    return Destination(url, sqs)


def _credentials(environment, local):
    return {"aws_access_key_id": environment["AWS_ACCESS_KEY_ID"], "aws_secret_access_key": environment["AWS_SECRET_ACCESS_KEY"]} if local else {}


def _real():
    return ["pulumi", "--cwd", str(ROOT)], dict(os.environ), None


def _local():
    sys.path.insert(0, str(ROOT / "local" / "lib"))
    import emulator
    from session import Session

    session = Session()
    return session.command(), session.environment, emulator.REGION


def _of_stack(stack, pulumi, environment):
    command = [*pulumi, "stack", "output", "--json", *(["--stack", stack] if stack else [])]
    try:
        asked = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    except FileNotFoundError:
        raise NoQueue("pulumi is not on PATH: install it, or specify the queue with --queue-url") from None
    if asked.returncode != 0:
        raise NoQueue(f"'pulumi stack output' failed: {asked.stderr.strip()}")
    if url := json.loads(asked.stdout or "{}").get(_OUTPUT):
        return url
    raise NoQueue(
        "the stack has no bulk lane: 'pulumi config set bulkConcurrency 2' and 'pulumi up' create one; "
        "see docs/lanes.md"
    )
