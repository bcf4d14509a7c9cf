"""How Terraform forgets what the stack has taken over, without destroying any of it."""

import re

# https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources
REMOVED_BLOCKS_SINCE = (1, 7)


def code(state, forgotten):
    """The lines to copy: Terraform code, or commands where no code can say it."""
    modules, singles, instances = _split(state, forgotten)
    if state.terraform_version < REMOVED_BLOCKS_SINCE:
        yield f"# Terraform {'.'.join(map(str, state.terraform_version))} has no removed blocks: run these, and delete the code of these resources."
        yield from (f"terraform state rm '{resource.full_address}'" for resource in forgotten)
        return
    if modules or singles:
        yield "# In the place of these modules and resources, whose code, variables and outputs go:"
    for address in [*modules, *singles]:
        yield "removed {"
        yield f"  from = {address}"
        yield "  lifecycle {"
        yield "    destroy = false"
        yield "  }"
        yield "}"
    if instances:
        yield "# Other instances of these stay Terraform's, and a removed block would forget them too: run these, and take the keys out of"
        yield "# count or for_each."
        yield from (f"terraform state rm '{resource.full_address}'" for resource in instances)


def _split(state, forgotten):
    """Whole modules, whole resources, and single instances. Terraform code names modules and resources without the key of one instance."""
    modules = {_without_keys(one.module) for one in forgotten if one.module}
    whole = {module for module in modules if all(one in forgotten for one in state.resources if _is_in(one, module))}
    # Of a module that is forgotten whole, its own modules are as well.
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
