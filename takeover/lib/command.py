"""The command: what it is told, and the order of what it does."""

import argparse
import json
import tempfile
from pathlib import Path

from . import changes, forgetting, live, matching, senders, undoing
from . import engine as engines
from .console import Refused, say, section, step
from .terraform import State

DESCRIPTION = """\
Takes over what Terraform deployed into a stack of this program: nothing is replaced or deleted, and AWS stays as it is until
'pulumi up'. It rehearses on a copy of the stack first and refuses to go on if anything would be lost. It can be run again after
it was broken off. docs/takeover.md is the page to follow."""


def parsed(arguments):
    parser = argparse.ArgumentParser(prog="./takeover/run", description=DESCRIPTION)
    parser.add_argument("state", nargs="?", metavar="STATE", help="the Terraform state: terraform state pull > savepoint.tfstate")
    parser.add_argument("stack", metavar="STACK", help="the stack, such as prod, which 'pulumi stack init' made")
    parser.add_argument("--from-aws", action="store_true", help="without a state: take everything that the program names and AWS has")
    parser.add_argument("--dry-run", action="store_true", help="rehearse and say everything, and leave the stack as it is")
    parser.add_argument(
        "--change", action="append", default=[], metavar="SETTING",
        help="let 'pulumi up' change the live value of this setting, such as steamImportConcurrency; may be given again",
    )
    parser.add_argument("--undo", action="store_true", help="the way back: Terraform's resources stay, what 'pulumi up' added goes")
    parser.add_argument("--local", action="store_true", help="practise against the emulator of ./local/up")
    given = parser.parse_args(arguments)
    if bool(given.state) == given.from_aws:
        parser.error("name the Terraform state and the stack; or the stack alone, with --from-aws")
    if given.undo and given.from_aws:
        parser.error("--undo needs the state: without it, nobody knows what was there before")
    return given


def main(arguments=None):
    given = parsed(arguments)
    try:
        state = State(given.state) if given.state else None
        engine = (engines.on_this_machine if given.local else engines.real)(given.stack)
        if given.undo:
            undoing.undo(engine, state, given)
        else:
            take_over(engine, state, given)
        return 0
    except Refused as refused:
        reasons = refused.args[0] if isinstance(refused.args[0], list) else [refused.args[0]]
        say()
        for reason in reasons:
            say(f"takeover: {reason}")
        return 1
    except KeyboardInterrupt:
        say("\ntakeover: broken off; run it again to go on")
        return 130


def take_over(engine, state, given):
    with tempfile.TemporaryDirectory(prefix="takeover-") as folder:
        file = Path(folder) / "import.json"
        with engine.rehearsal() as copy:
            account = copy.aws().account()
            with step("Asking the program what it would create"):
                missing = copy.preview("--import-file", str(file)).custom("create")
            found = adopted(state, missing, copy.aws(), account)
            imported = fill(file, found)
            _say_what_is_found(state, found, missing, copy.aws())
            if imported:
                with step("Rehearsing the import on a copy of the stack"):
                    import_(copy, file)
            with step("Rehearsing 'pulumi up' on the copy"):
                plan = copy.preview()
        gate(plan)
        section("'pulumi up' will change these, in place", changes.in_words(plan))
        section("and create these", [f"{one.name} ({one.type})" for one in plan.custom("create")])
        section("From then on, these can no longer send messages", senders.lost(plan, account, engine.pulumi))
        agreed(plan, given, engine)
        if given.dry_run:
            say("\nThis was a rehearsal: neither AWS nor the stack has changed.")
            return
        if imported:
            with step(f"Importing into stack {given.stack}"):
                import_(engine, file)
            with step("Comparing with the rehearsal"):
                gate(engine.preview(), plan)
        _say_what_is_next(engine, state, found, given)


def adopted(state, missing, aws, account):
    """The import ID of each resource that the stack does not have yet and that is there: {planned: id}."""
    if state is None:
        with step("Looking for them in AWS"):
            ids = {one.urn: aws.find(one) for one in missing}
        return [(one, ids[one.urn], None) for one in missing if ids[one.urn]]
    pairs = matching.adopted(state, missing)
    _check_account(pairs, account)
    problems, found = [], []
    with step("Looking for them in AWS"):
        for pair in pairs:
            id_ = aws.find(pair.planned)
            address = pair.resource.full_address
            if id_ is None:
                problems.append(f"{address} is in the state and not in AWS: let 'terraform apply -refresh-only' put the state right, and pull it again")
            elif id_ != pair.resource.id:
                problems.append(f"{address} is {pair.resource.id} in the state and {id_} in AWS: pull the state again")
            else:
                found.append((pair.planned, id_, pair.resource))
        named = {planned.urn for planned, _, _ in found}
        for planned in missing:
            if planned.type in matching.TYPES and planned.urn not in named and not problems and (id_ := aws.find(planned)):
                problems.append(
                    f"{id_} exists in AWS and is not in the state, so 'pulumi up' could not create {planned.name}: pull the state again, "
                    "or take over without it, with --from-aws"
                )
    if problems:
        raise Refused(problems)
    return found


