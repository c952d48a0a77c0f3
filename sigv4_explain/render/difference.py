"""Two texts side by side: which characters differ, line by line. Nothing is left out, everything is escaped."""

from __future__ import annotations

from difflib import SequenceMatcher

from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parted import Parted, parted
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.pieces import visible


def marked_pair(mine: str, theirs: str) -> tuple[Html, Html]:
    """Draw two texts with a mark on what differs; equal texts have no mark.

    Lines are matched with lines. Of two that differ, all between the first and the last difference is marked: one
    mark a line can be seen from far.

    >>> marked_pair("GET", "GOT")
    ('G<mark class="sigv4-differs">E</mark>T', 'G<mark class="sigv4-differs">O</mark>T')
    """
    left, right = mine.split("\n"), theirs.split("\n")
    drawn_left: list[Html] = []
    drawn_right: list[Html] = []
    for _, start, end, other_start, other_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        lines, other_lines = left[start:end], right[other_start:other_end]
        shared = min(len(lines), len(other_lines))
        for line, other in zip(lines, other_lines, strict=False):
            drawn = _marked_lines(line, other)
            drawn_left.append(drawn[0])
            drawn_right.append(drawn[1])
        drawn_left += [_mark(line) for line in lines[shared:]]
        drawn_right += [_mark(line) for line in other_lines[shared:]]
    return Html("\n".join(drawn_left)), Html("\n".join(drawn_right))


def _marked_lines(line: str, other: str) -> tuple[Html, Html]:
    mine, theirs = parted(line, other), parted(other, line)
    return (_marked(mine), _marked(theirs)) if line != other else (visible(line), visible(other))


def _marked(line: Parted) -> Html:
    return join(visible(line.before), _mark(line.differing), visible(line.after))


def _mark(text: str) -> Html:
    """Mark a text; where there is none, the place where the other side has one."""
    return tag("mark", visible(text), class_=f"{PREFIX}-differs" if text else f"{PREFIX}-gap")
