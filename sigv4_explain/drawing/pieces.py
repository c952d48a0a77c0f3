"""The pieces of a value as HTML, each with its part's label and colour; and what live pages are laid out with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sigv4_explain.drawing.markup import Html, join, link, tag
from sigv4_explain.rules import NEVER_SIGNED, SigningRules
from sigv4_explain.trace.provenance import header_spans, query_spans
from sigv4_explain.trace.step import Piece, cut
from sigv4_explain.trace.trace import Trace

PREFIX = "sigv4"
"""Every class of ours begins with it."""
LABELS: Mapping[str, str] = {
    "method": "method",
    "path": "path",
    "body": "body",
    "date": "date",
    "time": "time",
    "region": "Region",
    "service": "service",
    "terminator": "terminator",
    "algorithm": "algorithm",
    "access_key_id": "access key id",
    "secret": "secret access key",
    "session_token": "session token",
    "expires": "expires",
    "hashed_canonical_request": "hash of the canonical request",
    "date_key": "kDate",
    "date_region_key": "kRegion",
    "date_region_service_key": "kService",
    "signing_key": "kSigning",
    "signature": "signature",
    "yours": "yours",
}
"""What a part is called on screen."""
ACCENTS: Mapping[str, str] = {
    "method": "#d9580d",
    "path": "#d1417a",
    "query": "#a64fd0",
    "header": "#2a7fd4",
    "body": "#2f9350",
    "date": "#b0780a",
    "time": "#b0780a",
    "region": "#12919b",
    "service": "#7a63ee",
    "terminator": "#7f8a94",
    "algorithm": "#7f8a94",
    "access_key_id": "#6b8f12",
    "secret": "#e0463c",
    "session_token": "#e0463c",
    "expires": "#b0780a",
    "hashed_canonical_request": "#5c7cfa",
    "date_key": "#e0463c",
    "date_region_key": "#e0463c",
    "date_region_service_key": "#e0463c",
    "signing_key": "#e0463c",
    "signature": "#d9580d",
    "yours": "#e6007e",
}
"""One accent a family, at least 3:1 against white and against the dark theme's background; never the only mark."""


def label(part: str) -> str:
    """Name a part for people.

    >>> label("header.host"), label("region")
    ('header host', 'Region')
    """
    group, _, name = part.partition(".")
    match group:
        case "header":
            return f"header {name}"
        case "query":
            return f"query parameter {name}"
        case _:
            return LABELS.get(part, part)


def family(part: str) -> str:
    """Return the group a part belongs to: ``query`` for ``query.client``."""
    return part.partition(".")[0]


def part_class(part: str) -> str:
    """Return a CSS class for a part; whatever was typed, the class has only letters, digits, ``-`` and ``_``.

    >>> part_class("query.a b")
    'sigv4-p-query-a_20_b'
    """
    group, dot, name = part.partition(".")
    safe = re.sub(r"[^A-Za-z0-9-]", lambda found: f"_{ord(found[0]):x}_", name)
    return f"{PREFIX}-p-{group}{'-' if dot else ''}{safe}"


# Pieces of a value as HTML: each carries its part's class and label, and its blanks can be made visible.

_blank = re.compile(r"([ \t\n]+)")
_BLANK_CLASSES = {" ": f"{PREFIX}-space", "\t": f"{PREFIX}-tab", "\n": f"{PREFIX}-newline"}


def visible(text: str) -> Html:
    """Wrap each space, tab and line break, so that a style can show it; the text itself stays as it is."""
    if " " not in text and "\n" not in text and "\t" not in text:
        return join(text)
    return join(
        tag("span", character, class_=_BLANK_CLASSES[character]) if character in _BLANK_CLASSES else character
        for run in _blank.split(text)
        for character in (run if _blank.fullmatch(run) else (run,))
    )


def piece_html(piece: Piece, tabindex: int | None = None) -> Html:
    """Draw one piece; with ``tabindex`` 0 the keyboard reaches it, with -1 a click does."""
    if piece.part is None:
        return visible(piece.text)
    classes = f"{PREFIX}-p {part_class(piece.part)} {PREFIX}-f-{family(piece.part)}"
    name = label(piece.part)
    shown = None if piece.text == piece.part.partition(".")[2] else name  # a header's name is its own label
    return tag("span", visible(piece.text), class_=classes, title=name, data_label=shown, tabindex=tabindex)


