"""Functions from container images run code of this machine instead: the worker that ./local/up was given.

ministack has Docker run an image, which needs Docker and an image. A file in the emulator's folder, worker.json, says what to
run in its place, and is read at each invocation: the address of a container with Lambda's runtime interface emulator, or a
Python function. The function runs as ministack runs one from a ZIP archive: with the environment variables and the timeout that
were deployed, one invocation at a time in each process, its output in the log group. It starts anew when a source in its folder
changes. Without the file, Docker it is.

ministack waits 50 ms for the output of an invocation. On a busy machine, lines came later and were lost, or told by the next
invocation. Here, a last line says that the output is complete.
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
# Where a worker can look for switches of its own, such as the simulated Steam API's.
_STATE_VARIABLE = "SAVEPOINT_LOCAL_STATE"

_HANDLER = "savepoint_local_worker.handler"
_END_OF_OUTPUT = "savepoint-local-worker: end of output"
# A worker that died writes no last line.
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
            # At the end of a line if the function left one unfinished.
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
    """The function as if it had been deployed from an archive, which imports it from where it is."""
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
    # What was deployed counts too: a worker has read its variables.
    now = [str(folder), module, function, config.get("Environment"), config.get("Timeout"), *_sources(folder)]
    if _seen.setdefault(name, now) != now:
        _seen[name] = now
        invalidate_worker(name)


def _sources(folder):
    for source in sorted(folder.rglob("*.py")):
        with contextlib.suppress(FileNotFoundError):
            yield f"{source} {source.stat().st_mtime_ns}"
