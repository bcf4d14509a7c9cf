"""A receiver of completion events (docs/completion.md), in Python with PyJWT.

receiver.py PORT    Prints each accepted event once. The environment variable COMPLETION_WEBHOOK_KEYS contains the
                    key, or several keys separated by commas during a key rotation.
"""

import hmac
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt

KEYS = os.environ["COMPLETION_WEBHOOK_KEYS"].split(",")
# EventBridge retries for 24 hours.
REMEMBERED_SECONDS = 25 * 3600
# An event has a size of at most 256 KB.
LARGEST_BODY = 256 * 1024
# The allowed clock skew.
LEEWAY_SECONDS = 60

# Keep this in a database, and store it in the same transaction as the work for the event: a restart clears memory.
_seen = {}
_lock = threading.Lock()


def accepted(headers, body):
    """Returns the event in a list; empty if it was received before. Raises ValueError if it is not authentic."""
    if not any(hmac.compare_digest(headers.get("X-Api-Key", "").encode(), _api_key(key).encode()) for key in KEYS):
        raise ValueError("the API key is invalid")
    event = json.loads(body)
    if event["result"] == "failed":
        # From an alarm: it is not signed, and contains no user.
        told = {name: event[name] for name in ("id", "time", "result", "alarm")}
        identity = ("failed", event["id"])
    else:
        told = _verified(headers.get("X-Savepoint-Token", ""))
        identity = (told["result"], told["import"]["messageId"])
    return [] if _seen_before(identity) else [told]


def _api_key(key):
    """The API key in requests, derived from the signing key, so that a request does not reveal the signing key."""
    return hmac.new(key.encode(), b"X-Api-Key", "sha256").hexdigest()


def _verified(token):
    """Returns what the worker signed. An event that is retried after a key rotation is signed with the old key."""
    error = jwt.InvalidTokenError("no key")
    for key in KEYS:
        try:
            told = jwt.decode(token, key, algorithms=["HS256"], options={"require": ["iat"]}, leeway=LEEWAY_SECONDS)
        except jwt.InvalidTokenError as refused:
            error = refused
            continue
        if time.time() - told["iat"] > REMEMBERED_SECONDS:
            raise ValueError("the token is too old")
        return told
    raise error


def _seen_before(identity):
    now = time.time()
    with _lock:
        for old in [known for known, received in _seen.items() if now - received > REMEMBERED_SECONDS]:
            del _seen[old]
        known = identity in _seen
        _seen.setdefault(identity, now)
        return known


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        try:
            length = int(self.headers.get("Content-Length", 0))
            if length > LARGEST_BODY:
                raise ValueError("the body is too large")
            for event in accepted(self.headers, self.rfile.read(length)):
                print(json.dumps(event), flush=True)
            self.send_response(204)
        except (ValueError, KeyError, TypeError, RecursionError, jwt.InvalidTokenError) as error:
            print(f"rejected: {error}", file=sys.stderr, flush=True)
            # Not 401, which would make EventBridge stop all deliveries.
            self.send_response(403)
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
