"""A second project folder for the engine, in this clone's state, that runs the program of the clone.

Local runs write to stack files (a salt, and what "pulumi config set" sets), and "pulumi stack rm" deletes them. This
affects only the copies here, so the committed files never change.
"""

import json
import re
import shutil

import places
from console import fail, say

FOLDER = places.STATE / "project"
# What the engine knows about the deployments, and the emulator that they were made to.
DEPLOYMENTS = places.STATE / "deployments"
BACKEND = DEPLOYMENTS / "backend"
NAME = "savepoint"

_ORIGINALS = places.STATE / "originals"
# A setting of the AWS provider, except the region.
_PROVIDER_SETTING = re.compile(r"""\s+["']?aws:(?!region["']?\s*:)[\w:]+["']?\s*:""")
# A setting that only the stack's own secrets provider can decrypt.
_ENCRYPTED = re.compile(r"""^\s+["']?([\w:.-]+)["']?\s*:\s*(?:\{\s*secure:.*\}\s*\n|\n\s+secure:.*\n)""", re.MULTILINE)
# Ties a stack to the secrets provider of its deployment; the copies have their own.
_SECRETS = re.compile(r"^(encryptionsalt|encryptedkey|secretsprovider):.*\n?", re.MULTILINE)


def refresh(emulator):
    """Updates the copies from the clone, and discards deployments to other emulators."""
    identity = DEPLOYMENTS / "emulator"
    # A state that does not name its emulator was written by a run that outlived that emulator.
    if DEPLOYMENTS.exists() and not (identity.exists() and identity.read_text(encoding="utf-8") == emulator):
        say("The emulator with the resources is gone, so the local stacks' state starts empty")
        shutil.rmtree(DEPLOYMENTS)
    for folder in (FOLDER, BACKEND, _ORIGINALS):
        folder.mkdir(parents=True, exist_ok=True)
    places.write(identity, emulator)
    definition = (places.ROOT / "Pulumi.yaml").read_text(encoding="utf-8")
    definition = _for_the_emulator(definition, "Pulumi.yaml")
    places.write(FOLDER / "Pulumi.yaml", f"{definition}\nmain: {json.dumps(str(places.ROOT), ensure_ascii=False)}\n")
    for committed in places.ROOT.glob("Pulumi.*.yaml"):
        _refresh_stack_file(committed)


def _refresh_stack_file(committed):
    """Copies a stack file if it is new or was edited, and keeps the local salt. Until then, local settings are kept."""
    copy, original = FOLDER / committed.name, _ORIGINALS / committed.name
    text = committed.read_text(encoding="utf-8")
    encrypted = _ENCRYPTED.findall(text)
    content = _for_the_emulator(_ENCRYPTED.sub("", _SECRETS.sub("", text)), committed.name)
    if copy.exists() and original.exists() and original.read_text(encoding="utf-8") == content:
        return
    salt = ""
    if copy.exists():
        local = copy.read_text(encoding="utf-8")
        salt = "".join(match.group(0) for match in _SECRETS.finditer(local))
        if original.exists() and _settings(local) != _settings(original.read_text(encoding="utf-8")):
            kept = copy.with_suffix(".yaml.previous")
            places.write(kept, local)
            say(f"{committed.name} was edited, so it replaces your local settings, which are kept in {kept}")
    if encrypted:
        say(f"{committed.name} has encrypted settings, which are left out here: set {', '.join(encrypted)} with './local/pulumi config set --secret'")
    places.write(copy, f"{content.rstrip()}\n{salt}")
    places.write(original, content)


def _for_the_emulator(text, name):
    """The text without AWS provider settings, except the region: they refer to an account, which the emulator lacks.

    Works line by line instead of with a parser: the rest must stay unchanged, and Python has no built-in YAML parser.
    """
    if re.search(r"\{[^}]*\baws:(?!region\b)", text):
        fail(f"{name} has AWS provider settings in braces: put each one on its own line, so that it can be left out here")
    kept, dropped_from = [], None
    for line in text.splitlines(keepends=True):
        indent = len(line) - len(line.lstrip())
        if dropped_from is not None and (not line.strip() or indent > dropped_from or _is_item(line, indent, dropped_from)):
            continue
        dropped_from = indent if _PROVIDER_SETTING.match(line) else None
        if dropped_from is None:
            kept.append(line)
    return "".join(kept)


def _is_item(line, indent, of):
    """List items may have the same indentation as their key."""
    return indent == of and line.lstrip().startswith("- ")


def _settings(text):
    return [line.strip() for line in _SECRETS.sub("", text).splitlines() if line.strip() and line.strip()[0] != "#"]


def forget():
    """Removes all stacks and their local settings, so that the next run starts from the committed files."""
    for folder in (FOLDER, DEPLOYMENTS, _ORIGINALS, places.HOME):
        shutil.rmtree(folder, ignore_errors=True)


def has_stack(name):
    return (BACKEND / ".pulumi" / "stacks" / NAME / f"{name}.json").exists()


def stacks():
    return sorted(file.stem for file in (BACKEND / ".pulumi" / "stacks" / NAME).glob("*.json"))
