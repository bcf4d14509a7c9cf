"""A receiver of completion events (docs/completion.md), in Python with PyJWT.

receiver.py PORT    The key is in COMPLETION_WEBHOOK_KEY. Prints each event that it accepts, once.
"""

import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt

KEY = os.environ["COMPLETION_WEBHOOK_KEY"]
# EventBridge tries for 24 hours.
REMEMBERED_SECONDS = 25 * 3600

# What was received: keep it in a database, where it survives a restart.
_seen = {}


def accepted(headers, body):
    """The events that are new: none for one that was received before. Raises ValueError for what is not ours."""
    if not hmac.compare_digest(headers.get("X-Api-Key", "").encode(), KEY.encode()):
        raise ValueError("the key is wrong")
    event = json.loads(body)
    if event["result"] == "failed":
        # From an alarm, which nobody signs.
        told, identity = event, (event["id"], "failed")
    else:
        told = jwt.decode(headers.get("X-Savepoint-Token", ""), KEY, algorithms=["HS256"], options={"require": ["iat", "jti", "sub"]})
        if time.time() - told["iat"] > REMEMBERED_SECONDS:
            raise ValueError("the token is too old")
        identity = (told["jti"], told["result"])
    return [] if _seen_before(identity) else [told]


def _seen_before(identity):
    now = time.time()
    for old in [known for known, received in _seen.items() if now - received > REMEMBERED_SECONDS]:
        del _seen[old]
    return _seen.setdefault(identity, now) != now


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            for event in accepted(self.headers, body):
                print(json.dumps(event), flush=True)
            self.send_response(204)
        except (ValueError, KeyError, TypeError, jwt.InvalidTokenError) as error:
            print(f"refused: {error}", file=sys.stderr, flush=True)
            # Not 401, which would end all deliveries.
            self.send_response(403)
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
