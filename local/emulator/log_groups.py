"""Log groups: a KMS key that is added, changed or removed after their creation."""

import json

from ministack.services import cloudwatch_logs


def mend():
    handle = cloudwatch_logs.handle_request

    async def handle_keys_too(method, path, headers, body, query_params):
        action = headers.get("x-amz-target", "").split(".")[-1]
        if action not in ("AssociateKmsKey", "DisassociateKmsKey"):
            return await handle(method, path, headers, body, query_params)
        data = json.loads(body)
        group = cloudwatch_logs._log_groups.get(data.get("logGroupName"))
        if group is None:
            return cloudwatch_logs.error_response_json("ResourceNotFoundException", "no such log group", 400)
        group["kmsKeyId"] = data.get("kmsKeyId")
        return cloudwatch_logs.json_response({})

    cloudwatch_logs.handle_request = handle_keys_too
