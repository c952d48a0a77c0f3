"""The languages in which people sign by hand: how each is known, and the line to add that prints what is signed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sigv4_explain.texts import records


@dataclass(frozen=True)
class SourceLanguage:
    """A programming language. Its patterns are searched in many lines at once."""

    name: str
    sure: str
    """What only this language has."""
    comments: str
    """How a line of comment begins."""
    shows: str
    """The line to add that prints both texts."""
    length: str
    """The line that prints the length of a key."""
    marks: str = "(?!)"
    """What other languages have too."""
    fences: tuple[str, ...] = ()
    """How Markdown's fences name it."""
    like: tuple[str, ...] = ()
    """Whose faults it shares, the nearest first."""
    note: str = ""
    """What spoils the printing."""

    @cached_property
    def is_sure(self) -> re.Pattern[str]:
        """The pattern of what only this language has."""
        return re.compile(self.sure, re.MULTILINE)

    @cached_property
    def is_mark(self) -> re.Pattern[str]:
        """The pattern of what it shares with others."""
        return re.compile(self.marks, re.MULTILINE)

    @cached_property
    def comment(self) -> re.Pattern[str]:
        """The pattern of a line that is comment alone."""
        return re.compile(rf"^[ \t]*(?:{self.comments})[^\n]*", re.MULTILINE)


class PrintLine(NamedTuple):
    """What to add to a program, so that it prints what it signs."""

    shows: str
    """Prints the canonical request and the string to sign."""
    length: str
    """Prints the length of the signing key."""
    note: str
    """What spoils the printing; empty where nothing does."""


LANGUAGES: Mapping[str, SourceLanguage] = records(
    "sigv4_explain.doctor.code", "languages.toml", SourceLanguage, heading="name"
)
"""Every language, by its name."""

KEY_LENGTHS = (
    "32: right, the bytes of a key",
    "64: a key written in hex digits; hand on the 32 bytes",
    "44: a key written in base64; hand on the 32 bytes",
    "any other: the bytes went through a text, or were cut at a zero byte",
)
"""What the length of a signing key tells."""

_SURE, _MOST_SURE, _MOST_MARKS = 5, 12, 4


def print_line(language: str) -> PrintLine:
    """Return the line to add to a program in this language, with the names that most people have for the two texts.

    >>> print_line("Ruby").length
    'puts signing_key.bytesize'
    """
    known = LANGUAGES[language]
    return PrintLine(known.shows, known.length, known.note)


def language_of(code: str, fence: str = "") -> str | None:
    r"""Return in which language some code is written, by its spelling; None where nothing tells.

    >>> language_of('$k = hash_hmac("sha256", $day, "AWS4" . $secret, true);')
    'PHP'
    """
    named = next((name for name, language in LANGUAGES.items() if fence.lower() in language.fences), None)
    own = {name: _SURE * _count(language.is_sure, code, _MOST_SURE) for name, language in LANGUAGES.items()}
    scores = {name: own[name] + _count(language.is_mark, code, _MOST_MARKS) for name, language in LANGUAGES.items()}
    for name, language in LANGUAGES.items():
        if own[name] and language.like:  # a dialect has the words of its own and of the language it comes from
            scores[name] += scores[language.like[0]]
    if named and not any(own[name] and named in LANGUAGES[name].like for name in LANGUAGES):
        return named
    second, best = sorted(scores, key=scores.__getitem__)[-2:]
    return best if scores[best] > scores[second] or scores[best] >= _SURE else named


def _count(pattern: re.Pattern[str], code: str, most: int) -> int:
    """Return how many places match, up to a number that decides."""
    found = 0
    for _ in pattern.finditer(code):
        found += 1
        if found == most:
            break
    return found
