"""Service Quotas: Lambda's concurrent executions, which are 1,000 per account unless AWS has granted another number.

ministack does not support Service Quotas. No other quota exists here.
"""

import json

from ministack import app
from ministack.core import router

_NAME = "servicequotas"
# The AWS provider compares a quota with its default.
_READS = ("GetServiceQuota", "GetAWSDefaultServiceQuota")
_CONCURRENT_EXECUTIONS = {
    "ServiceCode": "lambda",
    "ServiceName": "AWS Lambda",
    "QuotaCode": "L-B99A9384",
    "QuotaName": "Concurrent executions",
    "Value": 1000.0,
    "Unit": "None",
    "Adjustable": True,
    "GlobalQuota": False,
}


def mend():
    router.SERVICE_PATTERNS[_NAME] = {"target_prefixes": ["ServiceQuotasV20190624"]}
    app.SERVICE_HANDLERS[_NAME] = _handle


async def _handle(method, path, headers, body, query):
    wanted = json.loads(body)
    if headers["x-amz-target"].rsplit(".", 1)[1] in _READS and wanted.get("QuotaCode") == _CONCURRENT_EXECUTIONS["QuotaCode"]:
        return _answer(200, {"Quota": _CONCURRENT_EXECUTIONS})
    return _answer(400, {"__type": "NoSuchResourceException", "message": "no such quota"})


def _answer(status, content):
    return status, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(content).encode()
