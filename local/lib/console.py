"""What the scripts of local/ say. All of it goes to standard error: standard output belongs to the tool that is run."""

import subprocess
import sys
import time

HEARTBEAT_SECONDS = 15


def say(text=""):
    print(text, file=sys.stderr, flush=True)


def fail(text):
    say(f"local: {text}")
    sys.exit(1)


def long_step(what, why, about, command, log, **options):
    """Runs a command that takes long, with its output in a log, and shows that it is alive.

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
