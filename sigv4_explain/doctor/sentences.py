"""The sentences and codes of servers that name a cause by themselves, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from sigv4_explain.texts import records

_MARKS = {name: rf"['\"`](?P<{name}>[^'\"`\n]{{0,200}})['\"`]" for name in ("sent", "expected")}


class ToldAs(Enum):
    """How sure it is what a sentence means."""

    SHOWN = "shown"
    SUSPECTED = "suspected"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of a server's, and the cause that they name."""

    name: str
    slug: str
    source: str
    """Where the server has these words, or where its users have met them."""
    pattern: str = ""
    """The words. ``{sent}`` and ``{expected}`` stand for a text in quote marks."""
    word: str = ""
    """A part of the words, in lower case, without which the rest is not looked for: that is faster."""
    code: str = ""
    """Or the whole code, without the ending Exception; asked when no words say more."""
    beside: str = ""
    """What must stand somewhere in the paste too, or in the request's host or scope."""
    certainty: ToldAs = ToldAs.SHOWN
    says: str = ""
    """What the words mean, where the cause alone does not tell."""
    fix: str = ""
    """What to change, where the cause alone does not tell."""
    examples: tuple[str, ...] = ()

    def compiled(self) -> re.Pattern[str]:
        """Return the words as they are looked for."""
        pattern = self.pattern
        for name, quoted in _MARKS.items():
            pattern = pattern.replace(f"{{{name}}}", quoted)
        return re.compile(pattern)


SENTENCES = records("sigv4_explain.doctor", "sentences.toml", Sentence, "name")
"""Every sentence and code; of one cause the first counts."""

_WORDS = tuple([(row, row.compiled(), re.compile(row.beside)) for row in SENTENCES.values() if row.pattern])
_CODES = tuple([(row, re.compile(row.code), re.compile(row.beside)) for row in SENTENCES.values() if row.code])


class Heard(NamedTuple):
    """A sentence, and where it was found."""

    sentence: Sentence
    match: re.Match[str]


def sentences_in(text: str, around: str = "") -> Iterator[Heard]:
    """Return each sentence that a text has, if what belongs to it stands in the text or around it.

    >>> [heard.sentence.slug for heard in sentences_in("Invalid according to Policy: Policy expired.")]
    ['post-policy-expired']
    """
    lower = text.lower()
    for row, pattern, beside in _WORDS:
        match = pattern.search(text) if row.word in lower else None
        if match and (beside.search(text) or beside.search(around)):
            yield Heard(row, match)


def codes_in(code: str, around: str = "") -> Iterator[Heard]:
    """Return what a code means by itself.

    >>> [heard.sentence.slug for heard in codes_in("ExpiredToken")]
    ['expired-session-token']
    """
    for row, pattern, beside in _CODES:
        match = pattern.fullmatch(code)
        if match and beside.search(around):
            yield Heard(row, match)
