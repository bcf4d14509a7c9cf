"""The AWS emulator of this clone, ministack: one process on 127.0.0.1 and a free port, in memory only."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import environments
import places
from console import fail, say, tail

ACCOUNT_ID = "000000000000"
REGION = "eu-central-1"
# Only what the program uses, so that it starts fast.
SERVICES = "apigateway,cloudwatch,cognito-idp,ec2,ecr,events,iam,kms,lambda,logs,s3,scheduler,secretsmanager,sns,sqs,sts"
START_SECONDS = 60

_RECORD = places.STATE / "emulator.json"
_LOG = places.LOGS / "emulator.log"
_REQUIREMENTS = places.LOCAL / "requirements.txt"


def start():
    """Makes sure that the emulator is running. Returns its endpoint and its identity: a new emulator is empty."""
    with places.locked(places.STATE):
        record = _running()
        if record and not _healthy(record["port"], lambda: _started(record["pid"]) is None):
            # It was interrupted during its start, or hangs.
            _end(record["pid"])
            record = None
        record = record or _launch(environment())
        return _endpoint(record["port"]), f"{record['pid']} {record['started']}"


def stop():
    """Stops the emulator if this clone started it and the process is still the same."""
    with places.locked(places.STATE):
        running = _running()
        if running:
            _end(running["pid"])
        _RECORD.unlink(missing_ok=True)


def is_running():
    return bool(_running())


def aws_cli():
    """The path and major version of the AWS CLI: an installed version 2, or else the emulator's own version 1."""
    installed = shutil.which("aws")
    if installed and places.remembered("aws-cli", places.stamp(installed), lambda: _is_cli_2(installed)):
        return installed, 2
    return str(environment() / "bin" / "aws"), 1


def python():
    """The Python that has the AWS SDK."""
    return str(environment() / "bin" / "python")


def _is_cli_2(installed):
    said = subprocess.run([installed, "--version"], capture_output=True, text=True).stdout
    return said.startswith("aws-cli/2")


# --- process ---------------------------------------------------------------------------------------------------------


def _launch(environment):
    """Starts the emulator on a free port, and returns its record.

    It never uses the port of an emulator that died: a deployment to that one may still be running.
    """
    for _ in range(5):
        port = _free_port(_recorded().get("port"))
        process = _spawn(environment, port)
        record = {"pid": process.pid, "started": _started(process.pid), "port": port}
        try:
            # Immediately, so that it can be found and stopped whatever happens next.
            places.write(_RECORD, json.dumps(record))
        except OSError:
            _end(process.pid)
            raise
        if _healthy(port, lambda: process.poll() is not None):
            say(f"The AWS emulator is running at {_endpoint(port)} (process {process.pid}, log {_LOG})")
            return record
        if process.poll() is None:
            _end(process.pid)
        # Another program may have taken the port in the meantime: try another one.
    fail(f"the AWS emulator did not start; the end of {_LOG}:\n{tail(_LOG)}")


def _spawn(environment, port):
    with open(_LOG, "a") as log:
        return subprocess.Popen(
            [str(environment / "bin" / "python"), str(places.LOCAL / "emulator" / "run.py")],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            # Its own session, so that Ctrl-C in this terminal does not reach the emulator.
            start_new_session=True,
            cwd=places.STATE,
            # Nothing from the caller's environment that could make it persist data, listen elsewhere or require TLS.
            env={
                # Where Docker is, which can run the functions' images.
                **{name: value for name, value in os.environ.items() if name.startswith("DOCKER_")},
                "PATH": os.environ.get("PATH", ""),
                "HOME": str(places.STATE),
                "TMPDIR": str(places.STATE),
                "BIND_HOST": "127.0.0.1",
                "GATEWAY_PORT": str(port),
                "MINISTACK_ACCOUNT_ID": ACCOUNT_ID,
                "MINISTACK_REGION": REGION,
                "SERVICES": SERVICES,
                # Otherwise, it opens a second port.
                "IOT_MTLS_ENABLED": "0",
            },
        )


def _healthy(port, has_ended):
    """Whether the emulator responds. Waits for some time while its process is running."""
    # Not through a proxy that the machine may use for other hosts.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + START_SECONDS
    while not has_ended() and time.monotonic() < end:
        try:
            with opener.open(f"{_endpoint(port)}/_ministack/health", timeout=2) as answer:
                if answer.status == 200:
                    return True
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.1)
    return False


def _running():
    """The record of the emulator if its process is running, and its ID has not been reused since."""
    record = _recorded()
    started = record.get("started")
    return record if started and _started(record["pid"]) == started else None


def _recorded():
    try:
        return json.loads(_RECORD.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}


def _started(pid):
    """The start time of a process, in the system's own format; None if there is no such process."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return None
        state, started = fields[0], fields[19]
        return None if state == "Z" else started
    listed = subprocess.run(
        ["ps", "-o", "state=,lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
    ).stdout.split(maxsplit=1)
    return listed[1].strip() if listed and not listed[0].startswith("Z") else None


def _end(pid):
    os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + 10
    while _started(pid):
        if time.monotonic() > end:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def _free_port(other_than):
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port != other_than:
            return port


def _endpoint(port):
    return f"http://127.0.0.1:{port}"


# --- installation ----------------------------------------------------------------------------------------------------


def environment():
    """The virtual environment with the emulator and the AWS CLI."""
    return environments.get(
        "python",
        _REQUIREMENTS,
        "Installing the AWS emulator ministack, the AWS CLI and the AWS SDK",
        "Pulumi deploys to the emulator, and you can inspect it with the CLI",
        "about 20 seconds the first time",
        places.LOGS / "install-emulator.log",
    )
