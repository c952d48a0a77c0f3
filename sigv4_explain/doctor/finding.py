"""A finding: a cause, how sure it is, and where it shows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Something that is known to make AWS refuse a signature."""

    slug: str
    """The name of the cause."""
    seen: int
    """In how many of 344 cases from public threads it was the cause."""
    sentence: str
    """What was wrong."""
    how: str
    """How it comes about."""
    fix: str
    """What to change."""
    step: str
    """The name of the step that goes wrong."""
    source: str | None = None
    """A public page where it is described, if one tells it better than we do."""
    outweighs: tuple[str, ...] = ()
    """The causes that are not told beside it: they are only how it looks from outside."""


class Certainty(Enum):
    """How sure a finding is."""

    PROVEN = "with this mistake exactly this signature, or this hash, comes out"
    SHOWN = "the evidence shows it"
    SUSPECTED = "it often causes this, and nothing here speaks against it"


class Place(NamedTuple):
    """Where a finding shows: characters of a line of a text."""

    text: str
    """The name of the step whose output it is, or ``request`` or ``answer``."""
    line: int
    """From 1."""
    start: int
    """The first character, from 0."""
    end: int
    """The character after the last; the same as ``start`` where something is missing."""

    def __str__(self) -> str:
        one = self.end <= self.start + 1
        characters = f"character {self.start + 1}" if one else f"characters {self.start + 1} to {self.end}"
        return f"{self.text.replace('_', ' ')}, line {self.line}, {characters}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Finding:
    """One cause. ``sent`` and ``expected`` may hold a session token: the renderers mask it, and so does the repr."""

    cause: str
    """The name of the cause."""
    certainty: Certainty
    sentence: str
    """What was wrong, in one sentence."""
    step: str
    """The name of the step that went wrong."""
    where: Place | None = None
    """Where it shows in what the client signed or sent; None when no line shows it, as with a wrong secret."""
    sent: str | None = field(default=None)
    """What the client signed or sent there: a line, or a value."""
    expected: str | None = field(default=None)
    """What AWS has there."""
    why: str
    """How it comes about."""
    fix: str
    """What to change."""
    evidence: tuple[str, ...] = ()
    """What speaks for it, a sentence each."""
    client: str | None = None
    """The client that is known to do this, with its version."""

    def __repr__(self) -> str:
        return f"<Finding: {self.cause}, {self.certainty.name.lower()}>"


def found(
    cause: Cause,
    certainty: Certainty,
    *evidence: str,
    where: Place | None = None,
    sent: str | None = None,
    expected: str | None = None,
    client: str | None = None,
) -> Finding:
    """Return the finding of a cause, with the words that the table has for it."""
    return Finding(
        cause=cause.slug,
        certainty=certainty,
        sentence=cause.sentence,
        step=cause.step,
        where=where,
        sent=sent,
        expected=expected,
        why=cause.how,
        fix=cause.fix,
        evidence=evidence,
        client=client,
    )


def ranked(findings: list[Finding]) -> tuple[Finding, ...]:
    """Put the surest first, each cause once; the evidence for one cause is put together."""
    order = list(Certainty)
    by_cause: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda finding: order.index(finding.certainty)):
        known = by_cause.get(finding.cause)
        by_cause[finding.cause] = finding if known is None else _with_evidence(known, finding)
    return tuple(by_cause.values())


def _with_evidence(finding: Finding, other: Finding) -> Finding:
    """Return a finding with what another one of the same cause has and it has not."""
    evidence = tuple(dict.fromkeys((*finding.evidence, *other.evidence)))
    if finding.where is None and finding.sent is None and finding.expected is None:
        return replace(finding, evidence=evidence, where=other.where, sent=other.sent, expected=other.expected)
    return replace(finding, evidence=evidence)
