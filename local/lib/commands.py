"""Parses a Pulumi command line: the command, the stack that it names, and whether it changes anything."""

import json

import project

# The options before and after a command whose value is a separate argument.
_WITH_VALUE = {
    "--stack", "-s", "--cwd", "-C", "--color", "--verbose", "-v", "--config-file", "--tracing", "--profiling", "--secrets-provider"
}

_CHANGING = {"up", "update", "destroy", "refresh", "import", "state", "watch"}
_CHANGING_OF_STACK = {"rm", "import", "rename"}
# This command names a stack without an option, and requires that the stack exists.
_SELECT = ["stack", "select"]


class Command:
    def __init__(self, arguments):
        self.words, self.stack = _parse(arguments)
        if self.words[:2] == _SELECT and len(self.words) > 2 and not self.stack:
            self.stack = _short(self.words[2])

    def changes(self):
        """Whether two such commands must not run at the same time."""
        first, second = (self.words + ["", ""])[:2]
        return first in _CHANGING or (first == "stack" and second in _CHANGING_OF_STACK)

    def needs_stack(self):
        """Whether the named stack must exist first: not if the command creates or removes it."""
        return bool(self.stack) and self.words[:2] not in (["stack", "init"], ["stack", "rm"])

    def cancels(self):
        return self.words[:1] == ["cancel"]


def _parse(arguments):
    words, stack = [], None
    rest = iter(arguments)
    for argument in rest:
        name, joined, value = argument.partition("=")
        if argument.startswith("--") or argument in _WITH_VALUE:
            if name in _WITH_VALUE and not joined:
                value = next(rest, "")
            if name in ("--stack", "-s"):
                stack = _short(value)
        elif argument.startswith("-s"):
            # Joined to its value, as in -sprod or -s=prod.
            stack = _short(argument[2:].lstrip("="))
        elif not argument.startswith("-"):
            words.append(argument)
    return words, stack


def _short(name):
    """A stack's own name: for a file backend, the organization is always "organization", and the project this one."""
    return name.removeprefix(f"organization/{project.NAME}/").removeprefix("organization/")


def selected_stack(home):
    """The stack that a command without --stack applies to."""
    for workspace in (home / "workspaces").glob(f"{project.NAME}-*.json"):
        try:
            return _short(json.loads(workspace.read_text(encoding="utf-8"))["stack"])
        except (KeyError, ValueError):
            pass
    return None
