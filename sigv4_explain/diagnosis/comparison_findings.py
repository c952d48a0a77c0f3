"""What the two sides' texts tell: each difference a finding; and no difference at all, which means the key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sigv4_explain.capture.answers.strings import Completeness
from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.comparing import Comparison, Explanation
from sigv4_explain.diagnosis.diagnosis import Sides
from sigv4_explain.diagnosis.difference import cause_of
from sigv4_explain.diagnosis.evidence import Evidence, Texts
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.locating import located
from sigv4_explain.diagnosis.seen import cases_seen
from sigv4_explain.diagnosis.written import written

CLIENT_LOGGED = "what the client signed"
AS_SENT = "the request as it was sent"
SERVER_SAYS = "as AWS's answer has it"
COMPUTED = "as AWS computes it from the request"


@dataclass(frozen=True, slots=True)
class Compared:
    """Both sides' texts, and what came of comparing them."""

    findings: tuple[Finding, ...] = ()
    sides: Sides | None = None
    comparison: Comparison | None = None


def compare(evidence: Evidence, case: Case | None) -> Compared:
    """Compare the server's texts with the client's; those of a side that shows none are computed from the request.

    ``case`` is the request as it was sent, if there is one.
    """
    computed = None if case is None else Texts(case.recipe.canonical_request(), case.recipe.string_to_sign())
    exact = evidence.answer is not None and evidence.answer.complete in _EXACT
    server_says = evidence.server if exact else None
    client_logged = None if evidence.client == Texts() else evidence.client
    server, client = server_says or computed, client_logged or computed
    if server is None or client is None or server is client:
        return Compared()
    sides = Sides(
        client,
        server,
        CLIENT_LOGGED if client_logged else AS_SENT,
        SERVER_SAYS if server_says else COMPUTED,
    )
    right, wrong = written(server), written(client)
    if right is None or wrong is None:
        return Compared(sides=sides)
    comparison = Comparison.of(right, wrong)
    explanations = comparison.explained(cases_seen(right.recipe, wrong.recipe, evidence))
    findings = (*_explained(comparison, explanations), *_unexplained(comparison, explanations))
    return Compared(findings, sides, comparison)


_EXACT = {Completeness.PROVEN, Completeness.WHOLE, Completeness.ALTERED, Completeness.REBUILT}


def _explained(comparison: Comparison, explanations: tuple[Explanation, ...]) -> Iterator[Finding]:
    for mistakes, spellings, aspects in explanations:
        where, sent, expected = located(min(aspects), comparison.wrong.recipe, comparison.right.recipe)
        for mistake, spelling in zip(mistakes, spellings, strict=True):
            says = (
                f"This makes the client's text of AWS's: {spelling}." if spelling else "This makes the client's text."
            )
            yield found(mistake, Certainty.SHOWN, says, where=where, sent=sent, expected=expected)


def _unexplained(comparison: Comparison, explanations: tuple[Explanation, ...]) -> Iterator[Finding]:
    explained = frozenset().union(*[explanation.aspects for explanation in explanations])
    for aspect in sorted(comparison.differences - explained):
        cause = CAUSES[cause_of(aspect, comparison)]
        where, sent, expected = located(aspect, comparison.wrong.recipe, comparison.right.recipe)
        yield found(cause, Certainty.SHOWN, where=where, sent=sent, expected=expected)
