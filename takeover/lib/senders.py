"""Senders that the current queue policy allows, but that can no longer send afterwards."""

import json


def lost(plan, account, pulumi):
    """The lines to print about these senders."""
    queue = next((one for one in plan.custom("update") if one.name == "steam-import-queue"), None)
    if queue is None:
        return
    before, after = _allowed(queue.old_inputs.get("policy")), _allowed(queue.inputs.get("policy"))
    gone = sorted(before - after)
    if not gone:
        return
    for principal in gone:
        if principal == "*":
            yield (
                f"anyone in any account: afterwards, only identities in {account} whose own IAM policies allow "
                "sqs:SendMessage"
            )
        else:
            yield f"{principal}, unless it is in {account} and its own IAM policies allow sqs:SendMessage"
    yield "If a sender has no such policy, or is in another account, name it before 'pulumi up':"
    yield f"  {pulumi} config set --path 'steamImportSenders[0]' arn:aws:iam::{account}:role/NAME --stack {queue.urn.split(':')[2]}"


def _allowed(policy):
    allowed = set()
    for statement in _list(json.loads(policy)["Statement"]) if policy else []:
        actions = {action.lower() for action in _list(statement.get("Action"))}
        if statement.get("Effect") == "Allow" and actions & {"sqs:sendmessage", "sqs:*", "*"}:
            principal = statement.get("Principal")
            named = principal.values() if isinstance(principal, dict) else [principal]
            allowed |= {one for values in named for one in _list(values)}
    return allowed


def _list(value):
    return value if isinstance(value, list) else [value]
