"""Converts a stack's resources to a CloudFormation template, with a table of property names for each type.

Every property that the program sets must be in a table, so that nothing escapes the check.
"""

import json

_POLICY = "PolicyDocument"


def _tags(tags):
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]


def _dimensions(dimensions):
    return [{"Name": name, "Value": value} for name, value in dimensions.items()]


def _capitalised(value):
    """For names that differ only in the capital letter with which CloudFormation starts them."""
    if isinstance(value, dict):
        return {key[0].upper() + key[1:]: _capitalised(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_capitalised(part) for part in value]
    return value


def _ingress(rules):
    """One rule for each group, as in CloudFormation."""
    return [
        {"Description": rule["description"], "IpProtocol": rule["protocol"], "FromPort": rule["fromPort"], "ToPort": rule["toPort"],
         "SourceSecurityGroupId": group}
        for rule in rules for group in rule["securityGroups"]
    ]


def _metric_queries(queries):
    def metric_stat(metric):
        return {
            "Metric": {
                "Namespace": metric["namespace"],
                "MetricName": metric["metricName"],
                "Dimensions": _dimensions(metric["dimensions"]),
            },
            "Period": metric["period"],
            "Stat": metric["stat"],
        }

    return [
        {
            ("MetricStat" if key == "metric" else key[0].upper() + key[1:]): (
                metric_stat(value) if key == "metric" else value
            )
            for key, value in query.items()
        }
        for query in queries
    ]


def _target(target):
    words = _capitalised(target)
    retry = words.get("RetryPolicy", {})
    if "MaximumEventAgeInSeconds" in retry:
        retry["MaximumEventAgeInSeconds"] = int(retry["MaximumEventAgeInSeconds"])
    return words


def _vpc(config):
    return {"SubnetIds": config["subnetIds"], "SecurityGroupIds": config["securityGroupIds"]}


def _encryption(inputs):
    def rule(given):
        default = given["applyServerSideEncryptionByDefault"]
        by_default = {"SSEAlgorithm": default["sseAlgorithm"], "KMSMasterKeyID": default.get("kmsMasterKeyId")}
        words = {"ServerSideEncryptionByDefault": by_default, "BucketKeyEnabled": given.get("bucketKeyEnabled")}
        by_default = {key: value for key, value in by_default.items() if value}
        return {key: value for key, value in {**words, "ServerSideEncryptionByDefault": by_default}.items() if value is not None}

    return {"ServerSideEncryptionConfiguration": [rule(given) for given in inputs["rules"]]}


def _lifecycle(inputs):
    def rule(given):
        words = {
            "Id": given["id"],
            "Status": given["status"],
            "Prefix": given["filter"]["prefix"] or None,
            "ExpirationInDays": given["expiration"].get("days"),
            "ExpiredObjectDeleteMarker": given["expiration"].get("expiredObjectDeleteMarker"),
            "NoncurrentVersionExpiration": _capitalised(given.get("noncurrentVersionExpiration")),
            "AbortIncompleteMultipartUpload": _capitalised(given.get("abortIncompleteMultipartUpload")),
        }
        return {key: value for key, value in words.items() if value is not None}

    return {"Rules": [rule(given) for given in inputs["rules"]]}


def _public_access(inputs):
    return {key[0].upper() + key[1:]: value for key, value in inputs.items() if key != "bucket"}


def _integration(inputs):
    words = {
        "Type": inputs["type"],
        "IntegrationHttpMethod": inputs["integrationHttpMethod"],
        "Uri": inputs["uri"],
        "Credentials": inputs["credentials"],
        "PassthroughBehavior": inputs["passthroughBehavior"],
        "RequestParameters": inputs["requestParameters"],
        "RequestTemplates": inputs["requestTemplates"],
    }
    _nothing_else(inputs, words, ("restApi", "resourceId", "httpMethod"))
    return words


def _integration_response(inputs):
    words = {
        "StatusCode": inputs["statusCode"],
        "ResponseTemplates": inputs["responseTemplates"],
        "SelectionPattern": inputs.get("selectionPattern"),
    }
    _nothing_else(inputs, words, ("restApi", "resourceId", "httpMethod"))
    return {key: value for key, value in words.items() if value is not None}


def _nothing_else(inputs, words, known):
    left = {key for key in inputs if key[0].upper() + key[1:] not in words} - set(known)
    if left:
        raise SystemExit(f"oracle/template.py does not convert {', '.join(sorted(left))}")


def _throttling(inputs):
    resource, method = inputs["methodPath"].split("/")
    settings = inputs["settings"]
    limits = {key: settings[key] for key in ("throttlingRateLimit", "throttlingBurstLimit")}
    _nothing_else(settings, _capitalised(limits), ())
    return {"ResourcePath": f"/{resource}", "HttpMethod": method, **_capitalised(limits)}


def _event_target(inputs):
    words = {
        "Id": inputs["targetId"],
        "Arn": inputs["arn"],
        "RoleArn": inputs.get("roleArn"),
        "RetryPolicy": _capitalised(inputs.get("retryPolicy")),
        "DeadLetterConfig": _capitalised(inputs.get("deadLetterConfig")),
    }
    transformer, http = inputs.get("inputTransformer"), inputs.get("httpTarget")
    if transformer:
        words["InputTransformer"] = {"InputPathsMap": transformer["inputPaths"], "InputTemplate": transformer["inputTemplate"]}
    if http:
        words["HttpParameters"] = _capitalised_names(http)
    _nothing_else(inputs, words, ("rule", "eventBusName", "targetId", "httpTarget"))
    return {key: value for key, value in words.items() if value is not None}


def _capitalised_names(given):
    """Only the outermost names: the inner ones are names of headers."""
    return {key[0].upper() + key[1:]: value for key, value in given.items()}


def _api_key(parameters):
    key = parameters["apiKey"]
    return {"ApiKeyAuthParameters": {"ApiKeyName": key["key"], "ApiKeyValue": key["value"]}}


_TAGS = ("Tags", _tags)
_API = {"restApi": "RestApiId"}

# Pulumi's type: CloudFormation's type and, for each property, its name there, and a conversion if the values differ.
_TABLES = {
    "aws:sqs/queue:Queue": ("AWS::SQS::Queue", {
        "name": "QueueName", "delaySeconds": "DelaySeconds", "visibilityTimeoutSeconds": "VisibilityTimeout",
        "messageRetentionSeconds": "MessageRetentionPeriod", "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
        "maxMessageSize": "MaximumMessageSize", "redrivePolicy": ("RedrivePolicy", json.loads),
        "redriveAllowPolicy": ("RedriveAllowPolicy", json.loads), "sqsManagedSseEnabled": "SqsManagedSseEnabled",
        "kmsMasterKeyId": "KmsMasterKeyId", "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
        "fifoQueue": "FifoQueue", "contentBasedDeduplication": "ContentBasedDeduplication",
        "deduplicationScope": "DeduplicationScope", "fifoThroughputLimit": "FifoThroughputLimit", "tags": _TAGS,
    }),
    "aws:iam/role:Role": ("AWS::IAM::Role", {
        "name": "RoleName", "assumeRolePolicy": ("AssumeRolePolicyDocument", json.loads), "tags": _TAGS,
    }),
    "aws:iam/rolePolicy:RolePolicy": ("AWS::IAM::RolePolicy", {
        "name": "PolicyName", "role": "RoleName", "policy": (_POLICY, json.loads),
    }),
    "aws:iam/policy:Policy": ("AWS::IAM::ManagedPolicy", {
        "name": "ManagedPolicyName", "description": "Description", "policy": (_POLICY, json.loads), "tags": None,
    }),
    "aws:cloudwatch/logGroup:LogGroup": ("AWS::Logs::LogGroup", {
        "name": "LogGroupName", "retentionInDays": "RetentionInDays", "kmsKeyId": "KmsKeyId", "tags": _TAGS,
    }),
    "aws:lambda/function:Function": ("AWS::Lambda::Function", {
        "name": "FunctionName", "description": "Description", "packageType": "PackageType",
        "imageUri": ("Code", lambda uri: {"ImageUri": uri}), "architectures": "Architectures", "role": "Role",
        "memorySize": "MemorySize", "timeout": "Timeout", "kmsKeyArn": "KmsKeyArn",
        "environment": ("Environment", lambda block: {"Variables": block["variables"]}),
        "reservedConcurrentExecutions": ("ReservedConcurrentExecutions", lambda count: None if count == -1 else count),
        "vpcConfig": ("VpcConfig", _vpc), "tags": _TAGS,
    }),
    "aws:lambda/eventSourceMapping:EventSourceMapping": ("AWS::Lambda::EventSourceMapping", {
        "eventSourceArn": "EventSourceArn", "functionName": "FunctionName", "batchSize": "BatchSize",
        "maximumBatchingWindowInSeconds": "MaximumBatchingWindowInSeconds", "enabled": "Enabled",
        "functionResponseTypes": "FunctionResponseTypes", "scalingConfig": ("ScalingConfig", _capitalised),
        "provisionedPollerConfig": ("ProvisionedPollerConfig", _capitalised),
        "metricsConfig": ("MetricsConfig", _capitalised), "tags": _TAGS,
    }),
    "aws:s3/bucketV2:BucketV2": ("AWS::S3::Bucket", {"bucket": "BucketName", "forceDestroy": None, "tags": _TAGS}),
    "aws:s3/bucketPolicy:BucketPolicy": ("AWS::S3::BucketPolicy", {"bucket": "Bucket", "policy": (_POLICY, json.loads)}),
    "aws:secretsmanager/secret:Secret": ("AWS::SecretsManager::Secret", {
        "name": "Name", "description": "Description", "kmsKeyId": "KmsKeyId", "recoveryWindowInDays": None, "tags": _TAGS,
    }),
    "aws:ecr/repository:Repository": ("AWS::ECR::Repository", {
        "name": "RepositoryName", "imageTagMutability": "ImageTagMutability", "forceDelete": "EmptyOnDelete",
        "imageScanningConfiguration": ("ImageScanningConfiguration", _capitalised), "tags": _TAGS,
    }),
    "aws:apigateway/restApi:RestApi": ("AWS::ApiGateway::RestApi", {
        "name": "Name", "description": "Description", "tags": _TAGS,
        "endpointConfiguration": ("EndpointConfiguration", lambda given: {"Types": [given["types"]]}),
    }),
    "aws:apigateway/resource:Resource": ("AWS::ApiGateway::Resource", {
        **_API, "parentId": "ParentId", "pathPart": "PathPart",
    }),
    "aws:apigateway/model:Model": ("AWS::ApiGateway::Model", {
        **_API, "name": "Name", "description": "Description", "contentType": "ContentType", "schema": ("Schema", json.loads),
    }),
    "aws:apigateway/requestValidator:RequestValidator": ("AWS::ApiGateway::RequestValidator", {
        **_API, "name": "Name", "validateRequestBody": "ValidateRequestBody",
        "validateRequestParameters": "ValidateRequestParameters",
    }),
    "aws:apigateway/authorizer:Authorizer": ("AWS::ApiGateway::Authorizer", {
        **_API, "name": "Name", "type": "Type", "providerArns": "ProviderARNs", "identitySource": "IdentitySource",
    }),
    "aws:apigateway/method:Method": ("AWS::ApiGateway::Method", {
        **_API, "resourceId": "ResourceId", "httpMethod": "HttpMethod", "requestModels": "RequestModels",
        "requestValidatorId": "RequestValidatorId", "authorization": "AuthorizationType", "authorizerId": "AuthorizerId",
    }),
    "aws:apigateway/deployment:Deployment": ("AWS::ApiGateway::Deployment", {**_API, "triggers": None}),
    "aws:apigateway/stage:Stage": ("AWS::ApiGateway::Stage", {
        **_API, "deployment": "DeploymentId", "stageName": "StageName", "tags": _TAGS,
        "accessLogSettings": ("AccessLogSetting", _capitalised),
    }),
    "aws:cloudwatch/eventBus:EventBus": ("AWS::Events::EventBus", {"name": "Name", "tags": _TAGS}),
    "aws:cloudwatch/eventConnection:EventConnection": ("AWS::Events::Connection", {
        "name": "Name", "authorizationType": "AuthorizationType", "authParameters": ("AuthParameters", _api_key),
    }),
    "aws:cloudwatch/eventApiDestination:EventApiDestination": ("AWS::Events::ApiDestination", {
        "name": "Name", "connectionArn": "ConnectionArn", "httpMethod": "HttpMethod",
        "invocationEndpoint": "InvocationEndpoint", "invocationRateLimitPerSecond": "InvocationRateLimitPerSecond",
    }),
    "aws:cloudwatch/eventRule:EventRule": ("AWS::Events::Rule", {
        "name": "Name", "eventBusName": "EventBusName", "eventPattern": ("EventPattern", json.loads), "tags": _TAGS,
    }),
    "aws:ec2/securityGroup:SecurityGroup": ("AWS::EC2::SecurityGroup", {
        "name": "GroupName", "description": "GroupDescription", "vpcId": "VpcId", "tags": _TAGS,
        "ingress": ("SecurityGroupIngress", _ingress),
    }),
    "aws:ec2/vpcEndpoint:VpcEndpoint": ("AWS::EC2::VPCEndpoint", {
        "vpcEndpointType": "VpcEndpointType", "serviceName": "ServiceName", "vpcId": "VpcId", "subnetIds": "SubnetIds",
        "securityGroupIds": "SecurityGroupIds", "privateDnsEnabled": "PrivateDnsEnabled",
        "policy": ("PolicyDocument", json.loads), "tags": _TAGS,
    }),
    "aws:kms/key:Key": ("AWS::KMS::Key", {
        "description": "Description", "enableKeyRotation": "EnableKeyRotation",
        "deletionWindowInDays": "PendingWindowInDays", "policy": ("KeyPolicy", json.loads), "tags": _TAGS,
    }),
    "aws:sns/topic:Topic": ("AWS::SNS::Topic", {
        "name": "TopicName", "kmsMasterKeyId": "KmsMasterKeyId", "tags": _TAGS,
    }),
    "aws:sns/topicSubscription:TopicSubscription": ("AWS::SNS::Subscription", {
        "topic": "TopicArn", "protocol": "Protocol", "endpoint": "Endpoint",
        # How long Pulumi waits, and for what: not sent to SNS.
        "confirmationTimeoutInMinutes": None, "endpointAutoConfirms": None, "rawMessageDelivery": "RawMessageDelivery",
    }),
    "aws:cloudwatch/metricAlarm:MetricAlarm": ("AWS::CloudWatch::Alarm", {
        "name": "AlarmName", "alarmDescription": "AlarmDescription", "alarmActions": "AlarmActions",
        "okActions": "OKActions", "actionsEnabled": "ActionsEnabled", "comparisonOperator": "ComparisonOperator",
        "evaluationPeriods": "EvaluationPeriods", "threshold": "Threshold", "treatMissingData": "TreatMissingData",
        "namespace": "Namespace", "metricName": "MetricName", "dimensions": ("Dimensions", _dimensions),
        "statistic": "Statistic", "period": "Period", "metricQueries": ("Metrics", _metric_queries), "tags": _TAGS,
    }),
    "aws:cloudwatch/dashboard:Dashboard": ("AWS::CloudWatch::Dashboard", {
        "dashboardName": "DashboardName", "dashboardBody": "DashboardBody",
    }),
    "aws:scheduler/schedule:Schedule": ("AWS::Scheduler::Schedule", {
        "name": "Name", "description": "Description", "scheduleExpression": "ScheduleExpression",
        "flexibleTimeWindow": ("FlexibleTimeWindow", _capitalised), "target": ("Target", _target),
        "kmsKeyArn": "KmsKeyArn",
    }),
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": (
        "AWS::Chatbot::SlackChannelConfiguration", {
            "configurationName": "ConfigurationName", "iamRoleArn": "IamRoleArn", "slackTeamId": "SlackWorkspaceId",
            "slackChannelId": "SlackChannelId", "snsTopicArns": "SnsTopicArns",
            "guardrailPolicyArns": "GuardrailPolicies", "loggingLevel": "LoggingLevel", "tags": _TAGS,
        },
    ),
}