def _check_account(pairs, account):
    for pair in pairs:
        arn = pair.resource.attributes.get("arn") or ""
        if arn.startswith("arn:") and arn.split(":")[4] not in ("", account):
            raise Refused(f"{pair.resource.full_address} is of account {arn.split(':')[4]}, and your credentials are of {account}")


def fill(file, found):
    """Puts the IDs into the import file that the preview wrote, and takes out what is not there. Returns whether any is left."""
    ids = {(planned.type, planned.name): id_ for planned, id_, _ in found}
    content = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"resources": []}
    kept = []
    for entry in content["resources"]:
        id_ = ids.get((entry["type"], entry.get("logicalName", entry["name"])))
        if entry.get("component") or id_:
            kept.append({**entry, "id": id_} if id_ else entry)
    parents = {entry.get("parent") for entry in kept if not entry.get("component")}
    content["resources"] = [entry for entry in kept if not entry.get("component") or entry["name"] in parents]
    file.write_text(json.dumps(content), encoding="utf-8")
    return bool(content["resources"])


def import_(engine, file):
    engine.run("import", "--file", str(file), "--yes", "--skip-preview", "--generate-code=false", "--protect=false")


def gate(plan, rehearsed=None):
    """Nothing may be replaced or deleted, whatever the reason."""
    harmful = plan.harmful()
    if harmful:
        told = ", ".join(f"{one.operation} {one.name}" for one in harmful)
        raise Refused(
            f"'pulumi up' would not leave everything in place: {told}. If this is a stack that was imported wrongly, remove it with "
            "'pulumi stack rm --force --preserve-config', which touches nothing in AWS"
        )
    if rehearsed and _operations(plan) != _operations(rehearsed):
        raise Refused("the preview differs from the rehearsal: somebody else has changed the stack or AWS meanwhile. Run this again")


def _operations(plan):
    return sorted((one.operation, one.urn) for one in plan.custom("create", "update"))


def agreed(plan, given, engine):
    """No live value of a setting may change unless somebody said so."""
    differing = live.differences(plan)
    unknown = sorted(set(given.change) - {one.key for one in differing})
    if unknown:
        raise Refused(f"--change {', '.join(unknown)}: the live value is the stack's already, or there is no such setting")
    open_ = [one for one in differing if one.key not in given.change]
    if open_:
        lines = [f"  {live.command(engine.pulumi, one, given.stack)}    # would become {'nothing' if one.planned is None else one.planned}" for one in open_]
        raise Refused(
            "the settings of the stack differ from what runs. Keep the live values with\n"
            + "\n".join(lines)
            + f"\nor let 'pulumi up' change one with --change {open_[0].key}, and run this again"
        )


def _say_what_is_found(state, found, missing, aws):
    section("These are there, and the stack takes them over", [f"{planned.name}: {id_}" for planned, id_, _ in found])
    if not found:
        say("\nThere is nothing to take over: the stack has everything that is there.")
    if state is None:
        return
    taken = {resource.full_address for _, _, resource in found}
    mine = [matching.Adopted(planned, resource) for planned, _, resource in found]
    parts = {one.full_address for one in matching.parts(state, mine)}
    leftovers = {one.full_address for one in matching.leftovers(state, mine)}
    section(
        "These are parts of them, which Terraform has to forget as well",
        sorted(parts),
    )
    section("These stay on the function's role although no setting of the stack asks for them", sorted(leftovers))
    section(
        "These stay Terraform's",
        [one.full_address for one in state.resources if one.full_address not in taken | parts | leftovers],
    )


def _say_what_is_next(engine, state, found, given):
    say(f"\nStack {given.stack} has taken over {len(found)} resources. AWS has not changed.")
    if state is not None and found:
        mine = [matching.Adopted(planned, resource) for planned, _, resource in found]
        forgotten = [one.resource for one in mine] + matching.parts(state, mine) + matching.leftovers(state, mine)
        section("Next, let Terraform forget them, before anything else. It must say: 0 to destroy", forgetting.code(state, forgotten))
    section(
        "Then deploy" if state is not None else "Next",
        [f"{engine.pulumi} up --stack {given.stack}", *_detach(engine, found)],
    )


def _detach(engine, found):
    """What is too much on the role once the program's own policies are there."""
    roles = [id_ for planned, id_, _ in found if planned.name == "steam-import-role"]
    for role in roles:
        for policy in engine.aws().attached_policies(role):
            yield f"{engine.aws_cli} iam detach-role-policy --role-name {role} --policy-arn {policy}"
