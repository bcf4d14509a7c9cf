"""How Terraform forgets what the stack has taken over, without destroying any of it."""

from collections import Counter

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
    """Whole modules, whole resources, and single instances."""
    all_of, forgotten_of = (Counter(resource.module for resource in of) for of in (state.resources, forgotten))
    whole = sorted(module for module, count in forgotten_of.items() if module and "[" not in module and all_of[module] == count)
    rest = [resource for resource in forgotten if resource.module not in whole]
    address_counts = Counter(resource.address for resource in state.resources)
    rest_counts = Counter(resource.address for resource in rest)
    singles, instances = [], []
    for resource in rest:
        if "[" in resource.module or rest_counts[resource.address] != address_counts[resource.address]:
            instances.append(resource)
        elif resource.address not in singles:
            singles.append(resource.address)
    return whole, singles, instances
