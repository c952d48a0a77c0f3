"""Two texts side by side: which lines belong together, and which characters differ, with carets or with marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum
from typing import NamedTuple

from sigv4_explain.drawing.markup import Html, join, tag
from sigv4_explain.drawing.pieces import PREFIX, visible
from sigv4_explain.masking import pictured

# The lines of two texts laid side by side: each beside the one that has its place on the other side.

_FIXED = 3  # method, path and query; algorithm, time and scope
_HEADER = "header "
_header_name = re.compile(r"\s*([!-9;-~]+)\s*:").match
_is_hash = re.compile(r"[0-9a-fA-F]{64}|UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+").fullmatch
MOST_LINES = 200
"""Lines of a text that are laid side by side."""


class Line(NamedTuple):
    """A line of a text, and its number from 1."""

    number: int
    text: str


class AlignedLines(NamedTuple):
    """A line beside its fellow; None where one side has none."""

    client: Line | None
    server: Line | None

    @property
    def is_equal(self) -> bool:
        """True when both sides have the same line, whatever its number."""
        return self.client is not None and self.server is not None and self.client.text == self.server.text


def aligned(client: str, server: str) -> tuple[AlignedLines, ...]:
    r"""Lay the lines of two canonical requests, or of two strings to sign, side by side.

    Headers are matched by name, the first three lines by their place, the hash with the hash.

    >>> rows = aligned("GET\n/\n\nhost:h\n\nhost\n-", "GET\n/\n\naccept:*\nhost:H\n\naccept;host\n-")
    >>> [(row.client and row.client.number, row.server and row.server.number) for row in rows]
    [(1, 1), (2, 2), (3, 3), (None, 4), (4, 5), (5, 6), (6, 7), (7, 8)]
    """
    mine, theirs = _lines(client), _lines(server)
    keys = [_key(line) for line in mine], [_key(line) for line in theirs]
    opcodes = SequenceMatcher(None, *keys, autojunk=False).get_opcodes()
    return tuple([row for _, *ends in opcodes for row in _rows(mine[ends[0] : ends[1]], theirs[ends[2] : ends[3]])])


def _lines(text: str) -> list[Line]:
    return [Line(number, line) for number, line in enumerate(text.split("\n")[:MOST_LINES], 1)]


def _key(line: Line) -> str:
    """Return what a line is: two lines with the same key belong together."""
    name = _header_name(line.text)
    if name and line.number >= _FIXED:
        return f"{_HEADER}{name[1].lower()}"
    if line.number <= _FIXED:
        return f"line {line.number}"
    if _is_hash(line.text.strip()):
        return "hash"
    return "names" if line.text.strip() else "empty"


def _rows(mine: list[Line], theirs: list[Line]) -> Iterator[AlignedLines]:
    """Pair lines that belong together; a header stands alone if the other side has it not."""
    keys = [_key(line) for line in (*mine, *theirs)]
    is_pair = len(mine) == len(theirs)
    if is_pair and (keys[: len(mine)] == keys[len(mine) :] or not any(key.startswith(_HEADER) for key in keys)):
        yield from (AlignedLines(*pair) for pair in zip(mine, theirs, strict=True))
        return
    yield from (AlignedLines(line, None) for line in mine)
    yield from (AlignedLines(None, line) for line in theirs)


# Characters as a terminal and a page can show them: none that moves the cursor, hides itself or turns the line.


def readable(text: str) -> str:
    r"""Return a text in which each control character and each invisible one is pictured; blanks stay blanks.

    >>> readable("a b\r\x1b[2J\u200b")
    'a b␍␛[2J⟨U+200B⟩'
    """
    return pictured(text, kept="")


def exact(text: str) -> str:
    r"""Return a text in which blanks are pictured too.

    >>> exact("a  b\t")
    'a··b⇥'
    """
    return readable(text).replace(" ", "·")


_unseen_blanks = re.compile(r"^ +| {2,}| +$")
_WITHOUT_WIDTH = ("Mn", "Me", "Cf")  # what stands on another letter; the vowels of Hangul stand in their syllable


def telling(text: str) -> str:
    r"""Return a text in which those blanks are pictured that nobody would see: at its ends, and more than one in a row.

    >>> telling(" a b  c")
    '·a b··c'
    """
    return _unseen_blanks.sub(lambda found: "·" * len(found[0]), readable(text))


def width_of(character: str) -> int:
    """Return how many columns of a terminal a character takes: none, one or two."""
    if unicodedata.category(character) in _WITHOUT_WIDTH or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def flipped_bits(before: str, after: str) -> int:
    """Count the bits in which two hashes, or two keys, differ; both in hex.

    >>> flipped_bits("00", "0f")
    4
    """
    return (int(before, 16) ^ int(after, 16)).bit_count()


# A line cut in three: what it shares with another line at its beginning, where they differ, what they share again.


class Parted(NamedTuple):
    """The three parts of a line; ``differing`` is empty where the line lacks what the other has."""

    before: str
    differing: str
    after: str


def parted(line: str, other: str) -> Parted:
    """Cut a line at the first and the last difference from another; of equal lines all is ``before``.

    >>> parted("a=b c", "a=b%20c")
    Parted(before='a=b', differing=' ', after='c')
    """
    return _parted(line, other)


_words = re.compile(
    r"%[0-9A-Fa-f]{2}|\b\w{1,24}\b|\w|\W"
).findall  # of a token, which is longer, only what differs is told


def parted_by_words(line: str, other: str) -> Parted:
    """Cut a line as ``parted`` does, but through no word, number or time: half of one says nothing.

    >>> parted_by_words("Pay Mallory 1000 EUR", "Pay Bob 10 EUR")
    Parted(before='Pay ', differing='Mallory 1000', after=' EUR')
    """
    return _parted(_words(line), _words(other))


def _parted(mine: Sequence[str], theirs: Sequence[str]) -> Parted:
    before = _equal_pairs(mine, theirs)
    end = len(mine) - _equal_pairs(mine[before:][::-1], theirs[before:][::-1])
    return Parted("".join(mine[:before]), "".join(mine[before:end]), "".join(mine[end:]))


def parted_pictured(parts: Parted, other: Parted) -> Parted:
    """Return the parts of a line as they are shown beside the other's, with pictures for blanks where they differ.

    A blank between two words that differ anyway is seen as it is. Blanks that touch blanks which differ are pictured
    as well, so that they can be counted. Beside itself a line has nothing that differs: it is pointed at.

    >>> parted_pictured(parted("a:1  2 3", "a:1 2 3"), parted("a:1 2 3", "a:1  2 3"))
    Parted(before='a:1·', differing='·', after='2 3')
    """
    if parts == other:
        return Parted(readable(parts.before), telling(parts.differing), readable(parts.after))
    touching = " " if " " in f"{parts.differing}{other.differing}" else ""
    left, right = parts.before.rstrip(touching), parts.after.lstrip(touching)
    before = f"{readable(left)}{exact(parts.before[len(left) :])}"
    after = f"{exact(parts.after[: len(parts.after) - len(right)])}{readable(right)}"
    return Parted(before, "".join(map(_apart, telling(parts.differing))), after)


def _apart(character: str) -> str:
    """Picture what stands on the letter before it: a mark below it could not be told from that letter's."""
    return character if width_of(character) else f"⟨U+{ord(character):04X}⟩"


