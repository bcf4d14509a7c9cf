"""Draws a flow in a terminal."""

import os
import re

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.layout import Layout
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

_WIDTH, _HEIGHT = 120, 30
_BORDER = 2
# Without the web fonts that rich uses.
_SVG = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)

_COLOURS = {"OK": "green", "ALARM": "bold white on red", "INSUFFICIENT_DATA": "dim"}


def picture(flow, notifications, lines, height):
    layout = Layout()
    imports = [("done", flow.done), *_failures(flow), ("dropped", flow.dropped)]
    top, middle = len(imports) + _BORDER, len(flow.alarms) + _BORDER
    layout.split_column(Layout(_numbers(flow, imports), size=top), Layout(name="middle", size=middle), Layout(name="log"))
    layout["middle"].split_row(Layout(_alarms(flow)), Layout(_notified(flow, notifications)))
    layout["log"].update(_log(flow, lines, max(1, height - top - middle - _BORDER)))
    return layout


def screenshot(flow, notifications, lines, file):
    with open(os.devnull, "w") as nowhere:
        recorder = Console(record=True, width=_WIDTH, height=_HEIGHT, file=nowhere)
        recorder.print(picture(flow, notifications, lines, _HEIGHT))
    recorder.save_svg(str(file), title="./local/watch", code_format=_SVG)


def _numbers(flow, imports):
    table = Table.grid(expand=True, padding=(0, 1))
    for _ in range(4):
        table.add_column(ratio=1)
    mapping, scaling = flow.mapping, flow.mapping.get("ScalingConfig") or {}
    table.add_row(
        _box("queue", ("waiting", flow.waiting), ("in flight", flow.in_flight)),
        _box(
            "mapping",
            ("state", mapping.get("State", "none")),
            ("max concurrency", scaling.get("MaximumConcurrency", "any")),
        ),
        _box("imports", *imports),
        _box("dead-letter queue", ("messages", flow.dead), style="red" if flow.dead else "none"),
    )
    return table


def _failures(flow):
    tries = range(1, max([flow.most_receives, *flow.failed]) + 1)
    return [(f"failed on attempt {attempt}", flow.failed[attempt]) for attempt in tries]


def _box(title, *rows, style="none"):
    table = Table.grid(expand=True)
    table.add_column()
    table.add_column(justify="right", style="bold")
    for name, value in rows:
        table.add_row(name, str(value))
    return Panel(table, title=title, border_style=style)


def _alarms(flow):
    table = Table.grid(padding=(0, 2))
    for name, state, _ in flow.alarms:
        table.add_row(name, Text(f" {state} ", style=_COLOURS.get(state, "")))
    return Panel(table, title="alarms")


def _notified(flow, notifications):
    latest = list(notifications)[-len(flow.alarms) :]
    return Panel(Text("\n".join(latest), no_wrap=True, overflow="ellipsis"), title="notifications")


def _log(flow, lines, height):
    text = Text("\n".join(list(lines)[-height:]), no_wrap=True, overflow="ellipsis")
    return Panel(text, title=flow.stack.log_group)
