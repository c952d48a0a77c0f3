"""The fronts of an HTTP API, which tells nobody why it refused, and of a Lambda function URL, service ``lambda``."""

from __future__ import annotations

from sigv4_explain.local_aws.cloud import (
    Arrival,
    Caller,
    Cloud,
    Response,
    ask_iam,
    broken_rule,
    check_signature,
    compact_json,
    extended_id,
    framing,
)
from sigv4_explain.local_aws.function import Answered, FunctionCall, event_v2, invoke
from sigv4_explain.local_aws.world import Method, MethodAuthorization, Reached, find_method, names_another
from sigv4_explain.presented import Carrier
from sigv4_explain.verifier import Verdict
from sigv4_explain.verifier.services import FUNCTION_URL

STAGE = "$default"


def answer_http_api(cloud: Cloud, arrival: Arrival) -> Response:
    """Answer a request to an HTTP API."""
    api, path = cloud.world.http_api, arrival.decoded_path
    request_id = extended_id(cloud.request_id())
    if names_another(arrival.request.host, api.host(cloud.world.region)):
        return _refuse(arrival, request_id, 403, "Forbidden", f"there is no API {arrival.request.host}", None)
    reached = find_method(api.methods, arrival.request.method, path)
    if reached is None:
        because = f"no route {arrival.request.method} {path}"
        return _refuse(arrival, request_id, 404, "Not Found", because, None)
    caller: Caller | None = None
    verdict: Verdict | None = None
    if reached.method.authorization is MethodAuthorization.AWS_IAM:
        verdict = check_signature(cloud, arrival, "execute-api")
        if not verdict.accepted:
            return _refuse(arrival, request_id, 403, "Forbidden", broken_rule(verdict), verdict)
        caller = cloud.caller(str(verdict.access_key_id))
        arn = f"{cloud.world.api_arn(api.account_id, api.api_id)}/{STAGE}/{arrival.request.method}{path}"
        _, decision = ask_iam(caller, arrival, "execute-api:Invoke", arn, None)
        if not decision.allowed:
            return _refuse(arrival, request_id, 403, "Forbidden", str(decision), verdict)
    call = FunctionCall(arrival, caller, request_id, api.account_id, api.api_id, STAGE, reached)
    answered = invoke(cloud.function, event_v2(call))
    if not isinstance(answered, Answered):
        return _refuse(arrival, request_id, 500, "Internal Server Error", answered.reason, verdict)
    start = framing(arrival.at, answered.content_type, answered.body)
    headers = (*start, ("Apigw-Requestid", request_id), *answered.headers)
    return Response(answered.status, headers, answered.body, "the function answered", verdict)


def _refuse(
    arrival: Arrival, request_id: str, status: int, message: str, because: str, verdict: Verdict | None
) -> Response:
    body = compact_json({"message": message})
    headers = (*framing(arrival.at, "application/json", body), ("Apigw-Requestid", request_id))
    return Response(status, headers, body, because, verdict)


_ACTIONS = ("lambda:InvokeFunctionUrl", "lambda:InvokeFunction")
"""Both are needed since October 2025."""


def answer_function_url(cloud: Cloud, arrival: Arrival) -> Response:
    """Answer a request to a function URL."""
    place, request_id = cloud.world.function_url, cloud.request_id()
    if names_another(arrival.request.host, place.host(cloud.world.region)):
        because, body = f"there is no function URL {arrival.request.host}", compact_json({"Message": None})
        return _answer(arrival, request_id, 403, "AccessDeniedException", body, because, None)
    verdict = check_signature(cloud, arrival, "lambda")
    if verdict.carrier is Carrier.NEITHER:
        return _forbid(cloud, arrival, request_id, broken_rule(verdict), verdict)
    if not verdict.accepted:
        body = compact_json({"message": verdict.message})
        return _answer(arrival, request_id, verdict.status, verdict.code, body, broken_rule(verdict), verdict)
    caller = cloud.caller(str(verdict.access_key_id))
    for action in _ACTIONS:
        _, decision = ask_iam(caller, arrival, action, cloud.world.function_arn, cloud.world.function_policy)
        if not decision.allowed:
            return _forbid(cloud, arrival, request_id, f"{action}: {decision}", verdict)
    reached = Reached(Method("ANY", "/"), {}, arrival.decoded_path)
    call = FunctionCall(arrival, caller, request_id, place.account_id, place.url_id, "$default", reached)
    answered = invoke(cloud.function, event_v2(call))
    if not isinstance(answered, Answered):
        body = b"Internal Server Error"
        return _answer(arrival, request_id, 502, None, body, answered.reason, verdict, "text/plain")
    start = framing(arrival.at, answered.content_type, answered.body)
    headers = (*start, ("x-amzn-RequestId", request_id), *answered.headers)
    return Response(answered.status, headers, answered.body, "the function answered", verdict)


def _forbid(cloud: Cloud, arrival: Arrival, request_id: str, because: str, verdict: Verdict) -> Response:
    body = compact_json({"Message": FUNCTION_URL.missing_token[cloud.wording]})
    return _answer(arrival, request_id, 403, "AccessDeniedException", body, because, verdict)


def _answer(
    arrival: Arrival,
    request_id: str,
    status: int,
    error_type: str | None,
    body: bytes,
    because: str,
    verdict: Verdict | None,
    content_type: str = "application/json",
) -> Response:
    errors = () if error_type is None else (("x-amzn-ErrorType", error_type),)
    headers = (*framing(arrival.at, content_type, body), ("x-amzn-RequestId", request_id), *errors)
    return Response(status, headers, body, because, verdict)
