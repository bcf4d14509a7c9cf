"""Compares the operator policy with the AWS commands in the documentation, using the Service Authorization Reference.

Each read-only command must be allowed, and each allowed action must be used by a command.
"""

import fnmatch
import json
import re
import sys
from pathlib import Path

import botocore.session
from botocore import xform_name
from reference import ALWAYS_ALLOWED, access_level, arn_formats, has_form, rows

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/operations.md")

# CLI commands whose API operation has a different name.
CUSTOM = {("ecr", "get-login-password"): "GetAuthorizationToken"}

# A search by name prefix is authorized against all of them, which the reference does not mention:
# https://github.com/aws-samples/amazon-cloudwatch-auto-alarms/issues/1
AGAINST_ALL = {"cloudwatch:DescribeAlarms": ":alarm:*"}

# The ARN format of each Pulumi type.
FORMS = {
    "aws:sqs/queue:Queue": "sqs:{region}:{account}:{name}",
    "aws:lambda/function:Function": "lambda:{region}:{account}:function:{name}",
    "aws:lambda/eventSourceMapping:EventSourceMapping": "lambda:{region}:{account}:event-source-mapping:{name}",
    "aws:cloudwatch/logGroup:LogGroup": "logs:{region}:{account}:log-group:{name}",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "cloudwatch:{region}:{account}:alarm:{name}",
    "aws:cloudwatch/dashboard:Dashboard": "cloudwatch::{account}:dashboard/{name}",
    "aws:sns/topic:Topic": "sns:{region}:{account}:{name}",
    "aws:kms/key:Key": "kms:{region}:{account}:key/{name}",
}


def commands():
    """The AWS commands in the documentation, as IAM actions."""
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


def deployed_arns(resources):
    """The ARN of each deployed resource that a command may use, built from account, region and name."""
    mapping = next(inputs["eventSourceArn"] for kind, inputs in resources if kind.endswith(":EventSourceMapping"))
    _, partition, _, region, account, _ = mapping.split(":")
    for kind, inputs in resources:
        form = FORMS.get(kind)
        if form:
            name = inputs.get("name") or inputs.get("dashboardName") or "0"
            yield f"arn:{partition}:" + form.format(region=region, account=account, name=name)
        if kind.startswith("aws:lambda/function:"):
            registry, repository = inputs["imageUri"].split("/", 1)
            host = registry.split(".")
            yield f"arn:{partition}:ecr:{host[3]}:{host[0]}:repository/{re.split('[:@]', repository)[0]}"


def is_allowed(action, arns, statements, deployed):
    """Whether a statement allows the action on one of the deployed resources that it can be restricted to."""
    for statement in statements:
        if action not in statement["Action"]:
            continue
        for resource in statement["Resource"]:
            if action in AGAINST_ALL and not resource.endswith(AGAINST_ALL[action]):
                continue
            if resource == "*" or any(
                _matches(resource, arn) for arn in deployed if any(has_form(arn, arn_format) for arn_format in arns)
            ):
                return True
    return False


def _matches(resource, arn):
    """Matches like IAM. The ARN of a log stream is that of its log group, followed by a colon and more."""
    return fnmatch.fnmatchcase(arn, resource) or fnmatch.fnmatchcase(arn + ":log-stream", resource)


def strangers(statements, deployed):
    """Resources that the policy names, also in conditions, but that the stack does not have."""
    for statement in statements:
        conditions = statement.get("Condition", {}).get("ArnEquals", {})
        for resource in [*statement["Resource"], *conditions.values()]:
            is_key = ":kms:" in resource  # not part of the stack; the condition kms:ViaService restricts its use
            if resource != "*" and not is_key and not any(_matches(resource, arn) for arn in deployed):
                yield f"{statement['Sid']} names {resource}, which the stack does not have"


state = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
resources = [(resource["type"], resource.get("inputs", {})) for resource in state["deployment"]["resources"]]
policy = next(inputs["policy"] for kind, inputs in resources if kind == "aws:iam/policy:Policy")
deployed = list(deployed_arns(resources))
allowed = [statement for statement in json.loads(policy)["Statement"] if statement["Effect"] == "Allow"]
used = commands()
found = list(strangers(allowed, deployed))
for action, command in sorted(used.items()):
    arns = arn_formats(action)
    if access_level(action) in ("Read", "List") and action not in ALWAYS_ALLOWED and not is_allowed(action, arns, allowed, deployed):
        found.append(f"{command}: {action} is not allowed on {', '.join(arns)}")
for action in sorted({action for statement in allowed for action in statement["Action"]}):
    rows(action)  # fails if there is no such action
    # Services use a customer managed key on behalf of the caller.
    if action not in used and action not in ("kms:Decrypt", "kms:GenerateDataKey"):
        found.append(f"the policy allows {action}, which no command in the documentation uses")
print("\n".join(found) or f"{len(used)} actions, nothing found")
sys.exit(1 if found else 0)
