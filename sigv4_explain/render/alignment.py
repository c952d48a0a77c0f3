"""The lines of two texts laid side by side: each beside the one that has its place on the other side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

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


class Row(NamedTuple):
    """A line beside its fellow; None where one side has none."""

    client: Line | None
    server: Line | None

    @property
    def is_equal(self) -> bool:
        """True when both sides have the same line, whatever its number."""
        return self.client is not None and self.server is not None and self.client.text == self.server.text


def aligned(client: str, server: str) -> tuple[Row, ...]:
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


def _rows(mine: list[Line], theirs: list[Line]) -> Iterator[Row]:
    """Pair lines that belong together; a header stands alone if the other side has it not."""
    keys = [_key(line) for line in (*mine, *theirs)]
    is_pair = len(mine) == len(theirs)
    if is_pair and (keys[: len(mine)] == keys[len(mine) :] or not any(key.startswith(_HEADER) for key in keys)):
        yield from (Row(*pair) for pair in zip(mine, theirs, strict=True))
        return
    yield from (Row(line, None) for line in mine)
    yield from (Row(None, line) for line in theirs)
