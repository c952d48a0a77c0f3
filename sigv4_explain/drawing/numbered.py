"""A text of several lines as a numbered block: each line with its name, and what the last edit changed marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sigv4_explain.drawing.differences import aligned, parted
from sigv4_explain.drawing.markup import Html, join, tag
from sigv4_explain.drawing.pieces import PREFIX, View, lines_of, piece_html, visible
from sigv4_explain.trace.step import Piece

LONG = 320
"""Characters; a longer line is cut on the page until it is unfolded."""


class NewCharacters(NamedTuple):
    """The characters of a line that are new; none where the line only lost some."""

    start: int
    end: int


def changed_lines(view: View, name: str) -> Mapping[int, NewCharacters]:
    """Return which lines of a step's text the last edit changed, by their numbers from 1."""
    if view.previous is None or name not in view.previous:
        return {}
    before, after = view.previous[name], view.trace[name]
    shown = [step.shown(reveal=view.reveal).split("\n") for step in (before, after)]
    changed = {}
    for row in aligned(before.text, after.text):  # masked texts can be equal though the lines are not
        if row.server is None or row.is_equal:
            continue
        other = "" if row.client is None else shown[0][row.client.number - 1]
        parts = parted(shown[1][row.server.number - 1], other)
        changed[row.server.number] = NewCharacters(len(parts.before), len(parts.before) + len(parts.differing))
    return changed


def numbered(view: View, name: str, names: Sequence[str]) -> Html:
    """Draw a step's text, each line with its number and its name."""
    lines = named(lines_of(view.trace[name].pieces(reveal=view.reveal)), names)
    changed = changed_lines(view, name)
    rows = (
        _row(number, head, line, changed.get(number), is_last=number == len(lines))
        for number, (head, line) in enumerate(lines, 1)
    )
    return tag("table", tag("tbody", rows), class_=f"{PREFIX}-lines")


def named(lines: Iterable[tuple[Piece, ...]], names: Sequence[str]) -> list[tuple[str, tuple[Piece, ...]]]:
    """Return each line with its name; with a value of the reader's a text may have more lines than names."""
    lines = list(lines)
    return [*zip([*names, *[""] * (len(lines) - len(names))], lines, strict=False)]


def _row(number: int, name: str, line: tuple[Piece, ...], new: NewCharacters | None, *, is_last: bool) -> Html:
    content = marked(line, new) if line else tag("em", "empty", class_=f"{PREFIX}-nothing")
    end = "" if is_last else tag("span", "", class_=f"{PREFIX}-end")
    looks = f"{PREFIX}-new-line" if new is not None else None
    value = tag("code", content, end, class_=f"{PREFIX}-long" if _length(line) > LONG else None)
    # An empty cell that heads a row would be read out as a head without words.
    head = tag("th", name, scope="row") if name else tag("td", "")
    cells = (tag("td", str(number), class_=f"{PREFIX}-line-number"), head, tag("td", value))
    return tag("tr", *cells, class_=looks)


def _length(line: tuple[Piece, ...]) -> int:
    return sum(len(piece.text) for piece in line)


def marked(line: Iterable[Piece], new: NewCharacters | None) -> Html:
    """Draw the pieces of a line with a mark on those characters that are new."""
    if new is None:
        return join(piece_html(piece, -1) for piece in line)
    drawn, position = [], 0
    for piece in line:
        length = len(piece.text)
        start, end = (min(max(edge - position, 0), length) for edge in new)
        drawn.append(piece_html(piece, -1, _marked_text(piece.text, start, end)))
        position += length
    return join(drawn)


def new_mark(text: str) -> Html:
    """Draw characters that the last edit brought."""
    return tag("mark", visible(text), class_=f"{PREFIX}-new")


def _marked_text(text: str, start: int, end: int) -> Html:
    mark = new_mark(text[start:end]) if end > start else ""
    return join(visible(text[:start]), mark, visible(text[end:]))


def lines_words(changed: Iterable[int]) -> str:
    """Say which lines changed.

    >>> lines_words([3]), lines_words([4, 5, 8]), lines_words([])
    ('line 3 changed', 'lines 4, 5 and 8 changed', '')
    """
    *first, last = map(str, changed) if (changed := list(changed)) else ("",)
    if not last:
        return ""
    return f"lines {', '.join(first)} and {last} changed" if first else f"line {last} changed"
