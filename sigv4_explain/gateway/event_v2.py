"""The event that the function of an HTTP API or of a function URL gets: version 2.0.

Sources: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html and
https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html.
"""

from __future__ import annotations

import base64
from typing import Any

from sigv4_explain.gateway.call import Call, gathered
from sigv4_explain.gateway.cloud import Caller
from sigv4_explain.request import Request


def event_v2(call: Call) -> dict[str, Any]:
    """Return the event of an HTTP API's integration, or of a function URL."""
    request = call.arrival.request
    query = gathered(call.query_pairs)
    headers = {name: ",".join(values) for name, values in gathered(_lower(request)).items() if name != "cookie"}
    body, is_base64 = _body(request)
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": _route_key(call),
        "rawPath": request.path or "/",
        "rawQueryString": request.query,
        "cookies": [part for name, value in _lower(request) if name == "cookie" for part in value.split("; ")],
        "headers": headers,
        "queryStringParameters": {name: ",".join(values) for name, values in query.items()},
        "requestContext": _context(call),
        "pathParameters": dict(call.reached.parameters),
        "body": body,
        "isBase64Encoded": is_base64,
    }
    optional = ("cookies", "queryStringParameters", "pathParameters", "body")
    return {name: value for name, value in event.items() if value or name not in optional}


def _context(call: Call) -> dict[str, Any]:
    request = call.arrival.request
    return {
        "accountId": call.account_id,
        "apiId": call.api_id,
        **({"authorizer": {"iam": _iam(call, call.caller)}} if call.caller else {}),
        "domainName": call.domain_name,
        "domainPrefix": call.domain_prefix,
        "http": {
            "method": request.method,
            "path": request.path or "/",
            "protocol": "HTTP/1.1",
            "sourceIp": call.arrival.source_ip,
            "userAgent": call.arrival.user_agent or "",
        },
        "requestId": call.extended_request_id,
        "routeKey": _route_key(call),
        "stage": call.stage,
        "time": call.log_time,
        "timeEpoch": call.milliseconds,
    }


def _iam(call: Call, caller: Caller) -> dict[str, Any]:
    return {
        "accessKey": caller.access_key_id,
        "accountId": caller.principal.account_id,
        "callerId": call.user_id,
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": caller.principal.arn,
        "userId": call.user_id,
    }


def _lower(request: Request) -> list[tuple[str, str]]:
    return [(name.lower(), value) for name, value in request.headers]


def _body(request: Request) -> tuple[str | None, bool]:
    """Text stays text; anything else is in Base64."""
    if not request.body:
        return None, False
    kind = (request.header("content-type") or "").partition(";")[0].strip().lower()
    is_text = kind.startswith("text/") or kind in ("application/json", "application/xml", "application/javascript", "")
    try:
        return (request.body.decode(), False) if is_text else (base64.b64encode(request.body).decode(), True)
    except UnicodeDecodeError:
        return base64.b64encode(request.body).decode(), True


def _route_key(call: Call) -> str:
    method = call.reached.method
    return "$default" if method.http_method == "ANY" else f"{call.arrival.request.method} {method.resource}"
