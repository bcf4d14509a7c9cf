"""Returns to Terraform, before or after 'pulumi up'."""

import json
from pathlib import Path

from . import matching
from .console import Refused, say, section, step
from .terraform import misplaced


def undo(engine, state, given):
    with step(f"Reading stack {given.stack}"):
        resources = _resources(engine)
    custom = [one for one in resources if one.get("id") and one["type"].startswith("aws:")]
    stay = [one for one in custom if _in(state, one)]
    go = [one for one in custom if one not in stay]
    if not stay:
        raise Refused(f"stack {given.stack} has no resources that are in the state: there is nothing to undo")
    section("These stay, for Terraform", [f"{_name(one)}: {one['id']}" for one in stay])
    section("These were added by 'pulumi up', and will be deleted", [f"{_name(one)}: {one['id']}" for one in go])
    aws = engine.aws()
    # Before anything else is asked for, which would be in the wrong place.
    if problems := [problem for one in stay for problem in misplaced(_in(state, one), aws)]:
        raise Refused(problems)
    if full := [one["id"] for one in go if one["type"] == "aws:sqs/queue:Queue" and aws.messages(one["id"])]:
        raise Refused(
            f"these queues would be destroyed with the messages in them: {', '.join(full)}. Check that this is the "
            "right state; if it is, empty them first"
        )
    if given.dry_run:
        say("\nNothing has changed.")
        return
    if go:
        with step("Protecting what stays"):
            engine.run("state", "protect", *[one["urn"] for one in stay], "--yes")
            # For example, the program's own queues, which it protects.
            if protected := [one["urn"] for one in go if one.get("protect")]:
                engine.run("state", "unprotect", *protected, "--yes")
        with step("Destroying what was added"):
            engine.run("destroy", "--exclude-protected", "--yes", "--skip-preview")
            kept = {one["urn"] for one in _resources(engine)}
            go = [one for one in go if one["urn"] in kept]
    with step(f"Removing stack {given.stack} without changing AWS"):
        engine.run("stack", "rm", "--force", "--yes", "--preserve-config")
    section(
        "Next, restore Terraform's code and state. Its plan must say: 0 to destroy",
        ["git revert the commit with the removed blocks", f"terraform state push -force {Path(given.state).resolve()}", "terraform apply"],
    )
    # What stays depends on them: the function on its log policy, until Terraform has attached the old one again.
    section("Then delete what the function needed until now", [_deletion(engine, one) for one in go])


def _in(state, resource):
    """The resource in the state that is this resource of the stack, or None."""
    type_ = matching.types(with_data=True).get(resource["type"])
    return next((one for one in state.resources if one.type == type_ and one.id == resource["id"]), None)


def _resources(engine):
    return json.loads(engine.run("stack", "export"))["deployment"].get("resources", [])


def _deletion(engine, resource):
    if resource["type"] != "aws:iam/rolePolicy:RolePolicy":
        return f"{resource['id']} ({resource['type']}), by hand"
    role, policy = resource["id"].split(":")
    return f"{engine.aws_cli} iam delete-role-policy --role-name {role} --policy-name {policy}"


def _name(resource):
    return resource["urn"].split("::")[-1]
