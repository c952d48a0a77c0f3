"""Two lines one above the other, with carets under the characters that differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sigv4_explain.render.characters import exact, readable, width_of
from sigv4_explain.render.parted import Parted, parted, pictured

_AROUND = 24
"""Equal characters that are shown on either side, where a line is too long to be shown whole."""
_MOST_ROWS = 3
_CUT = "…"
_LABEL = 10
NOTHING = "(nothing)"
"""What is said of an empty line."""


class _Cell(NamedTuple):
    """A character as it is shown, and the mark under it."""

    shown: str
    mark: str

    @property
    def columns(self) -> int:
        return width_of(self.shown)


def sent_and_expected(sent: str | None, expected: str | None, width: int) -> list[str]:
    r"""Write what was sent above what was expected, each with its label; one that is not known is left out.

    >>> print("\n".join(sent_and_expected("GET", "PUT", 40)))
    sent      GET
              ^^
    expected  PUT
              ^^
    """
    room, lines = width - _LABEL, []
    for label, line, other in (("sent", sent, expected), ("expected", expected, sent)):
        if line is not None:
            shown = _alone(line, room) if other is None else caret_lines(line, other, room)
            lines += [f"{label if not number else '':{_LABEL}}{row}" for number, row in enumerate(shown)]
    return lines


def caret_lines(line: str, other: str, width: int) -> list[str]:
    r"""Show a line, and under it carets where it differs from another; blanks are pictured there only.

    No row is longer than ``width`` columns: of a long line only what differs and a little around it is shown.

    >>> print("\n".join(caret_lines("a: x  y", "a: x y", 40)))
    a: x··y
         ^
    >>> print("\n".join(caret_lines("a=1", "a=1&b=2", 40)))
    a=1
       ^ missing here
    """
    if not line:
        return [NOTHING]
    parts, theirs = parted(line, other), parted(other, line)
    whole = max(len(line), len(other)) < width
    rows = list(_rows(_unmarked(readable(line)) if line == other else _cells(parts, theirs, whole=whole), width))
    note = "" if parts.differing else "missing here"
    shown = [text for row in rows[:_MOST_ROWS] for text in _text_and_marks(row, note, width)]
    return shown if len(rows) <= _MOST_ROWS else [*shown, f"{_CUT} ({len(line)} characters in all)"]


def _alone(line: str, width: int) -> list[str]:
    """Show a line that has no other to differ from, every blank pictured."""
    rows = ["".join([cell.shown for cell in row]) for row in _rows(_unmarked(exact(line)), width)]
    return rows[:_MOST_ROWS] if line else [NOTHING]


def _cells(parts: Parted, other: Parted, *, whole: bool) -> list[_Cell]:
    if not whole:
        before, after = parts.before, parts.after
        before = before if len(before) <= _AROUND else f"{_CUT}{before[-_AROUND:]}"
        after = after if len(after) <= _AROUND else f"{after[:_AROUND]}{_CUT}"
        parts = Parted(before, parts.differing, after)
    shown = pictured(parts, other)
    following = _unmarked(shown.after)
    differing = [_Cell(character, "^") for character in shown.differing]
    if not differing:
        first, *following = following or [_Cell(" ", "^")]
        differing = [first._replace(mark="^")]
    return [*_unmarked(shown.before), *differing, *following]


def _unmarked(shown: str) -> list[_Cell]:
    return [_Cell(character, " ") for character in shown]


def _rows(cells: list[_Cell], width: int) -> Iterator[list[_Cell]]:
    row: list[_Cell] = []
    used = 0
    for cell in cells:
        if used + cell.columns > width:
            yield row
            row, used = [], 0
        row.append(cell)
        used += cell.columns
    yield row


def _text_and_marks(row: list[_Cell], note: str, width: int) -> list[str]:
    text = "".join([cell.shown for cell in row]).rstrip()
    marks = "".join([cell.mark * cell.columns for cell in row]).rstrip()
    if not marks:
        return [text]
    if note and len(marks) + 1 + len(note) > width:
        return [text, f"{f'{note} ^':>{len(marks)}}"]
    return [text, f"{marks} {note}".rstrip()]
