"""Virtual environments with packages from PyPI, cached by the contents of their requirements files."""

import os
import shutil
import subprocess
import sys
import venv

import places
from console import fail, long_step, tail

_OF_THE_USERS_OWN = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONPATH", "PYTHONHOME")


def get(name, requirements, what, why, about, log):
    """The environment with these requirements, created if missing. The last four arguments are for long_step()."""
    environment = places.cached(f"{name}{sys.version_info.major}.{sys.version_info.minor}", requirements)
    with places.locked(places.CACHE):
        if not (environment / "complete").exists():
            _make(environment, requirements, what, why, about, log)
    if not (environment / "bin" / "python").exists():
        fail(f"the Python in {environment} is missing, or the folder was copied: delete the folder and run this again to recreate it")
    return environment


def _make(environment, requirements, what, why, about, log):
    # Created in its final place, because scripts in a virtual environment contain its path.
    shutil.rmtree(environment, ignore_errors=True)
    try:
        venv.create(environment, with_pip=True)
    except subprocess.CalledProcessError:
        fail("Python's venv module cannot create a virtual environment: on Debian and Ubuntu install python3-venv")
    pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--requirement", str(requirements)]
    # The user's index, proxy and certificates are needed, but not the user's installation folder.
    environ = {name: value for name, value in os.environ.items() if name not in _OF_THE_USERS_OWN}
    if not long_step(what, why, about, pip, log, env={**environ, "PIP_USER": "0"}):
        fail(f"{what} from PyPI failed; the end of {log}:\n{tail(log)}")
    (environment / "complete").touch()
