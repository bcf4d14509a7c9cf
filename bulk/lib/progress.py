"""The file that records what was sent, so that an interrupted run can be resumed.

One JSON object per line: first, what is sent and where to; then, for each batch, that it is being sent, and the result.
Each line is written to disk before the next step. If a batch has no result, it may or may not have been sent: the run
was killed in between, or received no response.
"""

import fcntl
import json
import os
import threading


class Changed(Exception):
    """The run cannot continue an earlier one. The message is one sentence."""


class Progress:
    """What was sent. about describes the run: sha256 and queueUrl must be the same as in the earlier run, which also
    determines the rest.
    """

    def __init__(self, file, about, restart=False):
        self.file, self.about = file, about
        self._lock = threading.Lock()
        self._handle = open(file, "a+", encoding="utf-8", errors="replace")
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Changed(f"another bulk/send is using {file}: wait for it or stop it") from None
        self.sent, self.doubtful = set(), set()
        self._read(restart)

    def _read(self, restart):
        self._handle.seek(0)
        text = self._handle.read()
        entries = [entry for entry in map(_entry, text.splitlines()) if entry]
        if text and not (entries and "sha256" in entries[0]) and not text.startswith('{"sha256"'):
            raise Changed(f"{self.file} is not a progress file and stays unchanged: specify another with --progress")
        if restart or not entries:
            # A killed run may have left an incomplete first line.
            self._handle.truncate(0)
            self._write(self.about)
            return
        if not text.endswith("\n"):
            # A killed run left an incomplete line: end it first.
            self._handle.write("\n")
        recorded = entries[0]
        if any(recorded.get(key) != self.about[key] for key in ("sha256", "queueUrl")):
            changed = recorded.get("sha256") != self.about["sha256"]
            what = "the file has changed since" if changed else "that run used a different queue"
            sent = sum(len(entry.get("sent", [])) for entry in entries)
            raise Changed(
                f"{self.file} records an earlier run, which sent {sent} lines, but {what}: use the same file and "
                "queue, or send all lines again with --restart"
            )
        # Otherwise, as in the first run.
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
                # The error of a failed write does not name the file.
                raise OSError(error.errno, error.strerror, str(self.file)) from error


def _entry(line):
    """The object in a line; None if a killed run left the line incomplete."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None
