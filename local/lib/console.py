"""What the scripts of local/ say, and how they run other programs.

All of it goes to standard error: standard output belongs to the program that is run.
"""

import contextlib
import signal
import subprocess
import sys
import time

HEARTBEAT_SECONDS = 15


def say(text=""):
    print(text, file=sys.stderr, flush=True)


def fail(text):
    say(f"local: {text}")
    sys.exit(1)


@contextlib.contextmanager
def interruptible():
    """Ends a script that the user interrupts without a stack trace, with the exit code that shells expect."""
    try:
        yield
    except KeyboardInterrupt:
        say("local: interrupted")
        sys.exit(128 + signal.SIGINT)


def run(command, environment):
    """Runs a program in the foreground and returns its exit code.

    Ctrl-C reaches the program directly, and it is left to end in its own way: Pulumi cancels what it does in an orderly
    fashion, and a parent that killed it would leave a locked stack.
    """
    previous = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.Popen(command, env=environment).wait()
    finally:
        signal.signal(signal.SIGINT, previous)


def long_step(what, why, about, command, log, **options):
    """Runs a program that takes long, with its output in a log, and shows that it is alive.

    Returns whether it succeeded; the caller knows what a failure means.
    """
    say(f"==> {what}")
    say(f"    {why}; takes {about}. Log: {log}")
    started = time.monotonic()
    next_beat = started + HEARTBEAT_SECONDS
    with open(log, "w") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, **options
        )
        try:
            while process.poll() is None:
                time.sleep(0.1)
                if time.monotonic() >= next_beat:
                    say(f"    ... {time.monotonic() - started:.0f} s")
                    next_beat += HEARTBEAT_SECONDS
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if process.returncode == 0:
        say(f"    done in {time.monotonic() - started:.0f} s")
    return process.returncode == 0


def tail(log, lines=15):
    with open(log, errors="replace") as text:
        return "    | " + "    | ".join(text.readlines()[-lines:])
