"""The event that a REST API's function gets: version 1.0.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html; the
context's and identity's fields as seen in published events.
"""

from __future__ import annotations

from typing import Any
from zlib import crc32

from sigv4_explain.gateway.call import Call, gathered


def event_v1(call: Call) -> dict[str, Any]:
    """Return the event of a REST API's proxy integration."""
    request = call.arrival.request
    query = call.query_pairs
    return {
        "resource": call.reached.method.resource,
        "path": call.reached.path,
        "httpMethod": request.method,
        "headers": dict(request.headers),
        "multiValueHeaders": gathered(request.headers),
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": gathered(query) or None,
        "pathParameters": dict(call.reached.parameters) or None,
        "stageVariables": None,
        "requestContext": _context(call),
        "body": request.body.decode(errors="replace") if request.body else None,
        "isBase64Encoded": False,
    }


def _context(call: Call) -> dict[str, Any]:
    request = call.arrival.request
    return {
        "resourceId": f"{crc32(call.reached.method.resource.encode()):08x}"[:6],
        "resourcePath": call.reached.method.resource,
        "httpMethod": request.method,
        "extendedRequestId": call.extended_request_id,
        "requestTime": call.log_time,
        "path": call.arrival.decoded_path,
        "accountId": call.account_id,
        "protocol": "HTTP/1.1",
        "stage": call.stage,
        "domainPrefix": call.domain_prefix,
        "requestTimeEpoch": call.milliseconds,
        "requestId": call.request_id,
        "identity": _identity(call),
        "domainName": call.domain_name,
        "apiId": call.api_id,
    }


def _identity(call: Call) -> dict[str, Any]:
    caller = call.caller
    key = {} if call.api_key is None else {"apiKey": call.api_key.value, "apiKeyId": call.api_key.key_id}
    return {
        "cognitoIdentityPoolId": None,
        "accountId": caller.principal.account_id if caller else None,
        "cognitoIdentityId": None,
        "caller": call.user_id,
        "sourceIp": call.arrival.source_ip,
        "principalOrgId": None,
        "accessKey": caller.access_key_id if caller else None,
        "cognitoAuthenticationType": None,
        "cognitoAuthenticationProvider": None,
        "userArn": caller.principal.arn if caller else None,
        "userAgent": call.arrival.user_agent,
        "user": call.user_id,
        **key,
    }
