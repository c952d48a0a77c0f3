"""Where something stands in a request, as it would be written out."""

from __future__ import annotations

from sigv4_explain.doctor.finding import Place
from sigv4_explain.request import Request

_TEXT = "request"


def in_target(request: Request | None, part: str = "") -> Place | None:
    """Return where a part of path and query stands in the request line; without a part, or where it is not, all of it.

    >>> print(in_target(Request("GET", "https://example.com/a?b=1"), "b=1"))
    request, line 1, characters 8 to 10
    """
    if request is None:
        return None
    path = request.path or "/"
    target = f"{path}?{request.query}" if request.query else path
    found = max(target.find(part), 0)
    return _place(1, len(request.method) + 1 + found, part if part in target and part else target[found:])


def in_header(request: Request | None, name: str, part: str = "") -> Place | None:
    """Return where a part of a header's value stands, the whole value without one; None when no such header is there.

    As in a request that is written out, Host is the first header, also when the client leaves it to the URL.

    >>> print(in_header(Request("GET", "https://example.com/", {"X-A": "1"}), "x-a"))
    request, line 3, character 6
    """
    for line, (key, value) in enumerate([] if request is None else header_lines(request), 2):
        if key.lower() == name:
            found = max(value.find(part), 0)
            return _place(line, len(key) + 2 + found, part if part in value and part else value)
    return None


def in_signature(request: Request | None, parameter: str, part: str = "") -> Place | None:
    """Return where Credential, SignedHeaders or another parameter of the signature stands, or a part of it."""
    if request is None:
        return None
    pieces = [piece for piece in request.query.split("&") if piece.startswith(f"X-Amz-{parameter}=")]
    if pieces:
        return in_target(request, part if part in pieces[0] and part else pieces[0])
    authorization = request.header("authorization") or ""
    before, name, value = authorization.partition(f"{parameter}=")
    place = in_header(request, "authorization")
    if place is None or not name:
        return place
    value = value.partition(",")[0]
    start = place.start + len(before) + len(name) + max(value.find(part), 0)
    return _place(place.line, start, part if part in value and part else value)


def line_at(place: Place, request: Request) -> str | None:
    """Return the line of a request that a place is in; None for a place in another text.

    >>> signed = Request("GET", "https://example.com/a?b=1")
    >>> line_at(Place("request", 1, 7, 10), signed), line_at(Place("answer", 1, 0, 1), signed)
    ('GET /a?b=1 HTTP/1.1', None)
    """
    if place.text != _TEXT:
        return None
    if place.line == 1:
        query = f"?{request.query}" if request.query else ""
        return f"{request.method} {request.path or '/'}{query} HTTP/1.1"
    headers = [f"{name}: {value}" for name, value in header_lines(request)]
    return next(iter(headers[place.line - 2 :]), None)


def header_lines(request: Request) -> list[tuple[str, str]]:
    """Return the headers in the order in which they are written out: Host first."""
    host = [] if request.header("host") is not None else [("Host", request.host)]
    return sorted([*host, *request.headers], key=lambda pair: pair[0].lower() != "host")


def _place(line: int, start: int, part: str) -> Place:
    return Place(_TEXT, line, start, start + len(part))
