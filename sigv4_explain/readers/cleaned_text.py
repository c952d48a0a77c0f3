"""A paste without what was put before its lines: quote marks, time stamps, levels, colours. Each place is kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from typing import NamedTuple

LONGEST = 512 * 1024
"""Characters of a longer paste that are looked at: those around what belongs to a signature."""

_AROUND = 8 * 1024
_of_a_signature = re.compile(r"AWS4-|X-Amz-|aws-sigv4|\bcurl |k8s-aws-v1", re.IGNORECASE)
_colours = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]")

_WEAK = r"""
      \[[^\]\n]{1,60}\](?![ ]?=>)[ \t:]*
    | (?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FINE|FINER|FINEST|Debug|Info)\b\]?[ \t:]+
    | (?:std(?:out|err)|-)[ ]+(?:[FP][ ])?
    | (?:[A-Za-z_$][\w$]{0,40}\.){1,12}[\w$]{1,60}(?:[ ]+-[ ]+|[ ]*:[ ]+|:(?=\S))
    | (?:headers|wire|okhttp3?|http)(?:[ ]+-[ ]+|[ ]+:[ ]+)
    | ---[ ]
"""
_prefix = re.compile(
    rf"""
    [ \t]*(?:(?: (?:>[ \t]?){{1,8}}
      | \[?\d{{4}}[-/]\d\d[-/]\d\d[T ,]{{1,2}}\d\d:\d\d:\d\d(?:[.,:]\d{{1,9}})?(?:[ ]?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?\]?[ \t:|,-]*
      | \[?\d\d:\d\d:\d\d(?:[.,]\d{{1,9}})?\]?[ \t]+
      | \d\d-\d\d[ ]\d\d:\d\d:\d\d\.\d{{3}}[ ]+\d+[ ]+(?:\d+[ ]+)?[VDIWEF][ ]+[^\s:]{{1,40}}[ ]*:[ ]?
      | [VDIWEF]/[\w.-]{{1,40}}(?:\([ ]*\d+\))?:[ ]?
      | [\w.-]{{1,40}}[ ]{{0,20}}\|[ ](?!=)
      | (?:DEBUG|INFO|WARN|WARNING|ERROR|TRACE):
      | (?:DEBUG|INFO|WARN|WARNING|ERROR|TRACE)[ ]+(?=[\[\w])
      | [A-Z][a-z]{{2}}[ ]+\d{{1,2}}[ ]\d\d:\d\d:\d\d[ ][\w.-]{{1,60}}[ ][\w./-]{{1,40}}(?:\[\d+\])?:[ ]
    )
    (?:{_WEAK}){{0,6}}){{1,3}}
    """,
    re.VERBOSE,
).match
_wire = re.compile(r"[^\"\n]{0,120}?\bhttp-outgoing-\d+ >> ").match


class PasteLine(NamedTuple):
    """A line as it was meant."""

    start: int
    """Where it begins in the paste, what stands before it included."""
    prefix: str
    text: str


class CleanedText(NamedTuple):
    """A paste, line by line and as a whole."""

    lines: tuple[PasteLine, ...]
    starts: tuple[int, ...]
    """Where each line begins in ``text``."""
    text: str

    def line_at(self, position: int) -> int:
        """Return the number of the line in which a position of ``text`` is."""
        return bisect_right(self.starts, position) - 1

    def place(self, position: int) -> int:
        """Return where a position of ``text`` is in the paste."""
        number = self.line_at(position)
        line = self.lines[number]
        return line.start + len(line.prefix) + position - self.starts[number]


def cleaned(paste: str) -> CleanedText:
    r"""Take off what tools and people put before each line, and carriage returns and colours.

    >>> cleaned("> 2026-05-01 12:00:00,1 DEBUG \x1b[1mGET / HTTP/1.1\r\n").text
    'GET / HTTP/1.1\n'
    """
    lines: list[PasteLine] = []
    for start, end in _windows(paste):
        place = start
        for raw in paste[start:end].split("\n"):
            lines.append(_line(place, raw))
            place += len(raw) + 1
    if "{{" in paste:
        constants = _constants("\n".join([line.text for line in lines]))
        lines = [line._replace(text=_filled(line.text, constants)) for line in lines]
    starts = [0, *accumulate([len(line.text) + 1 for line in lines])]
    return CleanedText(tuple(lines), tuple(starts[:-1]), "\n".join([line.text for line in lines]))


_constant = re.compile(r"^[ \t]*@([\w-]{1,80})[ \t]*=[ \t]*(\S[^\r\n]*)", re.MULTILINE)
_place = re.compile(r"\{\{[ ]{0,4}\$?([\w-]{1,80})[ ]{0,4}\}\}")


def _constants(paste: str) -> dict[str, str]:
    """Return what an .http file sets in lines that begin with an at sign."""
    constants: dict[str, str] = {}
    for found in _constant.finditer(paste):
        constants[found[1]] = _filled(found[2].strip(), constants)
    return constants


def _filled(text: str, constants: Mapping[str, str]) -> str:
    return _place.sub(lambda found: constants.get(found[1], found[0]), text)


def _line(start: int, raw: str) -> PasteLine:
    text = raw.removesuffix("\r")
    if "\x1b" in text:
        text = _colours.sub("", text)
    if "http-outgoing-" in text:
        found = _wire(text)
    else:
        found = _prefix(text)
    prefix = found[0] if found else ""
    return PasteLine(start, prefix, text[len(prefix) :])


def _windows(paste: str) -> list[tuple[int, int]]:
    """Return which parts of a paste are looked at: all, or of a very long one those around signatures, the last first."""
    if len(paste) <= LONGEST:
        return [(0, len(paste))]
    parts: list[tuple[int, int]] = []
    for found in _of_a_signature.finditer(paste):
        if parts and found.start() < parts[-1][1]:
            continue
        start = paste.rfind("\n", 0, max(0, found.start() - _AROUND)) + 1
        start = max(start, found.start() - 2 * _AROUND, parts[-1][1] if parts else 0)
        end = paste.find("\n", found.start() + _AROUND, found.start() + 2 * _AROUND)
        parts.append((start, end if end >= 0 else min(len(paste), found.start() + 2 * _AROUND)))
    return parts[-LONGEST // (3 * _AROUND) :] or [(0, LONGEST)]
