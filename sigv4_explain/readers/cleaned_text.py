"""A paste without what was put before its lines: quote marks, time stamps, levels, colours. Each place is kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
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
      | (?:SDK[ ])?\[?\d{{4}}[-/]\d\d[-/]\d\d[T ,]{{1,2}}\d\d:\d\d:\d\d(?:[.,:]\d{{1,9}})?
        (?:[ ]?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?\]?[ \t:|,-]*
      | [DIWEF],[ ]\[[^\]\n]{{1,60}}\][ ]{{1,4}}[A-Z]{{4,6}}[ ]--[ ][^:\n]{{0,40}}:[ ]
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


_NO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_WIDE = "\u00a0"
_invisible, _wide = (
    re.compile(f"(?<![^\\x00-\\x7f])[{characters}]+(?![^\\x00-\\x7f])") for characters in (_NO_WIDTH, _WIDE)
)


def visible(paste: str) -> str:
    r"""Take out characters without width, which chats and web pages put between others; a word of letters keeps them.

    >>> visible("GET /\u200ba"), visible("\u0645\u200c\u0647") == "\u0645\u200c\u0647"
    ('GET /a', True)
    """
    if paste.isascii() or not any(map(paste.__contains__, _NO_WIDTH + _WIDE)):
        return paste
    return _invisible.sub("", _wide.sub(" ", paste))


class PasteLine(NamedTuple):
    """A line as it was meant."""

    start: int
    """Where it begins in the paste, what stands before it included."""
    prefix: str
    text: str
    end: int = -1
    """Where it ends in the paste, of a line that was rewritten: its characters have no places of their own."""


class CleanedText(NamedTuple):
    """A paste, line by line and as a whole."""

    lines: tuple[PasteLine, ...]
    starts: tuple[int, ...]
    """Where each line begins in ``text``."""
    text: str
    mixed: str | None = None
    """The paste itself where its lines end both ways: a CR may then be part of a body."""

    def as_sent(self, start: int, end: int, head: PasteLine) -> str:
        """Return the body below a head, with the carriage returns that somebody sent.

        What stands before its lines as if a tool had put it there is the body's own, when nothing stands before the
        head.
        """
        shown = self.text[start:end]
        if shown and not head.prefix:
            lines = self.lines[self.line_at(start) : self.line_at(max(start, end - 1)) + 1]
            texts = shown.split("\n")
            own = [f"{line.prefix}{text}" for line, text in zip(lines, texts, strict=False)]
            shown = "\n".join([*own, *texts[len(own) :]])
        if self.mixed is None or start >= end:
            return shown
        raw = self.mixed[self.place(start) : self.place(end - 1) + 1]
        return raw if raw.replace("\r\n", "\n") == shown else shown

    def marks_between(self, start: int, end: int) -> str:
        """Return what stood before the lines of a part of ``text``, where nothing stood before its first."""
        first, *others = self.lines[self.line_at(start) : self.line_at(end) + 1]
        marks = dict.fromkeys([line.prefix.strip() for line in others if line.prefix.strip()])
        return "" if first.prefix else ", ".join(marks)

    def line_at(self, position: int) -> int:
        """Return the number of the line in which a position of ``text`` is."""
        return bisect_right(self.starts, position) - 1

    def place(self, position: int) -> int:
        """Return where a position of ``text`` is in the paste."""
        number = self.line_at(position)
        line = self.lines[number]
        return line.start if line.end >= 0 else line.start + len(line.prefix) + position - self.starts[number]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of ``text`` is in the paste."""
        last = self.lines[self.line_at(max(start, end - 1))]
        return self.place(start), last.end if last.end >= 0 else self.place(end)


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
    lines = list(_with_queries_joined(lines))
    return text_of_lines(lines, paste if 0 < paste.count("\r\n") < paste.count("\n") else None)


def text_of_lines(lines: Sequence[PasteLine], mixed: str | None = None) -> CleanedText:
    """Put lines together; there must be one."""
    starts = [0, *accumulate([len(line.text) + 1 for line in lines])]
    return CleanedText(tuple(lines), tuple(starts[:-1]), "\n".join([line.text for line in lines]), mixed)


_request_line = re.compile(r"[ \t]*(?:[A-Z]{3,10}[ \t]+(?:https?://|/)|https?://)[^\s\"'<>]+").fullmatch
_rest_of_query = re.compile(r"[ \t]*([?&][^\s\"'<>]+(?:[ \t]+HTTP/[\d.]+)?)[ \t]*").fullmatch


def _with_queries_joined(lines: Sequence[PasteLine]) -> Iterator[PasteLine]:
    """Join a request line with the lines in which an .http file goes on with its query.

    Source: https://github.com/Huachao/vscode-restclient#query-strings
    """
    block: list[PasteLine] = []
    goes_on = False
    for line in lines:
        more = _rest_of_query(line.text) if goes_on else None
        if block and not more:
            yield _joined(block)
            block = []
        block.append(line)
        goes_on = " HTTP/" not in more[1] if more else bool(_request_line(line.text))
    if block:
        yield _joined(block)


def _joined(block: Sequence[PasteLine]) -> PasteLine:
    first, last = block[0], block[-1]
    if len(block) == 1:
        return first
    text = first.text.rstrip() + "".join([line.text.strip() for line in block[1:]])
    return PasteLine(first.start, first.prefix, text, last.start + len(last.prefix) + len(last.text))


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
    found = _wire(text) if "http-outgoing-" in text else _prefix(text)
    prefix = found[0] if found else ""
    if prefix == text and prefix[:1].isdigit() and prefix[-1:].isalnum():
        prefix = ""  # A line that is a date and no more is the second of a string to sign.
    return PasteLine(start, prefix, text[len(prefix) :])


def _windows(paste: str) -> list[tuple[int, int]]:
    """Return which parts of a paste are looked at: all, or of a very long one the last that have signatures."""
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