def pieces_html(pieces: Iterable[Piece], tabindex: int | None = None) -> Html:
    """Draw pieces next to each other."""
    return join(piece_html(piece, tabindex) for piece in pieces)


def lines_of(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Cut pieces at line breaks, which are left out."""
    line: list[Piece] = []
    for text, part in pieces:
        first, *rest = text.split("\n")
        if first:
            line.append(Piece(first, part))
        for more in rest:
            yield tuple(line)
            line = [Piece(more, part)] if more else []
    yield tuple(line)


# What the sections of the live page are laid out with: tables of named rows, and pieces with their labels.


class View(NamedTuple):
    """What is drawn, and whether its secrets are."""

    trace: Trace
    reveal: bool = False


def row(name: str, value: Html, note: str = "") -> Html:
    """Draw a named value with a small note."""
    small = tag("small", note) if note else ""
    return tag("tr", tag("th", name, scope="row"), tag("td", tag("code", value), small))


def table(rows: Iterable[Html]) -> Html:
    """Put rows under each other."""
    return tag("table", tag("tbody", rows))


def labelled(pieces: Iterable[Html] | Html) -> Html:
    """Draw pieces with room for each one's label above it."""
    return tag("span", pieces, class_=f"{PREFIX}-labelled")


# The request as it will travel: the form's echo, each piece with its part, each header with who added it.

LONGEST_BODY_SHOWN = 4000
"""Characters; of a longer body only the size is shown."""


def request_echo(view: View) -> Html:
    """Draw the request line, each header, the body, the keys and scope that sign them, and the service's rules."""
    trace = view.trace
    rows = [row("request line", _request_line(view))]
    rows += [_header_row(view, name, value) for name, value in _headers(trace)]
    rows += [_body_row(trace.request.body), row("keys and scope", _keys_and_scope(trace)), _rules_row(trace)]
    return table(rows)


def _headers(trace: Trace) -> tuple[tuple[str, str], ...]:
    """Every header but Authorization; a presigned URL's Host is sent by the client that opens it."""
    signed = trace.signed_request
    host = () if signed.header("host") else (("Host", signed.host),)
    return host + tuple(pair for pair in signed.headers if pair[0].lower() != "authorization")


def _header_row(view: View, name: str, value: str) -> Html:
    lower = name.lower()
    note = "" if view.trace.request.header(name) is not None else "added for you"
    if lower not in view.trace["signed_headers"].text.split(";"):
        note = f"not signed: {NEVER_SIGNED.get(lower, 'this service asks so')}"
    pieces = cut(value, header_spans(lower, value), reveal=view.reveal)
    return row("header", pieces_html((Piece(name, f"header.{lower}"), Piece(": ", None), *pieces), 0), note)


def _body_row(body: bytes) -> Html:
    if not body:
        return row("body", tag("em", "empty"))
    text = body.decode(errors="replace") if len(body) <= LONGEST_BODY_SHOWN else "too long to show"
    return row("body", piece_html(Piece(text, "body"), 0), f"{len(body)} bytes")


def _rules_row(trace: Trace) -> Html:
    """Say what is special about the service, with its source."""
    service = trace["credential_scope"].inputs["service"]
    rules = SigningRules.for_service(service)
    source = link("source", rules.source)
    return tag("tr", tag("th", f"rules of {service}", scope="row"), tag("td", f"{rules.note} (", source, ")"))


def _request_line(view: View) -> Html:
    signed = view.trace.signed_request
    pieces = [Piece(signed.method, "method"), Piece(" ", None), Piece(signed.path or "/", "path")]
    if signed.query:
        pieces += [Piece("?", None), *cut(signed.query, query_spans(signed.query), reveal=view.reveal)]
    return pieces_html(pieces, 0)


def _keys_and_scope(trace: Trace) -> Html:
    pieces = [Piece(trace.access_key_id, "access_key_id")]
    pieces += [piece for piece in trace["credential_scope"].pieces() if piece.part not in (None, "terminator")]
    return labelled(join(piece_html(piece, 0), " ") for piece in pieces)
