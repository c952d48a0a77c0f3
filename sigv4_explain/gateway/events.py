"""The event that reaches the function: API Gateway's version 1.0 for REST APIs, 2.0 for HTTP APIs and function URLs.

Sources: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html and
https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html; the identity's fields as seen in published events.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from zlib import crc32

from sigv4_explain.gateway.arrival import Arrival
from sigv4_explain.gateway.cloud import Caller
from sigv4_explain.gateway.iam import RoleSession, User
from sigv4_explain.gateway.places import ApiKey, Method
from sigv4_explain.request import Request


@dataclass(frozen=True, slots=True)
class Call:
    """A call that may go on to the function: all that an event tells about it."""

    arrival: Arrival
    caller: Caller | None
    request_id: str
    extended_request_id: str
    account_id: str
    """Of the API or function."""
    api_id: str
    stage: str
    method: Method
    path_parameters: Mapping[str, str]
    path: str
    """The path as the event shows it, decoded: without the stage."""
    api_key: ApiKey | None = None


def event_v1(call: Call) -> dict[str, Any]:
    """Return the event of a REST API's proxy integration."""
    request = call.arrival.request
    query = _pairs(request.query)
    return {
        "resource": call.method.resource,
        "path": call.path,
        "httpMethod": request.method,
        "headers": dict(request.headers),
        "multiValueHeaders": _gathered(request.headers),
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": _gathered(query) or None,
        "pathParameters": dict(call.path_parameters) or None,
        "stageVariables": None,
        "requestContext": _context_v1(call),
        "body": request.body.decode(errors="replace") if request.body else None,
        "isBase64Encoded": False,
    }


def _context_v1(call: Call) -> dict[str, Any]:
    request, at = call.arrival.request, call.arrival.at
    return {
        "resourceId": f"{crc32(call.method.resource.encode()):08x}"[:6],
        "resourcePath": call.method.resource,
        "httpMethod": request.method,
        "extendedRequestId": call.extended_request_id,
        "requestTime": f"{at:%d/%b/%Y:%H:%M:%S} +0000",
        "path": call.arrival.decoded_path,
        "accountId": call.account_id,
        "protocol": "HTTP/1.1",
        "stage": call.stage,
        "domainPrefix": _domain_prefix(request),
        "requestTimeEpoch": _milliseconds(call),
        "requestId": call.request_id,
        "identity": _identity_v1(call),
        "domainName": _domain_name(request),
        "apiId": call.api_id,
    }


def _identity_v1(call: Call) -> dict[str, Any]:
    caller = call.caller
    user_id = _user_id(caller)
    key = {} if call.api_key is None else {"apiKey": call.api_key.value, "apiKeyId": call.api_key.key_id}
    return {
        "cognitoIdentityPoolId": None,
        "accountId": caller.principal.account_id if caller else None,
        "cognitoIdentityId": None,
        "caller": user_id,
        "sourceIp": call.arrival.source_ip,
        "principalOrgId": None,
        "accessKey": caller.access_key_id if caller else None,
        "cognitoAuthenticationType": None,
        "cognitoAuthenticationProvider": None,
        "userArn": caller.principal.arn if caller else None,
        "userAgent": call.arrival.user_agent,
        "user": user_id,
        **key,
    }


def event_v2(call: Call) -> dict[str, Any]:
    """Return the event of an HTTP API's integration, or of a function URL."""
    request = call.arrival.request
    query = _gathered(_pairs(request.query))
    headers = {name: ",".join(values) for name, values in _gathered(_lower(request)).items() if name != "cookie"}
    body, is_base64 = _body_v2(request)
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default" if call.method.http_method == "ANY" else f"{request.method} {call.method.resource}",
        "rawPath": request.path or "/",
        "rawQueryString": request.query,
        "cookies": [part for name, value in _lower(request) if name == "cookie" for part in value.split("; ")],
        "headers": headers,
        "queryStringParameters": {name: ",".join(values) for name, values in query.items()},
        "requestContext": _context_v2(call),
        "pathParameters": dict(call.path_parameters),
        "body": body,
        "isBase64Encoded": is_base64,
    }
    optional = ("cookies", "queryStringParameters", "pathParameters", "body")
    return {name: value for name, value in event.items() if value or name not in optional}


def _context_v2(call: Call) -> dict[str, Any]:
    request, at = call.arrival.request, call.arrival.at
    return {
        "accountId": call.account_id,
        "apiId": call.api_id,
        **({"authorizer": {"iam": _iam_v2(call.caller)}} if call.caller else {}),
        "domainName": _domain_name(request),
        "domainPrefix": _domain_prefix(request),
        "http": {
            "method": request.method,
            "path": request.path or "/",
            "protocol": "HTTP/1.1",
            "sourceIp": call.arrival.source_ip,
            "userAgent": call.arrival.user_agent or "",
        },
        "requestId": call.extended_request_id,
        "routeKey": "$default" if call.method.http_method == "ANY" else f"{request.method} {call.method.resource}",
        "stage": call.stage,
        "time": f"{at:%d/%b/%Y:%H:%M:%S} +0000",
        "timeEpoch": _milliseconds(call),
    }


def _iam_v2(caller: Caller) -> dict[str, Any]:
    user_id = _user_id(caller)
    return {
        "accessKey": caller.access_key_id,
        "accountId": caller.principal.account_id,
        "callerId": user_id,
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": caller.principal.arn,
        "userId": user_id,
    }


def _user_id(caller: Caller | None) -> str | None:
    principal = caller.principal if caller else None
    return principal.user_id if isinstance(principal, (User, RoleSession)) else None


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True, errors="replace")


def _gathered(pairs: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _lower(request: Request) -> list[tuple[str, str]]:
    return [(name.lower(), value) for name, value in request.headers]


def _body_v2(request: Request) -> tuple[str | None, bool]:
    """Text stays text; anything else is in Base64."""
    if not request.body:
        return None, False
    kind = (request.header("content-type") or "").partition(";")[0].strip().lower()
    is_text = kind.startswith("text/") or kind in ("application/json", "application/xml", "application/javascript", "")
    try:
        return (request.body.decode(), False) if is_text else (base64.b64encode(request.body).decode(), True)
    except UnicodeDecodeError:
        return base64.b64encode(request.body).decode(), True


def _domain_name(request: Request) -> str:
    return request.host.partition(":")[0]


def _domain_prefix(request: Request) -> str:
    return request.host.partition(".")[0].partition(":")[0]


def _milliseconds(call: Call) -> int:
    return int(call.arrival.at.timestamp() * 1000)
