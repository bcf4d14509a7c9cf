"""Checks a deployment settings file against Pulumi Cloud's own schema and against what a deployment needs.

The service and the CLI accept unknown keys, so a misspelled key would have no effect and cause no error.
"""

import difflib
import json
import re
import sys
from pathlib import Path

import jsonschema

HERE = Path(__file__).resolve().parent
ROLE = re.compile(r"arn:[a-z-]+:iam::\d{12}:role/[\w+=,.@/-]+")

ASSUMES_UPDATE_ROLE = "deploy/assume-update-role"

# The service also accepts plain strings for these, which its schema does not mention:
# https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/deployments.go
OR_TEXT = ("SecretValue", "DockerImageRequest")


def schema():
    """The service's schema, with unknown keys refused."""
    document = json.loads((HERE / "settings.openapi.json").read_text(encoding="utf-8"))
    for name, component in document["components"]["schemas"].items():
        _close(component)
        if name in OR_TEXT:
            document["components"]["schemas"][name] = {"anyOf": [{"type": "string"}, component]}
    return {"$ref": "#/components/schemas/DeploymentSettingsRequest", "components": document["components"]}


def _close(node):
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict) and "additionalProperties" not in node:
            node["unevaluatedProperties"] = False
        for child in node.values():
            _close(child)
    elif isinstance(node, list):
        for child in node:
            _close(child)


def by_schema(settings, validator):
    for error in sorted(validator.iter_errors(settings), key=lambda error: [str(part) for part in error.absolute_path]):
        field = ".".join(map(str, error.absolute_path)) or "the document"
        if error.validator == "unevaluatedProperties":
            known = list(error.schema.get("properties", {}))
            for key in sorted(set(error.instance) - set(known)):
                near = difflib.get_close_matches(key, known, 1)
                yield f"{field} has no key '{key}': " + (f"did you mean '{near[0]}'?" if near else f"it has {', '.join(known)}")
        else:
            yield f"{field}: {error.message}"


def by_need(settings):
    needed = {"operationContext.oidc.aws.roleArn": "previewRoleArn"}
    if ASSUMES_UPDATE_ROLE in (_member(settings, "operationContext.preRunCommands") or []):
        needed["operationContext.environmentVariables.UPDATE_ROLE_ARN"] = "updateRoleArn"
    for field, output in needed.items():
        role = _member(settings, field) or ""
        if not ROLE.fullmatch(str(role)):
            yield (f"{field} must be the ARN of an IAM role, got '{role}': "
                   f"'pulumi --cwd deploy/roles stack output {output}' prints it once the roles are deployed")
    image = _member(settings, "executorContext.executorImage")
    if isinstance(image, str) and not re.search(r":\d+\.\d+\.\d+$|@sha256:", image):
        yield f"executorContext.executorImage must specify a version, got '{image}': such as pulumi/pulumi-java:3.259.0"


def _member(settings, path):
    """The value at a path, or None. The schema check reports values of the wrong type."""
    for key in path.split("."):
        settings = settings.get(key) if isinstance(settings, dict) else None
    return settings


def main(file):
    name = f"deploy/{Path(file).name}"
    try:
        settings = json.loads(Path(file).read_text(encoding="utf-8"))
    except ValueError as error:
        print(f"{name} must be JSON: {error}")
        return
    validator = jsonschema.Draft202012Validator(schema())
    for mistake in [*by_schema(settings, validator), *(by_need(settings) if isinstance(settings, dict) else [])]:
        print(f"{name}: {mistake}")


main(sys.argv[1])
