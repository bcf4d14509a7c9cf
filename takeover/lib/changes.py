"""The changes that a preview shows, property by property, in words."""

import json

from .live import OWN_VARIABLES, variables
from .plan import UNKNOWN

# What a reader would ask about a change.
_WHAT_IT_MEANS = {
    ("Queue", "visibilityTimeoutSeconds"): "in-flight messages keep their old one",
    ("Queue", "sqsManagedSseEnabled"): "messages that are waiting stay as they are",
    ("Queue", "redriveAllowPolicy"): "only this queue may use the dead-letter queue",
    ("Role", "assumeRolePolicy"): "Lambda may assume the role, for this account only",
    ("Function", "publish"): "no version is published",
    ("EventSourceMapping", "metricsConfig"): "Lambda counts the mapping's events, which an alarm watches",
}
# Of the provider, not of AWS; and all tags, of which "tags" tells.
_OF_THE_PROVIDER = {"__defaults", "forceDelete", "forceDestroy", "forceDetachPolicies", "forceOverwriteReplicaSecret", "recoveryWindowInDays", "skipDestroy", "tagsAll", "timeouts"}
_LONGEST = 60


def in_words(plan):
    """A line for each property that would change, under a line for each resource."""
    for resource in plan.custom("update"):
        lines = [*_lines(resource)]
        yield f"{resource.name} ({resource.id})"
        yield from (f"  {line}" for line in lines or ["nothing in AWS: only what Pulumi keeps about it"])


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
                yield f"{name} {'changed' if name in new else 'lost'}"


def _tags(old, new):
    gone, come = sorted(set(old) - set(new)), sorted(set(new) - set(old))
    changed = sorted(key for key in set(old) & set(new) if old[key] != new[key])
    parts = [(gone, "lost"), (come, "new"), (changed, "changed")]
    return "tags: " + "; ".join(f"{word}: {', '.join(keys)}" for keys, word in parts if keys)


def _policy(old, new):
    """The statements that come and go; nothing to say if only the form differs, and None if it is no document."""
    try:
        before, after = _statements(old), _statements(new)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    gone = [name for name, statement in before.items() if after.get(name) != statement]
    come = [name for name, statement in after.items() if before.get(name) != statement]
    return "; ".join(f"{word}: {', '.join(names)}" for word, names in (("statements out", gone), ("statements in", come)) if names)


def _statements(document):
    statements = json.loads(document)["Statement"] if document else []
    statements = [statements] if isinstance(statements, dict) else statements
    return {one.get("Sid") or f"{one['Effect']} {one.get('Action')}": _normal(one) for one in statements}


def _normal(value):
    """One value and a list of it mean the same in a policy."""
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
