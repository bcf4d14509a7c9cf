"""CloudWatch's rules for the state of an alarm: periods, dimensions, metric math and missing data.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html

As there, the periods end now, not on the minute. The supported metric math is what this program's alarms use: IF, FILL,
AND, OR, comparisons and arithmetic of metrics in one period. ministack handles anomaly detection, percentiles with few
samples and composite alarms.
"""

import ast
import logging
import operator
import re
import time

from ministack.services import cloudwatch

_COMPARED = {
    "GreaterThanOrEqualToThreshold": (operator.ge, "greater than or equal to"),
    "GreaterThanThreshold": (operator.gt, "greater than"),
    "LessThanThreshold": (operator.lt, "less than"),
    "LessThanOrEqualToThreshold": (operator.le, "less than or equal to"),
}
_OPERATORS = {
    ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Eq: operator.eq, ast.NotEq: operator.ne,
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}


def evaluate_all():
    for alarm in list(cloudwatch._alarms.values()):
        try:
            evaluate(alarm)
        except Exception:
            # Like ministack: an alarm that cannot be evaluated must not prevent the evaluation of the others.
            logging.getLogger("cloudwatch").exception("alarm %s", alarm.get("AlarmName"))


def evaluate(alarm):
    compare, _ = _COMPARED[alarm["ComparisonOperator"]]
    now = time.time()
    periods = int(alarm.get("EvaluationPeriods", 1))
    values = [_value(alarm, now, back) for back in range(periods)]
    breaching = [compare(value, float(alarm["Threshold"])) for value in values if value is not None]
    state = _state(breaching, periods, int(alarm.get("DatapointsToAlarm") or periods), alarm.get("TreatMissingData") or "missing")
    if state and state != alarm["StateValue"]:
        _change(alarm, state, values)


def _state(breaching, periods, needed, missing_data):
    """The state that these data points result in, or None if the alarm keeps its state."""
    missing = periods - len(breaching)
    if not breaching:
        return {"breaching": "ALARM", "notBreaching": "OK", "ignore": None}.get(missing_data, "INSUFFICIENT_DATA")
    bad = sum(breaching) + (missing if missing_data == "breaching" else 0)
    return "ALARM" if bad >= needed or (missing and missing_data in ("missing", "ignore") and all(breaching)) else "OK"


def _change(alarm, state, values):
    told = ", ".join("no data" if value is None else f"{value:g}" for value in values)
    crossed = "were" if state == "ALARM" else "were not"
    reason = f"Insufficient Data: {len(values)} datapoints were unknown." if state == "INSUFFICIENT_DATA" else f"Threshold Crossed: the last datapoints [{told}] {crossed} {_COMPARED[alarm['ComparisonOperator']][1]} the threshold ({alarm['Threshold']:g})."
    previous = alarm["StateValue"]
    alarm.update(StateValue=state, StateReason=reason, StateUpdatedTimestamp=int(time.time()))
    cloudwatch._record_history(alarm["AlarmName"], previous, state, reason)
    cloudwatch._dispatch_alarm_actions(alarm, previous, state, reason)
    cloudwatch._evaluate_parent_alarms(alarm)


def _value(alarm, now, back):
    """The value of the period that ended this number of periods ago; None if there was no data."""
    if not alarm.get("Metrics"):
        return _statistic(alarm, alarm.get("ExtendedStatistic") or alarm["Statistic"], int(alarm["Period"]), now, back)
    queries = {query["Id"]: query for query in alarm["Metrics"]}
    values = {
        name: _statistic(query["MetricStat"]["Metric"], query["MetricStat"]["Stat"], int(query["MetricStat"]["Period"]), now, back)
        for name, query in queries.items()
        if "MetricStat" in query
    }
    returned = next(query for query in queries.values() if query.get("ReturnData", True))
    if "Expression" not in returned:
        return values[returned["Id"]]
    try:
        return float(_math(returned["Expression"], values))
    except _NoData:
        return None


def _statistic(metric, statistic, period, now, back):
    dimensions = {part["Name"]: part["Value"] for part in metric.get("Dimensions") or []}
    points = cloudwatch._metrics.get((metric["Namespace"], metric["MetricName"], cloudwatch._dims_key(dimensions))) or []
    end = now - back * period
    points = [point for point in list(points) if end - period < point["Timestamp"] <= end]
    statistics = cloudwatch._calc_stats(points)
    return cloudwatch._stat_value(statistics, statistic, points) if statistics else None


class _NoData(Exception):
    """An expression needs a metric that has no data in the period."""


def _math(expression, values):
    """The value of an expression. Except for AND and OR, its syntax is also valid Python."""
    text = re.sub(r"\b(AND|OR)\b", lambda word: word.group().lower(), expression)
    return _node(ast.parse(text, mode="eval").body, values)


def _node(node, values):
    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            if values[node.id] is None:
                raise _NoData
            return values[node.id]
        case ast.BinOp():
            return _OPERATORS[type(node.op)](_node(node.left, values), _node(node.right, values))
        case ast.Compare(ops=[compared]):
            return _OPERATORS[type(compared)](_node(node.left, values), _node(node.comparators[0], values))
        case ast.BoolOp():
            parts = [_node(part, values) for part in node.values]
            return all(parts) if isinstance(node.op, ast.And) else any(parts)
        case ast.Call(func=ast.Name(id="IF")):
            condition, then, otherwise = (_node(argument, values) for argument in node.args)
            return then if condition else otherwise
        case ast.Call(func=ast.Name(id="FILL"), args=[ast.Name(id=name), filling]):
            return _node(filling, values) if values.get(name) is None else values[name]
    raise ValueError(f"this emulator does not support this metric math: {ast.unparse(node)}")
