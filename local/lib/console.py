"""Output of the scripts in local/, and running other programs.

All output goes to standard error: standard output is reserved for the program that is run.
"""

import argparse
import contextlib
import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import places

HEARTBEAT_SECONDS = 15


def say(text=""):
    print(text, file=sys.stderr, flush=True)


def fail(text):
    say(f"local: {text}")
    sys.exit(1)


class Parser(argparse.ArgumentParser):
    """Reports an invalid command line like every other error here: in one sentence."""

    def error(self, message):
        fail(f"{message}; see {self.prog} --help")


class Ended(BaseException):
    """A signal that ends this process, raised so that its child processes end as well."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number


@contextlib.contextmanager
def interruptible():
    """If the user or the system stops a script, exits without a stack trace, with the exit code that shells expect."""

    def end(number, _):
        raise Ended(number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    try:
        yield
    except KeyboardInterrupt:
        say("local: interrupted")
        sys.exit(128 + signal.SIGINT)
    except Ended as ended:
        sys.exit(128 + ended.number)
    except OSError as error:
        if error.errno not in _OF_THE_MACHINE:
            raise
        fail(f"{error.filename or 'writing a file'}: {error.strerror}{_remedy(error)}")


_OF_THE_MACHINE = {
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.ENOENT, errno.ENOEXEC, errno.ENOTDIR, errno.EISDIR
}


def _remedy(error):
    cache = next((folder for folder in Path(error.filename or "").parents if folder.parent == places.CACHE), None)
    if cache:
        return f". A tool in the cache is incomplete or was moved: delete {cache} and run this command again to reinstall it"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return ": free up space and run this again"
    if error.errno in (errno.EROFS, errno.EACCES):
        return ": set SAVEPOINT_LOCAL_STATE to another folder for state, or SAVEPOINT_CACHE for tools"
    return ""


def utf8_locale():
    """The variables of a UTF-8 locale, or none if the caller's locale is one."""
    try:
        charmap = subprocess.run(["locale", "charmap"], capture_output=True, text=True).stdout.strip()
    except OSError:
        charmap = ""
    if charmap == "UTF-8":
        return {}
    return {"LC_ALL": "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"}


def run(command, environment, after_interrupt=""):
    """Runs a program in the foreground and returns its exit code; for a signal, the exit code that shells use.

    after_interrupt is printed if the program was interrupted and failed.

    Ctrl-C in a terminal reaches the program directly, which then shuts down by itself: Pulumi cancels its operations
    gracefully, and killing it would leave the stack locked. Any other signal reaches only this process, so it is
    forwarded as Ctrl-C; a second one makes Pulumi exit immediately.
    """
    process = None

    signals = []

    def hand_on(number, _):
        signals.append(number)
        if process and not (number == signal.SIGINT and _is_in_the_foreground()):
            process.send_signal(signal.SIGINT)

    handed_on = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    previous = {number: signal.signal(number, hand_on) for number in handed_on}
    try:
        process = subprocess.Popen(command, env=environment)
        code = process.wait()
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    if signals and code != 0 and after_interrupt:
        say(after_interrupt)
    return code if code >= 0 else 128 - code


def _is_in_the_foreground():
    """Whether a terminal sends its signals to this process and its child processes."""
    try:
        with open("/dev/tty") as terminal:
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:
        return False


def long_step(what, why, about, command, log, **options):
    """Runs a long-running program with its output in a log, and shows that it is still running.

    Returns whether it succeeded; the caller knows what a failure means.
    """
    say(f"==> {what}")
    say(f"    {why}; takes {about}. Log: {log}")
    started = time.monotonic()
    next_beat = started + HEARTBEAT_SECONDS
    with open(log, "w") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True, **options
        )
        try:
            while process.poll() is None:
                time.sleep(0.1)
                if time.monotonic() >= next_beat:
                    say(f"    ... {time.monotonic() - started:.0f} s")
                    next_beat += HEARTBEAT_SECONDS
        except BaseException:
            # The whole process group: a build starts compilers, and scripts such as mvn start Java.
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
            raise
    if process.returncode == 0:
        say(f"    done in {time.monotonic() - started:.0f} s")
    return process.returncode == 0


def tail(log, lines=15):
    with open(log, errors="replace") as text:
        return "    | " + "    | ".join(text.readlines()[-lines:])
