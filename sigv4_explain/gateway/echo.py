"""The function behind every front, unless you put your own in its place: it tells what reached it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

Function = Callable[[dict[str, Any]], object]
"""A Lambda function without its context: an event in, an answer out."""


def echo(event: Mapping[str, Any]) -> dict[str, Any]:
    """Answer with the message, the parameters, the body and the method: the same for both shapes of event.

    >>> echo({"httpMethod": "GET", "queryStringParameters": {"client": "ky"}, "body": None})["body"]
    '{"message": "Hello from the function", "params": {"client": "ky"}, "body": null, "method": "GET"}'
    """
    method = event.get("httpMethod") or event["requestContext"]["http"]["method"]
    told = {
        "message": "Hello from the function",
        "params": event.get("queryStringParameters") or {},
        "body": event.get("body"),
        "method": method,
    }
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(told)}
