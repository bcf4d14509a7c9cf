"""The output of the takeover, all of which goes to standard output."""

import contextlib
import sys
import threading
import time

HEARTBEAT_SECONDS = 10


class Refused(Exception):
    """The takeover cannot continue: one sentence, or a list of sentences, that says why."""


def say(text=""):
    print(text, flush=True)


def section(title, lines):
    """A title with its lines, or nothing if there are none."""
    lines = list(lines)
    if lines:
        say(f"\n{title}")
        for line in lines:
            say(f"  {line}")


@contextlib.contextmanager
def step(what):
    """Shows that a long step is still running, and how long it took."""
    started, over = time.monotonic(), threading.Event()
    sys.stdout.write(f"==> {what}")
    sys.stdout.flush()

    def beat():
        while not over.wait(HEARTBEAT_SECONDS):
            sys.stdout.write(f" … {time.monotonic() - started:.0f} s")
            sys.stdout.flush()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        say(f" ({time.monotonic() - started:.0f} s)")
