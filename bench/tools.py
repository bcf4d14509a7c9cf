"""What the comparison needs in addition to local/: language hosts, packages, and a project with several pipelines."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import environments
import places
from console import fail, long_step, tail

HERE = Path(__file__).resolve().parent


def hosts(binaries):
    """A folder with Pulumi's language hosts for Node and Python: the CLI's own, or built from source like the CLI."""
    if (binaries / "pulumi-language-nodejs").exists():
        return binaries
    module = HERE / "hosts"
    folder = places.cached("bench-hosts", module / "go.mod", module / "go.sum")
    with places.locked(places.CACHE):
        if not folder.exists():
            if not shutil.which("go"):
                fail("the comparison requires Go to build Pulumi's language hosts for Node and Python")
            with tempfile.TemporaryDirectory(dir=places.CACHE) as temporary:
                _build_hosts(module, Path(temporary) / "bin")
                (Path(temporary) / "bin").rename(folder)
    return folder


def _build_hosts(module, folder):
    package = "github.com/pulumi/pulumi/sdk/v3"
    hosts = [f"{package}/{language}/cmd/pulumi-language-{language}" for language in ("nodejs", "python")]
    _step(
        "Building Pulumi's language hosts for Node and Python from source",
        "about 1 minute the first time",
        ["go", "build", "-o", f"{folder}/", *hosts],
        module,
    )
    # The script that starts the program for the host is part of the SDK, whose version is the engine's.
    downloaded = subprocess.run(
        ["go", "mod", "download", "-json", package],
        cwd=places.LOCAL / "offline" / "plugins",
        check=True,
        capture_output=True,
        text=True,
    )
    sdk = Path(json.loads(downloaded.stdout)["Dir"])
    shutil.copy(sdk / "python" / "cmd" / "pulumi-language-python-exec", folder)


def typescript():
    """The folder of the TypeScript program, with its packages."""
    source = HERE / "typescript"
    wanted = (source / "package.json").read_text()
    packages = source / "node_modules"
    installed = packages / ".installed"
    with places.locked(places.CACHE):
        if not installed.exists() or installed.read_text() != wanted:
            if not shutil.which("npm"):
                fail("the comparison requires Node 20 or later with npm to run the same stack in TypeScript")
            _step(
                "Installing the TypeScript program's packages from npm",
                "about 1 minute",
                ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"],
                source,
            )
            installed.write_text(wanted)
    folder = _copied("typescript", "*.ts", "*.json", "*.yaml")
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(packages)
    return folder


def python():
    """The folder of the Python program."""
    return _copied("python", "*.py", "*.yaml")


def _copied(name, *patterns):
    """A copy of a program's folder, because "stack init" and "--config" write to it."""
    folder = places.STATE / "bench" / name
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in patterns:
        for file in (HERE / name).glob(pattern):
            shutil.copy(file, folder)
    return folder


def python_environment():
    """A virtual environment with the packages that the Python program imports."""
    return environments.get(
        "bench-python",
        HERE / "python" / "requirements.txt",
        "Installing the Python program's packages",
        "Java is compared with it",
        "about 1 minute",
        places.LOGS / "bench.log",
    )


def pipelines():
    """The folder of this program with another main class, java/Pipelines.java."""
    return _java("pipelines", ".mvn", "launch", "src/main")


def stock():
    """The same program without this project's flags for Maven's JVM."""
    return _java("stock", "launch", "src/main")


def _java(name, *parts):
    folder = places.STATE / "bench" / name
    for part in parts:
        shutil.rmtree(folder / part, ignore_errors=True)
        shutil.copytree(places.ROOT / part, folder / part)
    shutil.copy(HERE / "java" / "Pipelines.java", folder / "src/main/java/savepoint")
    pom = (places.ROOT / "pom.xml").read_text()
    places.write(folder / "pom.xml", pom.replace("<mainClass>savepoint.App<", "<mainClass>savepoint.Pipelines<"))
    shutil.copy(HERE / "java" / "Pulumi.yaml", folder)
    return folder


def project(session, folder, stack, environment):
    """Creates the stack in a project folder if needed, and returns the folder."""
    made = subprocess.run(
        [session.engine.pulumi, "stack", "select", "--create", stack, "--cwd", str(folder)],
        env=environment,
        capture_output=True,
        text=True,
    )
    if made.returncode != 0:
        fail(f"creating the stack of {folder} failed:\n{made.stdout}{made.stderr}")
    return folder


def _step(what, about, command, folder):
    log = places.LOGS / "bench.log"
    if not long_step(what, "Java is compared with it", about, command, log, cwd=folder, env={**os.environ}):
        fail(f"{what} failed; the end of {log}:\n{tail(log)}")
