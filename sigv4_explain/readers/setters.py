"""Programs that put a request together piece by piece: headers, method and body, each by a call or an assignment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sigv4_explain.errors import SigV4Error
from sigv4_explain.readers.building import is_signed
from sigv4_explain.readers.literals import Literal, Unknown, value_and_end
from sigv4_explain.readers.printed_headers import are_signed
from sigv4_explain.readers.read_request import HEADER_NAME, HeaderPairs, NotWhole, Origin, ReadRequest
from sigv4_explain.request import Request
from sigv4_explain.texts import records


@dataclass(frozen=True, slots=True)
class RequestPiece:
    """How programs write one piece of a request."""

    name: str
    patterns: tuple[str, ...]


_PIECES = records("sigv4_explain.readers", "setters.toml", RequestPiece, "name")
_NAME = rf"[\"']({HEADER_NAME})[\"']"


def _any(piece: str) -> re.Pattern[str]:
    return re.compile("|".join(_PIECES[piece].patterns).replace("NAME", _NAME).replace("QUOTE", "[\"']"))


_header, _header_behind = _any("headers"), _any("headers_behind")
_list, _method, _body = _any("lists"), _any("methods"), _any("bodies")
_field = re.compile(rf"\s*,\s*forHTTPHeaderField:\s*{_NAME}").match
_url = re.compile(r"[\"'](https?://[^\"'\s\\]+)[\"']")
_LONGEST = 65_536
_MAY_HAVE_BODY = ("POST", "PUT", "PATCH")


def setters_in(text: str) -> Iterator[ReadRequest]:
    """Read the one request of a program with one URL; what is no text in it is told."""
    text = text[:_LONGEST]
    urls = list(_url.finditer(text))
    if len({found[1] for found in urls}) != 1:
        return
    headers, unknown, places = _headers(text)
    methods = list(_method.finditer(text))
    if not headers and not methods:
        return
    method = next((one for one in methods[-1].groups() if one), "GET").upper() if methods else "GET"
    body, body_places = _body_of(text)
    lacking = {NotWhole.BODY} if body is None and (method in _MAY_HAVE_BODY or body_places) else set()
    lacking |= set() if methods else {NotWhole.METHOD, NotWhole.BODY}
    lacking |= {NotWhole.HEADERS} if unknown or not headers else set()
    try:
        request = Request(method, urls[0][1], headers, body or "")
    except SigV4Error:
        return
    places += body_places + [one.span() for one in (urls[0], *methods[-1:])]
    notes = (f"the values of {', '.join(unknown)} are not in the code",) if unknown else ()
    start, end = min(place[0] for place in places), max(place[1] for place in places)
    by = Origin.WIRE if is_signed(request) or are_signed(headers) else Origin.COMMAND
    yield ReadRequest(request, start, end, "program", by, frozenset(lacking), None, notes)


def signed_setters_in(text: str) -> Iterator[ReadRequest]:
    """Read a program in which a signature stands; any other is signed when it runs, or not at all."""
    if "AWS4-HMAC" in text:
        yield from (one for one in setters_in(text) if one.origin is Origin.WIRE)


def _known(value: Literal) -> str | None:
    return value if isinstance(value, str) and not isinstance(value, Unknown) else None


def _headers(text: str) -> tuple[HeaderPairs, list[str], list[tuple[int, int]]]:
    """Return the headers whose values are texts, the names of the others, and where all of them stand."""
    found: list[tuple[int, int, str, str | None]] = []
    for one in _header.finditer(text):
        name = next(filter(None, one.groups()))
        value, end = value_and_end(text, one.end(), Unknown)
        found.append((one.start(), end, name, _known(value)))
    for one in _header_behind.finditer(text):
        value, end = value_and_end(text, one.end(), Unknown)
        if field := _field(text, end):
            found.append((one.start(), field.end(), field[1], _known(value)))
    for one in _list.finditer(text):
        lines, end = value_and_end(text, one.end(), Unknown)
        for line in filter(None, map(_known, lines if isinstance(lines, list) else [])):
            name, _, content = line.partition(":")
            found.append((one.start() + len(found), end, name.strip(), content.strip()))
    found.sort()
    pairs = [(name, value) for _, _, name, value in found if value is not None]
    return pairs, [name for _, _, name, value in found if value is None], [(first, last) for first, last, *_ in found]


def _body_of(text: str) -> tuple[str | None, list[tuple[int, int]]]:
    """Return the first body that is a text, and where bodies stand."""
    places = list(_body.finditer(text))
    places = [one for one in places if not text.startswith((")", "null", "nil"), one.end())]
    read = [value_and_end(text, one.end(), Unknown) for one in places]
    body = next((known for value, _ in read if (known := _known(value)) is not None), None)
    return body, [(one.start(), end) for one, (_, end) in zip(places, read, strict=True)]
