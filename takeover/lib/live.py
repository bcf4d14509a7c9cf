"""The settings that a live deployment implies, and which of them the stack would change."""

import json
from dataclasses import dataclass

# The logging libraries of the old worker said WARNING; the setting has Lambda's word.
_WORDS = {"WARNING": "WARN", "CRITICAL": "FATAL"}


@dataclass(frozen=True)
class Difference:
    key: str
    live: str
    planned: str


def differences(plan, urns):
    """Every setting whose live value the preview would change, of these resources."""
    found = []
    for name, read in _SETTINGS:
        for resource in plan.custom("same", "update"):
            if resource.name == name and resource.urn in urns:
                found += [one for key, get in read.items() if (one := _difference(key, get, resource))]
    return found


def _difference(key, get, resource):
    live, planned = get(resource.old_inputs), get(resource.inputs)
    return Difference(key, live, planned) if live is not None and live != planned else None


def _variable(name):
    def get(inputs):
        value = ((inputs.get("environment") or {}).get("variables") or {}).get(name)
        return _WORDS.get(value, value)

    return get


def _property(*path):
    def get(inputs):
        value = inputs
        for part in path:
            value = (value or {}).get(part)
        return value

    return get


def _max_receive_count(inputs):
    policy = inputs.get("redrivePolicy")
    return int(json.loads(policy)["maxReceiveCount"]) if policy else None


def _enabled(inputs):
    # Import leaves the provider's default out.
    return bool(inputs.get("enabled", True)) if inputs else None


_SETTINGS = [
    (
        "steam-import-function",
        {
            "steamImportImage": _property("imageUri"),
            "steamImportMemoryMb": _property("memorySize"),
            "steamImportTimeoutSeconds": _property("timeout"),
            "logLevel": _variable("LOG_LEVEL"),
            "steamImportBucket": _variable("S3_BUCKET"),
            "steamApiKeySecretArn": _variable("STEAM_API_KEY_SECRET_ARN"),
        },
    ),
    ("steam-import-logs", {"logRetentionDays": _property("retentionInDays")}),
    (
        "steam-import-event-source",
        {"steamImportConcurrency": _property("scalingConfig", "maximumConcurrency"), "enableSteamImportEventSource": _enabled},
    ),
    ("steam-import-queue", {"maxReceiveCount": _max_receive_count}),
]


def command(pulumi, difference, stack):
    value = str(difference.live).lower() if isinstance(difference.live, bool) else str(difference.live)
    return f"{pulumi} config set {difference.key} '{value}' --plaintext --stack {stack}"
