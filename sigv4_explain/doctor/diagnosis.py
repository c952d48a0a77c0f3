"""The diagnosis: what was found, ranked; both sides' texts, to be laid side by side; and what to paste next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.evidence import Evidence, Texts
from sigv4_explain.shown import Shown, ask


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


class Certainty(Enum):
    """How sure a finding is."""

    PROVEN = "signing with this mistake gives exactly the signature that was received"
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


class DiagnosisOutcome(Enum):
    """What came of it."""

    FAULT_FOUND = "a fault was found"
    NO_FAULT = "the signature is right"
    ACCEPTED = "AWS accepted the request"
    MORE_NEEDED = "there is not enough evidence to tell"


class Sides(NamedTuple):
    """The texts of both sides; they may hold a session token, which every view masks."""

    client: Texts
    server: Texts
    client_title: str
    """Where the client's texts are from, such as: what the client logged."""
    server_title: str
    """Where the server's texts are from, such as: as AWS's answer has them."""


class Advice(NamedTuple):
    """What to paste next."""

    what: str
    """What is missing, and what it would tell."""
    how: tuple[str, ...]
    """How to get it, a line for each client."""


@dataclass(frozen=True, slots=True, repr=False)
class Diagnosis(Shown):
    """The causes of a refused signature, the surest first."""

    findings: tuple[Finding, ...]
    outcome: DiagnosisOutcome
    case: Case
    """What it was found in, and in what state that is."""
    sides: Sides | None
    """What the client signed beside what it should have signed; None when one of the two is not known."""
    advice: tuple[Advice, ...]
    """What would tell more; empty when a fault was found."""
    notes: tuple[str, ...] = ()
    """What else the reader must know, a sentence each."""

    @property
    def evidence(self) -> Evidence:
        """What it was found in."""
        return self.case.evidence

    @property
    def top(self) -> Finding | None:
        """The surest finding."""
        return self.findings[0] if self.findings else None

    def to_json(self) -> str:
        """Return the diagnosis as JSON, for tools; session tokens and secrets are masked.

        ``schema`` is the version of its form; ``diagnosis.schema.json`` beside this module describes each key.
        """
        written: str = ask("Diagnosis.json", self)
        return written

    def report(self) -> str:
        """Return everything as text: each finding with its reasons, both sides' texts, what to paste next.

        ``print(diagnosis)`` is its first screen: the cause, how sure it is, where, what to change or to do next.
        """
        written: str = ask("Diagnosis.report", self)
        return written

    def share(self) -> str:
        """Return the diagnosis as Markdown for a ticket, without what is known to sign or log in.

        Session tokens are masked, and headers and parameters whose names speak of authorization, cookies, keys,
        passwords, sessions or tokens; the key id and the signature are shortened, the body is told by its length and
        hash. Beside each text stands its SHA-256, so that the reader can compute it again.
        """
        written: str = ask("Diagnosis.share", self)
        return written

    def __repr__(self) -> str:
        slugs = ", ".join([f"{finding.cause} ({finding.certainty.name.lower()})" for finding in self.findings])
        return f"<Diagnosis: {slugs or self.outcome.value}>"


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
