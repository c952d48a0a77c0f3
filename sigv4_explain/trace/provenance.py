"""Where each piece of a value came from: spans that name the part of the request, the keys or the scope.

A part is ``method``, ``path``, ``query.NAME``, ``header.NAME``, ``body``, ``date``, ``time``, ``region``,
``service``, ``terminator``, ``algorithm``, ``access_key_id``, ``secret``, ``session_token``, ``expires``, or, for
what was computed, the name of the step that computed it; what the user gave in place of a step's output is
``yours``. Punctuation belongs to nobody and has no span.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote, unquote_plus

from sigv4_explain.masking import TOKEN_NAMES, token_places
from sigv4_explain.rules import PresignedScheme


class Span(NamedTuple):
    """A piece of a text: ``text[start:end]`` came from ``part``."""

    start: int
    end: int
    part: str


Spans = tuple[Span, ...]


class Traced(Protocol):
    """What a finder of spans looks at: a step."""

    @property
    def name(self) -> str:
        """The step's name, with its number if there are several of its kind."""

    @property
    def text(self) -> str:
        """The output."""

    @property
    def inputs(self) -> Mapping[str, Any]:
        """What the step's function was given."""

    @property
    def sources(self) -> Mapping[str, Traced]:
        """The earlier steps whose outputs are among the inputs, by the input."""

    @property
    def spans(self) -> Spans:
        """The spans, found when they are asked for."""


INPUT_PARTS: Mapping[str, str] = {
    "method": "method",
    "path": "path",
    "body": "body",
    "date": "date",
    "region": "region",
    "service": "service",
    "secret_access_key": "secret",
    "token_after_signing": "session_token",
    "access_key_id": "access_key_id",
}
"""Inputs that are one part as a whole."""

SCOPE_PARTS = ("date", "region", "service", "terminator")
"""What stands between the slashes of a credential scope."""


def spans_of(step: Traced, find: Finder | None) -> Spans:
    """Return the spans of a step's output, in order and without overlap; without a finder it is one part, itself."""
    pieces = find(step) if find else ((step.text, step.name, ()),)
    return tuple(_placed(step.text, pieces))


def spans_of_yours(text: str) -> Spans:
    """Return the spans of an output that the user gave: all of it is theirs, and a session token in it stays one."""
    return tuple(_placed(text, _yours(text)))


def header_spans(name: str, value: str) -> Spans:
    """Return the spans of one header's value; the name is in lower case."""
    return tuple(_placed(value, _header_value(name, value)))


def query_spans(query: str) -> Spans:
    """Return the spans of a query string, in whatever order and encoding."""
    return tuple(_placed(query, _query(query)))


Piece = tuple[str, str, Spans]
"""A text, the part it is as a whole (or ``""``), or else the spans inside it."""

Finder = Callable[[Traced], Iterator[Piece]]
"""Cuts a step's output into pieces, in their order."""


def _placed(text: str, pieces: Iterator[Piece] | tuple[Piece, ...]) -> Iterator[Span]:
    """Find each piece in the text, one after the other, and shift its spans to where it stands."""
    position = 0
    for piece, part, inner in pieces:
        start = text.find(piece, position)
        if start < 0:  # written otherwise here, for example percent-encoded: an honest gap
            continue
        position = start + len(piece)
        if part and piece:
            yield Span(start, position, part)
        yield from (Span(start + span.start, start + span.end, span.part) for span in inner)


def _date_time(value: str) -> Iterator[Piece]:
    yield value[:8], "date", ()
    yield value[8:], "time", ()


def _separated(pieces: Iterable[Piece], separator: str) -> Iterator[Piece]:
    """Name the separators too, so that a piece is never found inside one: a Region ``2F`` after ``%2F``."""
    for number, piece in enumerate(pieces):
        if number:
            yield separator, "", ()
        yield piece


def _words(text: str, separator: str, *parts: str) -> Iterator[Piece]:
    return _separated(((word, part, ()) for word, part in zip(text.split(separator), parts, strict=False)), separator)


def _header_names(names: str, separator: str = ";") -> Iterator[Piece]:
    return _separated(((name, f"header.{unquote(name)}", ()) for name in names.split(separator)), separator)


def _header_value(name: str, value: str) -> Iterator[Piece]:
    if name == "x-amz-date":
        yield from _date_time(value)
    elif name in TOKEN_NAMES:
        yield value, "session_token", ()
    elif name == "x-amz-content-sha256":
        yield value, "body", ()
    else:
        yield value, f"header.{name}", ()


