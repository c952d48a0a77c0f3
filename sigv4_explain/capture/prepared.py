"""A Request from and for the requests library; nothing here imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sigv4_explain.capture.bodies import signable
from sigv4_explain.encoding import trim
from sigv4_explain.errors import SigV4Error
from sigv4_explain.request import Request
from sigv4_explain.trace.trace import Trace

if TYPE_CHECKING:
    from requests import PreparedRequest, Response


def request_from_requests(prepared: PreparedRequest) -> Request:
    """Take the request that ``requests`` is about to send, Session headers included.

    A file as body is hashed and not read into memory: the Request has an empty body and the header
    ``X-Amz-Content-SHA256``, which is what gets signed. Raises InvalidRequest for a body that can be read only once.
    """
    headers, body = signable(dict(prepared.headers or ()).items(), prepared.body)
    return Request(prepared.method or "", prepared.url or "", headers, body)


def request_to_requests(request: Request) -> dict[str, Any]:
    """Return the keyword arguments of ``requests.request``.

    Repeated headers are joined with a comma, which is how they are signed. A value that is not ASCII is given as
    UTF-8, which is what is signed; requests would send Latin-1. Note that requests itself resolves ``..`` in a path.

    >>> request_to_requests(Request("GET", "https://example.com/", [("A", "1"), ("a", "2 ")]))["headers"]
    {'A': '1,2'}
    """
    names: dict[str, str] = {}
    values: dict[str, list[str]] = {}
    for name, value in request.headers:
        names.setdefault(name.lower(), name)
        values.setdefault(name.lower(), []).append(trim(value))
    headers = {names[key]: as_sent(",".join(values[key])) for key in names}
    return {"method": request.method, "url": request.url, "headers": headers, "data": request.body or None}


def as_sent(value: str) -> str | bytes:
    """Return a header's value in the type with which http.client sends the bytes that were signed."""
    return value if value.isascii() else value.encode()


def trace_of(sent: PreparedRequest | Response) -> Trace:
    """Return the trace that SigV4Auth left on a prepared request, or on the one that a response answers.

    Raises SigV4Error when there is none, for example after a redirect, which requests follows unsigned.
    """
    trace = getattr(getattr(sent, "request", sent), "sigv4_trace", None)
    if not isinstance(trace, Trace):
        raise SigV4Error("No trace here: this request was not signed by SigV4Auth, or is a redirect that followed.")
    return trace
