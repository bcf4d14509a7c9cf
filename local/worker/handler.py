"""A worker that follows docs/handler-contract.md. ./local/up runs it, and it is the reference for the real worker.

It is not deployed to AWS. The real worker has its own repository and image. Only the Steam API is simulated here.

The modules create their SDK clients when they are imported: the init phase does not count toward the function's timeout
(https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html).
"""

import json
from datetime import datetime, timedelta, timezone

import completion
import library
import message
import secret
import steam

OLDEST = timedelta(days=14)


def handler(event, context):
    """Processes every record, and returns those to retry: Lambda deletes all others from the queue."""
    failed, stopped = [], set()
    for record in event["Records"]:
        group = _group(record)
        # Messages after a failed one in its group must not overtake it: they are not attempted, and return after it.
        if group in stopped or not _succeeds(record):
            failed.append(record["messageId"])
            stopped.add(group)
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _group(record):
    """The message group in a FIFO queue. In a standard queue, each message is independent, regardless of its group."""
    fifo = record["eventSourceARN"].endswith(".fifo")
    return record["attributes"]["MessageGroupId"] if fifo else record["messageId"]


def _succeeds(record):
    user = None
    try:
        request = message.read(record["body"])
        user = request.user_id
        if datetime.now(timezone.utc) - request.requested_at > OLDEST:
            completion.tell("dropped", record["messageId"], request)
            _log("import.dropped", record, user, error=f"requested more than {OLDEST.days} days ago")
            return True
        games = steam.owned_games(request, secret.steam_api_key())
        library.store(user, games)
        completion.tell("done", record["messageId"], request, games=len(games))
    except Exception as error:
        # Any error: Lambda deletes messages that are not reported as failed.
        _log("import.failed", record, user, error=str(error))
        return False
    _log("import.done", record, user, games=len(games))
    return True


def _log(event, record, user, **details):
    """One JSON line, which the dashboard reads."""
    print(json.dumps({"event": event, "userId": user, "messageId": record["messageId"], **details}), flush=True)
