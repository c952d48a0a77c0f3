"""The body of a pasted request proves nothing by itself: an editor adds a line break, a fence or the answer follows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.readers.read_request import announced_length
from sigv4_explain.request import Request

WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})
"""Methods whose requests have no body, unless something announces one."""
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
    length = announced_length(request)
    cut = [pasted[:length]] if length is not None and length < len(pasted) else []
    candidates = [pasted, *cut, before, before.partition(b"\n\n")[0], before.partition(b"\n")[0]]
    for body in candidates:
        bare = body.rstrip(b"\r\n")
        yield from (body, bare, bare + b"\n", bare.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), body.strip())
    yield b""
