"""A Request from and for requests, httpx and botocore; nothing here imports them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sigv4_explain.canonical import Headers
from sigv4_explain.encoding import sha256_hex, sha256_hex_of_file, trim
from sigv4_explain.errors import InvalidRequest, SigV4Error
from sigv4_explain.readers.building import first_signed
from sigv4_explain.request import Request
from sigv4_explain.trace.trace import Trace

if TYPE_CHECKING:
    from botocore.awsrequest import AWSRequest
    from requests import PreparedRequest, Response


CONTENT_SHA256 = "X-Amz-Content-SHA256"
"""The header that announces the payload hash."""


def signable(headers: Iterable[tuple[Any, Any]], body: Any) -> tuple[Headers, bytes | str]:
    """Return headers as text, and the body, or for a file no body and the header that announces its hash.

    A server takes that header for the payload hash, or hashes what arrives and gets the same: both ways the signature
    of the Request without the body is that of the request with it. A hash, or UNSIGNED-PAYLOAD, that the headers have
    already is taken as it is.
    """
    pairs = tuple((_text(name, name), _text(name, value)) for name, value in headers)
    if body is None:
        return pairs, b""
    if isinstance(body, (bytes, bytearray, str)):
        return pairs, body if isinstance(body, str) else bytes(body)
    if any(name.lower() == CONTENT_SHA256.lower() for name, _ in pairs):
        return pairs, b""
    return (*pairs, (CONTENT_SHA256, payload_sha256(body))), b""


def payload_sha256(body: Any) -> str:
    """Hash text, bytes or the rest of a seekable binary file, which is put back to where it was.

    Raises InvalidRequest for a generator, a pipe or a file opened as text.
    """
    if isinstance(body, (bytes, bytearray, str)) or body is None:
        return sha256_hex(body.encode() if isinstance(body, str) else bytes(body or b""))
    try:
        return sha256_hex_of_file(body)
    except (AttributeError, OSError, TypeError, ValueError) as error:
        expected = (
            "bytes, str, or a seekable file opened with 'rb': the body is hashed before it is sent "
            "(S3 also takes the header x-amz-content-sha256: UNSIGNED-PAYLOAD)"
        )
        raise InvalidRequest("body", type(body).__name__, expected) from error


def _text(name: Any, value: Any) -> Any:
    """Decode a header given as bytes; what is neither is left for Request to refuse by name."""
    if not isinstance(value, bytes):
        return value
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise InvalidRequest(f"headers[{name!r}]", "bytes that are not UTF-8", "str, or UTF-8 bytes") from None


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


def request_from_botocore(aws_request: AWSRequest) -> Request:
    """Take the request as botocore's own signer sees it: ``params`` in the URL, ``data`` as the body it becomes.

    A file as body is hashed and not read into memory: the Request has an empty body and the header
    ``X-Amz-Content-SHA256``. Raises InvalidRequest for a body that can be read only once.
    """
    sent = aws_request.prepare()
    # The headers from before: preparing adds Content-Length, which botocore signs not, and drops repeats.
    headers, body = signable(aws_request.headers.items(), sent.body)
    return Request(sent.method, sent.url, headers, body)


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
