"""Compares the operators' policy with the AWS commands of the documentation, by AWS's Service Authorization Reference.

Each command that only reads must be allowed, and each action that is allowed must be used by a command.
"""

import json
import re
import sys
from pathlib import Path

import botocore.session
from botocore import xform_name
from policy_sentry.querying.actions import get_action_data

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/operations.md")

# The CLI's own names for calls that AWS names otherwise.
CUSTOM = {("ecr", "get-login-password"): "GetAuthorizationToken"}

# AWS: "No permissions are required to perform this operation", https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
ALWAYS_ALLOWED = {"sts:GetCallerIdentity"}

# A search by the beginning of names is authorised against all of them, which the reference does not say:
# https://github.com/aws-samples/amazon-cloudwatch-auto-alarms/issues/1
AGAINST_ALL = {"cloudwatch:DescribeAlarms": ":alarm:*"}


def commands():
    """The AWS commands of the documentation as IAM actions."""
    session = botocore.session.get_session()
    actions = {}
    for page in PAGES:
        for block in re.findall(r"(?ms)^ *```sh.*?^ *```", (ROOT / page).read_text(encoding="utf-8")):
            for service, command in re.findall(r"\baws ([a-z0-9]+) ([a-z0-9-]+)", block):
                operation = CUSTOM.get((service, command)) or next(
                    (name for name in session.get_service_model(service).operation_names
                     if xform_name(name, "-") == command), None)
                if not operation:
                    raise SystemExit(f"{page}: AWS has no command 'aws {service} {command}'")
                actions[f"{service}:{operation}"] = f"{page}: aws {service} {command}"
    return actions


def reference(action):
    """What AWS's reference says of an action: its access level, and the ARNs it can be narrowed to."""
    service, name = action.split(":")
    data = get_action_data(service, name)
    if not data:
        raise SystemExit(f"the Service Authorization Reference has no action {action}")
    rows = data[service]
    return rows[0]["access_level"], [row["resource_arn_format"] for row in rows]


def is_allowed(action, arns, statements):
    for statement in statements:
        if action not in statement["Action"]:
            continue
        for resource in statement["Resource"]:
            if resource == "*" or any(_is_of(resource, arn) for arn in arns if arn != "*"):
                if action not in AGAINST_ALL or resource.endswith(AGAINST_ALL[action]):
                    return True
    return False


def _is_of(resource, arn_format):
    """Whether an ARN has the form of a resource type, such as arn:${Partition}:sqs:${Region}:${Account}:${QueueName}."""
    pattern = re.sub(r"\\\$\\\{\w+\\\}", ".+", re.escape(arn_format).replace(r"\*", ".*"))
    return re.fullmatch(pattern, resource) is not None


state = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
policy = next(
    resource["inputs"]["policy"] for resource in state["deployment"]["resources"] if resource["type"] == "aws:iam/policy:Policy"
)
allowed = [statement for statement in json.loads(policy)["Statement"] if statement["Effect"] == "Allow"]
used = commands()
found = []
for action, command in sorted(used.items()):
    level, arns = reference(action)
    if level in ("Read", "List") and action not in ALWAYS_ALLOWED and not is_allowed(action, arns, allowed):
        found.append(f"{command}: {action} is not allowed on {', '.join(arns)}")
for action in sorted({action for statement in allowed for action in statement["Action"]}):
    reference(action)
    # With a customer managed key, services use it in the name of whoever asks.
    if action not in used and action not in ("kms:Decrypt", "kms:GenerateDataKey"):
        found.append(f"the policy allows {action}, which no command of the documentation uses")
print("\n".join(found) or f"{len(used)} actions, nothing found")
sys.exit(1 if found else 0)
