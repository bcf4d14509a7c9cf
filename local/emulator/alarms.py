"""DescribeAlarms: metric queries, and in the XML protocol also dimensions, period, statistic, actions and more.

ministack accepts them, but does not return them. The provider would assume that they are missing, and every preview
would propose to set them again.
"""

from xml.sax.saxutils import escape

from ministack.services import cloudwatch

_NOT_OF_THE_ALARM = ("Action", "Version", "Tags")


def mend():
    put, describe = cloudwatch._put_metric_alarm, cloudwatch._describe_alarms
    given = {}

    def put_and_remember(params, data, is_cbor, is_json=False):
        asked = _flat(data) if is_cbor or is_json else {key: cloudwatch._p(params, key) for key in params}
        name = asked.get("AlarmName", "")
        given[name] = {key: value for key, value in asked.items() if key.split(".")[0] not in _NOT_OF_THE_ALARM}
        response = put(params, data, is_cbor, is_json)
        # For the other protocols, which lack only the metric queries.
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
    """{"A": [{"B": 1}]} as {"A.member.1.B": "1"}: a request of another protocol with the XML protocol's names."""
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
    """{"member 1": {…}, …} as a list, with numbers and booleans as such."""
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
