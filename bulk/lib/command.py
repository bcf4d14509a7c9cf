"""Sends the imports in a file to the bulk lane."""

import argparse
import contextlib
import hashlib
import os
import re
import signal
import sys
import time
import uuid
from datetime import datetime, timezone
from pathlib import Path

import contract
import destination
import sender as sending
from lines import Source, Unreadable
from progress import Changed, Progress
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

DESCRIPTION = """\
Sends the imports in a file, CSV or JSON Lines, to the bulk lane of a stack. First, all lines are checked against
contract/message.schema.json. If one is invalid, all errors are listed and nothing is sent. After Ctrl-C, run the same
command again to resume: FILE.sent records what has been sent."""
_TIME = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$")
# The maximum message size of this program's queues, in bytes.
_LARGEST = 262_144


def parsed(arguments=None):
    parser = argparse.ArgumentParser(prog="bulk/send", description=DESCRIPTION)
    parser.add_argument(
        "file", type=Path, metavar="FILE",
        help="CSV whose first line names the columns, or JSON Lines: one message per line",
    )
    to = parser.add_mutually_exclusive_group()
    to.add_argument("--stack", help="the stack whose bulk lane receives the messages; default: the selected stack")
    to.add_argument("--queue-url", metavar="URL", help="the queue to send to, instead of a stack's bulk lane")
    parser.add_argument("--local", action="store_true", help="use the stack that ./local/up deployed on this machine")
    parser.add_argument("--dry-run", action="store_true", help="check all lines without sending anything")
    parser.add_argument(
        "--requested-at", type=_time, metavar="TIME",
        help="requestedAt for lines without it: now, or a time such as 2026-11-27T08:00:00Z",
    )
    parser.add_argument(
        "--message-group-id", metavar="ID",
        help="the message group ID. In a standard queue, it keeps these messages from delaying others (docs/lanes.md). "
        "Default: none, or the user ID in a FIFO queue",
    )
    parser.add_argument(
        "--progress", type=Path, metavar="FILE", help="the file that records what was sent; default: FILE.sent"
    )
    parser.add_argument("--restart", action="store_true", help="send all lines, including those already sent")
    return parser.parse_args(arguments)


def _time(text):
    if text != "now" and not _TIME.match(text):
        raise argparse.ArgumentTypeError(f"must be now, or a time such as 2026-11-27T08:00:00Z, got '{text}'")
    return text


def say(text):
    # Sending continues even if the terminal has been closed.
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)


def main():
    given = parsed()
    if given.requested_at == "now":
        given.requested_at = datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    try:
        # Before any request to the queue, which takes longer and needs credentials.
        before = stamp(given.file)
        lines = checked(given, _LARGEST)
        if given.dry_run:
            calls = -(-lines // sending.MOST_ENTRIES)
            say(f"{lines} lines are ready to be sent, in at least {calls} calls. Nothing was sent.")
            return 0
        return send(given, lines, before, destination.find(given, sending.PARALLEL))
    except (Unreadable, Changed, destination.NoQueue, sending.Stopped) as refused:
        say(f"bulk: {refused}")
        return 1
    except OSError as error:
        say(f"bulk: {error.filename or given.file}: {error.strerror or error}")
        return 1
    except KeyboardInterrupt:
        say("bulk: interrupted; nothing was sent")
        return 128 + signal.SIGINT


def stamp(file):
    """A value that changes when the file changes."""
    status = os.stat(file)
    return status.st_ino, status.st_size, status.st_mtime_ns


def checked(given, largest):
    """Returns the number of lines if all are valid. Otherwise, prints all errors and raises Unreadable."""
    source, now = Source(given.file, given.requested_at), datetime.now(timezone.utc)
    count = wrong = old = 0
    for line in source.lines():
        count += 1
        mistakes = line.mistakes or _too_long(line, largest)
        if mistakes:
            wrong += 1
            for mistake in mistakes:
                say(f"line {line.number}: {mistake}")
        elif contract.is_too_old(line.content, now):
            old += 1
    if wrong:
        raise Unreadable(f"{wrong} of {count} lines are invalid, so nothing was sent: correct them and run this again")
    if not count:
        raise Unreadable(f"{given.file} has no lines to send")
    if source.ignored:
        say(f"Ignored these columns, because messages have no such fields: {', '.join(source.ignored)}")
    if old:
        say(f"{old} imports were requested more than 14 days ago: the worker will drop them")
    return count


def _too_long(line, largest):
    length = len(line.body)
    return [f"the message must not be longer than {largest} bytes, got {length}"] if length > largest else []


def send(given, count, checked_file, queue):
    largest = queue.largest_message()
    if largest < _LARGEST:
        checked(given, largest)
    digest = hashlib.sha256(given.file.read_bytes()).hexdigest()
    progress = Progress(
        given.progress or given.file.with_name(given.file.name + ".sent"),
        {"sha256": digest, "queueUrl": queue.url, "requestedAt": given.requested_at, "run": str(uuid.uuid4())},
        given.restart,
    )
    before = len(progress.sent)
    if before == count:
        say(f"All {count} lines have already been sent, according to {progress.file}. --restart sends them again.")
        return 0
    if before:
        say(f"{before} of {count} lines have already been sent")
    if progress.doubtful:
        doubtful = len(progress.doubtful)
        say(f"{doubtful} lines will be sent again: the last run may have sent them; it was killed or got no response")
    sender = sending.Sender(queue, progress, given.message_group_id)
    on_interrupt(sender)
    try:
        show(sender, unsent(given, progress, checked_file), count, before)
    except (Changed, OSError, sending.Stopped):
        report(sender, count, len(progress.sent))
        raise
    return report(sender, count, len(progress.sent))


def unsent(given, progress, checked_file):
    """The lines not sent yet, with the time of the first run, so that a line is the same message in every run."""
    for line in Source(given.file, progress.about["requestedAt"]).lines():
        if line.mistakes or stamp(given.file) != checked_file:
            raise Changed(f"{given.file} was changed while it was being sent: restore it and run this again")
        if line.number not in progress.sent:
            yield line


def on_interrupt(sender):
    def stop(number, _):
        if sender.stopped_by:
            # The progress bar hides the cursor.
            say("\x1b[?25h" if sys.stderr.isatty() else "")
            os._exit(128 + number)
        sender.stop(number)
        say("\nFinishing the calls in progress; press Ctrl-C again to stop immediately")

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def show(sender, lines, count, before):
    """Sends the lines. Shows a progress bar in a terminal; otherwise, prints a line every few seconds."""
    console = Console(stderr=True)
    said, done = time.monotonic(), before
    columns = (TextColumn("Sending"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=count, completed=before)

        def advanced(number):
            nonlocal said, done
            done += number
            bar.update(task, advance=number)
            if not console.is_terminal and time.monotonic() - said >= 5:
                said = time.monotonic()
                say(f"sent {done} of {count}")

        sender.send(lines, advanced)


def report(sender, count, sent):
    for number, reason in sorted(sender.refused.items()):
        say(f"line {number}: {reason}")
    say(f"Sent {sent} of {count} lines" + ("; run the same command again to send the rest" if sent < count else ""))
    if sender.stopped_by and sent < count:
        return 128 + sender.stopped_by
    return 0 if sent == count else 1


sys.exit(main())
