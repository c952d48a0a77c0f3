"""Raw HTTP text, as logs, proxies and browsers show it."""

from __future__ import annotations

import re

from sigv4_explain.errors import UnreadableText, check_kind
from sigv4_explain.readers.building import request_from_text, with_body_as_sent
from sigv4_explain.request import Request

PSEUDO_HEADERS = (":method", ":scheme", ":authority", ":path")
"""What HTTP/2 has in place of a request line."""

_TOKEN = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"  # noqa: S105  # a pattern
_request_line = re.compile(rf"({_TOKEN}) +(\S.*)")
_version = re.compile(r"(?<! ) +HTTP/\d(?:\.\d)?\Z")
_header_line = re.compile(rf"(:?{_TOKEN}):([^\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]*)")
_BLANKS = " \t"
_absolute = re.compile(r"https?://", re.IGNORECASE)


def parse_raw_http(text: str) -> Request:
    r"""Read a request line, headers up to an empty line, and the body: the rest, exactly.

    Lines end with LF or CRLF. The target is taken as it stands, raw blanks and all; the URL is ``https://``, Host and
    target. HTTP/2 as browsers show it, with ``:method``, ``:path``, ``:scheme`` and ``:authority``, is read too;
    ``:authority`` becomes the Host header, as in a gateway. Of the blanks after a header's colon the first goes. A
    value that goes on in the next lines is one line, with a space for each line break. A body announced as chunked is
    taken out of its chunks; when they are not whole, it stays as it stands.

    Raises UnreadableText with the number of the line; a header's value is never shown.

    >>> parse_raw_http("GET /a b HTTP/1.1\r\nHost: example.amazonaws.com\r\n\r\n").path
    '/a b'
    >>> parse_raw_http(":method: GET\n:authority: example.amazonaws.com\n:path: /a\n").header("Host")
    'example.amazonaws.com'
    """
    check_kind("text", text, str, "raw HTTP, as str", UnreadableText)
    head, body = _head_and_body(text)
    if not head:
        raise UnreadableText("text", "nothing but blanks", "a request line such as GET /path HTTP/1.1")
    start = {} if head[0][1].startswith(":") else _request_line_fields(*head[0])
    pairs = _unfolded(head[1:] if start else head)
    start |= {name: value.strip() for name, value in pairs if name in PSEUDO_HEADERS}
    headers = [pair for pair in pairs if pair[0] not in PSEUDO_HEADERS]
    hosts = [value.strip() for name, value in headers if name.lower() == "host"]
    if ":authority" in start and not hosts:
        headers.insert(0, ("Host", start[":authority"]))
    where = f"line {head[0][0]}"
    url = _url(where, start, next(iter(hosts), ""))
    return with_body_as_sent(request_from_text(where, start.get(":method", ""), url, headers, body))


def _head_and_body(text: str) -> tuple[list[tuple[int, str]], str]:
    """Return the lines before the first empty line, with their numbers, and what follows it."""
    head: list[tuple[int, str]] = []
    number = start = 0
    while start < len(text):
        end = text.find("\n", start)
        line = text[start : end if end >= 0 else len(text)].removesuffix("\r")
        start = end + 1 if end >= 0 else len(text)
        number += 1
        if head and not line:
            break
        if head or line.strip():
            head.append((number, line))
    return head, text[start:]


def _request_line_fields(number: int, line: str) -> dict[str, str]:
    """Return the request line as the pseudo headers that replaced it in HTTP/2."""
    found = _request_line.fullmatch(line)
    if not found:
        expected = "a request line such as GET /path HTTP/1.1, or a command that begins with curl"
        raise UnreadableText("text", f"line {number}: {_described(line)}", expected)
    return {":method": found[1], ":path": _version.sub("", found[2].rstrip(" "))}


def _unfolded(lines: list[tuple[int, str]]) -> list[tuple[str, str]]:
    """Read the headers; the lines of a folded one are joined with a space, as servers do (RFC 9112, section 5.2)."""
    pairs: list[tuple[str, str]] = []
    folded: dict[int, list[str]] = {}
    for number, line in lines:
        if pairs and line[0] in _BLANKS and line.strip(_BLANKS):
            folded.setdefault(len(pairs) - 1, []).append(_header(number, f"{pairs[-1][0]}:{line.strip(_BLANKS)}")[1])
        else:
            pairs.append(_header(number, line))
    for place, parts in folded.items():
        name, value = pairs[place]
        pairs[place] = name, " ".join([value.rstrip(_BLANKS), *parts])
    return pairs


def _header(number: int, line: str) -> tuple[str, str]:
    if line[0] in _BLANKS:
        expected = "a header before what is folded, an empty line before the body"
        raise UnreadableText("text", f"line {number}: blanks at the start of a header line", expected)
    found = _header_line.fullmatch(line)
    if not found:
        expected = "Name: value, without control characters; an empty line before the body"
        raise UnreadableText("text", f"line {number}: {_described(line)}", expected)
    if found[1].startswith(":") and found[1] not in PSEUDO_HEADERS:
        raise UnreadableText("text", f"line {number}: {found[1]}", " or ".join(PSEUDO_HEADERS))
    return found[1], found[2].removeprefix(" ")


def _url(where: str, start: dict[str, str], host: str) -> str:
    target = start.get(":path", "")
    if _absolute.match(target):
        return target
    if not target.startswith("/"):
        raise UnreadableText("text", f"{where}: no target that begins with /", "GET /path, GET https://… or :path")
    authority = start.get(":authority") or host
    if not authority:
        raise UnreadableText("text", f"{where}: a request without Host", "a Host header, or GET https://host/path")
    return f"{start.get(':scheme', 'https')}://{authority}{target}"


def _described(line: str) -> str:
    """Tell what a line is without its value: only a short first word can be no secret."""
    word = re.match(r":?[A-Za-z-]{1,20}(?=[ :?]|$)", line)
    return f"a line that begins with {word[0]!r}" if word else f"a line of {len(line)} characters"
