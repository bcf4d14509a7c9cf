"""The metrics of SQS, Lambda and its mappings that the alarms watch, and the alarms that watch them.

ministack publishes metrics only for invocations through the API, and evaluates an alarm only when data is published,
ignoring dimensions, periods and missing data. Here, metrics that AWS publishes every minute are published every few
seconds, to shorten the wait; evaluation.py implements CloudWatch's own rules.
"""

import contextvars
import functools
import logging
import threading
import time

import evaluation
from ministack.core.responses import _request_account_id, _request_region
from ministack.services import cloudwatch, lambda_svc, sqs

SECONDS = 5
# The time range of the dashboard. An emulator that runs for days must not use more and more memory.
KEPT_SECONDS = 3 * 3600

# The messages that a mapping's batch deleted, in the thread of that batch.
_deleted = contextvars.ContextVar("deleted", default=None)


def mend():
    _count_received()
    _count_batches()
    cloudwatch._evaluate_alarm, cloudwatch._evaluate_all_alarms = evaluation.evaluate, evaluation.evaluate_all
    threading.Thread(target=_publish_for_ever, daemon=True, name="metrics").start()


def _count_received():
    collect = sqs._collect_msgs

    @functools.wraps(collect)
    def collect_and_count(queue, *arguments):
        messages = collect(queue, *arguments)
        if messages:
            _record_of_queue(queue, "NumberOfMessagesReceived", len(messages))
        return messages

    sqs._collect_msgs = collect_and_count


def _count_batches():
    """What a mapping and its invocations publish."""
    run, delete = lambda_svc._run_sqs_batch, sqs._delete_messages_for_esm

    def run_and_count(esm, func_rec, event, batch, *queue):
        started = time.monotonic()
        token = _deleted.set(set())
        try:
            run(esm, func_rec, event, batch, *queue)
            deleted = len(_deleted.get())
        finally:
            _deleted.reset(token)
        function = {"FunctionName": esm["FunctionName"]}
        cloudwatch.record_metric("AWS/Lambda", "Invocations", 1, "Count", function)
        cloudwatch.record_metric("AWS/Lambda", "Errors", int(esm.get("LastProcessingResult") == "FAILED"), "Count", function)
        cloudwatch.record_metric("AWS/Lambda", "Duration", (time.monotonic() - started) * 1000, "Milliseconds", function)
        if "EventCount" in (esm.get("MetricsConfig") or {}).get("Metrics", []):
            for name, count in (
                ("PolledEventCount", len(batch)),
                ("InvokedEventCount", len(batch)),
                ("DeletedEventCount", deleted),
                ("FailedInvokeEventCount", len(batch) - deleted),
            ):
                cloudwatch.record_metric("AWS/Lambda", name, count, "Count", {"EventSourceMappingUUID": esm["UUID"]})

    def delete_and_count(queue_url, receipt_handles):
        if _deleted.get() is not None:
            _deleted.get().update(receipt_handles)
        delete(queue_url, receipt_handles)

    lambda_svc._run_sqs_batch = run_and_count
    sqs._delete_messages_for_esm = delete_and_count


def _publish_for_ever():
    while True:
        time.sleep(SECONDS)
        for account, region in {key[:2] for key in [*sqs._queues._data, *cloudwatch._alarms._data]}:
            _request_account_id.set(account)
            _request_region.set(region)
            try:
                _publish_queues()
                _publish_concurrency()
                _forget()
                cloudwatch._evaluate_all_alarms()
            except Exception:
                # For example, a queue was deleted in the meantime. The next round follows soon.
                logging.getLogger("cloudwatch").exception("publishing metrics")


def _publish_queues():
    now = time.time()
    for queue in list(sqs._queues.values()):
        sqs._dlq_sweep(queue)
        sqs._refresh_counts(queue)
        with sqs._queues_lock:
            sent = [message.get("enqueued_at", message["sent_at"]) for message in queue["messages"]]
        attributes = queue["attributes"]
        _record_of_queue(queue, "ApproximateNumberOfMessagesVisible", int(attributes["ApproximateNumberOfMessages"]))
        _record_of_queue(queue, "ApproximateNumberOfMessagesNotVisible", int(attributes["ApproximateNumberOfMessagesNotVisible"]))
        _record_of_queue(queue, "ApproximateAgeOfOldestMessage", now - min(sent, default=now), "Seconds")


def _record_of_queue(queue, name, value, unit="Count"):
    cloudwatch.record_metric("AWS/SQS", name, value, unit, {"QueueName": queue["attributes"]["QueueArn"].split(":")[-1]})


def _publish_concurrency():
    for key, count in lambda_svc.executions_in_flight()[1].items():
        function = key.split(":")[-1]
        cloudwatch.record_metric("AWS/Lambda", "ConcurrentExecutions", count, "Count", {"FunctionName": function})


def _forget():
    oldest = time.time() - KEPT_SECONDS
    for key, points in list(cloudwatch._metrics.items()):
        if points and points[0]["Timestamp"] < oldest:
            cloudwatch._metrics[key] = [point for point in points if point["Timestamp"] >= oldest]
