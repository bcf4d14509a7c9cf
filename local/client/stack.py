"""A stack's resource names in the emulator, and AWS SDK clients to inspect it."""

import boto3
from botocore.config import Config

# The emulator runs on this machine, so long retries are pointless.
_CONFIG = Config(retries={"total_max_attempts": 2}, connect_timeout=5)


def client(service):
    return boto3.client(service, config=_CONFIG)


class Stack:
    def __init__(self, name):
        self.name = name
        self.function = f"savepoint-{name}-steam-import"
        self.queue = f"savepoint-{name}-steam-library-sync"
        self.dead_letter_queue = f"{self.queue}-dlq"
        self.log_group = f"/aws/lambda/{self.function}"
        self.topic = f"{self.function}-alarms"
        # Its own, unless settings specify others.
        self.repository = f"savepoint-{name}-lambdas"
        self.bucket_prefix = f"savepoint-{name}-imports-"
        self.secret = f"savepoint/{name}/steam-api-key"


def queue_url(sqs, name):
    """The URL of a queue, or of the FIFO queue that takes its place."""
    try:
        return sqs.get_queue_url(QueueName=f"{name}.fifo")["QueueUrl"]
    except sqs.exceptions.QueueDoesNotExist:
        return sqs.get_queue_url(QueueName=name)["QueueUrl"]


def missing(stack, command):
    """The message if the stack is not deployed."""
    return f"local: stack '{stack.name}' is not deployed on this machine: run {command} first"


def deploy_command(stack):
    return "./local/up" if stack.name == "local" else f"./local/pulumi up --stack {stack.name}"
