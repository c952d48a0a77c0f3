"""The body of a pasted request: an editor adds a line break, a fence or the answer stands below it.

So a body proves nothing by itself. What says where it ends: the announced hash, then Content-Length, then the method.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.encoding import is_sha256, sha256_hex
from sigv4_explain.request import Request

WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})
"""Methods whose requests have no body, unless something announces one."""
_MOST_DIGITS = 12
_fence = re.compile(rb"(?m)^[ \t>]*(?:```|~~~)[^\n]*(?:\n|\Z)")
_answer = re.compile(
    rb"""(?mx)^[ \t]*(?:
      HTTP/[0-9.]+\s[1-5][0-9]{2} | <\?xml
    | <(?:\w+:)?(?:Error|ErrorResponse|UnauthorizedException|AccessDeniedException|html)\b
    | \{\s*"(?:message|Message|__type|code|Code|error|errors)"\s*:
    | (?:Response|Answer|Output|Result|Error|HTTP)\b[^\n]{0,40}:\s | (?:AWS|The server|And|I|It|Then)\s
    | The\srequest\ssignature | An\serror\soccurred | [A-Z][A-Za-z]+(?:Exception|Error)\b )"""
)


def bodies_of(request: Request) -> Iterator[bytes]:
    """Return what the body may have been, the likeliest first: as pasted, and without what a paste adds."""
    pasted = request.body
    outside = _fence.split(pasted, maxsplit=1)
    inside = outside[0] if outside[0].strip() or len(outside) == 1 else outside[1]
    answer = _answer.search(inside)
    before = inside[: answer.start()] if answer else inside
    length = _length(request)
    cut = [pasted[:length]] if length is not None and length < len(pasted) else []
    candidates = [pasted, *cut, before, before.partition(b"\n\n")[0], before.partition(b"\n")[0]]
    for body in candidates:
        bare = body.rstrip(b"\r\n")
        yield from (body, bare, bare + b"\n", bare.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), body.strip())
    yield b""


def with_likely_body(request: Request) -> tuple[Request, bool]:
    r"""Return a pasted request with the body that was most likely sent, and whether anything says that it is that one.

    >>> pasted = Request("POST", "https://example.com/", {"Content-Length": "2"}, "{}\n")
    >>> sent, is_sure = with_likely_body(pasted)
    >>> sent.body, is_sure
    (b'{}', True)
    """
    announced, length = (request.header("x-amz-content-sha256") or "").strip(), _length(request)
    bodies = list(dict.fromkeys(bodies_of(request)))
    if is_sha256(announced):
        for body in bodies:
            if sha256_hex(body) == announced and (length is None or length == len(body)):
                return _with_body(request, body), True
    chunked = request.header("transfer-encoding") is not None
    if length is not None:
        for body in [body for body in bodies if len(body) == length]:
            return _with_body(request, body), True
    elif request.method in WITHOUT_BODY and not chunked:
        return _with_body(request, b""), True
    return _with_body(request, _without_answer(request.body)), False


def _without_answer(pasted: bytes) -> bytes:
    answer = _answer.search(pasted)
    return pasted[: answer.start()].rstrip(b"\r\n") if answer else pasted


def _length(request: Request) -> int | None:
    length = (request.header("content-length") or "").strip()
    return int(length) if length.isascii() and length.isdecimal() and len(length) < _MOST_DIGITS else None


def _with_body(request: Request, body: bytes) -> Request:
    return request if body == request.body else Request(request.method, request.url, request.headers, body)
