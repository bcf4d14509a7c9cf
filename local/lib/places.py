"""Where local/ keeps things: sources in the clone, this clone's state in an ignored folder, built tools outside."""

import contextlib
import errno
import fcntl
import hashlib
import json
import os
from pathlib import Path

import console

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / "local"

# Emulator, engine state and logs of this clone. Another folder, as the integration tests use, is another world.
STATE = Path(os.environ.get("SAVEPOINT_LOCAL_STATE") or LOCAL / ".state").absolute()
LOGS = STATE / "logs"


def _home():
    """The user's home; a user without one, as in some containers, has everything with the state."""
    home = os.path.expanduser("~")
    return Path(home) if os.path.isabs(home) else STATE


# Tools that take minutes to get; shared by all clones, and safe to delete.
CACHE = Path(
    os.environ.get("SAVEPOINT_CACHE")
    or Path(os.environ.get("XDG_CACHE_HOME") or _home() / ".cache") / "savepoint-infrastructure"
).absolute()


# What the CLI remembers: the selected stack, above all. With the state, so that the cache can be deleted, or be read-only.
HOME = STATE / "home"


def prepare():
    for folder in (STATE, LOGS, HOME, CACHE):
        folder.mkdir(parents=True, exist_ok=True)


def cached(name, *sources):
    """A folder of the cache that is named after the content of what it is made from, so it can never be stale."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(Path(source).read_bytes())
    return CACHE / f"{name}-{digest.hexdigest()[:12]}"


def stamp(file):
    """What tells a file from the one that is there after an update; for none, that there is none."""
    try:
        real = os.path.realpath(file)
        status = os.stat(real)
        return f"{real} {status.st_size} {status.st_mtime_ns}"
    except (OSError, TypeError):
        return f"no {file}"


def remembered(what, of, find):
    """What was found for the same facts before, or else is found now, which takes a while."""
    file = STATE / f"{what}.json"
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
        if known["of"] == of:
            return known["found"]
    except (OSError, ValueError, KeyError):
        pass
    found = find()
    write(file, json.dumps({"of": of, "found": found}))
    return found


@contextlib.contextmanager
def locked(folder):
    """Lets one process at a time work in a folder; the lock ends with the process, however that ends."""
    if not _is_writable(folder):
        # Nobody can change anything in it.
        yield
        return
    with flocked(folder / ".lock", f"Waiting for another local/ command that is using {folder}"):
        yield


def _is_writable(folder):
    try:
        open(folder / ".lock", "a").close()
        return True
    except OSError as error:
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            return False
        raise


@contextlib.contextmanager
def flocked(file, waiting, shared=False):
    """Holds a lock, which ends with the process, however that ends; says what it waits for, if anything."""
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    with open(file, "a") as lock:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if waiting is None:
                raise
            console.say(waiting)
            fcntl.flock(lock, kind)
        yield


def write(file, text):
    """Writes a file at once or not at all, and only if its content changes: others may be reading it."""
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, file)
    except OSError as error:
        # A write that fails does not say of which file.
        raise OSError(error.errno, error.strerror, str(file)) from error
    finally:
        temporary.unlink(missing_ok=True)
