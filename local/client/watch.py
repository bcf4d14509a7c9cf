"""Shows messages, imports and alarms of the stack on this machine, as they happen. Press Ctrl-C to stop."""

import argparse
import signal
import sys
import time
from collections import deque
from contextlib import nullcontext
from pathlib import Path

from botocore.exceptions import ClientError, EndpointConnectionError
from flow import Flow
from notifications import subscribed
from rich.console import Console
from rich.live import Live
from screen import picture, screenshot
from stack import Stack, client, deploy_command, missing

SECONDS = 0.5
# What the previous command in the terminal started may already be finished.
RECENT_SECONDS = 15
LEFT_LINES = 10


def parsed():
    parser = argparse.ArgumentParser(prog="./local/watch", description=__doc__)
    parser.add_argument("--stack", default="local", help="default: local")
    parser.add_argument(
        "--until-done", action="store_true",
        help="exit when the queue is empty and the dead-letter queue's alarm is up to date",
    )
    parser.add_argument(
        "--plain", action="store_true", help="print lines instead of a picture, as if standard output were no terminal"
    )
    parser.add_argument(
        "--since", type=int, metavar="MS", default=(time.time() - RECENT_SECONDS) * 1000,
        help=f"show log lines since this time, in milliseconds since 1970; default: {RECENT_SECONDS} seconds ago. "
        "Earlier results still count",
    )
    parser.add_argument("--screenshot", type=Path, metavar="FILE.svg", help="write the last picture to an SVG file")
    return parser.parse_args()


class Lines:
    """Prints one line for each change."""

    def __init__(self):
        self._last, self._states = None, {}

    def show(self, flow, lines):
        for line in lines:
            print(line, flush=True)
        for name, state, reason in flow.alarms:
            # Initial states are not printed, except for alarms that are already firing.
            if state != self._states.setdefault(name, state if state != "ALARM" else None):
                self._states[name] = state
                print(f"{_now()} alarm {name} is {state}: {reason}", flush=True)
        failed = "/".join(str(flow.failed[attempt]) for attempt in range(1, max([flow.most_receives, *flow.failed]) + 1))
        summary = (
            f"waiting {flow.waiting}, in flight {flow.in_flight}, done {flow.done}, failed per attempt {failed}, "
            f"dropped {flow.dropped}, "
            f"dead-letter queue {flow.dead}, mapping {flow.mapping.get('State', 'none')}"
        )
        if summary != self._last:
            self._last = summary
            print(f"{_now()} {summary}", flush=True)


def watch(flow, arguments, console):
    notifications, recent = deque(maxlen=50), deque(maxlen=200)
    draws = console.is_terminal and not arguments.plain
    lines = Lines()

    def notify(subject, reason):
        notifications.append(f"{_now()} {subject.replace(f'{flow.stack.function}-', '')}")
        if not draws:
            print(f"{_now()} notification: {subject}: {reason}", flush=True)

    try:
        with subscribed(flow.stack.topic, notify), Live(console=console, screen=draws, auto_refresh=False) if draws else nullcontext() as live:
            while True:
                new = [text for timestamp, text in flow.refresh() if timestamp >= arguments.since]
                recent.extend(new)
                if draws:
                    live.update(picture(flow, notifications, recent, console.height), refresh=True)
                else:
                    lines.show(flow, new)
                if arguments.until_done and flow.is_done():
                    break
                time.sleep(SECONDS)
    finally:
        if arguments.screenshot:
            screenshot(flow, notifications, recent, arguments.screenshot)
    if draws:
        # The terminal shows its previous content again: print the result below it.
        lines.show(flow, [*recent][-LEFT_LINES:])


def _now():
    return time.strftime("%H:%M:%S")


def main():
    arguments = parsed()
    stack = Stack(arguments.stack)
    try:
        flow = Flow(stack)
    except client("sqs").exceptions.QueueDoesNotExist:
        sys.exit(missing(stack, deploy_command(stack)))
    try:
        watch(flow, arguments, Console())
    except KeyboardInterrupt:
        pass
    except EndpointConnectionError:
        sys.exit("local: the emulator has stopped")
    except ClientError as error:
        sys.exit(f"local: the stack is being changed or is gone: {error}")


# Handles SIGTERM like Ctrl-C, so that the terminal is restored first.
signal.signal(signal.SIGTERM, signal.default_int_handler)
main()
