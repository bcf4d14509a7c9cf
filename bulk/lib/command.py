"""Sends the imports of a file to the bulk lane."""

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
Sends the imports of a file, CSV or JSON lines, to the bulk lane of a stack. All lines are held against contract/message.schema.json
first; if one is wrong, all mistakes are listed and nothing is sent. After Ctrl-C, the same command goes on where it ended: what was
sent is kept in FILE.sent."""
_TIME = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$")
# Of this program's queues, in bytes.
_LARGEST = 262_144


def parsed(arguments=None):
    parser = argparse.ArgumentParser(prog="bulk/send", description=DESCRIPTION)
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV whose first line names the columns, or JSON lines: one message a line")
    to = parser.add_mutually_exclusive_group()
    to.add_argument("--stack", help="the stack whose bulk lane takes the messages; default: the selected one")
    to.add_argument("--queue-url", metavar="URL", help="the queue, instead of a stack's bulk lane")
    parser.add_argument("--local", action="store_true", help="the stack on this machine, which ./local/up deployed")
    parser.add_argument("--dry-run", action="store_true", help="check all lines, and send nothing")
    parser.add_argument(
        "--requested-at", type=_time, metavar="TIME", help="requestedAt of lines that do not have it: now, or a time such as 2026-11-27T08:00:00Z"
    )
    parser.add_argument(
        "--message-group-id", metavar="ID",
        help="the messages' group: makes a standard queue fair to others (docs/lanes.md); default: none, and in a FIFO queue the user",
    )
    parser.add_argument("--progress", type=Path, metavar="FILE", help="what was sent; default: FILE.sent")
    parser.add_argument("--restart", action="store_true", help="send all lines, whatever was sent before")
    return parser.parse_args(arguments)


def _time(text):
    if text != "now" and not _TIME.match(text):
        raise argparse.ArgumentTypeError(f"must be now, or a time such as 2026-11-27T08:00:00Z, got '{text}'")
    return text


def say(text):
    # The terminal may have been closed, and messages are sent all the same.
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)


def main():
    given = parsed()
    if given.requested_at == "now":
        given.requested_at = datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    try:
        # Before the queue is asked for anything, which takes longer and needs credentials.
        before = stamp(given.file)
        lines = checked(given, _LARGEST)
        if given.dry_run:
            say(f"{lines} lines are ready to be sent, in {-(-lines // sending.MOST_ENTRIES)} calls or more. Nothing was sent.")
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
    """Changes if the file does."""
    status = os.stat(file)
    return status.st_ino, status.st_size, status.st_mtime_ns


def checked(given, largest):
    """How many lines there are, if all of them are right; else the end, after all mistakes."""
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
        raise Unreadable(f"{wrong} of {count} lines are wrong, so nothing was sent: correct them and run this again")
    if not count:
        raise Unreadable(f"{given.file} has no lines to send")
    if source.ignored:
        say(f"Not sent, because messages have no such field: {', '.join(source.ignored)}")
    if old:
        say(f"{old} lines were requested more than 14 days ago: the worker will drop them")
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
        say(f"All {count} lines have been sent already. {progress.file} says so; --restart sends them again.")
        return 0
    if before:
        say(f"{before} of {count} lines have been sent already")
    if progress.doubtful:
        say(f"{len(progress.doubtful)} lines may have been sent by the last run, which was killed or got no answer, and are sent again")
    sender = sending.Sender(queue, progress, given.message_group_id)
    on_interrupt(sender)
    try:
        show(sender, unsent(given, progress, checked_file), count, before)
    except (Changed, OSError, sending.Stopped):
        report(sender, count, len(progress.sent))
        raise
    return report(sender, count, len(progress.sent))


def unsent(given, progress, checked_file):
    """The lines that are still to be sent, with the time of the first run, so that a line is the same message in each."""
    for line in Source(given.file, progress.about["requestedAt"]).lines():
        if line.mistakes or stamp(given.file) != checked_file:
            raise Changed(f"{given.file} was changed while it was being sent: put back what it was, and run this again")
        if line.number not in progress.sent:
            yield line


def on_interrupt(sender):
    def stop(number, _):
        if sender.stopped_by:
            # The progress bar hides the cursor.
            say("\x1b[?25h" if sys.stderr.isatty() else "")
            os._exit(128 + number)
        sender.stop(number)
        say("\nFinishing what is under way; again to break it off at once")

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def show(sender, lines, count, before):
    """Sends the lines, with a bar in a terminal, and a line every few seconds elsewhere."""
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
    say(f"Sent {sent} of {count} lines" + ("; the same command goes on" if sent < count else ""))
    if sender.stopped_by and sent < count:
        return 128 + sender.stopped_by
    return 0 if sent == count else 1


sys.exit(main())
