"""A second project folder for the engine, in this clone's state, that runs the program of the clone.

Local runs write into stack files (a salt, whatever "pulumi config set" sets) and "pulumi stack rm" deletes them. They
do so to the copies here, so the committed ones never change.
"""

import json
import re
import shutil

import places
from console import say

FOLDER = places.STATE / "project"
# What the engine knows of the deployments, and of which emulator they were made to.
DEPLOYMENTS = places.STATE / "deployments"
BACKEND = DEPLOYMENTS / "backend"
NAME = "savepoint"

_ORIGINALS = places.STATE / "originals"
# Ties a stack to the secrets of the deployment it belongs to; locally there is another one.
_SECRETS = re.compile(r"^(encryptionsalt|encryptedkey|secretsprovider):.*\n?", re.MULTILINE)


def refresh(emulator):
    """Brings the copies up to date with the clone, and forgets deployments to any emulator but this one."""
    identity = DEPLOYMENTS / "emulator"
    if identity.exists() and identity.read_text() != emulator:
        say("The emulator that held the resources is gone, so the local stacks' state begins anew")
        shutil.rmtree(DEPLOYMENTS)
    for folder in (FOLDER, BACKEND, _ORIGINALS):
        folder.mkdir(parents=True, exist_ok=True)
    places.write(identity, emulator)
    definition = (places.ROOT / "Pulumi.yaml").read_text()
    places.write(FOLDER / "Pulumi.yaml", f"{definition}\nmain: {json.dumps(str(places.ROOT))}\n")
    for committed in places.ROOT.glob("Pulumi.*.yaml"):
        _refresh_stack_file(committed)


def _refresh_stack_file(committed):
    """Copies a stack file that is new or was edited, keeping the local salt; local settings last until then."""
    copy, original = FOLDER / committed.name, _ORIGINALS / committed.name
    content = _SECRETS.sub("", committed.read_text())
    if copy.exists() and original.exists() and original.read_text() == content:
        return
    salt = ""
    if copy.exists():
        local = copy.read_text()
        salt = "".join(match.group(0) for match in _SECRETS.finditer(local))
        if original.exists() and _settings(local) != _settings(original.read_text()):
            kept = copy.with_suffix(".yaml.previous")
            places.write(kept, local)
            say(f"{committed.name} was edited, so it replaces your local settings, which are kept in {kept}")
    places.write(copy, f"{content.rstrip()}\n{salt}")
    places.write(original, content)


def _settings(text):
    return [line.strip() for line in _SECRETS.sub("", text).splitlines() if line.strip() and line.strip()[0] != "#"]


def forget():
    """Removes all stacks and their local settings, so that the next run starts from what is committed."""
    for folder in (FOLDER, DEPLOYMENTS, _ORIGINALS):
        shutil.rmtree(folder, ignore_errors=True)


def has_stack(name):
    return (BACKEND / ".pulumi" / "stacks" / NAME / f"{name}.json").exists()


def stacks():
    return sorted(file.stem for file in (BACKEND / ".pulumi" / "stacks" / NAME).glob("*.json"))
