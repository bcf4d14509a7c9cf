"""Prepares everything that a command in local/ needs: tools, emulator, project, stack and environment."""

import contextlib
import os
import subprocess
from pathlib import Path

import emulator
import engine
import places
import project
import requirements
from console import fail, utf8_locale

DEFAULT_STACK = "local"

AFTER_INTERRUPT = (
    "local: interrupted. If the next command says that the stack is locked or that something already exists, see "
    "docs/operations.md#after-a-run-was-killed"
)


class Session:
    """Ready for use once created; fast if everything is already installed."""

    def __init__(self):
        places.prepare()
        requirements.check()
        self.engine = engine.get()
        endpoint, identity = emulator.start()
        with places.locked(places.STATE):
            project.refresh(identity)
            _link_plugins(self.engine.home)
        self.environment = {**aws_environment(endpoint), **self._pulumi_environment()}
        self.ensure_stack(DEFAULT_STACK)

    def _pulumi_environment(self):
        return {
            **self.engine.variables,
            "PATH": f"{self.engine.binaries}{os.pathsep}{os.environ.get('PATH', '')}",
            "PULUMI_HOME": str(places.HOME),
            "PULUMI_BACKEND_URL": project.BACKEND.as_uri(),
            # The emulator's secrets need no protection.
            "PULUMI_CONFIG_PASSPHRASE": "local",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }

    def command(self, *arguments):
        return [self.engine.pulumi, "--cwd", str(project.FOLDER), *arguments]

    @contextlib.contextmanager
    def changing(self, stack):
        """Lets one command at a time change a stack, and none while ./local/down is running."""
        locks = places.STATE / "locks"
        locks.mkdir(exist_ok=True)
        with places.flocked(locks / ".all", "Waiting for ./local/down to finish", shared=True):
            with places.flocked(locks / stack, f"Waiting for another command that is changing the stack '{stack}'"):
                yield

    def is_changing(self, stack):
        """Whether a running command is changing the stack."""
        lock = places.STATE / "locks" / stack
        if not lock.exists():
            return False
        try:
            with places.flocked(lock, None):
                return False
        except BlockingIOError:
            return True

    def ensure_stack(self, name):
        """Creates a stack on first use. Only the default stack is selected."""
        with places.locked(places.STATE):
            if project.has_stack(name):
                return
            select = [] if name == DEFAULT_STACK else ["--no-select"]
            created = subprocess.run(
                self.command("stack", "init", name, *select), env=self.environment, capture_output=True, text=True
            )
        if created.returncode != 0:
            fail(f"creating the local stack '{name}' failed:\n{created.stdout}{created.stderr}")


def _link_plugins(home):
    link = places.HOME / "plugins"
    if not link.is_symlink() or Path(os.readlink(link)) != home / "plugins":
        link.unlink(missing_ok=True)
        link.symlink_to(home / "plugins")


def _temporary_folder():
    """A folder in which the provider can listen: the path of its socket is limited to about 100 characters."""
    given = os.environ.get("TMPDIR")
    usable = not given or len(given) <= 80 and os.access(given, os.W_OK | os.X_OK)
    return {} if usable else {"TMPDIR": "/tmp"}


def aws_environment(endpoint):
    """The caller's environment without anything that refers to a real account, with the emulator in its place.

    SAVEPOINT_LOCAL_ENDPOINT names a proxy to the emulator, such as the fault injector of the integration tests.
    """
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PULUMI_"))
    }
    return {
        **inherited,
        **_temporary_folder(),
        # Java decodes environment variables and file names in this locale. Maven does not start in a folder whose name
        # it cannot decode.
        **utf8_locale(),
        "AWS_ENDPOINT_URL": os.environ.get("SAVEPOINT_LOCAL_ENDPOINT") or endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        # The emulator is on this machine: do not use a proxy.
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
