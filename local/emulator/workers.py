"""Runs code on this machine instead of functions from container images: the worker that was passed to ./local/up.

ministack runs images with Docker, which requires Docker and an image. The file worker.json in the emulator's folder
specifies what to run instead: the address of a container with Lambda's runtime interface emulator, or a Python
function. It is read on each invocation. A Python function runs like one from a ZIP archive in ministack: with the
deployed environment variables and timeout, one invocation at a time in each process, and with its output in the log
group. It restarts when a source file in its folder changes. Without worker.json, Docker is used.

ministack waits 50 ms for the output of an invocation. On a busy machine, later lines were lost, or reported by the next
invocation. Here, a final line marks the end of the output.
"""

import contextlib
import io
import json
import queue
import sys
import zipfile
from pathlib import Path

from ministack.core.lambda_runtime import Worker, invalidate_worker
from ministack.services import lambda_svc

CHOICE = Path("worker.json")
_RUNTIME = f"python{sys.version_info.major}.{sys.version_info.minor}"
# Where a worker can look for its own switches, such as that of the simulated Steam API.
_STATE_VARIABLE = "SAVEPOINT_LOCAL_STATE"

_HANDLER = "savepoint_local_worker.handler"
_END_OF_OUTPUT = "savepoint-local-worker: end of output"
# A worker that crashed writes no final line.
_PATIENCE_SECONDS = 2
_SOURCE = """
import sys
sys.path.insert(0, {folder!r})
from {module} import {function} as function

def handler(event, context):
    try:
        return function(event, context)
    finally:
        print({end!r}, file=sys.stderr, flush=True)
"""

_seen = {}


def mend():
    dispatch, proxy_url_for = lambda_svc._execute_function_dispatch, lambda_svc._proxy_url_for

    def dispatch_to_the_worker(func, config, event, request_id, started):
        choice = _choice(config)
        if "folder" in choice:
            func, config = _python_function(config, Path(choice["folder"]), choice["module"], choice["function"])
        return dispatch(func, config, event, request_id, started)

    lambda_svc._execute_function_dispatch = dispatch_to_the_worker
    lambda_svc._proxy_url_for = lambda config: _choice(config).get("url") or proxy_url_for(config)
    Worker._drain_stderr_bounded = _whole_output(Worker._drain_stderr_bounded)


def _whole_output(drain):
    def drain_to_the_end(worker, **options):
        if worker.config.get("Handler") != _HANDLER:
            return drain(worker, **options)
        lines = []
        with contextlib.suppress(queue.Empty):
            # The marker may follow an unfinished line of the function.
            while not (line := worker._stderr_queue.get(timeout=_PATIENCE_SECONDS)).endswith(_END_OF_OUTPUT):
                lines.append(line)
            lines.append(line.removesuffix(_END_OF_OUTPUT))
        return "\n".join(lines).rstrip("\n")

    return drain_to_the_end


def _choice(config):
    if config.get("PackageType") != "Image":
        return {}
    try:
        return json.loads(CHOICE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}


def _python_function(config, folder, module, function):
    """The function as if it were deployed from an archive, which imports the function from its folder."""
    _start_anew_after_a_change(config, folder, module, function)
    variables = {**config.get("Environment", {}).get("Variables", {}), _STATE_VARIABLE: str(Path.cwd())}
    config = {
        **{key: value for key, value in config.items() if key not in ("PackageType", "ImageUri", "ImageConfigResponse")},
        "PackageType": "Zip",
        "Runtime": _RUNTIME,
        "Handler": _HANDLER,
        "Environment": {"Variables": variables},
    }
    source = _SOURCE.format(folder=str(folder), module=module, function=function, end=_END_OF_OUTPUT)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("savepoint_local_worker.py", source)
    return {"config": config, "code_zip": archive.getvalue()}, config


def _start_anew_after_a_change(config, folder, module, function):
    name = config["FunctionName"]
    # A deployment counts too: the running worker has the old variables.
    now = [str(folder), module, function, config.get("Environment"), config.get("Timeout"), *_sources(folder)]
    if _seen.setdefault(name, now) != now:
        _seen[name] = now
        invalidate_worker(name)


def _sources(folder):
    for source in sorted(folder.rglob("*.py")):
        with contextlib.suppress(FileNotFoundError):
            yield f"{source} {source.stat().st_mtime_ns}"
