"""The diagnosis: what was found, ranked; both sides' texts, to be laid side by side; and what to paste next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.evidence import Evidence, Texts
from sigv4_explain.doctor.finding import Finding
from sigv4_explain.shown import Shown, ask


class DiagnosisOutcome(Enum):
    """What came of it."""

    FAULT_FOUND = "a fault was found"
    NO_FAULT = "the signature is right"
    ACCEPTED = "AWS accepted the request"
    MORE_NEEDED = "there is not enough evidence to tell"


CLIENT_LOGGED = "what the client signed"
AS_SENT = "the request as it was sent"
AS_WRITTEN = "the request as this command is signed when it runs"
SERVER_SAYS = "as AWS's answer has it"
COMPUTED = "as AWS computes it from the request"


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
