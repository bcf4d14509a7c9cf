"""Checks the resources of stacks with cfn-lint, against AWS's own schemas, ranges, patterns and IAM actions."""

import json
import sys
from pathlib import Path

from cfnlint import ManualArgs
from cfnlint.api import lint

from template import template

REGION = "eu-central-1"

# A rule, the beginning of its message, and why it does not apply here.
ACCEPTED = []


def findings(state_file):
    """All findings of cfn-lint, including informational ones, except those that are accepted."""
    text = json.dumps(template(json.loads(Path(state_file).read_text(encoding="utf-8"))), indent=1)
    config = ManualArgs(regions=[REGION], include_checks=["I", "W", "E"])
    for match in lint(text, config=config):
        path = "/".join(str(part) for part in match.path or [])
        if not any(match.rule.id == rule and match.message.startswith(words) for rule, words, _ in ACCEPTED):
            yield f"{state_file}: {match.rule.id} {path}: {match.message}"


found = [finding for state in sys.argv[1:] for finding in findings(state)]
print("\n".join(found) or "nothing found")
sys.exit(1 if found else 0)
