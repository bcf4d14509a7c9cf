"""Registers the resources of the Java program's plan, so that they are not written twice.

It does not build names and policy documents, so the comparison favours Python. Like the Java
program, it loads the SDK and the provider package, looks up the account, region and partition first,
and creates each resource by its class.
"""

import importlib
import json
from pathlib import Path

import pulumi
import pulumi_aws as aws

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

plan = json.loads(Path(pulumi.Config().require("plan")).read_text())
made = {}


def resource_class(type_name):
    """aws.sqs.Queue for aws:sqs/queue:Queue."""
    module = type_name.split(":")[1].split("/")[0]
    return getattr(importlib.import_module(f"pulumi_aws.{module.replace('lambda', 'lambda_')}"), type_name.split(":")[2])


def linked(value):
    """The value, with an output in place of each unknown value.

    It is an output of the latest resource, because the Java SDK does not report in a preview which resource
    an output belongs to.
    """
    if value == UNKNOWN:
        return next(resource for resource in reversed(made.values()) if isinstance(resource, pulumi.CustomResource)).id
    if isinstance(value, dict):
        return {key: linked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [linked(item) for item in value]
    return value


def register(state):
    urn, type_name = state["urn"], state["type"]
    options = pulumi.ResourceOptions(
        parent=made.get(state.get("parent")), depends_on=[made[source] for source in state.get("dependencies", [])]
    )
    name = urn.rpartition("::")[2]
    if not type_name.startswith("aws:"):
        made[urn] = pulumi.ComponentResource(type_name, name, state.get("inputs", {}), options)
        return
    cls = resource_class(type_name)
    inputs = {
        "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in key): linked(value)
        for key, value in state["inputs"].items()
        if not key.startswith("__")
    }
    made[urn] = cls(name, opts=options, **inputs)


aws.get_caller_identity(), aws.get_region(), aws.get_partition()
for step in plan["steps"]:
    if step["newState"]["type"] != "pulumi:pulumi:Stack":
        register(step["newState"])