def _equal_pairs(line: Sequence[str], other: Sequence[str]) -> int:
    """Count the characters or words at the beginning that are equal; by halves, for lines may be a megabyte long."""
    same, most = 0, min(len(line), len(other))
    while same < most:
        middle = (same + most + 1) // 2
        if line[same:middle] == other[same:middle]:
            same = middle
        else:
            most = middle - 1
    return same


_AROUND = 24
"""Equal characters that are shown on either side, where a line is too long to be shown whole."""
_LONGEST_WHOLE = 20_000
_CUT = "…"
_LABEL = 10
NOTHING = "(nothing)"
"""What is said of an empty line."""
_MISSING = "missing here"


class Extent(Enum):
    """How much is shown of a line that is too long for one row."""

    CUT = "one row, with what differs and a little around it"
    WHOLE = "all of it, in as many rows as it takes"


class _Cell(NamedTuple):
    """A character as it is shown, and the mark under it."""

    shown: str
    mark: str

    @property
    def columns(self) -> int:
        return width_of(self.shown)


def sent_and_expected(sent: str | None, expected: str | None, width: int, extent: Extent = Extent.CUT) -> list[str]:
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
            shown = _alone(line, room, extent) if other is None else caret_lines(line, other, room, extent)
            lines += [f"{label if not number else '':{_LABEL}}{row}" for number, row in enumerate(shown)]
    return lines


def caret_lines(line: str, other: str, width: int, extent: Extent = Extent.CUT) -> list[str]:
    r"""Show a line, and under it carets where it differs from another; blanks are pictured there only.

    No row is longer than ``width`` columns.

    >>> print("\n".join(caret_lines("a: x  y", "a: x y", 40)))
    a: x··y
         ^
    >>> print("\n".join(caret_lines("a=1", "a=1&b=2", 40)))
    a=1
       ^ missing here
    """
    if not line or line == other:
        return _alone(line, width, extent, readable)
    return _with_marks(parted(line, other), parted(other, line), width, extent)


