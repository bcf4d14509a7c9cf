"""The worker behind the queue: what the emulator runs when the function is invoked (see local/emulator/workers.py)."""

import ast
import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import places
from console import fail

REFERENCE = f"{places.LOCAL / 'worker' / 'handler.py'}:handler"
DOCKER = "docker"

# The switch of the reference worker's simulated Steam API.
STEAM = places.STATE / "steam"

_FILE = places.STATE / "worker.json"


def choose(worker):
    """Makes the emulator run this worker from now on. Returns a description for the user."""
    if worker == DOCKER:
        if not shutil.which("docker") or subprocess.run(["docker", "info"], capture_output=True).returncode != 0:
            _refuse(worker, "Docker is not installed or not running ('docker info' fails)")
        _FILE.unlink(missing_ok=True)
        return "by a container of the image in steamImportImage, which Docker must have or be able to pull"
    if worker.startswith(("http://", "https://")):
        if not urlsplit(worker).hostname:
            _refuse(worker, "the address has no host")
        places.write(_FILE, json.dumps({"url": worker}))
        return f"by {worker}"
    file, function = _python_function(worker)
    places.write(_FILE, json.dumps({"folder": str(file.parent), "module": file.stem, "function": function}))
    return f"by {function} in {file}, which is reloaded when a Python file in its folder changes"


def forget():
    _FILE.unlink(missing_ok=True)
    STEAM.unlink(missing_ok=True)


def _python_function(worker):
    path, colon, function = worker.rpartition(":")
    if not colon or not path.endswith(".py"):
        _refuse(worker, "it is neither an address nor a file with a function")
    file = Path(path).resolve()
    try:
        source = ast.parse(file.read_text(encoding="utf-8"))
    except OSError as error:
        _refuse(worker, f"{file}: {error.strerror}")
    except (SyntaxError, UnicodeDecodeError) as error:
        _refuse(worker, f"{file} is not a Python source: {error}")
    if function not in _names(source):
        _refuse(worker, f"{file} has no function '{function}'")
    return file, function


def _names(source):
    for node in source.body:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                yield node.name
            case ast.Assign():
                yield from (target.id for target in node.targets if isinstance(target, ast.Name))
            case ast.ImportFrom():
                yield from (name.asname or name.name for name in node.names)


def _refuse(worker, why):
    fail(
        f"--worker must be a URL such as http://127.0.0.1:9000/2015-03-31/functions/function/invocations, a Python function such as "
        f"worker/handler.py:handler, or '{DOCKER}'; got '{worker}': {why}"
    )
