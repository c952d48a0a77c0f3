"""The function behind a front: the event that it gets, and how its answer is read.

Events are those that AWS documents: version 2.0 for an HTTP API and a function URL, and for a REST API the fields of
version 1.0 that tell what was called and by whom.

Sources: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html,
https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html and
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from sigv4_explain.local_aws.cloud import Arrival, Caller, Function, Headers, compact_json
from sigv4_explain.local_aws.iam import Anonymous
from sigv4_explain.local_aws.world import ApiKey, Reached


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A call that every rule lets through: all that an event tells about it."""

    arrival: Arrival
    caller: Caller | None
    """None for a method that asks nobody who calls."""
    request_id: str
    account_id: str
    """Of the API or function."""
    api_id: str
    stage: str
    reached: Reached
    api_key: ApiKey | None = None

    @property
    def user_id(self) -> str | None:
        """The caller's unique id: ``AIDA…`` for a user, ``AROA…:session`` for a session."""
        principal = self.caller.principal if self.caller else Anonymous()
        return None if isinstance(principal, Anonymous) else principal.user_id

    @property
    def query_pairs(self) -> list[tuple[str, str]]:
        """The query's names and values, decoded."""
        return parse_qsl(self.arrival.request.query, keep_blank_values=True, errors="replace")


def event_v1(call: FunctionCall) -> dict[str, Any]:
    """Return the event of a REST API's proxy integration."""
    request, caller = call.arrival.request, call.caller
    body, is_base64 = _body(call)
    return {
        "resource": call.reached.method.resource,
        "path": call.reached.path,
        "httpMethod": request.method,
        "headers": dict(request.headers),
        "multiValueHeaders": _gathered(request.headers),
        "queryStringParameters": dict(call.query_pairs) or None,
        "multiValueQueryStringParameters": _gathered(call.query_pairs) or None,
        "pathParameters": dict(call.reached.parameters) or None,
        "requestContext": {
            **_context(call),
            "path": call.arrival.decoded_path,
            "identity": {
                "accountId": caller.principal.account_id if caller else None,
                "caller": call.user_id,
                "accessKey": caller.access_key_id if caller else None,
                "userArn": caller.principal.arn if caller else None,
                "sourceIp": call.arrival.source_ip,
                "userAgent": call.arrival.user_agent,
                "apiKeyId": call.api_key.key_id if call.api_key else None,
            },
        },
        "body": body,
        "isBase64Encoded": is_base64,
    }


def event_v2(call: FunctionCall) -> dict[str, Any]:
    """Return the event of an HTTP API's integration, or of a function URL."""
    request, method = call.arrival.request, call.reached.method
    headers = [(name.lower(), value) for name, value in request.headers]
    route_key = "$default" if method.http_method == "ANY" else f"{request.method} {method.resource}"
    body, is_base64 = _body(call)
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": request.path or "/",
        "rawQueryString": request.query,
        "cookies": [part for name, value in headers if name == "cookie" for part in value.split("; ")],
        "headers": _joined((name, value) for name, value in headers if name != "cookie"),
        "queryStringParameters": _joined(call.query_pairs),
        "requestContext": {
            **_context(call),
            **({"authorizer": {"iam": _iam(call, call.caller)}} if call.caller else {}),
            "http": {
                "method": request.method,
                "path": request.path or "/",
                "protocol": "HTTP/1.1",
                "sourceIp": call.arrival.source_ip,
                "userAgent": call.arrival.user_agent or "",
            },
            "routeKey": route_key,
            "time": f"{call.arrival.at:%d/%b/%Y:%H:%M:%S} +0000",
            "timeEpoch": int(call.arrival.at.timestamp() * 1000),
        },
        "pathParameters": dict(call.reached.parameters),
        "body": body,
        "isBase64Encoded": is_base64,
    }
    optional = ("cookies", "queryStringParameters", "pathParameters", "body")
    return {name: value for name, value in event.items() if value or name not in optional}


def _context(call: FunctionCall) -> dict[str, Any]:
    domain = call.arrival.request.host.partition(":")[0]
    return {
        "accountId": call.account_id,
        "apiId": call.api_id,
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "requestId": call.request_id,
        "stage": call.stage,
    }


def _iam(call: FunctionCall, caller: Caller) -> dict[str, Any]:
    return {
        "accessKey": caller.access_key_id,
        "accountId": caller.principal.account_id,
        "callerId": call.user_id,
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": caller.principal.arn,
        "userId": call.user_id,
    }


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: ",".join(values) for name, values in _gathered(pairs).items()}


def _body(call: FunctionCall) -> tuple[str | None, bool]:
    """Text stays text; anything else is in Base64."""
    request = call.arrival.request
    kind = (request.header("content-type") or "").partition(";")[0].strip().lower()
    is_text = kind.startswith("text/") or kind in ("application/json", "application/xml", "application/javascript", "")
    try:
        if not request.body or is_text:
            return request.body.decode() or None, False
    except UnicodeDecodeError:
        pass
    return base64.b64encode(request.body).decode(), True


@dataclass(frozen=True, slots=True)
class Answered:
    """What a function answered."""

    status: int
    content_type: str
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a function's answer could not be passed on; for the log, never for the client."""

    reason: str


def invoke(function: Function, event: dict[str, Any]) -> Answered | Failed:
    """Call a function with an event, and read what it answers as the event's version has it."""
    try:
        answer = function(event)
    except (Exception, SystemExit) as error:  # noqa: BLE001 -- whatever a learner's function raises, AWS answers
        return Failed(f"the function raised {type(error).__name__}")
    try:
        if isinstance(answer, Mapping) and "statusCode" in answer:
            return _read(answer, "text/plain;charset=utf-8" if "version" in event else "application/json")
        if "version" in event:  # whatever else comes back is the body
            return Answered(200, "application/json", (), json.dumps(answer).encode())
    except (TypeError, ValueError, AttributeError, binascii.Error) as error:
        return Failed(f"the function's answer is malformed: {type(error).__name__}")
    return Failed("the function's answer is malformed: it has no statusCode")


def _read(answer: Mapping[str, Any], default_type: str) -> Answered:
    status = int(answer["statusCode"])
    if not 200 <= status <= 599:
        raise ValueError("statusCode")
    headers = [(str(name), str(value)) for name, value in (answer.get("headers") or {}).items()]
    for name, values in (answer.get("multiValueHeaders") or {}).items():
        headers += [(str(name), str(value)) for value in values]
    headers += [("Set-Cookie", str(cookie)) for cookie in answer.get("cookies") or ()]
    if any("\r" in text or "\n" in text for pair in headers for text in pair):
        raise ValueError("a line break in a header")
    content_type = next((value for name, value in headers if name.lower() == "content-type"), default_type)
    others = tuple((name, value) for name, value in headers if name.lower() not in ("content-type", "content-length"))
    body = answer.get("body")
    if body is None:
        data = b""
    elif not isinstance(body, str):
        data = compact_json(body)
    else:
        data = base64.b64decode(body, validate=True) if answer.get("isBase64Encoded") else body.encode()
    return Answered(status, content_type, others, data)
