"""What the comparison needs beyond local/: Node's language host, TypeScript's packages, and traced processes."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import places
from console import fail, long_step, tail

HERE = Path(__file__).resolve().parent
TRACED = HERE / "traced"


class Process:
    def __init__(self, seconds, command):
        self.seconds = seconds
        self.lists_plugins = "com.pulumi.bootstrap.internal.Main" in command and not command.startswith("java ")
        self.is_program = bool(re.search(r"savepoint\.App|pulumi-language-nodejs-exec|/cmd/run", command)) or (
            command.startswith("mvn ") and not self.lists_plugins
        )


def read_trace(trace):
    """The processes that a traced preview started."""
    if not trace.exists():
        return []
    processes = []
    for line in trace.read_text().splitlines():
        begun, ended, command = line.split(" ", 2)
        processes.append(Process(float(ended) - float(begun), command))
    return processes


def node_host():
    """A folder with Pulumi's language host for Node, built from source."""
    module = HERE / "hosts"
    folder = places.cached("bench-hosts", module / "go.mod", module / "go.sum")
    if (folder / "pulumi-language-nodejs").exists():
        return folder
    if not shutil.which("go"):
        fail("the comparison needs Go, to build Pulumi's language host for Node")
    with places.locked(places.CACHE), tempfile.TemporaryDirectory(dir=places.CACHE) as temporary:
        _step(
            "Building Pulumi's language host for Node from source",
            "about 1 minute the first time",
            [
                "go",
                "build",
                "-o",
                f"{temporary}/bin/",
                "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
            ],
            module,
        )
        (Path(temporary) / "bin").rename(folder)
    return folder


def typescript():
    """The folder of the TypeScript program, with its packages."""
    folder = HERE / "typescript"
    wanted = (folder / "package.json").read_text()
    installed = folder / "node_modules" / ".installed"
    if not installed.exists() or installed.read_text() != wanted:
        if not shutil.which("npm"):
            fail("the comparison needs Node 20 or later and npm")
        _step(
            "Installing the TypeScript program's packages from npm",
            "about 1 minute",
            ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"],
            folder,
        )
        installed.write_text(wanted)
    return folder


def ensure_stack(session, folder, name, environment):
    """Creates the stack of the TypeScript program, which has a project folder of its own."""
    made = subprocess.run(
        [session.engine.pulumi, "stack", "select", "--create", name, "--cwd", str(folder)],
        env=environment,
        capture_output=True,
        text=True,
    )
    if made.returncode != 0:
        fail(f"creating the stack of the TypeScript program failed:\n{made.stdout}{made.stderr}")


def _step(what, about, command, folder):
    log = places.LOGS / "bench.log"
    if not long_step(what, "Java is compared with it", about, command, log, cwd=folder, env={**os.environ}):
        fail(f"{what} failed; the end of {log}:\n{tail(log)}")
