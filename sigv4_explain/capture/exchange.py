"""The requests behind an answer of requests or httpx, redirects included; nothing here imports either."""

from __future__ import annotations

from typing import Any

from sigv4_explain.capture.bodies import signable
from sigv4_explain.capture.signed_first import first_signed
from sigv4_explain.errors import InvalidRequest
from sigv4_explain.request import Request

_EXPECTED = "a response or a request of requests or httpx"


def request_from_exchange(exchange: Any) -> Request:
    """Take the request behind a response of requests or httpx: the first that was signed, else the first.

    A library that follows a redirect may drop the signature, so the last request is not the one to ask about. Raises
    InvalidRequest for other things, and for a body that was read while it was sent.
    """
    return first_signed(requests_from_exchange(exchange))


def requests_from_exchange(exchange: Any) -> tuple[Request, ...]:
    """Take each request that led to a response, in the order sent; of a request itself, that one."""
    answers = [*(getattr(exchange, "history", None) or ()), exchange]
    return tuple(_request(_sent(answer)) for answer in answers)


def _sent(exchange: Any) -> Any:
    if hasattr(exchange, "status_code"):
        exchange = exchange.request
    if not all(hasattr(exchange, name) for name in ("method", "url", "headers")):
        raise InvalidRequest("exchange", type(exchange).__name__, _EXPECTED)
    return exchange


def _request(sent: Any) -> Request:
    # httpx keeps repeated headers and their bytes in raw; its mapping joins them.
    headers = getattr(sent.headers, "raw", None) or sent.headers.items()
    headers, body = signable(headers, _body(sent))
    return Request(sent.method or "", str(sent.url or ""), headers, body)


def _body(sent: Any) -> Any:
    """Return requests' body, or httpx's content, which it has unless it streamed it."""
    if hasattr(sent, "body"):
        return sent.body
    try:
        return sent.content
    except RuntimeError as error:  # httpx.RequestNotRead
        raise InvalidRequest(
            "body", type(getattr(sent, "stream", sent)).__name__, "a body that was not streamed"
        ) from error
