"""A finding: one cause of a refused signature, where it shows, how sure that is, and what to change."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from sigv4_explain.diagnosis.cause import Cause


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
