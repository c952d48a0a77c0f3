"""What is wrong in code whenever it runs: the tables, and their patterns ready to search with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from sigv4_explain.texts import records


@dataclass(frozen=True, slots=True)
class CodeFault:
    """A pattern of code that signs wrongly."""

    name: str
    slug: str
    """The name of the cause."""
    line: str
    """Where it shows."""
    says: str
    """What the code does there, and what it should do."""
    languages: tuple[str, ...] = ()
    """In which languages it is wrong; in every one where none is named."""
    needs: str = ""
    """What else the code must have."""
    unless: str = ""
    """What the code must not have."""
    seen: int = 0
    """In how many of 35 public threads with such code it was the cause."""


class CompiledFault(NamedTuple):
    """A pattern, ready to search with."""

    fault: CodeFault
    line: re.Pattern[str]
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def found_in(self, code: str) -> re.Match[str] | None:
        """Return the first place where it shows, if nothing else in the code speaks against it."""
        match = self.line.search(code)
        if match is None or (self.needs and not self.needs.search(code)):
            return None
        return None if self.unless and self.unless.search(code) else match


_WORDS = {
    "key": (
        r"(?i:\b(?:k_?(?:date|region|service|signing)|(?:date|region|service|signing|signature)_?key)"
        r"(?!\w*hex)\w*+)"
    ),
    "cr": r"(?i:\w{0,20}(?:canonical_?(?:request|req|string)|can_?req)\w*+|\bcreq\b)",
    "sts": r"(?i:\$?\w{0,20}(?:string_?to_?sign|tosign|signing_?string)\w*+|\bsts\b)",
    "word": (
        r"(?:this\.|self\.|@|\$this->|\$)?"
        r"(?i:(?:aws_?)?(?:region|service)(?:_?name)?|date_?stamp|string_?to_?sign)\b"
    ),
    "secret": r"(?i:\$?(?:\w{1,40}(?:\.|->)){0,4}\w{0,40}(?:secret|\bsk\b)\w*)",
    "arg": r"[^,()\n]*(?:\([^()\n]*\)[^,()\n]*)*",
}
"""What many patterns have in common, by the name that stands between ⟨ and ⟩."""

_TABLES = ("faults_of_keys.toml", "faults_of_texts.toml", "faults_of_times_and_requests.toml")
_word = re.compile("⟨(\\w+)⟩")

CODE_FAULTS = tuple(
    fault
    for table in _TABLES
    for fault in records("sigv4_explain.doctor.code", table, CodeFault, heading="name").values()
)
"""Every pattern."""


@cache
def compiled_faults() -> tuple[CompiledFault, ...]:
    """Return the patterns, the most frequent causes first."""
    return tuple(_compiled(fault) for fault in sorted(CODE_FAULTS, key=lambda fault: -fault.seen))


def faults_for(language: str | None, like: tuple[str, ...]) -> Iterator[CompiledFault]:
    """Return the patterns of a language and of those that it is like, and those of every language."""
    names = {language, *like}
    return (one for one in compiled_faults() if not one.fault.languages or names & set(one.fault.languages))


def _compiled(fault: CodeFault) -> CompiledFault:
    line, needs, unless = (_pattern(text) for text in (fault.line, fault.needs, fault.unless))
    assert line is not None  # noqa: S101  # a row without a line says nothing
    return CompiledFault(fault, line, needs, unless)


def _pattern(text: str) -> re.Pattern[str] | None:
    return re.compile(_word.sub(lambda found: _WORDS[found[1]], text), re.MULTILINE) if text else None
