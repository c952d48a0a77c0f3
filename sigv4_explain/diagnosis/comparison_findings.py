"""What the two sides' texts tell: each difference a finding; and no difference at all, which means the key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sigv4_explain.capture.answers.strings import Completeness
from sigv4_explain.diagnosis.aspects import Aspect
from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.comparing import Comparison, Explanation
from sigv4_explain.diagnosis.diagnosis import Sides
from sigv4_explain.diagnosis.difference import cause_of
from sigv4_explain.diagnosis.evidence import Evidence, Texts
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.locating import Located, first_difference, located
from sigv4_explain.diagnosis.mistakes import MISTAKES
from sigv4_explain.diagnosis.seen import cases_seen, texts_of
from sigv4_explain.diagnosis.written import Written, written

CLIENT_LOGGED = "what the client signed"
AS_SENT = "the request as it was sent"
SERVER_SAYS = "as AWS's answer has it"
COMPUTED = "as AWS computes it from the request"


_MOST_DIFFERENCES = 20
"""Beyond that the two texts are of two requests, and to name each difference is of no use."""


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
    sides = _sides(evidence, case)
    if sides is None:
        return Compared()
    shown = evidence.answer.complete if evidence.answer and sides.server_title == SERVER_SAYS else Completeness.WHOLE
    right, wrong = written(sides.server, shown), written(sides.client)
    if right is None or wrong is None:
        return Compared(sides=sides)
    if case is not None and sides.server_title == SERVER_SAYS and not right.has_canonical_request:
        right = _completed(right, case)
    comparison = Comparison.of(right, wrong)
    explanations = comparison.explained(cases_seen(right.recipe, wrong.recipe, evidence))
    findings = (
        *_explained(comparison, explanations, sides),
        *_unexplained(comparison, explanations, sides),
        *_by_hash(comparison, case),
    )
    return Compared(findings, sides, comparison)


def _sides(evidence: Evidence, case: Case | None) -> Sides | None:
    computed = None if case is None else texts_of(case.recipe)
    server_says = None if evidence.server == Texts() else evidence.server
    client_logged = None if evidence.client == Texts() else evidence.client
    server, client = server_says or computed, client_logged or computed
    if server is None or client is None or server is client:
        return None
    titles = CLIENT_LOGGED if client_logged else AS_SENT, SERVER_SAYS if server_says else COMPUTED
    return Sides(client, server, *titles)


def _completed(right: Written, case: Case) -> Written:
    """Take what was cut off from what AWS computes for the request, where that agrees with what is left."""
    whole = written(texts_of(case.recipe))
    if whole is None or Comparison.of(right, whole).differences:
        return right
    return whole


def _by_hash(comparison: Comparison, case: Case | None) -> Iterator[Finding]:
    """Find the mistake by the hash in the client's string to sign, where its canonical request was not pasted."""
    right, wrong = comparison.right, comparison.wrong
    if case is None or wrong.has_canonical_request or not (right.has_canonical_request and wrong.hashed):
        return
    if comparison.untried is not None:
        return
    if case.recipe.hash().decode("utf-8", "replace") == wrong.hashed:
        return
    for mistake in MISTAKES:
        for variant in mistake.tried(case):
            recipe = variant.change(case.recipe)
            if recipe.hash().decode("utf-8", "replace") == wrong.hashed:
                says = "The hash in the client's string to sign is that of this canonical request"
                place = first_difference(
                    "canonical_request", recipe.canonical_request(), texts_of(right.recipe)[0] or ""
                )
                yield found(
                    mistake,
                    Certainty.SHOWN,
                    f"{says}: {variant.spelling}." if variant.spelling else f"{says}.",
                    **place._asdict(),
                )
                return


def _explained(comparison: Comparison, explanations: tuple[Explanation, ...], sides: Sides) -> Iterator[Finding]:
    for mistakes, spellings, aspects in explanations:
        place = _place(min(aspects), comparison, sides)
        for mistake, spelling in zip(mistakes, spellings, strict=True):
            says = "Made on AWS's text, this mistake gives the client's" + (f": {spelling}." if spelling else ".")
            yield found(mistake, Certainty.SHOWN, says, **place._asdict())


def _unexplained(comparison: Comparison, explanations: tuple[Explanation, ...], sides: Sides) -> Iterator[Finding]:
    explained = frozenset().union(*[explanation.aspects for explanation in explanations])
    says = [comparison.untried] if comparison.untried else []
    for aspect in sorted(comparison.differences - explained)[:_MOST_DIFFERENCES]:
        place = _place(aspect, comparison, sides)
        yield found(CAUSES[cause_of(aspect, comparison)], Certainty.SHOWN, *says, **place._asdict())


def _place(aspect: Aspect, comparison: Comparison, sides: Sides) -> Located:
    """Locate a difference; of a text of which a few lines were pasted, by the lines that were."""
    place = located(aspect, comparison.wrong.recipe, comparison.right.recipe)
    if comparison.wrong.has_canonical_request or place.where is None or place.where.text != "canonical_request":
        return place
    lines = (sides.client.canonical_request or "").splitlines()
    line = lines.index(place.sent) + 1 if place.sent in lines else 1
    return place._replace(where=place.where._replace(line=line))
