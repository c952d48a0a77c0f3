"""Call the function behind a front, and read its answer as Lambda's proxy integrations do."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sigv4_explain.gateway.echo import Function
from sigv4_explain.gateway.response import Headers, compact_json


class Payload(Enum):
    """The shape of events and answers."""

    V1 = "1.0: REST APIs"
    V2 = "2.0: HTTP APIs and function URLs"


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


def invoke(function: Function, event: dict[str, Any], payload: Payload) -> Answered | Failed:
    """Call a function with an event.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
    """
    try:
        answer = function(event)
    except Exception as error:  # noqa: BLE001 -- whatever a learner's function raises, the client gets AWS's answer
        return Failed(f"the function raised {type(error).__name__}")
    try:
        return _read(answer, payload)
    except (TypeError, ValueError, AttributeError, binascii.Error) as error:
        return Failed(f"the function's answer is malformed: {type(error).__name__}")


def _read(answer: object, payload: Payload) -> Answered:
    if not isinstance(answer, Mapping) or "statusCode" not in answer:
        if payload is Payload.V2:  # whatever else comes back is the body
            return Answered(200, "application/json", (), json.dumps(answer).encode())
        raise TypeError("statusCode")
    status = int(answer["statusCode"])
    if not 100 <= status <= 599:
        raise ValueError("statusCode")
    headers = _headers(answer)
    content_type = next((value for name, value in headers if name.lower() == "content-type"), None)
    others = tuple((name, value) for name, value in headers if name.lower() not in ("content-type", "content-length"))
    default = "application/json" if payload is Payload.V1 else "text/plain;charset=utf-8"
    return Answered(status, content_type or default, others, _body(answer))


def _headers(answer: Mapping[str, Any]) -> Headers:
    single = [(str(name), str(value)) for name, value in (answer.get("headers") or {}).items()]
    repeated = [
        (str(name), str(value)) for name, all_ in (answer.get("multiValueHeaders") or {}).items() for value in all_
    ]
    cookies = [("Set-Cookie", str(cookie)) for cookie in answer.get("cookies") or ()]
    headers = (*single, *repeated, *cookies)
    if any("\r" in text or "\n" in text for pair in headers for text in pair):
        raise ValueError("a line break in a header")
    return headers


def _body(answer: Mapping[str, Any]) -> bytes:
    body = answer.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        return compact_json(body)
    return base64.b64decode(body, validate=True) if answer.get("isBase64Encoded") else body.encode()
