"""The changes that a preview shows, property by property, in words."""

import json

from .live import OWN_VARIABLES, variables
from .plan import UNKNOWN

# Explanations for changes that raise questions.
_WHAT_IT_MEANS = {
    ("Queue", "visibilityTimeoutSeconds"): "in-flight messages keep the old timeout",
    ("Queue", "sqsManagedSseEnabled"): "messages that are already in the queue do not change",
    ("Queue", "redriveAllowPolicy"): "only this queue may use the dead-letter queue",
    ("Role", "assumeRolePolicy"): "Lambda may assume the role, for this account only",
    ("Function", "publish"): "no version is published",
    ("EventSourceMapping", "metricsConfig"): "Lambda counts the mapping's events, which an alarm watches",
}
# Properties of the provider, not of AWS; and all tags, because "tags" covers them.
_OF_THE_PROVIDER = {"__defaults", "forceDelete", "forceDestroy", "forceDetachPolicies", "forceOverwriteReplicaSecret", "recoveryWindowInDays", "skipDestroy", "tagsAll", "timeouts"}
_LONGEST = 60


def in_words(plan):
    """A line for each property that would change, under a line for each resource."""
    for resource in plan.custom("update"):
        lines = [*_lines(resource)]
        yield f"{resource.name} ({resource.id})"
        yield from (f"  {line}" for line in lines or ["no change in AWS, only in Pulumi's state"])


def _lines(resource):
    kind = resource.type.split(":")[-1]
    for name in sorted(set(resource.changed) - _OF_THE_PROVIDER):
        old, new = resource.old_inputs.get(name), resource.inputs.get(name)
        if old == new or (old in (None, "", False, 0, {}, []) and new in (None, "", False, 0, {}, [])):
            continue
        if name == "tags":
            yield _tags(old or {}, new or {})
        elif name == "environment" and variables(resource.inputs) == UNKNOWN:
            yield "environment: one of the variables is known only after deploying"
        elif name == "environment":
            yield from (f"environment: {one}" for one in _variables(variables(resource.old_inputs), variables(resource.inputs)))
        elif name.lower().endswith("policy") and (said := _policy(old, new)) is not None:
            if said:
                yield f"{_words(name)}: {said}{_meaning(kind, name)}"
        elif isinstance(old, dict) and isinstance(new, dict):
            yield from (f"{_words(name)}: {one}" for one in _nested(old, new))
        else:
            yield f"{_words(name)}: {_value(old)} → {_value(new)}{_meaning(kind, name)}"


def _meaning(kind, name):
    said = _WHAT_IT_MEANS.get((kind, name))
    return f": {said}" if said else ""


def _nested(old, new):
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            if isinstance(old.get(key), dict) or isinstance(new.get(key), dict):
                yield from _nested(old.get(key) or {}, new.get(key) or {})
            else:
                yield f"{key} {_value(old.get(key))} → {_value(new.get(key))}"


def _variables(old, new):
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            if name in OWN_VARIABLES:
                yield f"{name} {_value(old.get(name))} → {_value(new.get(name))}"
            else:
                # Its value may be a secret.
                yield f"{name} {'changed' if name in new else 'removed'}"


def _tags(old, new):
    gone, come = sorted(set(old) - set(new)), sorted(set(new) - set(old))
    changed = sorted(key for key in set(old) & set(new) if old[key] != new[key])
    parts = [(gone, "removed"), (come, "added"), (changed, "changed")]
    return "tags: " + "; ".join(f"{word}: {', '.join(keys)}" for keys, word in parts if keys)


def _policy(old, new):
    """The removed and added statements; empty if only the format differs, None if it is not a policy document."""
    try:
        before, after = _statements(old), _statements(new)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    gone = [name for name, statement in before.items() if after.get(name) != statement]
    come = [name for name, statement in after.items() if before.get(name) != statement]
    parts = (("removed statements", gone), ("added statements", come))
    return "; ".join(f"{word}: {', '.join(names)}" for word, names in parts if names)


def _statements(document):
    statements = json.loads(document)["Statement"] if document else []
    statements = [statements] if isinstance(statements, dict) else statements
    return {one.get("Sid") or f"{one['Effect']} {one.get('Action')}": _normal(one) for one in statements}


def _normal(value):
    """In a policy, a value and a list with only this value are equivalent."""
    if isinstance(value, dict):
        return {key: _normal(part) for key, part in value.items() if key != "Sid"}
    if isinstance(value, list):
        return _normal(value[0]) if len(value) == 1 else sorted(map(str, map(_normal, value)))
    return value


def _words(name):
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)


def _value(value):
    if value in (None, "", {}, []):
        return "none"
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
