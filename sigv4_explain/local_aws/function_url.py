"""The front of a Lambda function URL: service ``lambda``, and no canonical string in the answer."""

from __future__ import annotations

from sigv4_explain.local_aws.cloud import (
    Arrival,
    Cloud,
    Response,
    ask_iam,
    broken_rule,
    check_signature,
    compact_json,
    framing,
)
from sigv4_explain.local_aws.function import Answered, FunctionCall, event_v2, invoke
from sigv4_explain.local_aws.world import Method, Reached, names_another
from sigv4_explain.presented import Carrier
from sigv4_explain.verifier import Verdict
from sigv4_explain.verifier.services import FUNCTION_URL

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
