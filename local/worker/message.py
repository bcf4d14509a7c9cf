"""The body of a message, checked against contract/message.schema.json."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import jsonschema

_SCHEMA = Path(__file__).resolve().parents[2] / "contract" / "message.schema.json"
_VALIDATOR = jsonschema.Draft202012Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Message:
    user_id: str
    steam_id: str
    requested_at: datetime
    # What the simulated Steam API does with this import. Not part of the contract, and ignored by the real worker.
    simulate: str


def read(body):
    """The message. If it is invalid, raises a ValueError that describes the error without showing the content."""
    try:
        content = json.loads(body)
    except json.JSONDecodeError as error:
        raise ValueError(f"the message is not JSON: {error.msg} at character {error.pos}") from None
    if error := next(_VALIDATOR.iter_errors(content), None):
        field = error.json_path if error.path else "the message"
        raise ValueError(f"{field} does not match the schema's '{error.validator}'")
    return Message(content["userId"], content["steamId"], _time(content["requestedAt"]), str(content.get("simulate", "")))


def _time(given):
    if isinstance(given, int):
        return datetime.fromtimestamp(given / 1000, timezone.utc)
    # Python 3.10 supports neither Z nor every number of fractional digits.
    return datetime.fromisoformat(re.sub(r"[.]\d+", "", given).replace("Z", "+00:00"))
