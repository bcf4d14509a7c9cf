"""What this machine must have, and the messages about what is missing."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import places
from console import fail, utf8_locale


def check():
    """If anything is missing, exits with one message that lists all of it, its purpose and how to install it."""
    # Java and Maven start a JVM to print their version, which would take most of the time of a short command.
    places.remembered("requirements", _fingerprint(), lambda: _fail_with(_python(), _java(), _maven()))


def check_for_emulator():
    """The same for what only the emulator and the AWS CLI need."""
    _fail_with(_python())


def _fingerprint():
    """Everything that the results depend on: the programs themselves, and what may prevent them from starting."""
    files = [shutil.which("mvn"), _javac(), __file__, places.ROOT / ".mvn" / "jvm.config"]
    variables = ("JAVA_HOME", "MAVEN_HOME", "MAVEN_OPTS", "MAVEN_ARGS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
    return "\n".join([sys.version, *map(places.stamp, files), *(os.environ.get(name, "") for name in variables)])


def _fail_with(*problems):
    missing = [problem for problem in problems if problem]
    if missing:
        fail("something is missing on this machine:\n  - " + "\n  - ".join(missing))


def _python():
    if sys.version_info < (3, 10):
        return (
            f"Python 3.10 or later, for the AWS emulator (found {sys.version.split()[0]}): "
            "install it from your system's packages or python.org"
        )
    return None


def _java():
    # javac instead of java: Maven compiles the program, with the JDK in JAVA_HOME if it is set.
    home = os.environ.get("JAVA_HOME")
    return _missing(
        [_javac() or "javac", "-version"],
        r"javac (\d+)",
        (17,),
        f"a JDK, 17 or later, to compile and run the program{f', at JAVA_HOME={home}' if home else ''}",
        "install Eclipse Temurin from adoptium.net or your system's packages, with its bin folder on PATH",
    )


def _javac():
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / "javac") if home else shutil.which("javac")


def _maven():
    return _missing(
        ["mvn", "--version"],
        r"Apache Maven (\d+)\.(\d+)",
        (3, 8),
        "Maven 3.8 or later, which Pulumi uses to build the program",
        "install it from your system's packages or maven.apache.org",
    )


def _missing(command, pattern, least, what, remedy):
    """The message about a program that is missing, too old or does not start; None if it is fine."""
    found, said = _version(command, pattern)
    if found and found >= least:
        return None
    if said and not found:
        return f"{what}: '{' '.join(command)}' is installed but fails: {said}"
    return f"{what} (found {shown(found)}): {remedy}"


def shown(version):
    return ".".join(map(str, version)) if version else "none"


def _version(command, pattern):
    """The version that a program prints, or None, and the first line of its output."""
    if not shutil.which(command[0]):
        return None, ""
    run = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=places.ROOT,
        env={**os.environ, **utf8_locale()},
    )
    match = re.search(pattern, run.stdout)
    lines = [line for line in run.stdout.strip().splitlines() if not line.startswith("Picked up ")]
    return tuple(map(int, match.groups())) if match else None, lines[0] if lines else f"exit code {run.returncode}"


def go_version():
    return _version(["go", "version"], r"go(\d+)\.(\d+)")[0]
