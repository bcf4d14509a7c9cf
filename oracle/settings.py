"""Prints, as JSON, the limits in AWS's API models for the inputs that settings become: setting, source and limits.

A setting must be at least as strict as the model, and may be stricter: the models are inexact (they allow a function
5,400 seconds and 32,768 MB; the Lambda guide, 900 and 10,240), and some inputs have no limits there. Those are listed
as well, so that a limit counts as soon as a model has it. maxReceiveCount and steamImportSenders become part of JSON
documents, which no model describes.
"""

import json

import botocore.loaders

# Setting, service, and the path to the input in the service's model.
INPUTS = [
    ("steamImportConcurrency", "lambda", "CreateEventSourceMappingRequest.ScalingConfig.MaximumConcurrency"),
    ("steamImportTimeoutSeconds", "lambda", "CreateFunctionRequest.Timeout"),
    ("steamImportMemoryMb", "lambda", "CreateFunctionRequest.MemorySize"),
    ("logLevel", "lambda", "CreateFunctionRequest.LoggingConfig.ApplicationLogLevel"),
    ("logRetentionDays", "logs", "PutRetentionPolicyRequest.retentionInDays"),
    ("kmsKeyArn", "lambda", "CreateFunctionRequest.KMSKeyArn"),
    ("kmsKeyArn", "logs", "CreateLogGroupRequest.kmsKeyId"),
    ("kmsKeyArn", "scheduler", "CreateScheduleInput.KmsKeyArn"),
    ("steamImportBucketKmsKeyArn", "s3", "PutObjectRequest.SSEKMSKeyId"),
    ("steamApiKeySecretKmsKeyArn", "kms", "DecryptRequest.KeyId"),
    ("steamApiKeySecretArn", "secretsmanager", "GetSecretValueRequest.SecretId"),
    ("steamImportBucket", "s3", "PutObjectRequest.Bucket"),
    ("alarmEmails", "sns", "SubscribeInput.Endpoint"),
    ("alarmWebhooks", "sns", "SubscribeInput.Endpoint"),
    ("alarmSlackChannel", "chatbot", "CreateSlackChannelConfigurationRequest.SlackTeamId"),
    ("alarmSlackChannel", "chatbot", "CreateSlackChannelConfigurationRequest.SlackChannelId"),
    ("redriveSchedule", "scheduler", "CreateScheduleInput.ScheduleExpression"),
    ("redriveMessagesPerSecond", "sqs", "StartMessageMoveTaskRequest.MaxNumberOfMessagesPerSecond"),
    ("runbookUrl", "cloudwatch", "PutMetricAlarmInput.AlarmDescription"),
    ("enqueueAuthorization", "apigateway", "CreateAuthorizerRequest.providerARNs"),
    ("enqueueRequestsPerSecond", "apigateway", "MethodSetting.throttlingRateLimit"),
    ("enqueueBurst", "apigateway", "MethodSetting.throttlingBurstLimit"),
    ("completionWebhookUrl", "events", "CreateApiDestinationRequest.InvocationEndpoint"),
    ("completionWebhookKey", "events", "CreateConnectionApiKeyAuthRequestParameters.ApiKeyValue"),
    ("completionWebhookRequestsPerSecond", "events", "CreateApiDestinationRequest.InvocationRateLimitPerSecond"),
    ("steamImportImage", "ecr", "PutImageRequest.repositoryName"),
    ("steamImportImage", "ecr", "PutImageRequest.imageTag"),
]


def limits(service, path):
    model = botocore.loaders.Loader().load_service_model(service, "service-2")
    name, *members = path.split(".")
    shape = model["shapes"][name]
    for member in members:
        shape = model["shapes"][shape["members"][member]["shape"]]
    return {key: shape[key] for key in ("type", "min", "max", "pattern", "enum") if key in shape}


print(json.dumps(
    [{"setting": setting, "source": f"{service} {path}", **limits(service, path)} for setting, service, path in INPUTS],
    indent=1,
))
