"""A diagnosis as text for a terminal, at most 100 columns wide. Secrets and session tokens are masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from sigv4_explain.diagnosis.diagnosis import Advice, Diagnosis
from sigv4_explain.diagnosis.finding import Finding
from sigv4_explain.diagnosis.masks import Mask, mask_of
from sigv4_explain.render.carets import sent_and_expected
from sigv4_explain.render.characters import readable
from sigv4_explain.render.diagnosis_words import MASKED_DIFFERENCE, certainty_words, told_of

WIDTH = 100
_INDENT = " " * 3
_LABEL = 10


def diagnosis_text(diagnosis: Diagnosis) -> str:
    """Write a diagnosis: the outcome in one sentence, each finding with its lines and its fix, what to paste next."""
    mask = mask_of(diagnosis.evidence)
    told = told_of(diagnosis, mask)
    blocks = [[*_wrapped(told.outcome), *_wrapped(told.looked_at)]]
    blocks += [list(_wrapped(sentence)) for sentence in told.unread]
    blocks += [
        list(finding_lines(number, finding, hides=finding.cause in told.masks_a_difference))
        for number, finding in enumerate(told.sure, 1)
    ]
    if told.possible:
        also = [f"{finding.cause}: {finding.sentence}" for finding in told.possible]
        blocks.append(["Also possible", *_items(also, _INDENT)])
    if diagnosis.advice:
        blocks.append(["To find out more, paste", *_advice(diagnosis.advice, mask)])
    return "\n\n".join(["\n".join(block) for block in blocks])


def finding_lines(number: int, finding: Finding, *, hides: bool) -> Iterator[str]:
    """Write a finding that may be shown; with ``hides`` the two lines differ in what is masked."""
    yield f"{number}. {readable(finding.cause)}"
    yield from _wrapped(certainty_words(finding.certainty), _INDENT)
    yield from _wrapped(finding.sentence, _INDENT)
    if finding.where is not None:
        yield from _labelled("where", [str(finding.where)])
    for line in sent_and_expected(finding.sent, finding.expected, WIDTH - len(_INDENT)):
        yield f"{_INDENT}{line}"
    if hides:
        yield from _labelled("", [MASKED_DIFFERENCE])
    yield from _labelled("why", _wrapped(finding.why, width=_room()))
    yield from _labelled("fix", _wrapped(finding.fix, width=_room()))
    if finding.evidence:
        yield from _labelled("evidence", [line for says in finding.evidence for line in _wrapped(says, width=_room())])
    if finding.client is not None:
        yield from _labelled("known of", _wrapped(finding.client, width=_room()))


def _room() -> int:
    return WIDTH - len(_INDENT) - _LABEL


def _labelled(label: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"{_INDENT}{label if not number else '':{_LABEL}}{line}".rstrip()


def _advice(advice: tuple[Advice, ...], mask: Mask) -> Iterator[str]:
    for what, how in advice:
        yield from _items([mask(what)], _INDENT)
        yield from _items([mask(line) for line in how], _INDENT * 2)


def _items(sentences: Iterable[str], indent: str) -> Iterator[str]:
    for sentence in sentences:
        first, *more = _wrapped(sentence, f"{indent}  ")
        yield f"{indent}- {first.strip()}"
        yield from more


def _wrapped(sentence: str, indent: str = "", width: int = WIDTH) -> list[str]:
    lines = wrap(readable(sentence), width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    return lines or [indent]
