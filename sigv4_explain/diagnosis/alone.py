"""What the request shows by itself, without an answer and without a secret."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.diagnosis.evidence import Evidence
from sigv4_explain.diagnosis.finding import Finding


def seen_in_the_request(evidence: Evidence) -> Iterator[Finding]:
    """Return what is wrong with the request, or likely to go wrong with it."""
    yield from ()
