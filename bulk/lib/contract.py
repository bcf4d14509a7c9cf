"""Validates messages against contract/message.schema.json."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import jsonschema

_SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "contract" / "message.schema.json").read_text(encoding="utf-8"))
_VALIDATOR = jsonschema.Draft202012Validator(_SCHEMA)
FIELDS = tuple(_SCHEMA["properties"])

_DATE_TIME = "a date and time such as 2026-11-27T08:00:00Z, or a number of milliseconds since 1970"
_TYPES = {"string": "a string", "integer": "a whole number", "object": "an object", "array": "a list"}
# The worker drops older requests: docs/handler-contract.md, rule 4.
_OLDEST = timedelta(days=14)


def mistakes(content):
    """One sentence for each error in a message; none if the message is valid."""
    try:
        found = list(dict.fromkeys(_sentence(error) for error in _VALIDATOR.iter_errors(content)))
    except RecursionError:
        return ["the line is nested too deeply"]
    if not found:
        try:
            _requested_at(content)
        except (ValueError, OverflowError) as error:
            # The schema's pattern accepts 30 February, but the worker does not.
            found.append(f"requestedAt must be a date that exists, got {json.dumps(content['requestedAt'])}: {error}")
    return found


def is_too_old(content, now):
    """Whether the worker would drop a valid message instead of importing anything."""
    return now - _requested_at(content) > _OLDEST


def _requested_at(content):
    given = content["requestedAt"]
    # JSON has only one number type: 1.0 is an integer.
    if isinstance(given, (int, float)):
        return datetime.fromtimestamp(given / 1000, timezone.utc)
    # Python 3.10 supports neither Z nor every number of fractional digits.
    return datetime.fromisoformat(given[:19] + ("+00:00" if given.endswith("Z") else given[-6:]))


def _sentence(error):
    field = ".".join(map(str, error.path)) or "the line"
    given = json.dumps(error.instance, ensure_ascii=False)
    given = given if len(given) <= 60 else given[:59] + "…"
    match error.validator:
        case "required":
            return f"{error.message.split(chr(39))[1]} is missing"
        case "anyOf":
            return f"{field} must be {_DATE_TIME}, got {given}"
        case "type":
            return f"{field} must be {_either(error.validator_value)}, got {given}"
        case "minLength":
            return f"{field} must not be empty"
        case "maxLength" | "pattern" if field == "steamId":
            return f"steamId must be a 64-bit Steam ID, 17 digits that begin with 7656119, got {given}"
        case _:
            return f"{field} does not match the contract's '{error.validator}', got {given}"


def _either(types):
    return " or ".join(_TYPES.get(one, one) for one in ([types] if isinstance(types, str) else types))
