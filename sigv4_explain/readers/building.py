"""What the readers share: a Request from pieces, the one that is signed, the ends of lines, and chunks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sigv4_explain.errors import InvalidRequest, UnreadableText
from sigv4_explain.request import Request
from sigv4_explain.signature import ALGORITHM

_signature_in_query = re.compile(r"(?:^|&)X-Amz-Signature=", re.IGNORECASE)


def is_signed(request: Request) -> bool:
    """Return whether a request has a signature of Version 4 in its Authorization header or its query.

    >>> is_signed(Request("GET", "https://example.amazonaws.com/?X-Amz-Signature=e93c"))
    True
    """
    authorization = request.header("authorization") or ""
    return authorization.lstrip().startswith(ALGORITHM) or bool(_signature_in_query.search(request.query))


def first_signed(requests: Sequence[Request]) -> Request:
    """Return the first request that is signed, or else the first of all; there must be one."""
    return next(filter(is_signed, requests), requests[0])


def request_from_text(
    where: str, method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes | str
) -> Request:
    """Build the Request, or raise UnreadableText that says ``where`` in the text it failed."""
    try:
        return Request(method, url, headers, body)
    except InvalidRequest as error:
        raise UnreadableText("text", f"{where}: {error.field}: {error.received}", error.expected) from error


def unified(text: str) -> str:
    r"""Return a text with LF for CRLF, when every line ends with CRLF: then the paste, not the sender, put them there.

    Where lines end both ways, a CR may be part of a body, and is kept.

    >>> unified("a\r\nb\r\n"), unified("a\nb\r\n")
    ('a\nb\n', 'a\nb\r\n')
    """
    return text.replace("\r\n", "\n") if text.count("\n") == text.count("\r\n") else text


_size = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?(?:\r?\n|\Z)")
_trailers = re.compile(rb"(?:[^\s:]+:[^\n]*(?:\n|\Z))*+\s*\Z")


def dechunked(framed: bytes) -> bytes | None:
    r"""Return what stands in the chunks; None for anything but whole chunks up to the last one, which is empty.

    >>> dechunked(b"4\r\nWiki\r\n0\r\n\r\n"), dechunked(b"4\r\nWi")
    (b'Wiki', None)

    Source: RFC 9112, section 7.1
    """
    chunks: list[bytes] = []
    place = 0
    while found := _size.match(framed, place):
        start, end = found.end(), found.end() + int(found[1], 16)
        if start == end:
            return b"".join(chunks) if _trailers.match(framed, start) else None
        # As the line before: the CR of a CRLF is no data, and a paste that lost its CRs has none.
        line_end = b"\r\n" if framed.startswith(b"\r\n", start - 2) else b"\n"
        if not framed.startswith(line_end, end):
            return None
        chunks.append(framed[start:end])
        place = end + len(line_end)
    return None


def with_body_as_sent(request: Request) -> Request:
    """Return a request whose body was read with its chunks without them; one that is not whole chunks stays."""
    whole = dechunked(request.body) if _is_chunked(request) else None
    # The chunks that aws-chunked makes are the body itself, and what showed it may have taken HTTP's own off already.
    if whole is None or (_is_aws_chunked(request) and dechunked(whole) is None):
        return request
    return Request(request.method, request.url, request.headers, whole)


def is_cut_chunked(request: Request, pasted: str) -> bool:
    """Tell whether a pasted body is announced as chunked, begins as chunks do, and was left because it is not whole."""
    if not _is_chunked(request) or _is_aws_chunked(request) or not _size.match(request.body):
        return False
    return pasted.rstrip().endswith(request.body.decode(errors="replace").rstrip()) and dechunked(request.body) is None


def _is_chunked(request: Request) -> bool:
    return (request.header("transfer-encoding") or "").rpartition(",")[2].strip().lower() == "chunked"


def _is_aws_chunked(request: Request) -> bool:
    return "aws-chunked" in (request.header("content-encoding") or "").lower()
