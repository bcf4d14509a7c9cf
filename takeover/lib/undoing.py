"""The way back to Terraform, before or after 'pulumi up'."""

import json

from . import matching
from .console import Refused, say, section, step


def undo(engine, state, given):
    with step(f"Reading stack {given.stack}"):
        resources = json.loads(engine.run("stack", "export"))["deployment"].get("resources", [])
    ids = {resource.id: resource for type_ in matching.TYPES.values() for resource in state.of_type(type_)}
    custom = [one for one in resources if one.get("id") and one["type"].startswith("aws:")]
    stay = [one for one in custom if one["type"] in matching.TYPES and one["id"] in ids]
    go = [one for one in custom if one not in stay]
    if not stay:
        raise Refused(f"stack {given.stack} has nothing that is in the state: there is nothing to undo")
    section("These stay, for Terraform", [f"{_name(one)}: {one['id']}" for one in stay])
    section("These were added by 'pulumi up', and go", [f"{_name(one)}: {one['id']}" for one in go])
    if given.dry_run:
        say("\nNothing has changed.")
        return
    if go:
        with step("Protecting what stays"):
            for one in stay:
                engine.run("state", "protect", one["urn"], "--yes")
            # What the program itself protects, and was not there before.
            for one in go:
                if one.get("protect"):
                    engine.run("state", "unprotect", one["urn"], "--yes")
        with step("Destroying what was added"):
            engine.run("destroy", "--exclude-protected", "--yes", "--skip-preview")
    with step(f"Removing stack {given.stack}, and nothing in AWS"):
        engine.run("stack", "rm", "--force", "--yes", "--preserve-config")
    section(
        "Next, give Terraform its code and its state back. It must say: 0 to destroy",
        ["git revert the commit with the removed blocks", f"terraform state push -force {given.state}", "terraform apply"],
    )


def _name(resource):
    return resource["urn"].split("::")[-1]
