"""Sends several batches of messages at once, and retries what SQS temporarily refuses."""

import hashlib
import random
import threading
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

from botocore.exceptions import BotoCoreError, ClientError

# The limits of one SendMessageBatch call:
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
MOST_ENTRIES = 10
MOST_BYTES = 1024 * 1024
PARALLEL = 8
_ATTEMPTS = 8
_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 10
# Errors of a whole call that are worth retrying after the SDK's own attempts. All others are permanent.
_PASSING = ("Throttl", "RequestLimitExceeded", "ServiceUnavailable", "InternalError", "InternalFailure", "RequestTimeout", "OverLimit")


class Stopped(Exception):
    """Nothing can be sent. The message is one sentence."""


def batches(lines, group=None):
    """Batches of up to 10 lines, within the size limit of a call; with group, at most one line of each group."""
    batch, size, groups = [], 0, set()
    for line in lines:
        length = len(line.body)
        if batch and (len(batch) == MOST_ENTRIES or size + length > MOST_BYTES or group and group(line) in groups):
            yield batch
            batch, size, groups = [], 0, set()
        batch.append(line)
        size += length
        if group:
            groups.add(group(line))
    if batch:
        yield batch


class Sender:
    """Sends to one queue. To keep the order in a FIFO queue, sends one batch at a time, and none after a refusal.

    After stop(), the batches in progress are finished, and no new one is started.
    """

    def __init__(self, destination, progress, message_group_id=None):
        self._destination, self._progress, self._message_group_id = destination, progress, message_group_id
        self._parallel = 1 if destination.is_fifo else PARALLEL
        self._stop = threading.Event()
        self.stopped_by = None
        # Why a line could not be sent: {line number: reason}.
        self.refused = {}

    def stop(self, by):
        """Stops after the batches in progress; by is the number of the signal that requested it."""
        self.stopped_by = by
        self._stop.set()

    def send(self, lines, advanced):
        """Sends all lines, and calls advanced with the number of lines after each batch."""
        with ThreadPoolExecutor(self._parallel) as pool:
            under_way = set()
            for batch in batches(lines, self._group if self._destination.is_fifo else None):
                if self._stop.is_set():
                    break
                under_way.add(pool.submit(self._send, batch))
                # No more than are being sent, so that little is read ahead.
                if len(under_way) >= self._parallel:
                    under_way = self._finished(under_way, advanced)
            while under_way:
                under_way = self._finished(under_way, advanced)

    def _finished(self, under_way, advanced):
        done, rest = wait(under_way, return_when=FIRST_COMPLETED)
        for batch in done:
            try:
                advanced(batch.result())
            except (Stopped, OSError):
                self._stop.set()
                wait(rest)
                raise
            if self.refused and self._destination.is_fifo:
                self._stop.set()
        return rest

    def _send(self, batch):
        rest, pause = batch, _FIRST_PAUSE_SECONDS
        for attempt in range(1, _ATTEMPTS + 1):
            passing, final = self._attempt(rest)
            self.refused.update(final)
            rest = [line for line in rest if line.number in passing]
            if not rest:
                break
            if attempt == _ATTEMPTS or self._stop.wait(pause * random.uniform(0.5, 1)):
                self.refused.update({line.number: passing[line.number] for line in rest})
                break
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
        return len(batch)

    def _attempt(self, lines):
        """The refused lines with their reasons: first those that may be accepted later, then the others."""
        numbers = [line.number for line in lines]
        self._progress.sending(numbers)
        try:
            answer = self._destination.sqs.send_message_batch(QueueUrl=self._destination.url, Entries=[self._entry(line) for line in lines])
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
                # The same as no response, below.
                return dict.fromkeys(numbers, code), {}
            self._progress.done([], numbers)
            if not any(word in code for word in _PASSING):
                reason = error.response["Error"]["Message"]
                raise Stopped(f"SQS refused messages for {self._destination.url}: {reason}") from None
            return dict.fromkeys(numbers, code), {}
        except BotoCoreError as error:
            # The batch may have arrived. It is sent again: an import may run twice, but must not be lost.
            return dict.fromkeys(numbers, str(error)), {}
        failed = {int(entry["Id"]): entry for entry in answer.get("Failed", [])}
        reasons = {number: entry.get("Message") or entry["Code"] for number, entry in failed.items()}
        sent = [int(entry["Id"]) for entry in answer.get("Successful", [])]
        self._progress.done(sent, list(failed))
        unnamed = set(numbers) - set(sent) - set(failed)
        return (
            {number: reasons[number] for number, entry in failed.items() if not entry.get("SenderFault")}
            | dict.fromkeys(unnamed, "SQS returned no result for this message"),
            {number: reasons[number] for number, entry in failed.items() if entry.get("SenderFault")},
        )

    def _group(self, line):
        return self._message_group_id or _group_of(line.content["userId"])

    def _entry(self, line):
        entry = {"Id": str(line.number), "MessageBody": line.body}
        if self._destination.is_fifo:
            entry["MessageGroupId"] = self._group(line)
            # The same on each attempt, so that SQS discards duplicates.
            entry["MessageDeduplicationId"] = hashlib.sha256(f"{self._progress.about['run']}/{line.number}".encode()).hexdigest()
        elif self._message_group_id:
            entry["MessageGroupId"] = self._message_group_id
        return entry


def _group_of(user_id):
    """One group per user, whose imports run in order. Its ID has 1 to 128 ASCII characters, without spaces."""
    if len(user_id) <= 128 and user_id.isascii() and user_id.isprintable() and " " not in user_id:
        return user_id
    return hashlib.sha256(user_id.encode()).hexdigest()
