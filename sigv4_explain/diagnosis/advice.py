"""What to paste next, and how to get it from that client."""

from __future__ import annotations

from sigv4_explain.diagnosis.diagnosis import Advice
from sigv4_explain.diagnosis.evidence import Evidence
from sigv4_explain.diagnosis.finding import Finding


def what_next(evidence: Evidence, findings: tuple[Finding, ...]) -> tuple[Advice, ...]:
    """Return what would tell more, the most telling first."""
    return ()
