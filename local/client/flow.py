"""The state of a stack: its messages, imports, log and alarms, read from the emulator as from AWS."""

import json
from collections import Counter
from datetime import datetime

from stack import client, queue_url

_LATE_MILLISECONDS = 60_000
_RESULTS = ("import.done", "import.failed", "import.dropped")


class Flow:
    """Everything that is shown. refresh() updates it."""

    def __init__(self, stack):
        self.stack = stack
        self.waiting = self.in_flight = self.dead = 0
        self.mapping = {}
        self.redriving = False
        self.most_receives = 0
        self.done = self.dropped = 0
        # How many messages failed on their first, second, … attempt.
        self.failed = Counter()
        self.alarms = []
        self._tries = Counter()
        # How often each event was in the log. The emulator's log events have no IDs.
        self._seen = Counter()
        self._read_from = 0
        self._sqs, self._lambda, self._logs, self._cloudwatch = map(client, ("sqs", "lambda", "logs", "cloudwatch"))
        self._queue = queue_url(self._sqs, stack.queue)
        self._dead_letter_queue = queue_url(self._sqs, stack.dead_letter_queue)

    def refresh(self):
        """Returns the new log lines, each with its time in milliseconds."""
        queue, dead = self._attributes(self._queue), self._attributes(self._dead_letter_queue)
        self.waiting = int(queue["ApproximateNumberOfMessages"])
        self.in_flight = int(queue["ApproximateNumberOfMessagesNotVisible"])
        self.dead = int(dead["ApproximateNumberOfMessages"]) + int(dead["ApproximateNumberOfMessagesNotVisible"])
        moves = self._sqs.list_message_move_tasks(SourceArn=dead["QueueArn"]).get("Results", [])
        self.redriving = any(move["Status"] == "RUNNING" for move in moves)
        self.most_receives = int(json.loads(queue.get("RedrivePolicy", "{}")).get("maxReceiveCount", 0))
        mappings = self._lambda.list_event_source_mappings(FunctionName=self.stack.function)["EventSourceMappings"]
        self.mapping = mappings[0] if mappings else {}
        self.alarms = [
            (alarm["AlarmName"].removeprefix(f"{self.stack.function}-"), alarm["StateValue"], alarm.get("StateReason", ""))
            for alarm in self._cloudwatch.describe_alarms(AlarmNamePrefix=f"{self.stack.function}-")["MetricAlarms"]
        ]
        return self._read_log()

    def is_done(self):
        """Whether no message waits, is in flight or being redriven, and the dead-letter queue's alarm is up to date."""
        state = next((state for name, state, _ in self.alarms if name == "dlq-messages"), None)
        told = state is None or (state == "ALARM") == (self.dead > 0)
        return self.waiting == self.in_flight == 0 and told and not self.redriving

    def _attributes(self, url):
        return self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]

    def _read_log(self):
        """Reads the whole log first, so that earlier results count as well; after that, only the end of the log."""
        new, read = [], Counter()
        pages = self._logs.get_paginator("filter_log_events").paginate(logGroupName=self.stack.log_group, startTime=self._read_from)
        for page in pages:
            for event in page["events"]:
                event_id = (event["logStreamName"], event["timestamp"], event["message"])
                read[event_id] += 1
                if read[event_id] > self._seen[event_id]:
                    new.append(event)
        self._seen |= read
        new.sort(key=lambda event: event["timestamp"])
        if new:
            # Lines may arrive out of order.
            self._read_from = max(0, new[-1]["timestamp"] - _LATE_MILLISECONDS)
        return [(event["timestamp"], line) for event in new if (line := self._line(event))]

    def _line(self, event):
        """The line to show, or None if Lambda added it to the invocation."""
        message = event["message"].rstrip()
        if message.startswith(("START ", "END ", "REPORT ")):
            return None
        try:
            result = json.loads(message)
            if result["event"] in _RESULTS:
                self._count(result)
        except (ValueError, KeyError, TypeError):
            pass  # a line in the worker's own format
        return f"{datetime.fromtimestamp(event['timestamp'] / 1000):%H:%M:%S} {message}"

    def _count(self, result):
        if result["event"] == "import.done":
            self.done += 1
        elif result["event"] == "import.dropped":
            self.dropped += 1
        else:
            self._tries[result["messageId"]] += 1
            self.failed[self._tries[result["messageId"]]] += 1
