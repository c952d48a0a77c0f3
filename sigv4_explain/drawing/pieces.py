"""The pieces of a value as HTML, each with its part's label and colour; and what live pages are laid out with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sigv4_explain.drawing.markup import Html, join, tag
from sigv4_explain.trace.step import Piece
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
    "policy": "policy",
    "hashed_trailers": "hash of the trailers",
    "trailer_signature": "signature of the trailer",
    "content_length": "length on the wire",
    "yours": "yours",
}
"""What a part is called on screen."""
NAMED: Mapping[str, str] = {
    "query": "query parameter {}",
    "header": "{} header",
    "field": "{} field",
    "trailer": "{} trailer",
    "chunk": "chunk {}",
    "chunk_signature": "signature of chunk {}",
}
"""What a part is called of which there are several, each with a name or number behind a dot."""
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
    "policy": "#2f9350",
    "field": "#2a7fd4",
    "chunk": "#2f9350",
    "chunk_signature": "#d9580d",
    "trailer": "#2a7fd4",
    "hashed_trailers": "#5c7cfa",
    "trailer_signature": "#d9580d",
    "content_length": "#7f8a94",
    "yours": "#e6007e",
}
"""One accent a family, at least 3:1 against white and against the dark theme's background; never the only mark."""


def label(part: str) -> str:
    """Name a part for people.

    >>> label("header.host"), label("region")
    ('host header', 'Region')
    """
    group, _, name = part.partition(".")
    return NAMED[group].format(name) if group in NAMED else LABELS.get(part, part)


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

_parts_of_text = re.compile(
    r"([ \t\n]+|\b[0-9a-f]{64}\b|(?<![\w-])(?=[\w-]{3,44}(?![\w-]))[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)+)"
)
_BLANK_CLASSES = {" ": f"{PREFIX}-space", "\t": f"{PREFIX}-tab", "\n": f"{PREFIX}-newline"}


def visible(text: str) -> Html:
    """Wrap blanks, that a style can show, 64 hex digits and names such as ``x-amz-date``, that no line breaks.

    >>> visible("host;x-amz-date")
    'host;<span class="sigv4-name">x-amz-date</span>'
    """
    runs = _parts_of_text.split(text)
    for place in range(1, len(runs), 2):
        runs[place] = _wrapped(runs[place])
    return join(runs)


def _wrapped(run: str) -> Html:
    if run[0] not in _BLANK_CLASSES:
        return tag("span", run, class_=f"{PREFIX}-{'hex' if run.isalnum() else 'name'}")
    return join(tag("span", character, class_=_BLANK_CLASSES[character]) for character in run)


def piece_html(piece: Piece, tabindex: int | None = None, drawn: Html | None = None) -> Html:
    """Draw one piece, or what is ``drawn`` of its text; a ``tabindex`` of 0 lets the keyboard reach it, -1 a click."""
    drawn = visible(piece.text) if drawn is None else drawn
    if piece.part is None:
        return drawn
    classes = f"{PREFIX}-p {part_class(piece.part)} {PREFIX}-f-{family(piece.part)}"
    return tag("span", drawn, class_=classes, title=label(piece.part), tabindex=tabindex)


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


# What the sections of the live page are laid out with: tables of named rows, and folds that stay as they were left.


class View(NamedTuple):
    """What is drawn, whether its secrets are, and what was drawn before the last edit."""

    trace: Trace
    reveal: bool = False
    previous: Trace | None = None


def row(name: str, value: Html, note: str = "") -> Html:
    """Draw a named value with a small note."""
    small = tag("small", note) if note else ""
    return tag("tr", tag("th", name, scope="row"), tag("td", tag("code", value), small))


def table(rows: Iterable[Html]) -> Html:
    """Put rows under each other."""
    return tag("table", tag("tbody", rows))


def copy_button(of: str, words: str = "Copy") -> Html:
    """Draw a button that copies the text of the element with this class; without a script it is hidden."""
    return tag("button", words, type="button", class_=f"{PREFIX}-copy-button", data_copy=of)


def fold(words: str, name: str) -> Html:
    """Draw a fold of which nothing is inside: what it unfolds is drawn anew, and would close it.

    The style shows what has the class ``sigv4-folded-NAME`` while it is open.
    """
    return tag("details", tag("summary", words), class_=f"{PREFIX}-fold {PREFIX}-fold-{name}")
