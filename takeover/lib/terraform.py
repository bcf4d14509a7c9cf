"""Reads a Terraform state. The terms are those of https://developer.hashicorp.com/terraform/internals/json-format."""

import json
from dataclasses import dataclass
from pathlib import Path

from .console import Refused

VERSION = 4

PULL = "terraform state pull > savepoint.tfstate"


@dataclass(frozen=True, eq=False)
class Resource:
    type: str
    # Such as module.steam_import.aws_sqs_queue.main, without the key of an instance.
    address: str
    module: str
    # Such as ["prod"] or [0], or empty.
    key: str
    # Empty, or why Terraform has not finished with it.
    unfinished: str
    attributes: dict

    @property
    def full_address(self):
        return f"{self.address}{self.key}"

    @property
    def id(self):
        return self.attributes.get("id")


class State:
    def __init__(self, file):
        content = _parsed(Path(file))
        self.terraform_version = tuple(int(part) for part in content.get("terraform_version", "0").split("-")[0].split("."))
        self.resources = list(_resources(content))
        if not self.resources:
            raise Refused(f"{file} is empty: pull it from Terraform's backend with {PULL}")

    def of_type(self, type_):
        return [resource for resource in self.resources if resource.type == type_]


def misplaced(resource, aws):
    """Why a resource cannot be the stack's, if it is elsewhere. Names are the same in every account and region."""
    arn = (resource.attributes.get("arn") or "").split(":")
    account = aws.account()
    if len(arn) > 5 and arn[4] not in ("", account):
        yield f"{resource.full_address} belongs to account {arn[4]}, but your credentials are for {account}"
    if len(arn) > 5 and arn[3] not in ("", aws.region):
        yield f"{resource.full_address} belongs to region {arn[3]}, but the stack is in {aws.region}"


def _parsed(file):
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}. Get the state with {PULL}") from None
    except (ValueError, UnicodeDecodeError):
        raise Refused(f"{file} is not a Terraform state, which is JSON. Get it with {PULL}") from None
    if not isinstance(content, dict):
        raise Refused(f"{file} is not a Terraform state, which is a JSON object. Get it with {PULL}")
    if "encrypted_data" in content:
        raise Refused(f"{file} is encrypted: 'tofu state pull' decrypts it")
    if content.get("format_version"):
        raise Refused(f"{file} is the output of 'terraform show -json', which cannot undo a takeover: use {PULL}")
    if content.get("version") != VERSION:
        raise Refused(
            f"{file} has format {content.get('version')}, but only {VERSION} is supported: rewrite it with Terraform "
            f"0.12 or later (terraform apply -refresh-only), then {PULL}"
        )
    return content


def _resources(content):
    for block in content.get("resources", []):
        if block.get("mode") != "managed":
            continue
        module = block.get("module", "")
        address = ".".join(filter(None, [module, block["type"], block["name"]]))
        deposed = any("deposed" in instance for instance in block.get("instances", []))
        for instance in block.get("instances", []):
            if "deposed" not in instance:
                key = f"[{json.dumps(instance['index_key'])}]" if "index_key" in instance else ""
                unfinished = _unfinished(instance, deposed)
                yield Resource(block["type"], address, module, key, unfinished, instance.get("attributes") or {})


def _unfinished(instance, deposed):
    if deposed:
        return "has a deposed object, which a replacement left behind: let 'terraform apply' delete it first"
    if instance.get("status") == "tainted":
        return "is tainted, so Terraform would replace it: decide with 'terraform untaint' or 'terraform apply' first"
    return ""