# Policies that are a property of the resource in Pulumi, and a separate resource in CloudFormation.
_INLINE_POLICIES = {
    "aws:sqs/queue:Queue": (
        "AWS::SQS::QueuePolicy", lambda outputs, policy: {"Queues": [outputs["url"]], _POLICY: policy}),
    "aws:sns/topic:Topic": (
        "AWS::SNS::TopicPolicy", lambda outputs, policy: {"Topics": [outputs["arn"]], _POLICY: policy}),
    "aws:secretsmanager/secret:Secret": (
        "AWS::SecretsManager::ResourcePolicy", lambda outputs, policy: {"SecretId": outputs["arn"], "ResourcePolicy": policy}),
}

# Resources in Pulumi that are a property of another resource in CloudFormation: the property that names the other
# resource, its type there, and the path of the property, with [] for an element of a list.
_PARTS = {
    "aws:s3/bucketVersioningV2:BucketVersioningV2": (
        "bucket", "AWS::S3::Bucket", "VersioningConfiguration", lambda inputs: _capitalised(inputs["versioningConfiguration"])),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": (
        "bucket", "AWS::S3::Bucket", "PublicAccessBlockConfiguration", _public_access),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": (
        "bucket", "AWS::S3::Bucket", "OwnershipControls", lambda inputs: {"Rules": [_capitalised(inputs["rule"])]}),
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2": (
        "bucket", "AWS::S3::Bucket", "BucketEncryption", _encryption),
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": (
        "bucket", "AWS::S3::Bucket", "LifecycleConfiguration", _lifecycle),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": (
        "repository", "AWS::ECR::Repository", "RepositoryPolicyText", lambda inputs: json.loads(inputs["policy"])),
    "aws:apigateway/methodResponse:MethodResponse": (
        "resourceId", "AWS::ApiGateway::Method", "MethodResponses[]", lambda inputs: {"StatusCode": inputs["statusCode"]}),
    "aws:apigateway/integration:Integration": ("resourceId", "AWS::ApiGateway::Method", "Integration", _integration),
    "aws:apigateway/integrationResponse:IntegrationResponse": (
        "resourceId", "AWS::ApiGateway::Method", "Integration.IntegrationResponses[]", _integration_response),
    "aws:apigateway/methodSettings:MethodSettings": ("restApi", "AWS::ApiGateway::Stage", "MethodSettings[]", _throttling),
    "aws:cloudwatch/eventTarget:EventTarget": ("rule", "AWS::Events::Rule", "Targets[]", _event_target),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": (
        "repository", "AWS::ECR::Repository", "LifecyclePolicy", lambda inputs: {"LifecyclePolicyText": inputs["policy"]}),
}


