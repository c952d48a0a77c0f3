"""Source code in a paste: where it stands, in which language it is, and which library signs in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sigv4_explain.doctor.code.languages import LANGUAGES, language_of
from sigv4_explain.doctor.code.lines import LineKind, is_of_a_block, kind_of
from sigv4_explain.texts import records


@dataclass(frozen=True, slots=True)
class SigningLibrary:
    """A library that signs what a program sends."""

    name: str
    used: str
    """The pattern by which a program is known that uses it."""


class Passage(NamedTuple):
    """Some whole lines of a text."""

    start: int
    """The first character, from 0."""
    end: int
    """The character after the last."""


@dataclass(frozen=True, slots=True, repr=False)
class SourceCode:
    """The source code in a paste. It may hold a secret: its repr tells the language alone."""

    text: str
    """The paste, with blanks for all that is no code: its lines have the numbers that they have in the paste."""
    language: str | None
    """The name of the language, a key of ``LANGUAGES``."""
    passages: tuple[Passage, ...]
    """Where the code stands in the paste."""
    libraries: tuple[str, ...]
    """The libraries that sign in it: its requests are signed when it runs."""

    def __repr__(self) -> str:
        return f"<SourceCode: {self.language or 'of an unknown language'}>"


_Run = tuple[int, int, str]

LIBRARIES = tuple(records("sigv4_explain.doctor.code", "libraries.toml", SigningLibrary, "name").values())
"""The libraries that sign, the closest to the request first."""

_LONGEST = 131_072  # characters of a paste that are searched: nobody pastes a program of more
_MOST_TESTED, _WIDEST, _WIDEST_GAP = 16_384, 400, 40
_is_traced = re.compile(r'\s*File "[^"\n]*", line \d+').match
_fence = re.compile(r"[ \t]*(?:```|~~~)[ \t]*\{?\.?([\w#+.-]*)")
_OF_TEXTS = frozenset(
    (
        "json",
        "xml",
        "http",
        "html",
        "text",
        "txt",
        "yaml",
        "yml",
        "console",
        "log",
        "diff",
        "toml",
        "ini",
        "hcl",
        "terraform",
    )
)
_SHELLS = frozenset(("sh", "bash", "shell", "zsh"))
_anything = re.compile("")
_MUST_HAVE = {  # commands and settings look like code, and are none where nothing signs
    "Bash": re.compile(r"openssl|sha256sum|shasum|hmac|xxd|aws4_request", re.IGNORECASE),
    None: re.compile(r"hmac|sha|aws|sign|canonical|amz|credential|secret|date|stamp|%Y|yyyy|utc", re.IGNORECASE),
}
_comment = re.compile(r"^[ \t]*(?://|#(?![ \t]*(?:include|import|!))|/\*|\*)[^\n]*", re.MULTILINE)


def code_in(text: str) -> SourceCode | None:
    r"""Return the source code in a paste, or None where it holds none.

    Prose, logs, HTTP, answers, printed texts and curl commands are no code. Of a long paste the beginning is searched.

    >>> code_in("Why is this refused?\nt = datetime.datetime.now()\nstamp = t.strftime('%Y%m%dT%H%M%SZ')").language
    'Python'
    """
    lines = text[:_LONGEST].split("\n")
    runs = tuple(_runs(lines))
    code = "\n".join(_only(lines, runs))
    tested = "\n".join([line[:_WIDEST] for line in _comment.sub("", code).strip()[:_MOST_TESTED].split("\n")])
    language = language_of(tested, next((named for _, _, named in runs if named), ""))
    if not runs or not _MUST_HAVE.get(language, _anything).search(tested):
        return None
    libraries = tuple(library.name for library in LIBRARIES if re.search(library.used, tested, re.MULTILINE))
    return SourceCode(code, language, tuple(_passages(lines, runs)), libraries)


def _passages(lines: list[str], runs: tuple[_Run, ...]) -> Iterator[Passage]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    yield from (Passage(starts[first], starts[last + 1] - 1) for first, last, _ in runs)


def _only(lines: list[str], runs: tuple[_Run, ...]) -> Iterator[str]:
    """Return the lines, empty where they are no code."""
    at = 0
    for first, last, _ in runs:
        yield from [""] * (first - at)
        yield from lines[first : last + 1]
        at = last + 1


def _runs(lines: list[str]) -> Iterator[_Run]:
    """Return the first and the last line of each run of code, in their order, and how its fence names the language."""
    number = 0
    loose: list[int] = []  # lines outside of fences
    while number < len(lines):
        fence = _fence.match(lines[number])
        if fence:
            end = next((n for n in range(number + 1, len(lines)) if _fence.match(lines[n])), None)
            if end is not None:
                yield from _joined(lines, loose)
                loose = []
                yield from _fenced(lines, number + 1, end, fence[1].lower())
                number = end + 1
                continue
        loose.append(number)
        number += 1
    yield from _joined(lines, loose)


def _fenced(lines: list[str], start: int, end: int, named: str) -> Iterator[_Run]:
    """Return a fence that holds code, whole: whoever makes one puts code and answers in two."""
    within = list(range(start, end))
    if named in _OF_TEXTS or not within:
        return
    kinds = {kind_of(lines[number]) for number in within}
    is_known = any(named in language.fences for language in LANGUAGES.values())
    is_like_code = LineKind.OTHER not in kinds and (is_known or bool(_is_like_code("\n".join(lines[start:end]))))
    is_code = LineKind.CODE in kinds or is_like_code
    if is_code and named not in _SHELLS and (named or LineKind.CODE not in kinds):
        yield start, end - 1, named
    else:
        yield from _joined(lines, within)


def _joined(lines: list[str], numbers: list[int]) -> Iterator[_Run]:
    """Join the lines of code between which nothing else stands; a line alone counts when it is long enough."""
    begun = first = last = -1  # where what may belong to the code began, and its first and last line
    sure = gap = 0
    for number in (n for n in numbers if not _is_after_a_place(lines, n)):
        kind = kind_of(lines[number])
        if kind is LineKind.CODE:
            first = first if sure else (number if begun < 0 else begun)
            last, sure, gap = number, sure + 1, 0
        elif kind is LineKind.OTHER or gap == _WIDEST_GAP:
            if _counts(lines, first, last, sure):
                yield first, last, ""
            begun, sure, gap = -1, 0, 0
        elif sure:
            last, gap = (number if number == last + 1 and lines[number].strip() else last), gap + 1
        elif not is_of_a_block(lines[number]):
            begun = -1
        elif begun < 0 and lines[number].strip():
            begun = number
    if _counts(lines, first, last, sure):
        yield first, last, ""


def _is_after_a_place(lines: list[str], number: int) -> bool:
    """Tell whether a line belongs to a traceback of Python, which quotes a line of code."""
    return number > 0 and bool(_is_traced(lines[number - 1]))


_is_like_code = re.compile(
    r"(?is)(?=.{0,2000}(?:hmac|sha-?256|canonical|amz|AWS4))(?:[^\n(\[{]{0,200}[(\[{][^\n]{0,300}\n[^\n]{0,500}\n?){2}"
).match
"""Whether a fence in a language that nobody here knows may be code: brackets, and words of signing."""
_is_telling_alone = re.compile(
    r"(?i)hmac|sha256|aws|boto|axios|fetch|sign|request|bedrock|api\.|client|crypto|digest|headers|date|secret|stamp|\bmac\b|key|canonical|amz|utc|yyyy|%Y|json|encode|credential"
)


def _counts(lines: list[str], first: int, last: int, sure: int) -> bool:
    return sure > 1 or (sure == 1 and any(_is_telling_alone.search(lines[number]) for number in range(first, last + 1)))
