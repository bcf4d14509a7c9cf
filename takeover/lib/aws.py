"""Finds resources in AWS by their names, which are fixed. Read-only."""

import functools
import json
import subprocess
from concurrent.futures import ThreadPoolExecutor

from . import data
from .console import Refused

_AT_ONCE = 6
_NOT_THERE = ("NotFound", "NoSuchEntity", "NonExistentQueue", "does not exist", "QueueDoesNotExist")


class Aws:
    def __init__(self, command, environment, region, profile=None):
        self._command, self._environment, self.region = command, environment, region
        self._profile = ["--profile", profile] if profile else []

    def call(self, *arguments, region=None, tolerated=()):
        """The AWS CLI's output, or None if the resource does not exist or the error has one of the tolerated words."""
        line = [*self._command, *arguments, "--output", "json", "--region", region or self.region, *self._profile]
        try:
            run = subprocess.run(line, env=self._environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        except FileNotFoundError:
            raise Refused("the AWS CLI is not on PATH: install it from https://aws.amazon.com/cli/") from None
        if run.returncode == 0:
            return json.loads(run.stdout or "{}")
        if any(words in run.stderr for words in (*_NOT_THERE, *tolerated)):
            return None
        raise Refused(f"'aws {' '.join(arguments[:2])}' failed: {run.stderr.strip()}")

    @functools.cache
    def account(self):
        return self.call("sts", "get-caller-identity")["Account"]

    def messages(self, queue_url):
        names = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed")
        return sum(map(int, self.call("sqs", "get-queue-attributes", "--queue-url", queue_url, "--attribute-names", *names)["Attributes"].values()))

    def attached_policies(self, role):
        return [policy["PolicyArn"] for policy in (self.call("iam", "list-attached-role-policies", "--role-name", role) or {}).get("AttachedPolicies", [])]

    def find(self, resources):
        """The import ID of each resource, or None if missing: {urn: id}. In parallel, as each call takes a second."""
        self._alarms = self._existing_alarms([one.inputs["name"] for one in resources if one.type == _ALARM])
        self._role_policies = self._existing_role_policies({one.named("role") for one in resources if one.type == _ROLE_POLICY})
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            ids = pool.map(lambda one: _FINDERS[one.type](self, one), resources)
            return dict(zip((one.urn for one in resources), ids))

    def _queue(self, planned):
        found = self.call("sqs", "get-queue-url", "--queue-name", planned.inputs["name"])
        return found and found["QueueUrl"]

    def _role(self, planned):
        return planned.inputs["name"] if self.call("iam", "get-role", "--role-name", planned.inputs["name"]) else None

    def _role_policy(self, planned):
        role, name = planned.named("role"), planned.inputs["name"]
        return f"{role}:{name}" if name in self._role_policies[role] else None

    def _existing_role_policies(self, roles):
        """The names of each role's inline policies. In one call for each role, which has several."""
        return {
            role: (self.call("iam", "list-role-policies", "--role-name", role) or {}).get("PolicyNames", []) for role in roles
        }

    def _policy(self, planned):
        policies = self.call("iam", "list-policies", "--scope", "Local")["Policies"]
        return next((policy["Arn"] for policy in policies if policy["PolicyName"] == planned.inputs["name"]), None)

    def _log_group(self, planned):
        name = planned.inputs["name"]
        groups = self.call("logs", "describe-log-groups", "--log-group-name-prefix", name)["logGroups"]
        return name if any(group["logGroupName"] == name for group in groups) else None

    def _function(self, planned):
        name = planned.inputs["name"]
        return name if self.call("lambda", "get-function-configuration", "--function-name", name) else None

    def _mapping(self, planned):
        found = self.call("lambda", "list-event-source-mappings", "--event-source-arn", planned.inputs["eventSourceArn"])
        function = planned.named("functionName")
        mappings = [mapping["UUID"] for mapping in found["EventSourceMappings"] if mapping["FunctionArn"].split(":")[6] == function]
        if len(mappings) > 1:
            raise Refused(f"the queue has {len(mappings)} mappings to {function}: {', '.join(mappings)}. Delete all but one")
        return mappings[0] if mappings else None

    def _key(self, planned):
        for key in self.call("kms", "list-keys")["Keys"]:
            # A key that may not be described is not the topic's.
            told = (self.call("kms", "describe-key", "--key-id", key["KeyId"], tolerated=("AccessDenied",)) or {}).get("KeyMetadata")
            if told and told["KeyState"] == "Enabled" and told["Description"] == planned.inputs["description"]:
                return key["KeyId"]
        return None

    def _topic(self, planned):
        topics = self.call("sns", "list-topics").get("Topics", [])
        return next((topic["TopicArn"] for topic in topics if topic["TopicArn"].split(":")[-1] == planned.inputs["name"]), None)

    def _subscription(self, planned):
        endpoint = planned.inputs["endpoint"]
        for topic in self.call("sns", "list-topics").get("Topics", []):
            if topic["TopicArn"].split(":")[-1] == planned.named("topic"):
                found = self.call("sns", "list-subscriptions-by-topic", "--topic-arn", topic["TopicArn"])["Subscriptions"]
                # A pending subscription has no ARN yet, and requesting it again is harmless.
                return next((one["SubscriptionArn"] for one in found if one["Endpoint"] == endpoint and ":" in one["SubscriptionArn"]), None)
        return None

    def _existing_alarms(self, names):
        """Those of the alarms that exist. In one call, as there are many; it takes up to 100 names."""
        if not names:
            return set()
        return {alarm["AlarmName"] for alarm in self.call("cloudwatch", "describe-alarms", "--alarm-names", *names)["MetricAlarms"]}

    def _alarm(self, planned):
        name = planned.inputs["name"]
        return name if name in self._alarms else None

    def _dashboard(self, planned):
        name = planned.inputs["dashboardName"]
        return name if self.call("cloudwatch", "get-dashboard", "--dashboard-name", name) else None

    def _schedule(self, planned):
        name = planned.inputs["name"]
        return f"default/{name}" if self.call("scheduler", "get-schedule", "--name", name) else None

    def _slack_channel(self, planned):
        # A global service with endpoints in only a few regions.
        found = self.call("chatbot", "describe-slack-channel-configurations", region="us-east-2")["SlackChannelConfigurations"]
        name = planned.inputs["configurationName"]
        return next((one["ChatConfigurationArn"] for one in found if one["ConfigurationName"] == name), None)


_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
_ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"

_FINDERS = {
    **data.FINDERS,
    "aws:sqs/queue:Queue": Aws._queue,
    "aws:iam/role:Role": Aws._role,
    _ROLE_POLICY: Aws._role_policy,
    "aws:iam/policy:Policy": Aws._policy,
    "aws:cloudwatch/logGroup:LogGroup": Aws._log_group,
    "aws:lambda/function:Function": Aws._function,
    "aws:lambda/eventSourceMapping:EventSourceMapping": Aws._mapping,
    "aws:kms/key:Key": Aws._key,
    "aws:sns/topic:Topic": Aws._topic,
    "aws:sns/topicSubscription:TopicSubscription": Aws._subscription,
    _ALARM: Aws._alarm,
    "aws:cloudwatch/dashboard:Dashboard": Aws._dashboard,
    "aws:scheduler/schedule:Schedule": Aws._schedule,
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": Aws._slack_channel,
}
