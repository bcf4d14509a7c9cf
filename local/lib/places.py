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

# Emulator, engine state and logs of this clone. A different folder, as in the integration tests, is independent of it.
STATE = Path(os.environ.get("SAVEPOINT_LOCAL_STATE") or LOCAL / ".state").absolute()
LOGS = STATE / "logs"


def _home():
    """The user's home folder, or the state folder if the user has none, as in some containers."""
    home = os.path.expanduser("~")
    return Path(home) if os.path.isabs(home) else STATE


# Tools that take minutes to install; shared by all clones, and safe to delete.
CACHE = Path(
    os.environ.get("SAVEPOINT_CACHE")
    or Path(os.environ.get("XDG_CACHE_HOME") or _home() / ".cache") / "savepoint-infrastructure"
).absolute()


# What the CLI stores, mainly the selected stack. Kept with the state, so that the cache can be deleted or be read-only.
HOME = STATE / "home"


def prepare():
    for folder in (STATE, LOGS, HOME, CACHE):
        folder.mkdir(parents=True, exist_ok=True)


def cached(name, *sources):
    """A folder of the cache that is named after a hash of its sources, so it can never be stale."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(Path(source).read_bytes())
    return CACHE / f"{name}-{digest.hexdigest()[:12]}"


def stamp(file):
    """Identifies this version of a file, or says that there is no such file."""
    try:
        real = os.path.realpath(file)
        status = os.stat(real)
        return f"{real} {status.st_size} {status.st_mtime_ns}"
    except (OSError, TypeError):
        return f"no {file}"


def remembered(what, of, find):
    """The stored result for the same facts, or else the result of find(), which takes a while."""
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
    """Lets one process at a time work in a folder. The lock is released when the process ends, for whatever reason."""
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
    """Holds a lock until the process ends, for whatever reason. Prints a message if it has to wait."""
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
    """Writes a file atomically, and only if its content changes: others may be reading it."""
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, file)
    except OSError as error:
        # The error of a failed write does not name the file.
        raise OSError(error.errno, error.strerror, str(file)) from error
    finally:
        temporary.unlink(missing_ok=True)
