"""Converts recorded AWS API calls to IAM authorization requests: an action on a resource in a context."""

import functools
import json
import re
import urllib.parse

import botocore.session
from reference import ALWAYS_ALLOWED

_SESSION = botocore.session.get_session()

# Services whose name in a request's signature is different in IAM and botocore.
_IAM_NAMES = {"monitoring": "cloudwatch"}

# Creating a resource with tags also requires permission to tag it.
_TAGGING = {
    "sqs:CreateQueue": "sqs:TagQueue",
    "lambda:CreateFunction": "lambda:TagResource",
    "lambda:CreateEventSourceMapping": "lambda:TagResource",
    "logs:CreateLogGroup": "logs:TagResource",
    "iam:CreateRole": "iam:TagRole",
    "iam:CreatePolicy": "iam:TagPolicy",
    "cloudwatch:PutMetricAlarm": "cloudwatch:TagResource",
    "sns:CreateTopic": "sns:TagResource",
    "kms:CreateKey": "kms:TagResource",
    "secretsmanager:CreateSecret": "secretsmanager:TagResource",
    "ecr:CreateRepository": "ecr:TagResource",
    "events:CreateEventBus": "events:TagResource",
    "events:PutRule": "events:TagResource",
}


# S3's operations whose permissions have other names: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
_OF_S3 = {
    "CopyObject": ["PutObject"],
    "DeleteBucketEncryption": ["PutEncryptionConfiguration"],
    "DeleteBucketLifecycle": ["PutLifecycleConfiguration"],
    "DeleteBucketOwnershipControls": ["PutBucketOwnershipControls"],
    "DeleteBucketTagging": ["PutBucketTagging"],
    "DeleteObjects": ["DeleteObject", "DeleteObjectVersion"],
    "DeletePublicAccessBlock": ["PutBucketPublicAccessBlock"],
    "GetBucketAccelerateConfiguration": ["GetAccelerateConfiguration"],
    "GetBucketCors": ["GetBucketCORS"],
    "GetBucketEncryption": ["GetEncryptionConfiguration"],
    "GetBucketLifecycle": ["GetLifecycleConfiguration"],
    "GetBucketLifecycleConfiguration": ["GetLifecycleConfiguration"],
    "GetBucketReplication": ["GetReplicationConfiguration"],
    "GetObjectLockConfiguration": ["GetBucketObjectLockConfiguration"],
    "GetPublicAccessBlock": ["GetBucketPublicAccessBlock"],
    "HeadBucket": ["ListBucket"],
    "HeadObject": ["GetObject"],
    "ListObjectVersions": ["ListBucketVersions"],
    "ListObjects": ["ListBucket"],
    "ListObjectsV2": ["ListBucket"],
    "PutBucketEncryption": ["PutEncryptionConfiguration"],
    "PutBucketLifecycle": ["PutLifecycleConfiguration"],
    "PutBucketLifecycleConfiguration": ["PutLifecycleConfiguration"],
    "PutPublicAccessBlock": ["PutBucketPublicAccessBlock"],
}

# A resource whose ID AWS chooses may be any of its type when it is created.
_WITHOUT_A_NAME = {
    "kms:CreateKey": ("kms", "key/*"),
    "lambda:CreateEventSourceMapping": ("lambda", "event-source-mapping:*"),
}

# AWS adds an ID to the ARNs of connections and API destinations.
_ANY_ID = "00000000-0000-0000-0000-000000000000"

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
_LOG_STREAM = ":log-stream:"


class Request:
    """An authorization request: whether an action is allowed on a resource."""

    def __init__(self, action, resource, context=None):
        self.action, self.resource, self.context = action, resource, context or {}

    def __str__(self):
        return f"{self.action} on {self.resource}" + (f" with {self.context}" if self.context else "")


