"""EventBridge: events of alarms, webhooks on this machine, and events that a webhook rejects.

AWS retries for a day before it drops an event. Here, nothing is retried, to shorten the wait.
"""

import contextvars
import functools
import json
import re

from ministack.core.arn import parse_arn
from ministack.services import cloudwatch, eventbridge
from ministack.services.apigateway_v1 import request_scope

_dead_letter_queue = contextvars.ContextVar("dead_letter_queue", default=None)


def mend():
    _send_events_of_alarms()
    _post_to_this_machine()
    _keep_what_is_not_delivered()


def _send(source, detail_type, detail, resources=()):
    entry = {"Source": source, "DetailType": detail_type, "Detail": json.dumps(detail), "Resources": list(resources)}
    eventbridge._put_events({"Entries": [entry]}, allow_aws_source=True)


def _send_events_of_alarms():
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html"""
    act = cloudwatch._dispatch_alarm_actions

    @functools.wraps(act)
    def act_and_send(alarm, old, new, reason):
        act(alarm, old, new, reason)
        detail = {"alarmName": alarm["AlarmName"], "state": {"value": new, "reason": reason}, "previousState": {"value": old}}
        _send("aws.cloudwatch", "CloudWatch Alarm State Change", detail, [alarm["AlarmArn"]])

    cloudwatch._dispatch_alarm_actions = act_and_send


def _post_to_this_machine():
    """Uses plain HTTP: an address on this machine has no certificate, but EventBridge accepts only HTTPS URLs."""
    post = eventbridge._api_destination_send_sync

    def post_here(request, headers):
        url = re.sub(r"^https://(127\.0\.0\.1|localhost)\b", r"http://\1", request["url"])
        return post({**request, "url": url}, headers)

    eventbridge._api_destination_send_sync = post_here


def _keep_what_is_not_delivered():
    """Uses the target's dead-letter queue. After 401 or 407, the connection is deauthorized, which is also an event."""
    dispatch, build = eventbridge._dispatch_to_api_destination, eventbridge._build_api_destination_request

    def dispatch_or_keep(spec, payload, target):
        queue = (target.get("DeadLetterConfig") or {}).get("Arn")
        destination = eventbridge._api_destinations.get(spec.resource.split("/", 2)[1]) or {}
        connection = eventbridge._connections.get((destination.get("ConnectionArn") or "").rsplit("/", 1)[-1]) or {}
        if connection.get("ConnectionState") != "AUTHORIZED":
            _keep(queue, payload)
            return
        token = _dead_letter_queue.set(queue)
        try:
            dispatch(spec, payload, target)
        finally:
            _dead_letter_queue.reset(token)

    def build_with_queue(destination, connection, parameters, payload):
        return {**build(destination, connection, parameters, payload), "deadLetterQueue": _dead_letter_queue.get()}

    def deliver_or_keep(name, request, connection, token_key):
        account, region, connection_name = token_key
        with request_scope(account, region):
            try:
                headers = eventbridge._connection_auth_headers(connection, token_key)
                status = eventbridge._api_destination_send_sync(request, headers)
            except OSError:
                status = 0
            if 200 <= status < 300:
                return
            _keep(request["deadLetterQueue"], request["body"])
            if status in (401, 407):
                eventbridge._connections[connection_name]["ConnectionState"] = "DEAUTHORIZED"
                _send("aws.events", "Connection Deauthorized", {"ConnectionName": connection_name})

    eventbridge._dispatch_to_api_destination = dispatch_or_keep
    eventbridge._build_api_destination_request = build_with_queue
    eventbridge._deliver_to_api_destination = deliver_or_keep


def _keep(queue_arn, payload):
    if queue_arn:
        eventbridge._dispatch_to_sqs(parse_arn(queue_arn), payload)
