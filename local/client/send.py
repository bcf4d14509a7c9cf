"""Requests imports from the stack on this machine, as the web server does: one message per import."""

import argparse
import itertools
import json
import os
import sys
import time
import uuid
from datetime import datetime, timezone
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from stack import Stack, client, deploy_command, missing, queue_url

# The maximum number of messages in one SendMessageBatch call:
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
BATCH = 10
FIRST_STEAM_ID = 76561198000000000


def parsed():
    parser = argparse.ArgumentParser(prog="./local/send", description=__doc__)
    parser.add_argument(
        "--count", type=_count, default=None, metavar="N",
        help="number of imports to request, for users u-1, u-2, …; default: 1",
    )
    parser.add_argument(
        "--bad", type=_count, default=0, metavar="N", help="number of malformed messages to add; default: 0"
    )
    parser.add_argument(
        "--file", type=Path, metavar="FILE",
        help="send each line of FILE unchanged as a message, instead of generated messages; - reads standard input",
    )
    parser.add_argument(
        "--steam", choices=["up", "slow", "hang", "down"],
        help="what the simulated Steam API does with these imports; default: as set by ./local/steam",
    )
    parser.add_argument("--stack", default="local", help="default: local")
    parser.add_argument("--watch", action="store_true", help="watch until the queue is empty: ./local/watch --until-done")
    arguments = parser.parse_args()
    if arguments.file and (arguments.count is not None or arguments.bad or arguments.steam):
        parser.error("--file cannot be combined with --count, --bad or --steam")
    if arguments.count is None:
        arguments.count = 0 if arguments.bad else 1
    return arguments


def _count(text):
    number = int(text) if text.isdecimal() else -1
    if not 0 <= number <= 1_000_000:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to 1000000, got '{text}'")
    return number


def bodies(arguments):
    if arguments.file:
        lines = sys.stdin.read() if str(arguments.file) == "-" else arguments.file.read_text(encoding="utf-8")
        return [line for line in lines.splitlines() if line.strip()]
    now = datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    good = [
        {"userId": f"u-{number}", "steamId": str(FIRST_STEAM_ID + number), "requestedAt": now}
        | ({"simulate": arguments.steam} if arguments.steam else {})
        for number in range(1, arguments.count + 1)
    ]
    bad = [f'{{"userId": "bad-{number}", ' for number in range(1, arguments.bad + 1)]
    return [json.dumps(body) for body in good] + bad


def batches(messages):
    messages = iter(messages)
    while batch := list(itertools.islice(messages, BATCH)):
        yield batch


def _of_a_group(url):
    """The attributes that a FIFO queue requires. Here, each message is for a different user."""
    return {"MessageGroupId": str(uuid.uuid4()), "MessageDeduplicationId": str(uuid.uuid4())} if url.endswith(".fifo") else {}


def send(sqs, url, messages, console):
    """Sends all messages and prints their IDs. Returns how many were refused."""
    refused = 0
    with Progress(console=console, disable=not console.is_terminal or len(messages) <= BATCH) as progress:
        task = progress.add_task("Sending", total=len(messages))
        for number, batch in enumerate(batches(messages), 1):
            entries = [{"Id": str(index), "MessageBody": body} | _of_a_group(url) for index, body in enumerate(batch)]
            answer = sqs.send_message_batch(QueueUrl=url, Entries=entries)
            for sent in answer.get("Successful", []):
                print(sent["MessageId"], flush=True)
            for failed in answer.get("Failed", []):
                refused += 1
                print(f"local: refused: {failed.get('Message', failed['Code'])}: {batch[int(failed['Id'])][:80]}", file=sys.stderr)
            progress.update(task, advance=len(batch))
            if not console.is_terminal and number % 10 == 0:
                print(f"sent {number * BATCH} of {len(messages)}", file=sys.stderr, flush=True)
    print(f"Sent {len(messages) - refused} of {len(messages)} messages", file=sys.stderr, flush=True)
    return refused


def main():
    arguments = parsed()
    stack = Stack(arguments.stack)
    sqs = client("sqs")
    try:
        messages = bodies(arguments)
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(f"local: --file {arguments.file}: {getattr(error, 'strerror', None) or 'it is not UTF-8'}")
    try:
        url = queue_url(sqs, stack.queue)
    except sqs.exceptions.QueueDoesNotExist:
        sys.exit(missing(stack, deploy_command(stack)))
    started = time.time() * 1000
    refused = send(sqs, url, messages, Console(stderr=True))
    if arguments.watch and not refused:
        watch = str(Path(__file__).with_name("watch.py"))
        os.execv(sys.executable, [sys.executable, watch, "--until-done", "--since", str(int(started)), "--stack", stack.name])
    sys.exit(1 if refused else 0)


try:
    main()
except KeyboardInterrupt:
    sys.exit("local: interrupted; the messages whose IDs were printed have been sent")
