"""Runs scripts that use the AWS SDK to access the emulator, with the Python that has the SDK."""

import os

import emulator
import places
import requirements
from console import fail
from session import aws_environment


def command(script, *arguments):
    """The command line of a script in local/client/, and its environment. The emulator must be running."""
    places.prepare()
    requirements.check_for_emulator()
    if not emulator.is_running():
        fail("nothing is deployed on this machine: run ./local/up first")
    endpoint, _ = emulator.start()
    python, source = emulator.python(), places.LOCAL / "client" / f"{script}.py"
    environment = {**aws_environment(endpoint), "AWS_DEFAULT_REGION": emulator.REGION, "SAVEPOINT_LOCAL_STATE": str(places.STATE)}
    return [python, str(source), *arguments], environment


def become(script, *arguments):
    """Replaces this process with such a script."""
    line, environment = command(script, *arguments)
    os.execve(line[0], line, environment)
