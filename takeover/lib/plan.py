"""What the program would do to a stack, read from a preview."""

from dataclasses import dataclass, field

# The placeholder in a preview for a value that is known only after deployment.
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

_ABOUT = {"role": "aws:iam/role:Role", "functionName": "aws:lambda/function:Function", "topic": "aws:sns/topic:Topic"}

_HARMLESS = {"same", "create", "update", "refresh", "read"}


@dataclass
class Planned:
    """A resource of the program."""

    urn: str
    operation: str
    inputs: dict
    # The inputs in the state; for a resource that was just imported, those in AWS.
    old_inputs: dict
    # The properties that differ, according to the provider.
    changed: list
    id: str
    parent: str
    _plan: "Plan" = field(repr=False)

    @property
    def type(self):
        return self.urn.split("::")[-2].split("$")[-1]

    @property
    def name(self):
        return self.urn.split("::")[-1]

    @property
    def is_component(self):
        return not self.type.startswith("aws:")

    def named(self, property_):
        """The name of the resource that a property refers to; while it is unknown, of the one in the same component."""
        value = self.inputs.get(property_, UNKNOWN)
        if value != UNKNOWN:
            return value.split(":")[-1]  # the name at the end of an ARN
        type_ = _ABOUT[property_]
        return next(one.inputs["name"] for one in self._plan.resources if one.parent == self.parent and one.type == type_)


class Plan:
    def __init__(self, preview):
        self.resources = [
            Planned(
                step["urn"],
                step["op"],
                (step.get("newState") or {}).get("inputs") or {},
                (step.get("oldState") or {}).get("inputs") or {},
                step.get("diffReasons") or sorted({path.split(".")[0].split("[")[0] for path in step.get("detailedDiff") or {}}),
                (step.get("oldState") or {}).get("id", ""),
                (step.get("newState") or {}).get("parent", ""),
                self,
            )
            for step in preview.get("steps", [])
        ]

    def custom(self, *operations):
        """The AWS resources with one of these operations, or all of them."""
        return [one for one in self.resources if not one.is_component and (not operations or one.operation in operations)]

    def harmful(self):
        """What the takeover must never do: replacements and deletions."""
        return [resource for resource in self.resources if resource.operation not in _HARMLESS]
