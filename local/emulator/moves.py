"""SQS operations that ministack does not support: StartMessageMoveTask, ListMessageMoveTasks, CancelMessageMoveTask and
ListDeadLetterSourceQueues.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
"""

import base64
import json
import threading
import time

from ministack.core.concurrency import esm_wake, spawn_background
from ministack.core.responses import new_uuid
from ministack.services import sqs

FASTEST_PER_SECOND = 500
_LISTED = 10


class Task:
    """A task that moves the messages of a dead-letter queue."""

    def __init__(self, source, destination, rate):
        self.id = new_uuid()
        self.source, self.destination, self.rate = source, destination, rate
        self.status = "RUNNING"
        self.failure = None
        self.started = time.time()
        self.moved = 0
        self.to_move = sum(1 for message in source["messages"] if message["visible_at"] <= self.started)

    @property
    def handle(self):
        # Like AWS's handles: encoded text that names the task and its queue.
        return base64.b64encode(json.dumps({"taskId": self.id, "sourceArn": _arn(self.source)}).encode()).decode()

    @property
    def is_active(self):
        return self.status in ("RUNNING", "CANCELLING")

    def run(self):
        while self.status == "RUNNING" and (message := self._next()):
            try:
                self._move(message)
            except Exception as error:
                # Any error: a task that kept running would prevent all others from starting.
                self.status, self.failure = "FAILED", getattr(error, "code", repr(error))
                return
            time.sleep(1 / (self.rate or FASTEST_PER_SECOND))
        self.status = "CANCELLED" if self.status == "CANCELLING" else "COMPLETED"

    def _next(self):
        """A message that was there when the task started: a message that fails again meanwhile is not moved twice."""
        with sqs._queues_lock:
            return next((message for message in self.source["messages"] if message["visible_at"] <= self.started), None)

    def _move(self, message):
        with sqs._queues_lock:
            destination = self.destination or sqs._queue_by_arn(message["sys"].get("DeadLetterQueueSourceArn", ""))
            if destination is None:
                raise sqs._Err("CouldNotDetermineMessageSource", "The message does not say which queue it came from")
            now = time.time()
            # To SQS, it is a new message: it has a new ID and a receive count of 0, and its retention restarts.
            new = {
                **message,
                "id": new_uuid(),
                "receipt_handle": None,
                "sent_at": now,
                "visible_at": now,
                "receive_count": 0,
                "first_receive_at": None,
                "sys": {**message["sys"], "SentTimestamp": str(int(now * 1000))},
            }
            new["sys"].pop("DeadLetterQueueSourceArn", None)
            destination["messages"].append(new)
            self.source["messages"] = [other for other in self.source["messages"] if other is not message]
            self.moved += 1
        esm_wake.set()

    def described(self):
        told = {
            "Status": self.status,
            "SourceArn": _arn(self.source),
            "ApproximateNumberOfMessagesMoved": self.moved,
            "ApproximateNumberOfMessagesToMove": self.to_move,
            "StartedTimestamp": int(self.started * 1000),
        }
        if self.status == "RUNNING":
            told["TaskHandle"] = self.handle
        if self.destination:
            told["DestinationArn"] = _arn(self.destination)
        if self.rate:
            told["MaxNumberOfMessagesPerSecond"] = self.rate
        if self.failure:
            told["FailureReason"] = self.failure
        return told


_tasks = []
_lock = threading.Lock()


def mend():
    sqs._HANDLERS.update(
        {
            "StartMessageMoveTask": _start,
            "ListMessageMoveTasks": _list,
            "CancelMessageMoveTask": _cancel,
            "ListDeadLetterSourceQueues": lambda data, url: {"queueUrls": _sources_of(_arn(sqs._get_q(data.get("QueueUrl", url))))},
        }
    )


def _start(data, _):
    source = _queue(data.get("SourceArn"), "SourceArn")
    destination = _queue(data["DestinationArn"], "DestinationArn") if data.get("DestinationArn") else None
    rate = data.get("MaxNumberOfMessagesPerSecond")
    if rate is not None and not 1 <= int(rate) <= FASTEST_PER_SECOND:
        raise sqs._Err(
            "InvalidParameterValue",
            f"Value {rate} for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: Must be between 1 and {FASTEST_PER_SECOND}.",
        )
    if not _sources_of(_arn(source)):
        raise sqs._Err("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.")
    with _lock:
        if any(task.is_active and task.source is source for task in _tasks):
            raise sqs._Err(
                "UnsupportedOperation",
                "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
            )
        task = Task(source, destination, int(rate) if rate is not None else None)
        _tasks.insert(0, task)
    spawn_background(task.run, thread_name="message-move")
    return {"TaskHandle": task.handle}


def _list(data, _):
    source = _queue(data.get("SourceArn"), "SourceArn")
    most = int(data.get("MaxResults", 1))
    if not 1 <= most <= _LISTED:
        raise sqs._Err(
            "InvalidParameterValue", f"Value {most} for parameter MaxResults is invalid. Reason: Must be between 1 and {_LISTED}."
        )
    return {"Results": [task.described() for task in _tasks if task.source is source][:most]}


def _cancel(data, _):
    task = next((task for task in _tasks if task.handle == data.get("TaskHandle")), None)
    if task is None:
        raise sqs._Err("ResourceNotFoundException", "Task does not exist.", 404)
    with _lock:
        if task.status != "RUNNING":
            raise sqs._Err("UnsupportedOperation", "Only active tasks can be cancelled.")
        task.status = "CANCELLING"
    return {"ApproximateNumberOfMessagesMoved": task.moved}


def _queue(arn, parameter):
    if not arn:
        raise sqs._Err("MissingParameter", f"The request must contain the parameter {parameter}.")
    queue = sqs._queue_by_arn(arn)
    if queue is None:
        raise sqs._Err("ResourceNotFoundException", f"The resource that you specified for the {parameter} parameter doesn't exist.", 404)
    return queue


def _arn(queue):
    return queue["attributes"]["QueueArn"]


def _sources_of(dead_letter_queue):
    """The URLs of the queues whose messages end up in this one."""
    policies = ((url, queue["attributes"].get("RedrivePolicy")) for url, queue in sqs._queues.items())
    return [url for url, policy in policies if policy and json.loads(policy).get("deadLetterTargetArn") == dead_letter_queue]
