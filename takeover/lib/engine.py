"""Runs Pulumi: on the stack itself, and on a copy of it in a temporary folder."""

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
# A setting that only the stack's own secrets provider can decrypt.
_ENCRYPTED = re.compile(r"""^\s+["']?[\w:.-]+["']?\s*:\s*(?:\{\s*secure:.*\}\s*\n|\n\s+secure:.*\n)""", re.MULTILINE)
# As a stack file sets it, or as Pulumi.yaml declares it.
_REGION = re.compile(r"""^\s+["']?aws:region["']?:\s+(?:value:\s+)?["']?([\w-]+)""", re.MULTILINE)
_PROFILE = re.compile(r"""^\s+["']?aws:profile["']?:\s+["']?([^\s"']+)""", re.MULTILINE)


class Engine:
    """A project folder with a stack, and the commands to run there."""

    def __init__(self, stack, command, environment, folder, aws_command, shown):
        self.stack, self.folder, self.environment = stack, Path(folder), environment
        self._command, self._aws_command = command, aws_command
        # How a user types the two commands.
        self.pulumi, self.aws_cli = shown
        # For a copy: whether the stack was deployed before.
        self.has_resources = False

    @property
    def name(self):
        """The stack's name without its organization, as in its file and in URNs."""
        return self.stack.split("/")[-1]

    def run(self, *arguments, given=None):
        """The output of a command, which reads what is given."""
        line = [*self._command, "--cwd", str(self.folder), *arguments, "--stack", self.stack]
        code, output, errors = _completed(line, self.environment, given)
        if code == 0:
            return output
        if "no stack named" in errors:
            raise Refused(f"there is no stack {self.stack}: create it with '{self.pulumi} stack init {self.stack}'")
        if "currently locked" in output + errors:
            raise Refused(
                f"stack {self.stack} is locked: someone is deploying, or a run was killed. If a run was killed, "
                f"'{self.pulumi} cancel --yes --stack {self.stack}' removes the lock"
            )
        raise Refused(f"'pulumi {' '.join(arguments[:2])}' failed:\n{_errors_in(output) or _last(output + errors)}")

    def preview(self, *arguments):
        return Plan(json.loads(self.run("preview", "--json", "--show-sames", *arguments)))

    def region(self):
        if region := self._set(_REGION):
            return region
        raise Refused("neither the stack file nor Pulumi.yaml sets aws:region")

    def _set(self, pattern):
        for file in (self._stack_file(), self.folder / "Pulumi.yaml"):
            if file.exists() and (match := pattern.search(file.read_text(encoding="utf-8"))):
                return match.group(1)
        return None

    def _stack_file(self):
        return self.folder / f"Pulumi.{self.name}.yaml"

    def aws(self):
        return Aws(self._aws_command, self.environment, self.region(), self._set(_PROFILE))

    @contextlib.contextmanager
    def rehearsal(self):
        """A copy of the stack in a separate folder: changes to it affect nothing else."""
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
            settings = self._stack_file().read_text(encoding="utf-8") if self._stack_file().exists() else ""
            (project / self._stack_file().name).write_text(_ENCRYPTED.sub("", _SECRETS.sub("", settings)), encoding="utf-8")
            environment = {
                **self.environment,
                "PULUMI_BACKEND_URL": state.as_uri(),
                "PULUMI_CONFIG_PASSPHRASE": "rehearsal",
            }
            environment.pop("PULUMI_CONFIG_PASSPHRASE_FILE", None)
            copy = Engine(self.name, self._command, environment, project, self._aws_command, (self.pulumi, self.aws_cli))
            code, _, errors = _completed([*self._command, "--cwd", str(project), "stack", "init", self.name, "--no-select"], environment)
            if code != 0:
                raise Refused(f"the copy of the stack could not be created:\n{_last(errors)}")
            if _ENCRYPTED.search(settings):
                self._encrypt_settings_for(copy)
            if (export.get("deployment") or {}).get("resources"):
                copy._fill(export, folder / "export.json")
                copy.has_resources = True
            yield copy
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _encrypt_settings_for(self, copy):
        """Sets the encrypted settings in a copy, which encrypts with its own passphrase."""
        for key, setting in json.loads(self.run("config", "--json", "--show-secrets")).items():
            if setting.get("secret"):
                # Not as an argument, which other users of the machine can see.
                copy.run("config", "set", "--secret", key, given=setting["value"])

    def _fill(self, export, file):
        """Imports the resources of the stack into its copy."""
        deployment = export["deployment"]
        # Left by a killed run, and irrelevant to the copy.
        deployment.pop("pending_operations", None)
        # The copy encrypts with its own passphrase.
        deployment["secrets_providers"] = json.loads(self.run("stack", "export"))["deployment"]["secrets_providers"]
        file.write_text(json.dumps(export), encoding="utf-8")
        self.run("stack", "import", "--file", str(file))


def _completed(line, environment, given=None):
    """The exit code, output and errors of a command, which reads what is given. After Ctrl-C, which reaches the command as well, waits for it."""
    try:
        process = subprocess.Popen(
            line, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
    except FileNotFoundError:
        raise Refused("pulumi is not on PATH: install it from https://www.pulumi.com/docs/install/") from None
    try:
        output, errors = process.communicate(given)
    except KeyboardInterrupt:
        # A stack whose engine is killed stays locked.
        process.communicate()
        raise
    return process.returncode, output, errors


def _errors_in(output):
    """The errors among the diagnostics of a preview, which are JSON."""
    try:
        diagnostics = json.loads(output)["diagnostics"]
    except (ValueError, KeyError, TypeError):
        return ""
    return "\n".join(one["message"].strip() for one in diagnostics if one.get("severity") == "error")


def _last(text, lines=15):
    return "\n".join(f"    | {line}" for line in text.strip().splitlines()[-lines:])


def real(stack):
    return Engine(stack, ["pulumi"], dict(os.environ), ROOT, ["aws"], ("pulumi", "aws"))


def on_this_machine(stack):
    """Uses the emulator of local/, to practice."""
    sys.path.insert(0, str(ROOT / "local" / "lib"))
    import emulator
    import project
    from session import Session

    session = Session()
    session.ensure_stack(stack)
    # What ./local/aws runs, without the time that it takes to start.
    aws = [emulator.aws_cli()[0], "--endpoint-url", session.environment["AWS_ENDPOINT_URL"]]
    return Engine(stack, [session.engine.pulumi], session.environment, project.FOLDER, aws, ("./local/pulumi", "./local/aws"))
