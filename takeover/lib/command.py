"""The command: its arguments and the order of its steps."""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from . import changes, data, forgetting, live, matching, senders, undoing
from . import engine as engines
from .console import Refused, say, section, step
from .plan import UNKNOWN
from .terraform import State, misplaced

# The AWS managed policy that lets a Lambda function write to all log groups.
_REPLACED = ":policy/service-role/AWSLambdaBasicExecutionRole"

DESCRIPTION = """\
Takes over resources that Terraform deployed into a stack of this program. Nothing is replaced or deleted, and AWS does
not change until 'pulumi up'. It rehearses on a copy of the stack first, and stops if anything would be lost. After an
interruption, run it again. See docs/takeover.md."""


def parsed(arguments):
    parser = argparse.ArgumentParser(prog="./takeover/run", description=DESCRIPTION)
    parser.add_argument("state", nargs="?", metavar="STATE", help="the Terraform state: terraform state pull > savepoint.tfstate")
    parser.add_argument("stack", metavar="STACK", help="the stack, such as prod, which 'pulumi stack init' created")
    parser.add_argument(
        "--from-aws", action="store_true",
        help="without a state: take over all resources in AWS that have a name from the program",
    )
    parser.add_argument("--dry-run", action="store_true", help="rehearse and report without changing the stack")
    parser.add_argument(
        "--change", action="append", default=[], metavar="SETTING",
        help="let 'pulumi up' change this live value, such as steamImportConcurrency; can be repeated",
    )
    parser.add_argument(
        "--with-data", action="store_true",
        help="also take over the bucket, the secret and the image repository; otherwise, settings must name them",
    )
    parser.add_argument(
        "--undo", action="store_true",
        help="return to Terraform: keep its resources, and delete those that 'pulumi up' added",
    )
    parser.add_argument("--local", action="store_true", help="practice with the emulator of ./local/up")
    given = parser.parse_args(arguments)
    if bool(given.state) == given.from_aws:
        parser.error("specify the Terraform state and the stack, or only the stack with --from-aws")
    if given.undo and given.from_aws:
        parser.error("--undo requires the state: without it, the earlier resources are unknown")
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
    except BrokenPipeError:
        # The program that reads the output, such as head, has exited.
        sys.stdout = open(os.devnull, "w")
        return 1
    except KeyboardInterrupt:
        say("\ntakeover: interrupted; run it again to continue")
        return 130


def take_over(engine, state, given):
    with tempfile.TemporaryDirectory(prefix="takeover-") as folder, engine.rehearsal() as copy:
        file = Path(folder) / "import.json"
        aws = copy.aws()
        with step("Previewing what the program would create"):
            plan = copy.preview("--import-file", str(file))
        check_account(plan, aws)
        found = from_aws(plan, aws, given) if state is None else from_terraform(state, plan, aws, given)
        imported = fill(file, found)
        _say_what_is_found(state, found)
        if imported:
            with step("Rehearsing the import on a copy of the stack"):
                import_(copy, file)
            with step("Rehearsing 'pulumi up' on the copy"):
                plan = copy.preview()
        gate(plan)
        section("'pulumi up' will change these, in place", changes.in_words(plan))
        section("'pulumi up' will create these", [f"{one.name} ({one.type})" for one in plan.custom("create")])
        section("From then on, these can no longer send messages", senders.lost(plan, aws.account(), engine.pulumi))
        # A killed run may not have configured all that it created. In that case, the settings take precedence.
        urns = {one.planned.urn for one in found if one.is_new} if state is not None or not copy.has_resources else set()
        agreed(plan, urns, given, engine, aws)
        if given.dry_run:
            say("\nThis was a rehearsal: neither AWS nor the stack has changed.")
            return
        if imported:
            with step(f"Importing into stack {given.stack}"):
                import_(engine, file)
            with step("Comparing with the rehearsal"):
                gate(engine.preview(), plan)
        _say_what_is_next(engine, state, found, given)


def check_account(plan, aws):
    """Pulumi and the AWS CLI may have different credentials."""
    account = aws.account()
    for one in plan.custom():
        planned = one.inputs.get("eventSourceArn", "").split(":")
        if len(planned) > 4 and planned[4] != account:
            raise Refused(f"the stack deploys to account {planned[4]}, but the AWS CLI's credentials are for {account}")


def from_aws(plan, aws, given):
    """All resources that are in AWS, but not in the stack yet."""
    wanted = [one for one in plan.custom("create") if given.with_data or one.type not in data.TYPES]
    with step("Looking for it in AWS"):
        ids = aws.find(wanted)
    return [matching.Found(one, ids[one.urn]) for one in wanted if ids[one.urn]]


def from_terraform(state, plan, aws, given):
    """All resources in the state, including those that the stack has already taken over."""
    found, stack = matching.adopted(state, plan.custom(), given.with_data), given.stack
    if not found:
        names = sorted(one.attributes["name"] for one in state.of_type("aws_sqs_queue"))
        raise Refused(
            f"the state has no resources of stack {stack}; its queues are {', '.join(names) or 'none'}. "
            "Is it the state of this stack?"
        )
    known = {one.planned.urn for one in found}
    with step("Looking for them in AWS"):
        ids = aws.find(
            [
                one
                for one in plan.custom("create")
                if one.urn in known or one.type in matching.types(given.with_data) and one.type not in data.OF_EVERY_BUCKET
            ]
        )
    problems = [problem for one in found for problem in _problems(one.resource, ids.get(one.planned.urn, one.id), aws)] + [
        f"{id_} is in AWS but not in the state, so Terraform would not forget it: pull the state again, or take over without it, with --from-aws"
        for urn, id_ in ids.items()
        if id_ and urn not in known
    ]
    if problems:
        raise Refused(problems)
    return found


