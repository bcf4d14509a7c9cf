"""Values and data of a live deployment that the stack would change or drop without being asked to."""

import json
from dataclasses import dataclass

from . import data
from .plan import UNKNOWN

# The logging libraries of the old worker use WARNING; the setting uses Lambda's names.
_WORDS = {"WARNING": "WARN", "CRITICAL": "FATAL"}

# Lambda rejects this variable, so no running function has it.
_NEVER_LIVE = {"AWS_DEFAULT_REGION"}
OWN_VARIABLES = {"LOG_LEVEL", "S3_BUCKET", "STEAM_API_KEY_SECRET_ARN"}


@dataclass(frozen=True)
class Difference:
    # A setting, or the name of a property without a setting.
    key: str
    live: object
    planned: object
    # Whether setting the key to the live value would keep it.
    can_be_kept: bool = True


def differences(plan, urns):
    """Every live value of these resources that the preview would change."""
    found = []
    for resource in plan.custom("same", "update"):
        if resource.urn in urns:
            for key, get in _SETTINGS.get(resource.name, {}).items():
                live, planned = get(resource.old_inputs), get(resource.inputs)
                if live is not None and live != planned:
                    found.append(Difference(key, live, planned, live not in (NEVER, UNLIMITED)))
            found += _LOSSES.get(resource.name, lambda old, new: [])(resource.old_inputs, resource.inputs)
    return found


def in_the_way(plan, aws):
    """The data that the stack would create, but that already exists."""
    new = [one for one in plan.custom("create") if one.type in data.SETTINGS]
    ids = aws.find(new)
    for one in new:
        if id_ := ids[one.urn]:
            key, value = data.SETTINGS[one.type]
            yield Difference(key, value(id_, aws), "a new one, which cannot be created")


def command(pulumi, difference, stack):
    value = str(difference.live).lower() if isinstance(difference.live, bool) else str(difference.live)
    return f"{pulumi} config set {difference.key} '{value}' --plaintext --stack {stack}"


NEVER, UNLIMITED = "never", "unlimited"


def variables(inputs):
    """The function's variables, or UNKNOWN if one of them depends on a new resource."""
    environment = inputs.get("environment") or {}
    return UNKNOWN if environment == UNKNOWN else environment.get("variables") or {}


def _variable(name):
    def get(inputs):
        given = variables(inputs)
        value = given if given == UNKNOWN else given.get(name) or None
        return _WORDS.get(value, value)

    return get


def _property(*path):
    def get(inputs):
        value = inputs
        for part in path:
            value = (value or {}).get(part)
        return value or None

    return get


def _architecture(inputs):
    return (inputs.get("architectures") or ["x86_64"])[0]


def _retention(inputs):
    return inputs.get("retentionInDays") or NEVER


def _concurrency(inputs):
    return (inputs.get("scalingConfig") or {}).get("maximumConcurrency") or UNLIMITED


def _max_receive_count(inputs):
    policy = inputs.get("redrivePolicy")
    return int(json.loads(policy)["maxReceiveCount"]) if policy else None


def _enabled(inputs):
    # An import omits the provider's default.
    return bool(inputs.get("enabled", True))


def _lost_messages(old, new):
    """Waiting messages that are older than the new retention period are deleted immediately."""
    before, after = old.get("messageRetentionSeconds", 345600), new.get("messageRetentionSeconds", 345600)
    return [Difference("messageRetentionSeconds", before, after, False)] if after < before else []


def _lost_of_the_function(old, new):
    if old.get("vpcConfig", {}).get("subnetIds") and not new.get("vpcConfig"):
        yield Difference("vpcConfig", "a network", "none", False)
    if variables(new) == UNKNOWN:
        return
    for name in sorted(set(variables(old)) - set(variables(new)) - OWN_VARIABLES - _NEVER_LIVE):
        # Without its value, which may be confidential.
        yield Difference(name, "set", "not set", False)


_SETTINGS = {
    "steam-import-function": {
        "steamImportImage": _property("imageUri"),
        "steamImportArchitecture": _architecture,
        "steamImportMemoryMb": _property("memorySize"),
        "steamImportTimeoutSeconds": _property("timeout"),
        "logLevel": _variable("LOG_LEVEL"),
        "steamImportBucket": _variable("S3_BUCKET"),
        "steamApiKeySecretArn": _variable("STEAM_API_KEY_SECRET_ARN"),
        "kmsKeyArn": _property("kmsKeyArn"),
    },
    "steam-import-logs": {"logRetentionDays": _retention, "kmsKeyArn": _property("kmsKeyId")},
    "steam-import-event-source": {"steamImportConcurrency": _concurrency, "enableSteamImportEventSource": _enabled},
    "steam-import-queue": {"maxReceiveCount": _max_receive_count, "kmsKeyArn": _property("kmsMasterKeyId")},
    "steam-import-dlq": {"kmsKeyArn": _property("kmsMasterKeyId")},
}
_LOSSES = {
    "steam-import-queue": _lost_messages,
    "steam-import-dlq": _lost_messages,
    "steam-import-function": _lost_of_the_function,
}