# The values of secrets, which are only strings in CloudFormation.
_VALUES = ("aws:secretsmanager/secretVersion:SecretVersion",)


def template(state):
    """The template for the output of "pulumi stack export"."""
    resources, parts = {}, []
    for resource in state["deployment"]["resources"]:
        kind = resource["type"]
        if not kind.startswith("aws:") or kind in _VALUES:
            continue
        name = _logical_id(resource["urn"])
        inputs = _without_defaults(resource["inputs"])
        if kind in _PARTS:
            parts.append((kind, inputs))
            continue
        if kind in _INLINE_POLICIES and "policy" in inputs:
            policy_kind, properties = _INLINE_POLICIES[kind]
            resources[name + "Policy"] = {
                "Type": policy_kind,
                "Properties": properties(resource["outputs"], json.loads(inputs.pop("policy"))),
            }
        # The equivalent of Pulumi's "protect". For resources that hold data, it must be set to one or the other.
        fate = "Retain" if resource.get("protect") else "Delete"
        resources[name] = {**_resource(kind, inputs), "DeletionPolicy": fate, "UpdateReplacePolicy": fate}
    for kind, inputs in parts:
        naming, owner_kind, path, convert = _PARTS[kind]
        owners = [one["Properties"] for one in resources.values() if one["Type"] == owner_kind]
        owner = next(one for one in owners if inputs[naming] in one.values())
        _put(owner, path, convert(inputs))
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}