def _problems(resource, id_, aws):
    elsewhere = list(misplaced(resource, aws))
    yield from elsewhere
    if resource.unfinished:
        yield f"{resource.full_address} {resource.unfinished}"
    if elsewhere:
        # Looked for in the wrong place.
        return
    if id_ is None:
        yield (
            f"{resource.full_address} is in the state but not in AWS: correct the state with "
            "'terraform apply -refresh-only' and pull it again"
        )
    elif id_ != resource.id:
        yield f"{resource.full_address} is {resource.id} in the state and {id_} in AWS: pull the state again"


def fill(file, found):
    """Adds IDs to the import file of the preview, and removes missing resources. Returns whether any remain."""
    ids = {(one.planned.type, one.planned.name): one.id for one in found if one.is_new}
    content = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    kept = []
    # There are none if the stack has everything.
    for entry in content.get("resources") or []:
        id_ = ids.get((entry["type"], entry.get("logicalName", entry["name"])))
        if entry.get("component") or id_:
            kept.append({**entry, "id": id_} if id_ else entry)
    parents = {entry.get("parent") for entry in kept if not entry.get("component")}
    content["resources"] = [entry for entry in kept if not entry.get("component") or entry["name"] in parents]
    file.write_text(json.dumps(content), encoding="utf-8")
    return bool(content["resources"])


def import_(engine, file):
    # Protected until the next 'pulumi up', which sets the final protection.
    engine.run("import", "--file", str(file), "--yes", "--skip-preview", "--generate-code=false", "--protect=true")


def gate(plan, rehearsed=None):
    """Nothing may be replaced or deleted, whatever the reason."""
    harmful = plan.harmful()
    if harmful:
        told = ", ".join(f"{one.operation} {one.name}" for one in harmful)
        raise Refused(
            f"'pulumi up' would not leave everything in place: {told}. If the stack was imported incorrectly, remove "
            "it with 'pulumi stack rm --force --preserve-config', which changes nothing in AWS"
        )
    if rehearsed and _operations(plan) != _operations(rehearsed):
        raise Refused(
            "the preview differs from the rehearsal: someone has changed the stack or AWS meanwhile. Run this again"
        )


def _operations(plan):
    return sorted((one.operation, one.urn) for one in plan.custom("create", "update"))


def agreed(plan, urns, given, engine, aws):
    """Refuses to change live values of settings unless the user allowed it, and to create what already exists."""
    changed = [one for one in live.differences(plan, urns) if one.key not in given.change]
    in_the_way = list(live.in_the_way(plan, aws))
    open_ = [*(one for one in in_the_way if one.key not in [other.key for other in changed]), *changed]
    if not open_:
        return
    kept = [f"  {live.command(engine.pulumi, one, given.stack)}    # would become {_told(one.planned)}" for one in open_ if one.can_be_kept]
    lost = [f"  {one.key}: {_told(one.live)} → {_told(one.planned)}" for one in open_ if not one.can_be_kept]
    raise Refused(
        "the settings of the stack differ from the live values."
        + ("\nKeep the live values with\n" + "\n".join(kept) if kept else "")
        + ("\nNo setting can keep these:\n" + "\n".join(lost) if lost else "")
        + ("\nTake over the bucket, the secret and the image repository with --with-data" if in_the_way else "")
        + (f"\nLet 'pulumi up' change a value with --change, such as --change {changed[-1].key}" if changed else "")
        + ". Then run this again"
    )


def _told(value):
    return {None: "nothing", UNKNOWN: "a value that is known only after deployment"}.get(value, value)


def _say_what_is_found(state, found):
    new = [one for one in found if one.is_new]
    section("These exist, and the stack takes them over", [f"{one.planned.name}: {one.id}" for one in new])
    if not new:
        say("\nThere is nothing to take over: the stack has all existing resources.")
    if state is None:
        return
    parts, leftovers = matching.parts(state, found), matching.leftovers(state, found)
    taken = [*(one.resource for one in found), *parts, *leftovers]
    section("These are parts of them, which Terraform must forget as well", _addresses(parts))
    section("These stay on the function's role although no setting of the stack asks for them", _addresses(leftovers))
    section("These stay with Terraform", _addresses(one for one in state.resources if one not in taken))


def _addresses(resources):
    return sorted(one.full_address for one in resources)


def _say_what_is_next(engine, state, found, given):
    new = sum(one.is_new for one in found)
    if new:
        say(f"\nStack {given.stack} has taken over {new} resources. AWS has not changed.")
    if state is not None:
        forgotten = [*(one.resource for one in found), *matching.parts(state, found), *matching.leftovers(state, found)]
        section("Next, let Terraform forget them, before anything else. It must say: 0 to destroy", forgetting.code(state, forgotten))
        section("Then deploy", [f"{engine.pulumi} up --stack {given.stack}"])
    else:
        section(
            "If Terraform manages any of them, let it forget them first (docs/takeover.md, step 5). Then deploy",
            [f"{engine.pulumi} up --stack {given.stack}"],
        )
    attached = [(one.id, policy) for one in found if one.planned.name == "steam-import-role" for policy in engine.aws().attached_policies(one.id)]
    section(
        "Then detach the policy that the stack's own policy replaces",
        [f"{engine.aws_cli} iam detach-role-policy --role-name {role} --policy-arn {policy}" for role, policy in attached if policy.endswith(_REPLACED)],
    )
    section("These are attached to the role as well. Are they still needed?", [policy for _, policy in attached if not policy.endswith(_REPLACED)])
