"""Checks with the emulator's IAM evaluator that the policies of queues and buckets deny plain HTTP, but not HTTPS."""

import json
import sys
from pathlib import Path

from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy

_ACCOUNT = "123456789012"
# The actions to check, for each type that has such a policy.
_ASKED = {
    "aws:sqs/queue:Queue": ["sqs:SendMessage", "sqs:ReceiveMessage"],
    "aws:s3/bucketPolicy:BucketPolicy": ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
}


def decision(policy, action, resource, secure):
    caller = EvalContext(
        principal_arn=f"arn:aws:iam::{_ACCOUNT}:role/admin", principal_type="AssumedRole", principal_account=_ACCOUNT,
        action=action, resource_arn=resource, region="eu-central-1", source_ip="192.0.2.1", secure_transport=secure,
        service_context={"aws:principalisawsservice": "false"},
    )
    return evaluate_resource_policy(policy, caller).decision


def findings(resource):
    policy = json.loads(resource["inputs"]["policy"])
    arns = {arn for statement in policy["Statement"] for arn in statement["Resource"]}
    for action in _ASKED[resource["type"]]:
        arn = max(arns, key=len) if action.endswith("Object") else min(arns, key=len)
        for secure, expected in ((False, {"Deny"}), (True, {"Allow", "ImplicitDeny"})):
            found = decision(policy, action, arn, secure)
            if found not in expected:
                name, protocol = resource["urn"].rsplit("::", 1)[1], "HTTPS" if secure else "plain HTTP"
                yield f"{name}: {action} over {protocol} on {arn}: {found}"


judged = [
    resource
    for state in sys.argv[1:]
    for resource in json.loads(Path(state).read_text(encoding="utf-8"))["deployment"]["resources"]
    if resource["type"] in _ASKED
]
found = [finding for resource in judged for finding in findings(resource)]
print("\n".join(found) or f"{len(judged)} policies, nothing found")
sys.exit(1 if found or not judged else 0)
