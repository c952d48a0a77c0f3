"""The inputs of the doctor by their kinds: text, a library's objects, or what was read already."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sigv4_explain.capture import ClientEvidence, client_evidence_in, parse_request, request_from_exchange
from sigv4_explain.capture.answers import Answer, parse_answer
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.request import Request
from sigv4_explain.signature import request_date_time

LONGEST = 1024 * 1024
"""Characters of a pasted request that are read: more than anybody pastes on purpose."""

LONGEST_SIGNED = 32 * 1024
"""Characters of a canonical request that are read: AWS refuses URLs and headers long before."""

# A byte that is no UTF-8 stands in a text as one of U+DC80 to U+DCFF, as Python's files have it; the others are junk.
_half_character = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def read_request(given: Any) -> ClientEvidence:
    """Read a request, and what its client computed if that stands beside it.

    Takes a Request, a response or request of requests or httpx, or text: whatever ``Request.parse`` reads, or a log.
    Raises InvalidInput for what cannot be read.
    """
    if isinstance(given, Request):
        return ClientEvidence(request=given)
    if isinstance(given, (bytes, bytearray)):
        given = bytes(given[:LONGEST]).decode(errors="replace")
    if not isinstance(given, str):
        return ClientEvidence(request=request_from_exchange(given))
    text = given[:LONGEST]
    return logged_in(text) or ClientEvidence(request=parse_request(text))


def logged_in(text: str) -> ClientEvidence | None:
    """Return the last call of a client's log that tells what was signed; None for a text without such a call.

    Raises InvalidInput for a log that shows a request and cannot be read.
    """
    lower = text.lower()
    if not ("canonical" in lower or "to sign" in lower or "tosign" in lower):
        return None
    calls = [call for call in client_evidence_in(text) if call.canonical_request or call.string_to_sign]
    return calls[-1] if calls else None


def read_answer(given: Any) -> Answer:
    """Read AWS's answer from text, from a response of requests or httpx, from an SDK's exception, or from its dict.

    Raises InvalidInput for what cannot be read.
    """
    if isinstance(given, Answer):
        return given
    if isinstance(given, BaseException):
        return parse_answer(_exception_text(given))
    if isinstance(given, Mapping):
        return parse_answer(json.dumps(given, default=str))
    if hasattr(given, "status_code") and hasattr(given, "headers"):
        head = "".join([f"{name}: {value}\n" for name, value in given.headers.items()])
        return parse_answer(f"HTTP/1.1 {given.status_code}\n{head}\n{given.text}")
    return parse_answer(given)


def _exception_text(error: BaseException) -> str:
    """Write an exception as the answer that it tells of: botocore keeps status and headers beside the message."""
    response = getattr(error, "response", None)
    if not isinstance(response, Mapping):
        return str(error)
    about = response.get("ResponseMetadata", {})
    head = "".join([f"{name}: {value}\n" for name, value in about.get("HTTPHeaders", {}).items()])
    return f"HTTP/1.1 {about.get('HTTPStatusCode', '')}\n{head}\n{error}"


def read_text(field: str, given: object) -> str | None:
    """Return a text of the client's as it is, of an endless one the beginning. Raises InvalidInput for another type."""
    if given is None or isinstance(given, str):
        return _half_character.sub("\ufffd", (given or "")[:LONGEST_SIGNED]) or None
    raise InvalidInput(field, describe(given), "the text that the client logged, as str, or None")


def read_moment(field: str, given: datetime | str | None) -> datetime | None:
    """Return a time as an aware datetime. Raises InvalidInput for what is none."""
    if given is None:
        return None
    try:
        return datetime.strptime(request_date_time(given), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except InvalidInput as error:
        raise InvalidInput(field, error.received, error.expected) from None
