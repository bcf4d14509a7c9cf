"""Checks that two programs plan the same resources. Otherwise, a comparison would be meaningless."""

import json

# The engine's placeholder for a value that is known only after deployment.
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def _planned(preview):
    """The inputs and parent of each resource, without dependencies: the SDKs report those differently in a preview."""
    resources = {}
    for step in json.loads(preview)["steps"]:
        state = step["newState"]
        resources[_without_project(step["urn"])] = {
            "parent": _without_project(state.get("parent", "")),
            "inputs": state.get("inputs", {}),
        }
    return resources


def _without_project(urn):
    return urn.split("::", 2)[-1]


def differences(first, second):
    """One line for each difference between two outputs of "pulumi preview --json"; none if they plan the same."""
    first, second = _planned(first), _planned(second)
    lines = [f"only one plan has {urn}" for urn in sorted(first.keys() ^ second.keys())]
    for urn in sorted(first.keys() & second.keys()):
        for path, one, other in _differing(first[urn], second[urn], urn):
            lines.append(f"{path}: {one!r} and {other!r}")
    return lines


def _differing(one, other, path):
    # The Java SDK reports a partially known list or object as unknown.
    if UNKNOWN in (one, other) and _is_unknown_somewhere(one) and _is_unknown_somewhere(other):
        return
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from _differing(one.get(key), other.get(key), f"{path} {key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (left, right) in enumerate(zip(one, other)):
            yield from _differing(left, right, f"{path} {index}")
    elif one != other:
        yield path, one, other


def _is_unknown_somewhere(value):
    if isinstance(value, dict):
        return any(map(_is_unknown_somewhere, value.values()))
    if isinstance(value, list):
        return any(map(_is_unknown_somewhere, value))
    return value == UNKNOWN
