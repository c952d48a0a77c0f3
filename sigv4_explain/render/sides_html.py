"""Client and server side by side: the canonical request and the string to sign, line beside line."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.diagnosis.diagnosis import Sides
from sigv4_explain.diagnosis.masks import Mask
from sigv4_explain.render.alignment import MOST_LINES, Line, Row, aligned
from sigv4_explain.render.characters import readable
from sigv4_explain.render.diagnosis_words import MASKED_DIFFERENCE
from sigv4_explain.render.inline import LEFT, MARKED, WRAPPED
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parted import parted, pictured
from sigv4_explain.render.parts import PREFIX

_LONGEST = 2_000
_TITLES = {"canonical_request": "The canonical request", "string_to_sign": "The string to sign"}


def sides_html(sides: Sides, mask: Mask) -> Html:
    """Draw a table for each text that both sides show; what one of them lacks is left out."""
    return join(*_tables(sides, mask))


def marked_line(line: str, other: str) -> Html:
    """Draw a line with a mark where it differs from another, in which blanks are pictured."""
    if line == other:
        return join(_cut(readable(line)))
    parts = parted(line, other)
    if len(line) > _LONGEST:
        parts = parts._replace(before=parts.before[-_LONGEST // 4 :], after=parts.after[: _LONGEST // 4])
    shown = pictured(parts, parted(other, line))
    kind, style = ("differs", MARKED) if parts.differing else ("gap", f"{MARKED}; padding: 0 2px")
    mark = tag("mark", _cut(shown.differing), class_=f"{PREFIX}-{kind}", style=style)
    return join(shown.before, mark, shown.after)


def _tables(sides: Sides, mask: Mask) -> Iterator[Html]:
    titles = sides.client_title, sides.server_title
    for name, title in _TITLES.items():
        client, server = getattr(sides.client, name), getattr(sides.server, name)
        if client is not None and server is not None:
            is_hidden = client != server and mask(client) == mask(server)
            note = tag("p", MASKED_DIFFERENCE) if is_hidden else ""
            is_cut = max(client.count("\n"), server.count("\n")) >= MOST_LINES
            cut = tag("p", f"Only the first {MOST_LINES} lines are shown.") if is_cut else ""
            table = _table(aligned(mask(client), mask(server)), titles)
            yield join(tag("p", tag("strong", f"{title}, side by side")), table, note, cut)


def _table(rows: tuple[Row, ...], titles: tuple[str, str]) -> Html:
    client, server = (f"{side}: {title}" for side, title in zip(("client", "server"), titles, strict=True))
    # An empty heading cell would be read out as a heading without words.
    empty, mine, theirs = tag("td", ""), *(tag("th", text, scope="col", style=LEFT) for text in (client, server))
    heads = tag("tr", empty, mine, empty, empty, theirs)
    body = tag("tbody", map(_row, rows))
    return tag("table", tag("thead", heads), body, class_=f"{PREFIX}-static {PREFIX}-both")


def _row(row: Row) -> Html:
    kind, sign = ("equal", "=") if row.is_equal else ("unequal", "≠")
    client, server = row
    mine, theirs = _cells(client, server), _cells(server, client)
    return tag("tr", *mine, tag("td", sign, style=LEFT), *theirs, class_=f"{PREFIX}-{kind}")


def _cells(line: Line | None, other: Line | None) -> tuple[Html, Html]:
    if line is None:
        return tag("td", ""), tag("td", tag("em", "not here"), style=LEFT)
    drawn = marked_line(line.text, other.text if other else "")
    return tag("td", str(line.number), style=LEFT), tag("td", tag("code", drawn, style=WRAPPED), style=LEFT)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)} characters)"
