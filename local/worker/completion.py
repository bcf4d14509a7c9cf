"""Reports the result of an import: an event, signed if there is a key (docs/completion.md)."""

import json
import os
import time

import boto3
import jwt

import secret

SOURCE = "savepoint.steam-import"
_DETAIL_TYPES = {"done": "Steam Import Done", "dropped": "Steam Import Dropped"}

_BUS = os.environ.get("EVENT_BUS_NAME")
_KEY = os.environ.get("COMPLETION_KEY_SECRET_ARN")
_CLIENT = boto3.client("events") if _BUS else None


def tell(result, message_id, request, **details):
    """Does nothing without a bus. An event that cannot be sent is an error, so that the message is retried."""
    if not _BUS:
        return
    told = {"messageId": message_id, "userId": request.user_id, "steamId": request.steam_id, **details}
    detail = {"result": result, "import": told}
    if _KEY:
        claims = {"iss": _BUS, "iat": int(time.time()), **detail}
        detail["token"] = jwt.encode(claims, secret.value(_KEY), algorithm="HS256")
    entry = {"EventBusName": _BUS, "Source": SOURCE, "DetailType": _DETAIL_TYPES[result], "Detail": json.dumps(detail)}
    answer = _CLIENT.put_events(Entries=[entry])
    if answer["FailedEntryCount"]:
        raise OSError(f"the event was refused: {answer['Entries'][0]['ErrorMessage']}")
