"""What the machine itself must have, and what to say about anything that is missing."""

import os
import re
import shutil
import subprocess
import sys

from console import fail, utf8_locale


def check():
    """Ends with one message that names everything missing, what it is for and how to get it."""
    _fail_with(_python(), _java(), _maven())


def check_for_emulator():
    """The same for what the emulator and the AWS CLI alone need."""
    _fail_with(_python())


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
    # javac and not java: Maven compiles the program.
    found = _version(["javac", "-version"], r"javac (\d+)")
    if not found or found < (17,):
        return (
            f"a JDK, 17 or later, to compile and run the program (found {shown(found)}): "
            "install Eclipse Temurin from adoptium.net or your system's packages, with its bin folder on PATH"
        )
    return None


def _maven():
    found = _version(["mvn", "--version"], r"Apache Maven (\d+)\.(\d+)")
    if not found or found < (3, 8):
        return (
            f"Maven 3.8 or later, with which Pulumi builds the program (found {shown(found)}): "
            "install it from your system's packages or maven.apache.org"
        )
    return None


def shown(version):
    return ".".join(map(str, version)) if version else "none"


def _version(command, pattern):
    if not shutil.which(command[0]):
        return None
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **utf8_locale()})
    match = re.search(pattern, run.stdout)
    return tuple(map(int, match.groups())) if match else None


def go_version():
    return _version(["go", "version"], r"go(\d+)\.(\d+)")
