"""Runs ministack, with its answers mended: the emulator's own process.

To be deleted, one by one, when releases of ministack and of the server beneath it make them superfluous.
"""

import json
from xml.sax.saxutils import escape

import h11
from hypercorn.events import RawData
from hypercorn.protocol.h11 import H11Protocol
from ministack.app import main
from ministack.services import cloudwatch, cloudwatch_logs, lambda_svc

_NOT_OF_THE_ALARM = ("Action", "Version", "Tags")


def mend_packets():
    """Every answer: its head and its body leave together.

    One by one, the second comes late on a busy machine. The AWS SDK for Go, which the provider uses, then sometimes closes
    the connection between the two (aws/aws-sdk-go-v2#2737) and asks again: what it created "already exists".
    """

    async def send_head_with_body(protocol, event):
        try:
            data = protocol.__dict__.pop("head", b"") + protocol.connection.send(event)
        except h11.LocalProtocolError:
            if protocol.connection.their_state != h11.ERROR:
                raise
            return
        if isinstance(event, h11.Response):
            protocol.head = data
        else:
            await protocol.send(RawData(data=data))

    H11Protocol._send_h11_event = send_head_with_body


# What follows is taken by ministack and left out when it is asked. The provider then believes that it is gone, and every
# preview would want to set it again.


def mend_alarms():
    """DescribeAlarms: metric queries, and in the XML protocol also dimensions, period, statistic, actions and more."""
    put, describe = cloudwatch._put_metric_alarm, cloudwatch._describe_alarms
    given = {}

    def put_and_remember(params, data, is_cbor, is_json=False):
        asked = _flat(data) if is_cbor or is_json else {key: cloudwatch._p(params, key) for key in params}
        name = asked.get("AlarmName", "")
        given[name] = {key: value for key, value in asked.items() if key.split(".")[0] not in _NOT_OF_THE_ALARM}
        response = put(params, data, is_cbor, is_json)
        # For the other protocols, which lack the metric queries alone.
        queries = _nested(given[name]).get("Metrics")
        if queries and name in cloudwatch._alarms:
            cloudwatch._alarms[name]["Metrics"] = _members(queries)
        return response

    def describe_in_full(params, data, is_cbor, is_json=False):
        if is_cbor or is_json:
            return describe(params, data, is_cbor, is_json)
        wanted = [cloudwatch._p(params, key) for key in sorted(params) if key.startswith("AlarmNames.member.")]
        prefix = cloudwatch._p(params, "AlarmNamePrefix")
        members = "".join(
            f"<member>{_xml(_nested(given[name]))}{_xml(_state(alarm))}</member>"
            for name, alarm in cloudwatch._alarms.items()
            if name in given and (name in wanted if wanted else name.startswith(prefix))
        )
        return cloudwatch._xml(
            200,
            "DescribeAlarmsResponse",
            f"<DescribeAlarmsResult><MetricAlarms>{members}</MetricAlarms></DescribeAlarmsResult>",
        )

    cloudwatch._put_metric_alarm = put_and_remember
    cloudwatch._describe_alarms = describe_in_full


def _state(alarm):
    return {key: alarm[key] for key in ("AlarmArn", "StateValue", "StateReason")}


def _flat(value, path=""):
    """{"A": [{"B": 1}]} as {"A.member.1.B": "1"}: the other protocols' request in the words of XML's."""
    if isinstance(value, dict):
        parts = {f"{path}.{key}" if path else key: part for key, part in value.items()}
    elif isinstance(value, list):
        parts = {f"{path}.member.{number}": part for number, part in enumerate(value, 1)}
    else:
        return {path: str(value).lower() if isinstance(value, bool) else str(value)}
    return {leaf: text for part_path, part in parts.items() for leaf, text in _flat(part, part_path).items()}


def _nested(flat):
    """{"A.member.1.B": "x"} as {"A": {"member 1": {"B": "x"}}}, in the order of the members."""
    tree = {}
    for key, value in sorted(flat.items()):
        branch = tree
        *path, leaf = key.replace(".member.", ".member ").split(".")
        for step in path:
            branch = branch.setdefault(step, {})
        branch[leaf] = value
    return tree


def _members(tree):
    """{"member 1": {…}, …} as a list, numbers and booleans as what they are."""
    if not isinstance(tree, dict):
        return {"true": True, "false": False}.get(tree, int(tree) if tree.isdigit() else tree)
    if all(key.startswith("member ") for key in tree):
        return [_members(value) for value in tree.values()]
    return {key: _members(value) for key, value in tree.items()}


def _xml(tree):
    return "".join(
        f"<{name}>{_xml(value) if isinstance(value, dict) else escape(str(value))}</{name}>"
        for name, value in ((key.split(" ")[0], value) for key, value in tree.items())
    )


def mend_mappings():
    """Event source mappings: MetricsConfig and ProvisionedPollerConfig."""
    create, update = lambda_svc._create_esm, lambda_svc._update_esm

    def remember(mapping_id, data):
        for part in ("MetricsConfig", "ProvisionedPollerConfig"):
            if part in data:
                lambda_svc._esms[mapping_id][part] = data[part]

    def create_and_remember(data):
        before = set(lambda_svc._esms)
        response = create(data)
        for mapping_id in set(lambda_svc._esms) - before:
            remember(mapping_id, data)
        return response

    def update_and_remember(mapping_id, data):
        response = update(mapping_id, data)
        if mapping_id in lambda_svc._esms:
            remember(mapping_id, data)
        return response

    lambda_svc._create_esm = create_and_remember
    lambda_svc._update_esm = update_and_remember


def mend_log_groups():
    """Log groups: a key that is given, changed or taken away after they were created."""
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


mend_packets()
mend_alarms()
mend_mappings()
mend_log_groups()
main()