def pointed_at(line: str, start: int, end: int, width: int) -> list[str]:
    r"""Show a line in one row, and under it carets from one character to another.

    >>> print("\n".join(pointed_at("GET /a=b HTTP/1.1", 6, 7, 40)))
    GET /a=b HTTP/1.1
          ^
    """
    parts = Parted(line[:start], line[start:end], line[end:])
    return _with_marks(parts, parts, width, Extent.CUT)


def _alone(line: str, width: int, extent: Extent, drawn: Callable[[str], str] = telling) -> list[str]:
    """Show a line that has no other to differ from."""
    if not line:
        return [NOTHING]
    extent = _possible(extent, line)
    shown = drawn(line if extent is Extent.WHOLE else line[: width + 1])
    rows = _rows_of([_Cell(character, "") for character in shown], width, extent)
    return ["".join([cell.shown for cell in row]).rstrip() for row in rows]


def _with_marks(parts: Parted, other: Parted, width: int, extent: Extent) -> list[str]:
    extent = _possible(extent, *parts, *other)
    if extent is Extent.CUT and _is_too_long(parts, other, width):
        around = min(_AROUND, width * 2 // 5)
        before, differing, after = parts
        before = before if len(before) <= around else f"{_CUT}{before[-around:]}"
        after = after if len(after) <= around else f"{after[:around]}{_CUT}"
        parts = Parted(before, differing[: width + 1], after)
        other = other._replace(differing=other.differing[: width + 1])
    rows = _rows_of(_cells(parts, other), width, extent)
    note = "" if parts.differing else _MISSING
    return [text for row in rows for text in _text_and_marks(row, note, width)]


def _possible(extent: Extent, *texts: str) -> Extent:
    """Nobody reads a line of many screens."""
    return Extent.CUT if max(map(len, texts)) > _LONGEST_WHOLE else extent


def _is_too_long(parts: Parted, other: Parted, width: int) -> bool:
    if max(sum(map(len, each)) for each in (parts, other)) >= width:
        return True
    return max(map(_columns, (_cells(parts, other), _cells(other, parts)))) >= width


def _cells(parts: Parted, other: Parted) -> list[_Cell]:
    shown = parted_pictured(parts, other)
    following = [_Cell(character, " ") for character in shown.after]
    differing = [_Cell(character, "^") for character in shown.differing]
    if not differing:
        first, *following = following or [_Cell(" ", "^")]
        differing = [first._replace(mark="^")]
    return [*[_Cell(character, " ") for character in shown.before], *differing, *following]


def _columns(cells: list[_Cell]) -> int:
    return sum([cell.columns for cell in cells])


def _rows_of(cells: list[_Cell], width: int, extent: Extent) -> list[list[_Cell]]:
    """Break cells into rows, or cut them to one."""
    rows = list(_broken_at(cells, width))
    if extent is Extent.WHOLE or len(rows) == 1:
        return rows
    row = rows[0]
    while _columns(row) >= width:
        row.pop()
    return [[*row, _Cell(_CUT, " ")]]


def _broken_at(cells: list[_Cell], width: int) -> Iterator[list[_Cell]]:
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


# Two texts side by side: which characters differ, line by line. Nothing is left out, everything is escaped.


def marked_pair(mine: str, theirs: str) -> tuple[Html, Html]:
    """Draw two texts with a mark on what differs; equal texts have no mark.

    >>> marked_pair("a/b", "a/c")
    ('a/<mark class="sigv4-differs">b</mark>', 'a/<mark class="sigv4-differs">c</mark>')
    """
    left, right = mine.split("\n"), theirs.split("\n")
    drawn_left: list[Html] = []
    drawn_right: list[Html] = []
    for _, start, end, other_start, other_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        lines, other_lines = left[start:end], right[other_start:other_end]
        shared = min(len(lines), len(other_lines))
        for line, other in zip(lines, other_lines, strict=False):
            drawn = _marked_line_pair(line, other)
            drawn_left.append(drawn[0])
            drawn_right.append(drawn[1])
        drawn_left += [_mark(line) for line in lines[shared:]]
        drawn_right += [_mark(line) for line in other_lines[shared:]]
    return Html("\n".join(drawn_left)), Html("\n".join(drawn_right))


def _marked_line_pair(line: str, other: str) -> tuple[Html, Html]:
    mine, theirs = parted_by_words(line, other), parted_by_words(other, line)
    return (_marked(mine), _marked(theirs)) if line != other else (visible(line), visible(other))


def _marked(line: Parted) -> Html:
    return join(visible(line.before), _mark(line.differing), visible(line.after))


def _mark(text: str) -> Html:
    """Mark a text; where there is none, the place where the other side has one."""
    return tag("mark", visible(text), class_=f"{PREFIX}-differs" if text else f"{PREFIX}-gap")
