"""A line cut in three: what it shares with another line at its beginning, where they differ, what they share again."""

from __future__ import annotations

from itertools import takewhile
from typing import NamedTuple


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


def _equal_pairs(line: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(line, other, strict=False)))
