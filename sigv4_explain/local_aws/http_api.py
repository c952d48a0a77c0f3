"""The front of an HTTP API: it checks as a REST API does, and tells nobody why it refused."""

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
from sigv4_explain.local_aws.world import MethodAuthorization, find_method, names_another
from sigv4_explain.verifier import Verdict

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
