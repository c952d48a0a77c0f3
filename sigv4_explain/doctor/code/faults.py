"""The faults that show in the code of a signer, by reading it alone."""

from __future__ import annotations

import re

from sigv4_explain.doctor.causes import suspected
from sigv4_explain.doctor.code.composed_faults import composed_faults
from sigv4_explain.doctor.code.languages import LANGUAGES
from sigv4_explain.doctor.code.named_values import wrong_uses
from sigv4_explain.doctor.code.patterns import faults_for
from sigv4_explain.doctor.code.source import SourceCode
from sigv4_explain.doctor.code.wrapped_hmac import wrong_calls
from sigv4_explain.doctor.finding import Finding, Place
from sigv4_explain.masking import masked

_MOST, _WIDEST, _SHOWN = 65_536, 500, 200  # characters of code and of a line that are searched; of a line, shown
_may_be_a_secret = re.compile(r"(?<=[\"'`])(AWS4)?([A-Za-z0-9/+=]{36,})(?=[\"'`])")
_comment = re.compile(r"^[ \t]*(?://|#(?![ \t]*include)|/\*|\*)[^\n]*", re.MULTILINE)


def faults_in_code(code: SourceCode) -> tuple[Finding, ...]:
    """Return what is wrong in some code whenever it runs, each cause once, the most frequent first.

    All are suspected: the code was read and not run, and what it does not show may be wrong as well.
    """
    language = LANGUAGES.get(code.language or "")
    text = _searched(code.text, language.comment if language else _comment)
    found: dict[str, Finding] = {}
    for wrong in composed_faults(text):
        shown = max(text.find(wrong.shows, wrong.at), wrong.at)
        found.setdefault(wrong.slug, _finding(wrong.slug, wrong.says, text, shown, shown + len(wrong.shows)))
    for call in (*wrong_calls(text), *wrong_uses(text)):
        found.setdefault(call.slug, _finding(call.slug, call.says, text, *call.call.span()))
    for one in faults_for(code.language, language.like if language else ()):
        match = None if one.fault.slug in found else one.found_in(text)
        if match is not None:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            found[one.fault.slug] = _finding(one.fault.slug, one.fault.says, text, start, match.end())
    return tuple(found.values())


def _searched(text: str, comment: re.Pattern[str]) -> str:
    """Return the code without its lines of comment, and no line longer than a person writes."""
    lines = [line[:_WIDEST] for line in text[:_MOST].split("\n")]
    return comment.sub("", "\n".join(lines))


def _finding(slug: str, says: str, text: str, start: int, end: int) -> Finding:
    first, number = text.rfind("\n", 0, start) + 1, text.count("\n", 0, start) + 1
    line = text[first:].partition("\n")[0]
    where = Place("code", number, start - first, min(end - first, len(line)))
    return suspected(slug, says, "Read in your code; not run.", where=where, sent=_shown(line))


def _shown(line: str) -> str:
    """Return a line without what may be a secret in it."""
    shown = _may_be_a_secret.sub(lambda found: (found[1] or "") + _masked(found[2]), line.strip())
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"


def _masked(literal: str) -> str:
    is_hash = re.fullmatch(r"[0-9a-f]{64}", literal)
    return literal if is_hash else masked(literal)
