"""Every cause by its name: the mistakes that a replay can make, and those that only AWS's answer or the way tells."""

from __future__ import annotations

from collections.abc import Iterable

from sigv4_explain.doctor.finding import Cause, Certainty, Finding, Place, found
from sigv4_explain.texts import records

CAUSES = records("sigv4_explain.doctor", "causes.toml", Cause, "slug")
"""Every cause, by name."""


_ORDER = tuple(Certainty)


def weighed(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings without those that one at least as sure outweighs."""
    every = list(findings)
    surest: dict[str, int] = {}
    for finding in every:
        place = _ORDER.index(finding.certainty)
        for slug in CAUSES[finding.cause].outweighs:
            surest[slug] = min(place, surest.get(slug, place))
    return [each for each in every if surest.get(each.cause, len(_ORDER)) > _ORDER.index(each.certainty)]


def shown(
    slug: str, *evidence: str, where: Place | None = None, sent: str | None = None, expected: str | None = None
) -> Finding:
    """Return the finding of a cause that the evidence shows."""
    return found(CAUSES[slug], Certainty.SHOWN, *evidence, where=where, sent=sent, expected=expected)


def suspected(
    slug: str, *evidence: str, where: Place | None = None, sent: str | None = None, expected: str | None = None
) -> Finding:
    """Return the finding of a cause that nothing speaks against."""
    return found(CAUSES[slug], Certainty.SUSPECTED, *evidence, where=where, sent=sent, expected=expected)
