"""Compares the roles that deploy a stack with the calls that its deployments made.

roles.py STATE CALLS FOREIGN [ABOUT]

STATE contains the roles. CALLS contains the recorded calls of their stack, one JSON object per line, each with the role
that made it. FOREIGN contains the calls of another stack. ABOUT selects what is checked: "resources", the default;
"ways", the resources of the HTTP endpoint and the completion events; "lanes", those of the bulk lane and the FIFO
queue; or "state", the stack's state in a bucket.

Every call must be allowed on its resource, and every call for another stack must be denied. Every permission must have
been needed by a call. The preview role must be read-only.
"""

import fnmatch
import json
import re
import sys
from pathlib import Path

from calls import Calls, Request
from reference import access_level, arn_formats, has_form, rows

# Permissions that AWS requires, but the emulator does not: statement IDs and actions, each with its source.
BEYOND_THE_EMULATOR = {
    # A function from an image: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions
    "UseImage",
    # Through Lambda: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
    "DecryptEnvironment", "EncryptEnvironment",
    # Through Secrets Manager: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
    "EncryptSecret",
    # Through EventBridge: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-auth.html
    "ChangeConnectionSecret", "CreateEventServiceRole",
    # The emulator has no Slack channels: https://docs.aws.amazon.com/chatbot/latest/APIReference/API_Operations.html
    "PassRoleToSlack",
    "chatbot:CreateSlackChannelConfiguration", "chatbot:DeleteSlackChannelConfiguration",
    "chatbot:DescribeSlackChannelConfigurations", "chatbot:UpdateSlackChannelConfiguration",
    "chatbot:ListTagsForResource", "chatbot:TagResource", "chatbot:UntagResource",
}
BEYOND_THE_EMULATOR_RESOURCES = ("-slack",)

# Resources of the HTTP endpoint and of the completion events, and the statements that apply only to them.
OF_WAYS = re.compile(r":apigateway:|:events:|-enqueue|webhook")
STATEMENTS_OF_WAYS = (
    "EndpointApi", "PassRoleToEndpoint",
    "EventBus", "EventRules", "EventTags", "EventResources", "EventConnection", "EventDestination", "EventServiceRole",
    "WebhookKey", "ConnectionSecret", "PassRoleToEvents",
)

# The same for the bulk lane and the FIFO queue. They may be changed in the same way as the other queue, which is
# checked with everything else.
OF_LANES = re.compile(r"steam-library-bulk|[.]fifo|steam-import-bulk-|^servicequotas:")
STATEMENTS_OF_LANES = ("ReadLaneQueues", "ReadConcurrencyQuota")

PARTS = {"ways": (OF_WAYS, STATEMENTS_OF_WAYS), "lanes": (OF_LANES, STATEMENTS_OF_LANES)}

# AWS lists this action as a write action, although it changes nothing.
HARMLESS = {"kms:Decrypt"}

# Actions that AWS restricts to a resource, but whose searches are authorized against all resources.
AGAINST_ALL = {"cloudwatch:DescribeAlarms", "logs:DescribeLogGroups"}


def documents(state):
    """The statements of each role, by the names of the policies that are attached to it."""
    resources = state["deployment"]["resources"]
    policies = {
        resource["urn"].rsplit("::", 1)[1]: json.loads(resource["inputs"]["policy"])["Statement"]
        for resource in resources if resource["type"] == "aws:iam/policy:Policy"
    }
    attached = [resource["urn"].rsplit("::", 1)[1] for resource in resources
                if resource["type"].endswith(":RolePolicyAttachment")]
    of = {"preview": [], "update": []}
    for name, statements in policies.items():
        component, _, suffix = name.partition("-")
        for role, all_of_role in of.items():
            if f"{component}-{role}-{suffix}" in attached:
                all_of_role.extend(statements)
    return of


def matching(request, statements):
    """The statements that allow a request."""
    return [
        statement for statement in statements
        if statement["Effect"] == "Allow"
        and request.action in statement["Action"]
        and any(fnmatch.fnmatchcase(request.resource, pattern) for pattern in statement["Resource"])
        and all(_holds(operator, key, value, request.context)
                for operator, comparisons in statement.get("Condition", {}).items()
                for key, value in comparisons.items())
    ]


def _holds(operator, key, value, context):
    if operator == "Null":
        return (key not in context) == (value == "true")
    if operator not in ("StringEquals", "ArnEquals"):
        raise SystemExit(f"the evaluator does not know the operator {operator}")
    if key == "kms:ViaService":
        return False  # here, nobody calls KMS through a service
    return context.get(key) in (value if isinstance(value, list) else [value])


