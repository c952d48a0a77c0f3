"""A line cut in three: what it shares with another line at its beginning, where they differ, what they share again."""

from __future__ import annotations

from itertools import takewhile
from typing import NamedTuple

from sigv4_explain.render.characters import exact, readable


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
    before = _equal_pairs(line, other)
    after = _equal_pairs(line[before:][::-1], other[before:][::-1])
    end = len(line) - after
    return Parted(line[:before], line[before:end], line[end:])


def pictured(parts: Parted, other: Parted) -> Parted:
    """Return the parts of a line as they are shown beside the other's, with pictures for blanks where they differ.

    Blanks that touch blanks which differ are pictured as well, so that they can be counted.

    >>> pictured(parted("a:1  2 3", "a:1 2 3"), parted("a:1 2 3", "a:1  2 3"))
    Parted(before='a:1·', differing='·', after='2 3')
    """
    touching = " " if " " in f"{parts.differing}{other.differing}" else ""
    left, right = parts.before.rstrip(touching), parts.after.lstrip(touching)
    before = f"{readable(left)}{exact(parts.before[len(left) :])}"
    after = f"{exact(parts.after[: len(parts.after) - len(right)])}{readable(right)}"
    return Parted(before, exact(parts.differing), after)


def _equal_pairs(line: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(line, other, strict=False)))