class Calls:
    """Recorded calls in order: later ones refer to resources that earlier ones created."""

    def __init__(self, account="000000000000", region="eu-central-1"):
        self._account, self._region = account, region
        self._tags_of_keys, self._tags_of_mappings, self._functions_of_mappings, self._tags_of_apis = {}, {}, {}, {}

    def requests(self, call):
        """The authorization requests of one call."""
        if not call["authorization"]:
            return []  # assuming a role, which its trust policy allows
        service = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", call["authorization"]).group(1)
        service = _IAM_NAMES.get(service, service)
        if service == "execute-api":
            return []  # a call of the endpoint, which no pipeline makes
        if service == "ec2":
            return []  # the function in a VPC, which the roles do not include: docs/network.md
        if service == "s3":
            return self._of_s3(call)
        if service == "apigateway":
            return list(self._of_apigateway(call))
        operation, given = _parse(service, call)
        action = f"{service}:{operation}"
        if action in ALWAYS_ALLOWED:
            return []
        answer = call["answer"]
        requests = list(getattr(self, f"_of_{service}")(operation, given, answer))
        tags = _tags_in(given)
        if action in _TAGGING and tags:
            resource = self._arn(*_WITHOUT_A_NAME[action]) if action in _WITHOUT_A_NAME else requests[0].resource
            # Tagging applies to the log group itself, unlike all other operations.
            resource = resource.removesuffix(_LOG_STREAM)
            requests.append(Request(_TAGGING[action], resource, _tags("aws:RequestTag", tags)))
        return requests

    def _arn(self, service, rest, region=None):
        region = self._region if region is None else region
        return f"arn:aws:{service}:{region}:{self._account}:{rest}"

    def _of_servicequotas(self, operation, given, answer):
        yield Request(f"servicequotas:{operation}", "*")

    def _of_sqs(self, operation, given, answer):
        name = given.get("QueueName") or given["QueueUrl"].rsplit("/", 1)[1]
        yield Request(f"sqs:{operation}", self._arn("sqs", name))

    def _of_lambda(self, operation, given, answer):
        if "Resource" in given:  # tags
            tags = self._tags_of_mappings.get(given["Resource"].rsplit(":", 1)[1], {})
            yield Request(f"lambda:{operation}", given["Resource"], _tags("aws:ResourceTag", tags))
            return
        if operation.endswith("EventSourceMapping"):
            if operation == "CreateEventSourceMapping":
                self._functions_of_mappings[json.loads(answer)["UUID"]] = json.loads(answer)["FunctionArn"]
                self._tags_of_mappings[json.loads(answer)["UUID"]] = given.get("Tags", {})
            uuid = given.get("UUID") or json.loads(answer)["UUID"]
            context = {"lambda:FunctionArn": self._functions_of_mappings.get(uuid, "")}
            creates = operation == "CreateEventSourceMapping"
            yield Request(f"lambda:{operation}", "*" if creates else self._arn("lambda", f"event-source-mapping:{uuid}"), context)
            return
        name = given["FunctionName"].rsplit(":", 1)[-1]
        yield Request(f"lambda:{operation}", self._arn("lambda", f"function:{name}"))
        if "Role" in given:
            yield Request("iam:PassRole", given["Role"], {"iam:PassedToService": "lambda.amazonaws.com"})

    def _of_logs(self, operation, given, answer):
        if operation == "DescribeLogGroups":  # a search by name prefix
            yield Request("logs:DescribeLogGroups", self._arn("logs", "log-group:*"))
            return
        arn = given.get("resourceArn") or self._arn("logs", f"log-group:{given['logGroupName']}{_LOG_STREAM}")
        yield Request(f"logs:{operation}", arn)

    def _of_iam(self, operation, given, answer):
        if "RoleName" in given:
            resource = self._arn("iam", f"role/{given['RoleName']}", region="")
        else:
            resource = given.get("PolicyArn") or self._arn("iam", f"policy/{given['PolicyName']}", region="")
        yield Request(f"iam:{operation}", resource)

    def _of_cloudwatch(self, operation, given, answer):
        if operation == "DescribeAlarms":
            # https://github.com/aws-samples/amazon-cloudwatch-auto-alarms/issues/1
            yield Request("cloudwatch:DescribeAlarms", self._arn("cloudwatch", "alarm:*"))
        elif "DashboardName" in given:
            yield Request(f"cloudwatch:{operation}", self._arn("cloudwatch", f"dashboard/{given['DashboardName']}", region=""))
        elif operation == "DeleteDashboards":
            for name in _members(given, "DashboardNames"):
                yield Request(f"cloudwatch:{operation}", self._arn("cloudwatch", f"dashboard/{name}", region=""))
        elif operation == "DeleteAlarms":
            for name in _members(given, "AlarmNames"):
                yield Request(f"cloudwatch:{operation}", self._arn("cloudwatch", f"alarm:{name}"))
        else:
            arn = given.get("ResourceARN") or self._arn("cloudwatch", f"alarm:{given['AlarmName']}")
            yield Request(f"cloudwatch:{operation}", arn)

    def _of_sns(self, operation, given, answer):
        if "SubscriptionArn" in given:
            yield Request(f"sns:{operation}", "*")
            return
        yield Request(f"sns:{operation}", given.get("TopicArn") or given.get("ResourceArn") or self._arn("sns", given["Name"]))

    def _of_kms(self, operation, given, answer):
        if operation == "CreateKey":
            tags = _tags_in(given)
            self._tags_of_keys[json.loads(answer)["KeyMetadata"]["KeyId"]] = tags
            yield Request("kms:CreateKey", "*", _tags("aws:RequestTag", tags))
            return
        # A ciphertext identifies its key.
        key = (given.get("KeyId") or json.loads(answer)["KeyId"]).rsplit("/", 1)[-1]
        tags = self._tags_of_keys.get(key, {})
        yield Request(f"kms:{operation}", self._arn("kms", f"key/{key}"),
                      _tags("aws:ResourceTag", tags))

    def _of_scheduler(self, operation, given, answer):
        yield Request(f"scheduler:{operation}", self._arn("scheduler", f"schedule/default/{given['Name']}"))
        if "Target" in given:
            yield Request("iam:PassRole", given["Target"]["RoleArn"], {"iam:PassedToService": "scheduler.amazonaws.com"})

    def _of_ecr(self, operation, given, answer):
        yield Request(f"ecr:{operation}", given.get("resourceArn") or self._arn("ecr", f"repository/{_repository(given)}"))

    def _of_secretsmanager(self, operation, given, answer):
        name = given.get("SecretId") or given["Name"]
        yield Request(f"secretsmanager:{operation}", name if name.startswith("arn:") else self._arn("secretsmanager", f"secret:{name}"))

    def _of_events(self, operation, given, answer):
        if "ResourceARN" in given:  # tags
            yield Request(f"events:{operation}", given["ResourceARN"])
        elif operation.endswith("EventBus"):
            yield Request(f"events:{operation}", self._arn("events", f"event-bus/{given['Name']}"))
        elif operation.endswith(("Connection", "ApiDestination")):
            kind = "connection" if operation.endswith("Connection") else "api-destination"
            named = [self._arn("events", f"{kind}/{given['Name']}")]
            if operation == "CreateApiDestination":
                named.append(given["ConnectionArn"])
            # AWS adds an ID, and does not document which of the two ARNs IAM checks. The emulator adds none.
            for arn in named:
                yield Request(f"events:{operation}", arn)
                yield Request(f"events:{operation}", f"{arn}/{_ANY_ID}")
        else:
            name = given.get("Rule") or given["Name"]
            bus = given.get("EventBusName", "default")
            yield Request(f"events:{operation}", self._arn("events", f"rule/{name}" if bus == "default" else f"rule/{bus}/{name}"))
        for target in given.get("Targets", []):
            if "RoleArn" in target:
                yield Request("iam:PassRole", target["RoleArn"], {"iam:PassedToService": "events.amazonaws.com"})

    def _of_apigateway(self, call):
        """API Gateway's actions are HTTP methods, and its resources are paths."""
        path = urllib.parse.urlsplit(call["path"]).path.rstrip("/")
        given = json.loads(call["body"]) if call["body"].startswith("{") else {}
        tags = _tags("aws:RequestTag", _tags_in(given))
        if path == "/restapis" and call["method"] == "POST":
            api = json.loads(call["answer"])["id"]
            self._tags_of_apis[api] = _tags_in(given)
            yield self._on_path("POST", path, tags)
            if tags:
                arn = self._on_path("", f"/restapis/{api}", {}).resource
                yield self._on_path("PUT", f"/tags/{urllib.parse.quote(arn, safe='')}", tags)
            return
        # The child resources of an API inherit its tags:
        # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-supported-resources.html
        api = path.split("/")[2] if path.startswith("/restapis/") else None
        yield self._on_path(call["method"], path, {**tags, **_tags("aws:ResourceTag", self._tags_of_apis.get(api, {}))})
        if "credentials" in given:
            yield Request("iam:PassRole", given["credentials"], {"iam:PassedToService": "apigateway.amazonaws.com"})

    def _on_path(self, method, path, context):
        return Request(f"apigateway:{method}", f"arn:aws:apigateway:{self._region}::{path}", context)

    @staticmethod
    def _of_s3(call):
        url = urllib.parse.urlsplit(call["path"])
        bucket, _, key = urllib.parse.unquote(url.path).lstrip("/").partition("/")
        operation = _s3_operation(call["method"], bool(key), dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True)))
        resource = f"arn:aws:s3:::{bucket}" + (f"/{key}" if key else "/*" if operation == "DeleteObjects" else "")
        return [Request(f"s3:{action}", resource) for action in _OF_S3.get(operation, [operation])]


