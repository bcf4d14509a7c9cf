"""Matches resources in a Terraform state with those of the program, by type and physical name."""

from dataclasses import dataclass

from . import data

TYPES = {
    "aws:sqs/queue:Queue": "aws_sqs_queue",
    "aws:iam/role:Role": "aws_iam_role",
    "aws:iam/rolePolicy:RolePolicy": "aws_iam_role_policy",
    "aws:cloudwatch/logGroup:LogGroup": "aws_cloudwatch_log_group",
    "aws:lambda/function:Function": "aws_lambda_function",
    "aws:lambda/eventSourceMapping:EventSourceMapping": "aws_lambda_event_source_mapping",
}

# Separate resources in Terraform that the program has as properties. Terraform must forget these as well: an apply
# would overwrite the new queue policy with the old one, and destroying the old one would delete the new one.
_PARTS = ("aws_sqs_queue_policy", "aws_sqs_queue_redrive_policy", "aws_sqs_queue_redrive_allow_policy", "aws_iam_role_policy_attachment")


@dataclass(frozen=True)
class Found:
    """An existing resource of the program, with its import ID, and with Terraform's resource if there is a state."""

    planned: object
    id: str
    resource: object = None

    @property
    def is_new(self):
        """Whether the stack does not have it yet. After a first run, it does."""
        return self.planned.operation == "create"


def types(with_data):
    return {**TYPES, **data.TYPES} if with_data else TYPES


def adopted(state, planned, with_data=False):
    """The resources of the program that are in the state, each with its resource there."""
    found, known = [], types(with_data)
    for one in planned:
        matches = [resource for resource in state.of_type(known[one.type]) if _is(resource, one)] if one.type in known else []
        found += [Found(one, resource.id, resource) for resource in matches]
    return found


def _is(resource, planned):
    has = resource.attributes
    match planned.type:
        case "aws:lambda/function:Function":
            return has.get("function_name") == planned.inputs["name"]
        case "aws:lambda/eventSourceMapping:EventSourceMapping":
            function = (has.get("function_arn") or has.get("function_name") or "").split(":function:")[-1].split(":")[0]
            return has.get("event_source_arn") == planned.inputs["eventSourceArn"] and function == planned.named("functionName")
        case "aws:iam/rolePolicy:RolePolicy":
            return has.get("name") == planned.inputs["name"] and has.get("role") == planned.named("role")
    for name in ("bucket", "repository"):
        if name in planned.inputs and planned.type in data.TYPES:
            return has.get(name) == planned.inputs[name]
    return has.get("name") == planned.inputs["name"]


def parts(state, found):
    """The parts of adopted resources that are separate resources in Terraform."""
    owners = {one.resource.id for one in found}
    return [
        resource
        for type_ in _PARTS
        for resource in state.of_type(type_)
        if resource.attributes.get("queue_url") in owners or resource.attributes.get("role") in owners
    ]


def leftovers(state, found):
    """Policies of the function's role in Terraform that the program does not have, because no setting requires them."""
    roles = {one.resource.id for one in found if one.resource.type == "aws_iam_role"}
    known = {one.resource for one in found}
    return [one for one in state.of_type("aws_iam_role_policy") if one.attributes.get("role") in roles and one not in known]
