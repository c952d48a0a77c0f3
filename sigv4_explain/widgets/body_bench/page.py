"""The body bench drawn: of both bodies the count, the first bytes, the bytes where they part, and the payload line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile

from sigv4_explain.canonical import hashed_payload
from sigv4_explain.drawing.differences import exact
from sigv4_explain.drawing.markup import LEFT, MARKED, WRAPPED, Html, headed_table, join, row_head, shortened, tag
from sigv4_explain.drawing.pieces import PREFIX, visible
from sigv4_explain.encoding import EMPTY_SHA256
from sigv4_explain.errors import InvalidRequest
from sigv4_explain.json_text import read_json

# Two bodies side by side: what the client hashed, and what was sent; where they part, and whether it shows.

_NAMES = {0x20: "a blank", 0x09: "a tab", 0x0A: "a line feed", 0x0D: "a carriage return"}


@dataclass(frozen=True, slots=True)
class TwoBodies:
    """The body that was hashed and the one that was sent."""

    hashed: bytes
    sent: bytes
    declared: str | None = None
    """Words that stand on the payload line in place of a hash, such as UNSIGNED-PAYLOAD."""

    @property
    def client_line(self) -> str:
        """The client's payload line."""
        return hashed_payload(self.hashed, self.declared)

    @property
    def server_line(self) -> str:
        """The server's payload line: of what arrived, or the words that were announced."""
        return hashed_payload(self.sent, self.declared)

    @property
    def fits(self) -> bool:
        """Whether both have the same payload line, so that the signature fits."""
        return self.client_line == self.server_line

    @property
    def parting(self) -> int | None:
        """The number of the first byte that differs, from 0; None for the same bytes."""
        if self.hashed == self.sent:
            return None
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(self.hashed, self.sent, strict=False)))

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say whether the signature fits, and why."""
        verdict = "✓ The signature fits" if self.fits else "✗ The signature does not fit"
        place = self.parting
        if place is None:
            said = f"{verdict}: these are the same bytes."
        else:
            mine, theirs = (byte_name(body, place) for body in (self.hashed, self.sent))
            said = f"{verdict}. The bodies part at byte {place + 1}: {mine} was hashed, {theirs} was sent."
        return (said, *self._notes())

    def _notes(self) -> tuple[str, ...]:
        if self.declared is not None:
            return (f"Both sides write {self.declared}, whatever the body is: it is not signed.",)
        is_empty = EMPTY_SHA256 in (self.client_line, self.server_line)
        return ("e3b0c442… is the hash of no bytes. It is worth knowing by heart.",) if is_empty else ()


def byte_name(body: bytes, place: int) -> str:
    r"""Name the byte at a place, counted from 0, in hex and in words.

    >>> byte_name(b"a b", 1), byte_name("ë".encode(), 0), byte_name(b"a", 1)
    ('20 (a blank)', 'c3 (beyond ASCII)', 'nothing')
    """
    if place >= len(body):
        return "nothing"
    byte = body[place]
    shown = f"“{chr(byte)}”" if 0x20 < byte < 0x7F else "a control character" if byte < 0x80 else "beyond ASCII"
    return f"{byte:02x} ({_NAMES.get(byte, shown)})"


_CODE = "white-space: pre-wrap; overflow-wrap: normal; word-break: normal"
_FIRST, _AROUND = 16, 6
_HEADS = ("hashed by the client", "sent to the server")


def bodies_table(bodies: TwoBodies, longest: int = 300) -> Html:
    """Draw what both sides have, beside each other; of a text no more than ``longest`` characters at a stretch."""
    sides = (bodies.hashed, bodies.client_line), (bodies.sent, bodies.server_line)
    rows = [
        _row("as text", (_text(body, bodies.parting, longest) for body, _ in sides)),
        _row("bytes", (str(len(body)) for body, _ in sides)),
        _row(f"first {_FIRST} in hex", (_hex(body, range(_FIRST), bodies.parting) for body, _ in sides)),
    ]
    if bodies.parting is not None and bodies.parting >= _FIRST:
        around = range(max(0, bodies.parting - _AROUND), bodies.parting + _AROUND + 1)
        name = f"bytes {around.start + 1} to {around.stop} in hex"
        rows.append(_row(name, (_hex(body, around, bodies.parting) for body, _ in sides)))
    rows.append(_row("payload line", (_payload_line(line) for _, line in sides)))
    legend = tag("p", "· is a blank, ⟨…⟩ the number of what has no shape, \ufffd what is not UTF-8.")
    return join(headed_table(("", *_HEADS), rows, f"{PREFIX}-static {PREFIX}-stacked"), legend)


def _row(name: str, values: Iterator[Html] | Iterator[str]) -> Html:
    cells = (tag("td", value, data_label=head, style=LEFT) for head, value in zip(_HEADS, values, strict=True))
    return tag("tr", row_head(name), cells)


def _text(body: bytes, parting: int | None, longest: int) -> Html:
    """Draw the body as UTF-8, with a mark from where the other begins to differ."""
    if not body:
        return tag("em", "no bytes")
    start = len(body) if parting is None else _start_of_character(body, parting)
    begin = max(0, start - longest) if start < len(body) else 0
    same, other = (part.decode(errors="replace") for part in (body[begin:start], body[start:]))
    drawn = [shortened(exact(same), longest), _marked(exact(other[:1])), shortened(exact(other[1:]), longest)]
    return tag("code", "…" if begin else "", tag("bdi", drawn), style=WRAPPED)


def _start_of_character(body: bytes, place: int) -> int:
    """Step back to where the UTF-8 character begins that a byte belongs to."""
    while 0 < place < len(body) and body[place] & 0xC0 == 0x80:
        place -= 1
    return place


def _hex(body: bytes, places: range, parting: int | None) -> Html:
    shown = [
        _marked(f"{body[place]:02x}") if place == parting else f"{body[place]:02x}"
        for place in places
        if place < len(body)
    ]
    if not shown:
        return tag("em", "none")
    more = " …" if places.stop < len(body) else ""
    return tag("code", (part for text in shown for part in (text, " ")), more.strip(), style=_CODE)


def _payload_line(line: str) -> Html:
    note = tag("small", "the hash of no bytes") if line == EMPTY_SHA256 else ""
    return join(tag("code", visible(line), style=WRAPPED), note)


def _marked(text: str) -> Html:
    return tag("mark", text, style=MARKED) if text else join()


# One body in several spellings: alike to a reader or to a parser, and other bytes to a hash.

_JSON = "JSON, which this spelling writes anew"


class Spelling(Enum):
    """How the body is written as bytes."""

    AS_TYPED = "as typed, in UTF-8"
    SPACED = "the JSON written anew, with blanks"
    COMPACT = "the JSON written anew, without blanks"
    SORTED = "the JSON with its keys sorted"
    ESCAPED = "the JSON with \\u escapes"
    LINE_BREAK = "with a line break at the end"
    MARKED = "with a byte order mark in front"
    LATIN = "in Latin-1"
    EMPTY = "nothing at all"
    UNSIGNED = "UNSIGNED-PAYLOAD in place of a hash, as S3 allows"


def spelled(text: str, spelling: Spelling) -> bytes:
    r"""Return a body's bytes in a spelling.

    Raises InvalidRequest when the text cannot be written so.

    >>> spelled('{"b": 1,"a": 2}', Spelling.SORTED)
    b'{"a": 2, "b": 1}'
    >>> spelled("ë", Spelling.AS_TYPED), spelled("ë", Spelling.LATIN)
    (b'\xc3\xab', b'\xeb')
    """
    try:
        match spelling:
            case Spelling.EMPTY:
                return b""
            case Spelling.LINE_BREAK:
                return f"{text}\n".encode()
            case Spelling.MARKED:
                return text.encode("utf-8-sig")
            case Spelling.LATIN:
                return text.encode("latin-1")
            case Spelling.SPACED | Spelling.COMPACT | Spelling.SORTED | Spelling.ESCAPED:
                return _written_anew(text, spelling).encode()
            case _:
                return text.encode()
    except UnicodeEncodeError as error:
        where = f"{error.object[error.start]!a} at character {error.start + 1}"
        raise InvalidRequest("body", where, f"characters that can be written so: {spelling.value}") from None


def _written_anew(text: str, spelling: Spelling) -> str:
    try:
        return json.dumps(
            read_json(text),
            separators=(",", ":") if spelling is Spelling.COMPACT else None,
            sort_keys=spelling is Spelling.SORTED,
            ensure_ascii=spelling is Spelling.ESCAPED,
        )
    except json.JSONDecodeError as error:
        raise InvalidRequest("body", f"{error.msg} at character {error.pos + 1}", _JSON) from None
    except ValueError:
        raise InvalidRequest("body", "a number with more digits than Python reads", _JSON) from None