def unsupported(statements):
    """Statements that AWS never matches: the action does not support such a resource or such a condition key."""
    for statement in statements:
        for action in statement["Action"]:
            formats = arn_formats(action)
            keys = {key for row in rows(action) for key in row["condition_keys"]}
            for resource in statement["Resource"]:
                if resource != "*" and not any(has_form(resource, arn_format) for arn_format in formats):
                    yield f"{statement['Sid']}: {action} cannot be restricted to {resource}, only to {formats}"
            for key in (key for comparisons in statement.get("Condition", {}).values() for key in comparisons):
                if not any(fnmatch.fnmatchcase(key, known.replace("${TagKey}", "*")) for known in keys):
                    yield f"{statement['Sid']}: {action} has no condition key {key}, only {sorted(keys)}"


def unused(statements, requests):
    """The allowed actions and resources that no request needed."""
    for statement in statements:
        if statement["Sid"] in BEYOND_THE_EMULATOR:
            continue
        for action in statement["Action"]:
            if action not in BEYOND_THE_EMULATOR and not any(
                    request.action == action and matching(request, [statement]) for request in requests):
                yield f"{statement['Sid']} allows {action}, which no call needed"
        for resource in statement["Resource"]:
            if not resource.endswith(BEYOND_THE_EMULATOR_RESOURCES) and not any(
                    matching(request, [{**statement, "Resource": [resource]}]) for request in requests):
                yield f"{statement['Sid']} names {resource}, which no call needed"


def asked_for(calls_file, about):
    """The requests of each role: those for the state (objects, and the key without tags), or all others."""
    calls, asked = Calls(), {"preview": [], "update": []}
    for line in Path(calls_file).read_text(encoding="utf-8").splitlines():
        call = json.loads(line)
        asked[call["role"]] += [request for request in calls.requests(call) if _is_about(request, about)]
    return asked


def _is_about(request, about):
    if about in PARTS:
        pattern, _ = PARTS[about]
        return pattern.search(request.resource) is not None or pattern.search(request.action) is not None
    return _is_of_state(request) == (about == "state")


def _is_of_state(request):
    of_its_bucket = request.action.startswith("s3:") and not request.resource.startswith("arn:aws:s3:::savepoint-")
    return of_its_bucket or request.action.startswith("kms:") and not request.context


def judged(roles, asked, about):
    if about in PARTS:
        # Else, the statements of a part that are renamed would no longer be checked.
        sids = [statement["Sid"] for statements in roles.values() for statement in statements]
        yield from (f"no statement ends with {ending}" for ending in PARTS[about][1] if not any(sid.endswith(ending) for sid in sids))
    for role, requests in asked.items():
        yield from (f"{role} is not allowed {request}" for request in requests if not matching(request, roles[role]))
        own = [statement for statement in roles[role] if about not in PARTS or statement["Sid"].endswith(PARTS[about][1])]
        yield from (f"{role}: {text}" for text in [*unsupported(roles[role]), *unused(own, requests)])
    for statement in roles["preview"]:
        yield from (f"preview is allowed {action}, which is not read-only" for action in statement["Action"]
                    if action not in HARMLESS and access_level(action) not in ("Read", "List"))


def reached(roles, foreign):
    """What the roles may do to another stack, except actions that AWS does not restrict to resources."""
    other = Request("iam:PassRole", "arn:aws:iam::000000000000:role/admin", {"iam:PassedToService": "lambda.amazonaws.com"})
    for role, requests in foreign.items():
        for request in [*requests, other, *_takeovers(roles["update"])]:
            if request.resource != "*" and request.action not in AGAINST_ALL and matching(request, roles[role]):
                yield f"{role} is allowed {request}"


def _takeovers(statements):
    """Attempts to add our tags to somebody else's key and mapping."""
    ours = {key: value for statement in statements if statement["Sid"] == "CreateTopicKey"
            for key, value in statement["Condition"]["StringEquals"].items()}
    theirs = {"aws:ResourceTag/Project": "savepoint", "aws:ResourceTag/Environment": "somebody-elses"}
    yield Request("kms:TagResource", "arn:aws:kms:eu-central-1:000000000000:key/theirs", ours | theirs)
    yield Request("lambda:TagResource", "arn:aws:lambda:eu-central-1:000000000000:event-source-mapping:theirs", ours | theirs)


def main(state_file, calls_file, foreign_file, about="resources"):
    roles = {role: [statement for statement in statements if ("State" in statement["Sid"]) == (about == "state")]
             for role, statements in documents(json.loads(Path(state_file).read_text(encoding="utf-8"))).items()}
    asked, foreign = (asked_for(file, about) for file in (calls_file, foreign_file))
    found = list(dict.fromkeys([*judged(roles, asked, about), *reached(roles, foreign)]))
    counts = f"{sum(map(len, asked.values()))} requests and {sum(map(len, foreign.values()))} of another stack"
    print("\n".join(found) or f"{counts}, nothing found")
    sys.exit(1 if found else 0)


main(*sys.argv[1:])
