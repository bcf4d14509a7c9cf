"""Runs Pulumi: on the stack itself, and on a copy of it in a folder that is thrown away."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .aws import Aws
from .console import Refused
from .plan import Plan

ROOT = Path(__file__).resolve().parents[2]

_SECRETS = re.compile(r"^(encryptionsalt|encryptedkey|secretsprovider):.*\n?", re.MULTILINE)
# As a stack file sets it, or as Pulumi.yaml declares it.
_REGION = re.compile(r"""^\s+["']?aws:region["']?:\s+(?:value:\s+)?["']?([\w-]+)""", re.MULTILINE)


class Engine:
    """A project folder with a stack, and what runs the commands there."""

    def __init__(self, stack, command, environment, folder, aws_command, shown):
        self.stack, self.folder, self.environment = stack, Path(folder), environment
        self._command, self._aws_command = command, aws_command
        # How a user types the two commands.
        self.pulumi, self.aws_cli = shown

    def run(self, *arguments):
        line = [*self._command, "--cwd", str(self.folder), *arguments, "--stack", self.stack]
        try:
            run = subprocess.run(
                line, env=self.environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=self.folder
            )
        except FileNotFoundError:
            raise Refused("pulumi is not on PATH: install it from https://www.pulumi.com/docs/install/") from None
        if "no stack named" in run.stderr:
            raise Refused(f"there is no stack {self.stack}: make it with '{self.pulumi} stack init {self.stack}'")
        if run.returncode != 0:
            raise Refused(f"'pulumi {' '.join(arguments[:2])}' failed:\n{_last(run.stdout + run.stderr)}")
        return run.stdout

    def preview(self, *arguments):
        return Plan(json.loads(self.run("preview", "--json", "--show-sames", *arguments)))

    def region(self):
        for file in (self.folder / f"Pulumi.{self.stack}.yaml", self.folder / "Pulumi.yaml"):
            if file.exists() and (match := _REGION.search(file.read_text(encoding="utf-8"))):
                return match.group(1)
        raise Refused("neither the stack file nor Pulumi.yaml sets aws:region")

    def aws(self):
        return Aws(self._aws_command, self.environment, self.region())

    @contextlib.contextmanager
    def rehearsal(self):
        """A copy of the stack in a folder of its own: what happens to it happens nowhere else."""
        export = json.loads(self.run("stack", "export", "--show-secrets"))
        folder = Path(tempfile.mkdtemp(prefix="takeover-"))
        try:
            project, state = folder / "project", folder / "state"
            project.mkdir()
            state.mkdir()
            definition = (self.folder / "Pulumi.yaml").read_text(encoding="utf-8")
            if not re.search(r"^main:", definition, re.MULTILINE):
                definition += f"\nmain: {json.dumps(str(ROOT))}\n"
            (project / "Pulumi.yaml").write_text(definition, encoding="utf-8")
            stack_file = self.folder / f"Pulumi.{self.stack}.yaml"
            if stack_file.exists():
                (project / stack_file.name).write_text(_SECRETS.sub("", stack_file.read_text(encoding="utf-8")), encoding="utf-8")
            environment = {
                **self.environment,
                "PULUMI_BACKEND_URL": state.as_uri(),
                "PULUMI_CONFIG_PASSPHRASE": "rehearsal",
            }
            environment.pop("PULUMI_CONFIG_PASSPHRASE_FILE", None)
            copy = Engine(self.stack, self._command, environment, project, self._aws_command, (self.pulumi, self.aws_cli))
            subprocess.run(
                [*self._command, "--cwd", str(project), "stack", "init", self.stack, "--no-select"],
                env=environment, capture_output=True, text=True, check=True,
            )
            if (export.get("deployment") or {}).get("resources"):
                copy._fill(export, folder / "export.json")
            yield copy
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _fill(self, export, file):
        """Puts the resources of the stack into its copy."""
        deployment = export["deployment"]
        # What a killed run left; the copy has nothing to do with it.
        deployment.pop("pending_operations", None)
        # The copy encrypts with a passphrase of its own.
        deployment["secrets_providers"] = json.loads(self.run("stack", "export"))["deployment"]["secrets_providers"]
        file.write_text(json.dumps(export), encoding="utf-8")
        self.run("stack", "import", "--file", str(file))


def _last(text, lines=15):
    return "\n".join(f"    | {line}" for line in text.strip().splitlines()[-lines:])


def real(stack):
    return Engine(stack, ["pulumi"], dict(os.environ), ROOT, ["aws"], ("pulumi", "aws"))


def on_this_machine(stack):
    """Against the emulator of local/, to practise."""
    sys.path.insert(0, str(ROOT / "local" / "lib"))
    import project
    from session import Session

    session = Session()
    session.ensure_stack(stack)
    return Engine(
        stack, [session.engine.pulumi], session.environment, project.FOLDER, [str(ROOT / "local" / "aws")], ("./local/pulumi", "./local/aws")
    )
