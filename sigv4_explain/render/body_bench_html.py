"""The body bench drawn: of both bodies the count, the first bytes, the bytes where they part, and the payload line."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.encoding import EMPTY_SHA256
from sigv4_explain.render.characters import exact
from sigv4_explain.render.inline import LEFT, MARKED, WRAPPED
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.two_bodies import TwoBodies

_CODE = "white-space: pre-wrap; overflow-wrap: normal; word-break: normal"
_FIRST, _AROUND = 16, 6
_HEADS = ("hashed by the client", "sent, and hashed by the server")


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
    heads = (tag("th", head, scope="col", style=LEFT) for head in _HEADS)
    head = tag("thead", tag("tr", tag("td", ""), heads))
    legend = tag("p", "· is a blank, ⟨…⟩ the number of what has no shape, \ufffd what is not UTF-8.")
    return join(tag("table", head, tag("tbody", rows), class_=f"{PREFIX}-static {PREFIX}-bodies"), legend)


def _row(name: str, values: Iterator[Html] | Iterator[str]) -> Html:
    cells = (tag("td", value, data_label=head, style=LEFT) for head, value in zip(_HEADS, values, strict=True))
    return tag("tr", tag("th", name, scope="row", style=LEFT), cells)


def _text(body: bytes, parting: int | None, longest: int) -> Html:
    """Draw the body as UTF-8, with a mark from where the other begins to differ."""
    if not body:
        return tag("em", "no bytes")
    start = len(body) if parting is None else _start_of_character(body, parting)
    begin = max(0, start - longest) if start < len(body) else 0
    same, other = (part.decode(errors="replace") for part in (body[begin:start], body[start:]))
    drawn = [_cut(exact(same), longest), _marked(exact(other[:1])), _cut(exact(other[1:]), longest)]
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
    return join(tag("code", line, style=WRAPPED), note)


def _marked(text: str) -> Html:
    return tag("mark", text, style=MARKED) if text else join()


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"
