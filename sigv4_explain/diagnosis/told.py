"""What AWS's answer tells by itself: scope, date, token, host and format messages name their own cause."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.diagnosis.evidence import Evidence
from sigv4_explain.diagnosis.finding import Finding


def told(evidence: Evidence) -> Iterator[Finding]:
    """Return what the answer says, with the numbers in it."""
    yield from ()
