"""Subscribes this process to a topic, so that it receives the notifications of alarms."""

import contextlib
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from stack import client


@contextlib.contextmanager
def subscribed(topic_name, notify):
    """Calls notify(subject, reason) whenever an alarm changes state, until the context exits."""
    sns = client("sns")
    topics = [topic["TopicArn"] for topic in sns.list_topics()["Topics"]]
    topic = next((arn for arn in topics if arn.endswith(f":{topic_name}")), None)
    if topic is None:
        yield
        return

    subscriptions = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()
            if body["Type"] == "SubscriptionConfirmation":
                subscriptions.append(sns.confirm_subscription(TopicArn=topic, Token=body["Token"])["SubscriptionArn"])
            elif body["Type"] == "Notification":
                notify(body.get("Subject", ""), json.loads(body["Message"]).get("NewStateReason", ""))

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = f"http://127.0.0.1:{server.server_port}"
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=endpoint)
    try:
        yield
    finally:
        with contextlib.suppress(Exception):
            # The emulator may be gone, and the subscription with it.
            for subscription in subscriptions:
                sns.unsubscribe(SubscriptionArn=subscription)
        server.shutdown()
