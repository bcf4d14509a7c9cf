"""Where local/ keeps things: sources in the clone, this clone's state in an ignored folder, built tools outside."""

import contextlib
import fcntl
import hashlib
import os
from pathlib import Path

from console import say

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / "local"

# Emulator, engine state and logs of this clone. Another folder, as the integration tests use, is another world.
STATE = Path(os.environ.get("SAVEPOINT_LOCAL_STATE") or LOCAL / ".state").absolute()
LOGS = STATE / "logs"

# Tools that take minutes to get; shared by all clones, and safe to delete.
CACHE = Path(
    os.environ.get("SAVEPOINT_CACHE")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "savepoint-infrastructure"
).absolute()


def prepare():
    for folder in (STATE, LOGS, CACHE):
        folder.mkdir(parents=True, exist_ok=True)


def cached(name, *sources):
    """A folder of the cache that is named after the content of what it is made from, so it can never be stale."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(Path(source).read_bytes())
    return CACHE / f"{name}-{digest.hexdigest()[:12]}"


@contextlib.contextmanager
def locked(folder):
    """Lets one process at a time work in a folder; the lock ends with the process, however that ends."""
    with open(folder / ".lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Waiting for another command of local/ that works in {folder}")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write(file, text):
    """Writes a file at once or not at all, and only if its content changes: others may be reading it."""
    if file.exists() and file.read_text() == text:
        return
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    temporary.write_text(text)
    os.replace(temporary, file)
