"""How Terraform forgets what the stack has taken over, without destroying any of it."""

import re

# https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources
REMOVED_BLOCKS_SINCE = (1, 7)


def code(state, forgotten):
    """The lines to copy: Terraform code, or commands for what code cannot express."""
    modules, singles, instances = _split(state, forgotten)
    if state.terraform_version < REMOVED_BLOCKS_SINCE:
        yield f"# Terraform {'.'.join(map(str, state.terraform_version))} has no removed blocks: run these, and delete the code of these resources."
        yield from (f"terraform state rm '{resource.full_address}'" for resource in forgotten)
        return
    if modules or singles:
        yield "# Replace these modules and resources, including their code, variables and outputs, with:"
    for address in [*modules, *singles]:
        yield "removed {"
        yield f"  from = {address}"
        yield "  lifecycle {"
        yield "    destroy = false"
        yield "  }"
        yield "}"
    if instances:
        yield "# Terraform keeps other instances of these, and a removed block would forget them too: run these,"
        yield "# and remove the keys from count or for_each."
        yield from (f"terraform state rm '{resource.full_address}'" for resource in instances)


def _split(state, forgotten):
    """Whole modules, whole resources, and single instances. Terraform code cannot name a single instance."""
    modules = {_without_keys(one.module) for one in forgotten if one.module}
    whole = {module for module in modules if all(one in forgotten for one in state.resources if _is_in(one, module))}
    # If a whole module is forgotten, so are the modules in it.
    whole = sorted(module for module in whole if not any(module.startswith(f"{other}.") for other in whole))
    singles, instances = [], []
    for one in forgotten:
        address = _without_keys(one.address)
        if any(_is_in(one, module) for module in whole) or address in singles:
            continue
        if all(other in forgotten for other in state.resources if _without_keys(other.address) == address):
            singles.append(address)
        else:
            instances.append(one)
    return whole, singles, instances


def _is_in(resource, module):
    return f"{_without_keys(resource.module)}.".startswith(f"{module}.")


def _without_keys(address):
    return re.sub(r"\[[^\]]*\]", "", address)