def _put(properties, path, value):
    *outer, name = path.split(".")
    for part in outer:
        properties = properties.setdefault(part, {})
    if name.endswith("[]"):
        properties.setdefault(name[:-2], []).append(value)
    elif isinstance(value, dict):
        properties.setdefault(name, {}).update(value)
    else:
        properties[name] = value


def _without_defaults(value):
    if isinstance(value, dict):
        return {key: _without_defaults(part) for key, part in value.items() if key != "__defaults"}
    return [_without_defaults(part) for part in value] if isinstance(value, list) else value


def _logical_id(urn):
    return "".join(word.capitalize() for word in urn.split("::")[-1].split("-"))


def _resource(kind, inputs):
    if kind not in _TABLES:
        raise SystemExit(f"oracle/template.py has no table for {kind}")
    cloudformation_kind, table = _TABLES[kind]
    missing = sorted(set(inputs) - set(table))
    if missing:
        raise SystemExit(f"oracle/template.py has no {', '.join(missing)} in the table for {kind}")
    properties = {}
    for key, value in inputs.items():
        if table[key] is None:
            continue
        name, convert = table[key] if isinstance(table[key], tuple) else (table[key], lambda same: same)
        converted = convert(value)
        if converted is not None:
            properties[name] = converted
    return {"Type": cloudformation_kind, "Properties": properties}