def _query_value(name: str, value: str) -> Iterator[Piece]:
    match name.lower():
        case "x-amz-algorithm":
            yield value, "algorithm", ()
        case "x-amz-credential":
            yield from _words(value, "%2F", "access_key_id", *SCOPE_PARTS)
        case "x-amz-date":
            yield from _date_time(value)
        case "x-amz-expires":
            yield value, "expires", ()
        case "x-amz-signedheaders":
            yield from _header_names(value, "%3B")
        case "x-amz-signature":
            yield value, "signature", ()
        case token if token in TOKEN_NAMES:
            yield value, "session_token", ()
        case _:
            yield value, f"query.{unquote_plus(name)}", ()


def _query(query: str) -> Iterator[Piece]:
    for number, parameter in enumerate(query.split("&")):
        name, equals, value = parameter.partition("=")
        if number:
            yield "&", "", ()
        yield name, f"query.{unquote_plus(name)}", ()
        yield equals, "", ()
        yield from _query_value(unquote_plus(name), value)


def _yours(text: str) -> Iterator[Piece]:
    before = 0
    for start, end in token_places(text):
        yield text[before:start], "yours", ()
        yield text[start:end], "session_token", ()
        before = end
    yield text[before:], "yours", ()


def _canonical_uri(step: Traced) -> Iterator[Piece]:
    yield step.text, "path", ()


def _canonical_query_string(step: Traced) -> Iterator[Piece]:
    yield from _query(step.text)


def lines_of_headers(step: Traced) -> Iterator[Piece]:
    """Name each line of headers by the header."""
    for line in step.text.split("\n"):
        name, colon, value = line.partition(":")
        yield name, f"header.{name}", ()
        yield colon, "", ()
        yield from _header_value(name, value)


def _signed_headers(step: Traced) -> Iterator[Piece]:
    yield from _header_names(step.text)


def _hashed_payload(step: Traced) -> Iterator[Piece]:
    yield step.text, "body", ()


def composed(*names: str) -> Finder:
    """Return the finder of a text put together from its inputs, some of which are outputs of earlier steps."""

    def find(step: Traced) -> Iterator[Piece]:
        for name in names:
            source, value = step.sources.get(name), step.inputs[name]
            yield (value, INPUT_PARTS.get(name, name), ()) if source is None else (value, "", source.spans)

    return find


def below_algorithm(*names: str) -> Finder:
    """Return the finder of a string to sign: the algorithm's line, and below it what it is put together from."""

    def find(step: Traced) -> Iterator[Piece]:
        yield step.text.partition("\n")[0], "algorithm", ()
        yield from composed(*names)(step)

    return find


def _request_date_time(step: Traced) -> Iterator[Piece]:
    yield from _date_time(step.text)


def _credential_scope(step: Traced) -> Iterator[Piece]:
    yield from _words(step.text, "/", *SCOPE_PARTS)


def _authorization_header(step: Traced) -> Iterator[Piece]:
    yield step.text.partition(" ")[0], "algorithm", ()
    yield " Credential=", "", ()
    yield from composed("access_key_id", "credential_scope")(step)
    yield ", SignedHeaders=", "", ()
    yield from composed("signed_headers")(step)
    yield ", Signature=", "", ()
    yield from composed("signature")(step)


def _presigned_url(step: Traced) -> Iterator[Piece]:
    before, question_mark, query = step.text.partition("?")
    if step.inputs.get("presigned_scheme") is not PresignedScheme.STRIPPED:
        scheme, separator, before = before.partition("://")
        yield scheme + separator, "", ()
    host, slash, path = before.partition("/")
    yield host, "header.host", ()
    yield slash + path, "path", ()
    yield question_mark, "", ()
    yield from _query(query)


FINDERS: Mapping[str, Finder] = {
    "canonical_uri": _canonical_uri,
    "canonical_query_string": _canonical_query_string,
    "canonical_headers": lines_of_headers,
    "signed_headers": _signed_headers,
    "hashed_payload": _hashed_payload,
    "canonical_request": composed(
        "method", "canonical_uri", "canonical_query_string", "canonical_headers", "signed_headers", "hashed_payload"
    ),
    "request_date_time": _request_date_time,
    "credential_scope": _credential_scope,
    "string_to_sign": below_algorithm("request_date_time", "credential_scope", "hashed_canonical_request"),
    "authorization_header": _authorization_header,
    "presigned_url": _presigned_url,
}
"""How the output of each step of a signature is cut, by the step's name."""