def _repository(given):
    return given.get("repositoryName") or given["repositoryNames"][0]


def _required_in_query(shape):
    members = shape.members if shape else {}
    return {
        members[name].serialization["name"] for name in (shape.required_members if shape else [])
        if members[name].serialization.get("location") == "querystring"
    }


@functools.cache
def _s3_operations():
    """The method, path, query and required query parameters of each operation."""
    model = _SESSION.get_service_model("s3")
    operations = {}
    for name in model.operation_names:
        operation = model.operation_model(name)
        path, _, template = operation.http["requestUri"].partition("?")
        query = dict(urllib.parse.parse_qsl(template, keep_blank_values=True))
        operations[name] = operation.http["method"], path, query, _required_in_query(operation.input_shape)
    return operations


def _s3_operation(method, on_object, query):
    """The operation that matches most of the request's query, such as ?policy."""
    found = [
        (len(wanted), name)
        for name, (its_method, path, wanted, required) in _s3_operations().items()
        if its_method == method and "{Bucket}" in path and ("{Key" in path) == on_object
        and wanted.items() <= query.items() and required <= set(query)
    ]
    return min(found, key=lambda one: (-one[0], one[1]))[1] if found else f"Unknown{method}"


def _parse(service, call):
    """The operation of a call and its parameters, according to the service's protocol."""
    if call["target"]:
        return call["target"].rsplit(".", 1)[1], json.loads(call["body"] or "{}")
    form = dict(urllib.parse.parse_qsl(call["body"])) if "Action=" in call["body"] else {}
    if form:
        return form.pop("Action"), form
    url = urllib.parse.urlsplit(call["path"])
    model = _SESSION.get_service_model(service)
    found = []
    for name in model.operation_names:
        http = model.operation_model(name).http
        if http["method"] == call["method"]:
            template = http["requestUri"].split("?")[0].rstrip("/")
            pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template)
            if match := re.fullmatch(pattern, url.path.rstrip("/")):
                found.append((name, match.groupdict()))
    if len(found) != 1:
        raise SystemExit(f"{service} has {len(found)} operations for {call['method']} {call['path']}")
    name, in_path = found[0]
    in_body = json.loads(call["body"]) if call["body"].startswith("{") else {}
    return name, {**in_body, **{key: urllib.parse.unquote(value) for key, value in in_path.items()}}


def _tags(key, tags):
    return {f"{key}/{name}": value for name, value in tags.items()}


def _members(form, name):
    """A list in the format of the query protocol."""
    return [value for key, value in form.items() if re.fullmatch(rf"{name}\.member\.\d+", key)]


def _tags_in(given):
    """The tags in a call, in the format of any of the services."""
    tags = given.get("tags") or given.get("Tags") or {}
    if isinstance(tags, list):
        tags = {tag.get("TagKey") or tag["Key"]: tag.get("TagValue") or tag["Value"] for tag in tags}
    keys = {match.group(1): value for name, value in given.items() if (match := re.fullmatch(r"Tags\.member\.(\d+)\.Key", name))}
    return {**tags, **{key: given[f"Tags.member.{number}.Value"] for number, key in keys.items()}}
