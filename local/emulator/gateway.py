"""REST APIs of API Gateway: variables and functions of mapping templates, and the metrics that the alarms watch."""

import base64
import contextvars
import functools
import json
import os
import time

from ministack.services import apigateway_v1, cloudwatch

_requested = contextvars.ContextVar("requested", default=0.0)


def mend():
    _validate_what_the_template_reads()
    _decode_paths_of_patches()
    _leave_out_what_a_stage_does_not_have()
    _name_more_in_templates()
    _publish_metrics()


def _validate_what_the_template_reads():
    """Accepts only UTF-8. The validator would accept other encodings as well, in which the template finds nothing."""
    check = apigateway_v1._check_request_validation

    def check_decoded(method, api_id, request, headers, body, query_params):
        try:
            return check(method, api_id, request, headers, (body or b"").decode(), query_params)
        except UnicodeDecodeError:
            return apigateway_v1._gw_error("BAD_REQUEST_BODY", "Invalid request body")

    apigateway_v1._check_request_validation = check_decoded


def _decode_paths_of_patches():
    """A patch names a template by its content type, with its slash as ~1: https://www.rfc-editor.org/rfc/rfc6901"""
    apply = apigateway_v1._apply_patch

    def apply_decoded(target, operations):
        for operation in operations:
            *outer, name = map(apigateway_v1._decode_json_pointer_token, operation.get("path", "").strip("/").split("/"))
            if not any("/" in part for part in (*outer, name)):
                apply(target, [operation])
                continue
            inner = target
            for part in outer:
                inner = inner.setdefault(part, {})
            if operation.get("op") == "remove":
                inner.pop(name, None)
            else:
                inner[name] = operation.get("value")
        return target

    apigateway_v1._apply_patch = apply_decoded


def _leave_out_what_a_stage_does_not_have():
    """Leaves out an access log that is not configured: the provider would see it as a change."""
    create = apigateway_v1._create_stage

    def create_without(api_id, data):
        answer = create(api_id, data)
        stage = apigateway_v1._stages_v1.get(api_id, {}).get(data.get("stageName"), {})
        if not stage.get("accessLogSettings"):
            stage.pop("accessLogSettings", None)
        return answer

    apigateway_v1._create_stage = create_without


def _name_more_in_templates():
    """$context.requestTimeEpoch, $context.extendedRequestId and $util.escapeJavaScript, which would be left empty."""
    render, util = apigateway_v1._render_request_template_v1, apigateway_v1._vtl_util

    def render_with_time(template, body, params, context=None):
        more = {"requestTimeEpoch": int(_requested.get() * 1000), "extendedRequestId": base64.b64encode(os.urandom(11)).decode()}
        return render(template, body, params, {**(context or {}), **more})

    def util_with_escape(steps, state):
        name, arguments = steps[0] if steps else (None, None)
        if name != "escapeJavaScript" or arguments is None:
            return util(steps, state)
        [value] = apigateway_v1._vtl_split_args(arguments)
        return _escaped(apigateway_v1._vtl_str(apigateway_v1._vtl_value(value, state)))

    apigateway_v1._render_request_template_v1 = render_with_time
    apigateway_v1._vtl_util = util_with_escape


def _escaped(text):
    """Like Apache Commons Lang, which API Gateway uses: escapes like JSON, and also single quotes and slashes."""
    return json.dumps(text)[1:-1].replace("'", "\\'").replace("/", "\\/")


def _publish_metrics():
    execute = apigateway_v1.handle_execute

    @functools.wraps(execute)
    async def execute_and_count(api_id, *arguments):
        _requested.set(time.time())
        answer = await execute(api_id, *arguments)
        scope = apigateway_v1.find_api_scope(api_id)
        if scope:
            with apigateway_v1.request_scope(*scope):
                _record(apigateway_v1._rest_apis[api_id]["name"], answer[0], time.time() - _requested.get())
        return answer

    apigateway_v1.handle_execute = execute_and_count


def _record(api, status, seconds):
    dimensions = {"ApiName": api}
    for name, value, unit in (
        ("Count", 1, "Count"),
        ("4XXError", int(400 <= status < 500), "Count"),
        ("5XXError", int(status >= 500), "Count"),
        ("Latency", seconds * 1000, "Milliseconds"),
    ):
        cloudwatch.record_metric("AWS/ApiGateway", name, value, unit, dimensions)
