"""The file that says what was sent, so that a run that was broken off goes on where it ended.

A JSON object a line: first what is sent to where; then, for each batch, that it is being sent, and what became of it. Each line is on
the disk before the next step. A batch of which only the first is known was sent or not: the run was killed in between, or got no
answer.
"""

import fcntl
import json
import os
import threading


class Changed(Exception):
    """What is to be sent is no longer what it was: one sentence."""


class Progress:
    """What was sent. about is what a run must have in common with the one before: sha256 and queueUrl; the rest is remembered."""

    def __init__(self, file, about, restart=False):
        self.file, self.about = file, about
        self._lock = threading.Lock()
        self._handle = open(file, "a+", encoding="utf-8", errors="replace")
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Changed(f"another bulk/send is using {file}: wait for it, or break it off") from None
        self.sent, self.doubtful = set(), set()
        self._read(restart)

    def _read(self, restart):
        self._handle.seek(0)
        text = self._handle.read()
        entries = [entry for entry in map(_entry, text.splitlines()) if entry]
        if text and not (entries and "sha256" in entries[0]) and not text.startswith('{"sha256"'):
            raise Changed(f"{self.file} is not a file of progress, and is left as it is: name another with --progress")
        if restart or not entries:
            # A killed run may have left half of the first line.
            self._handle.truncate(0)
            self._write(self.about)
            return
        if not text.endswith("\n"):
            # Half a line of a killed run: what follows is a line of its own.
            self._handle.write("\n")
        recorded = entries[0]
        if any(recorded.get(key) != self.about[key] for key in ("sha256", "queueUrl")):
            what = "the file has changed since" if recorded.get("sha256") != self.about["sha256"] else "it was sent to another queue"
            sent = sum(len(entry.get("sent", [])) for entry in entries)
            raise Changed(
                f"{self.file} is about an earlier run, which sent {sent} lines, and {what}: put back what it was, or send all lines "
                "again with --restart"
            )
        # Else as in the first run.
        self.about = recorded
        for entry in entries[1:]:
            self.sent.update(entry.get("sent", []))
            self.doubtful.update(entry.get("sending", []))
            self.doubtful.difference_update(entry.get("sent", []), entry.get("refused", []))
        self.doubtful -= self.sent

    def sending(self, numbers):
        self._write({"sending": numbers})

    def done(self, sent, refused):
        self._write({"sent": sent} | ({"refused": refused} if refused else {}))
        with self._lock:
            self.sent.update(sent)

    def _write(self, entry):
        with self._lock:
            try:
                self._handle.write(json.dumps(entry) + "\n")
                self._handle.flush()
                os.fsync(self._handle.fileno())
            except OSError as error:
                # A write that fails does not say of which file.
                raise OSError(error.errno, error.strerror, str(self.file)) from error


def _entry(line):
    """What a line says; nothing if a killed run wrote half of it."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None
