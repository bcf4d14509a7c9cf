"""All that a command of local/ needs, made ready: tools, emulator, project, stack and environment."""

import os
import subprocess

import emulator
import engine
import places
import project
import requirements
from console import fail

DEFAULT_STACK = "local"


class Session:
    """Ready for use once made; quick if everything is there already."""

    def __init__(self):
        places.prepare()
        requirements.check()
        self.engine = engine.get()
        endpoint, identity = emulator.start()
        with places.locked(places.STATE):
            project.refresh(identity)
        self.environment = {**aws_environment(endpoint), **self._pulumi_environment()}
        self.ensure_stack(DEFAULT_STACK)

    def _pulumi_environment(self):
        return {
            **self.engine.variables,
            "PATH": f"{self.engine.binaries}{os.pathsep}{os.environ.get('PATH', '')}",
            "PULUMI_HOME": str(self.engine.home),
            "PULUMI_BACKEND_URL": project.BACKEND.as_uri(),
            # The emulator's secrets are nobody's.
            "PULUMI_CONFIG_PASSPHRASE": "local",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }

    def command(self, *arguments):
        return [self.engine.pulumi, "--cwd", str(project.FOLDER), *arguments]

    def ensure_stack(self, name):
        """Creates a stack on first use. Only the default one becomes the selected one."""
        with places.locked(places.STATE):
            if project.has_stack(name):
                return
            select = [] if name == DEFAULT_STACK else ["--no-select"]
            created = subprocess.run(
                self.command("stack", "init", name, *select), env=self.environment, capture_output=True, text=True
            )
        if created.returncode != 0:
            fail(f"creating the local stack '{name}' failed:\n{created.stdout}{created.stderr}")


def aws_environment(endpoint):
    """The caller's environment without anything that leads to a real account, and the emulator in its place.

    SAVEPOINT_LOCAL_ENDPOINT names a proxy to the emulator, such as the faulty one of the integration tests.
    """
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PULUMI_"))
    }
    return {
        **inherited,
        "AWS_ENDPOINT_URL": os.environ.get("SAVEPOINT_LOCAL_ENDPOINT") or endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        # The emulator is on this machine, whatever proxy leads to the rest of the world.
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
