"""What the two sides' texts tell: each difference a finding; and no difference at all, which means the key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sigv4_explain.doctor.aspects import Aspect, Located, first_difference, located
from sigv4_explain.doctor.cases import case_sent, cases_seen, texts_of
from sigv4_explain.doctor.causes import shown, suspected
from sigv4_explain.doctor.compare.comparison import Comparison, Explanation
from sigv4_explain.doctor.compare.differences import cause_of
from sigv4_explain.doctor.compare.own_hash import own_hash
from sigv4_explain.doctor.compare.texts import Written, unread, written
from sigv4_explain.doctor.diagnosis import Certainty, Finding, Sides, found
from sigv4_explain.doctor.evidence import Evidence, Texts
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.recipe import SignedRequest
from sigv4_explain.doctor.replay.proof import (
    Depth,
    Replayed,
    SecretVerdict,
    date_not_sent,
    dated_case,
    no_proof,
    proof_findings,
    replayed,
    signs,
)
from sigv4_explain.readers.answers.strings import Completeness

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


def compare(evidence: Evidence, arrived: SignedRequest | None) -> Compared:
    """Compare the server's texts with the client's; those of a side that shows none are computed from the request.

    ``case`` is the request as it was sent, if there is one.
    """
    sides = _sides(evidence, arrived)
    if sides is None:
        return Compared()
    shown = evidence.answer.complete if evidence.answer and sides.server_title == SERVER_SAYS else Completeness.WHOLE
    right, wrong = written(sides.server, shown), written(sides.client) or unread(sides.client)
    if right is None:
        return Compared(sides=sides)
    if arrived is not None and sides.server_title == SERVER_SAYS and not right.has_canonical_request:
        right = _completed(right, arrived)
    comparison = Comparison.of(right, wrong)
    explanations = comparison.explained(cases_seen(right.recipe, wrong.recipe, evidence))
    findings = (
        *_explained(comparison, explanations, sides),
        *_unexplained(comparison, explanations, sides),
        *_by_hash(comparison, arrived),
    )
    return Compared(findings, sides, comparison)


def _sides(evidence: Evidence, arrived: SignedRequest | None) -> Sides | None:
    computed = None if arrived is None else texts_of(arrived.recipe)
    server_says = None if evidence.server == Texts() else evidence.server
    client_logged = None if evidence.client == Texts() else evidence.client
    server, client = server_says or computed, client_logged or computed
    if server is None or client is None or server is client:
        return None
    titles = CLIENT_LOGGED if client_logged else AS_SENT, SERVER_SAYS if server_says else COMPUTED
    return Sides(client, server, *titles)


def _completed(right: Written, arrived: SignedRequest) -> Written:
    """Take what was cut off from what AWS computes for the request, where that agrees with what is left."""
    whole = written(texts_of(arrived.recipe))
    if whole is None or Comparison.of(right, whole).differences:
        return right
    return whole


def _by_hash(comparison: Comparison, arrived: SignedRequest | None) -> Iterator[Finding]:
    """Find the mistake by the hash in the client's string to sign, where its canonical request was not pasted."""
    right, wrong = comparison.right, comparison.wrong
    if arrived is None or wrong.has_canonical_request or not (right.has_canonical_request and wrong.hashed):
        return
    if comparison.untried is not None:
        return
    if arrived.recipe.hash().decode("utf-8", "replace") == wrong.hashed:
        return
    for mistake in MISTAKES:
        for variant in mistake.tried(arrived):
            recipe = variant.change(arrived.recipe)
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
        yield shown(cause_of(aspect, comparison), *says, **place._asdict())


def _place(aspect: Aspect, comparison: Comparison, sides: Sides) -> Located:
    """Locate a difference; of a text of which a few lines were pasted, by the lines that were."""
    place = located(aspect, comparison.wrong.recipe, comparison.right.recipe)
    if comparison.wrong.has_canonical_request or place.where is None or place.where.text != "canonical_request":
        return place
    lines = (sides.client.canonical_request or "").splitlines()
    line = lines.index(place.sent) + 1 if place.sent in lines else 1
    return place._replace(where=place.where._replace(line=line))


PROVEN_MISTAKE = "what was signed, as the proven mistake writes it"


@dataclass(frozen=True, slots=True)
class Examined:
    """What both sides' texts and the secret tell."""

    findings: tuple[Finding, ...]
    sides: Sides | None
    signed: SecretVerdict


def examined(evidence: Evidence) -> Examined:
    """Replay if there is a secret, and compare what both sides wrote."""
    sent = case_sent(evidence)
    compared = compare(evidence, sent)
    own = own_hash(evidence.client, evidence.server)
    if own is not None:
        compared = replace(compared, findings=(own, *compared.findings))
    if evidence.credentials is None:
        return Examined(
            (*compared.findings, *_equal(compared, SecretVerdict.UNKNOWN)), compared.sides, SecretVerdict.UNKNOWN
        )
    dated = dated_case(evidence)
    undated = date_not_sent(dated, evidence) if dated else None
    if undated is not None:
        return Examined((undated, *compared.findings), compared.sides, SecretVerdict.WRONG)
    arrived, replay = _replayed(evidence, dated or sent)
    if arrived is not None and replay.proof is not None:
        proof = replay.proof
        title = SERVER_SAYS if evidence.server.canonical_request else COMPUTED
        sides = Sides(texts_of(proof.recipe), texts_of(proof.right), PROVEN_MISTAKE, title)
        return Examined((*proof_findings(replay, arrived), *compared.findings), sides, replay.signed)
    findings = (*_proven(compared, evidence, arrived, replay.signed), *_equal(compared, replay.signed))
    if replay.signed is SecretVerdict.WRONG and not findings:
        findings = (no_proof(replay.untried),)
    return Examined(findings, compared.sides, replay.signed)


def _replayed(evidence: Evidence, sent: SignedRequest | None) -> tuple[SignedRequest | None, Replayed]:
    """Replay the request as it was sent; if nothing comes of it, as the server saw it, then as the client wrote it."""
    cases = [arrived for arrived in (sent, *_other_cases(evidence, sent)) if arrived is not None]
    for arrived in cases:
        replay = replayed(arrived, Depth.SINGLES)
        if replay.proof is not None or (arrived is sent and replay.signed is SecretVerdict.RIGHT):
            return arrived, replay
    # Two at once take their time, so only the likeliest case has its turn.
    return (cases[0], replayed(cases[0])) if cases else (None, Replayed(SecretVerdict.UNKNOWN))


def _other_cases(evidence: Evidence, sent: SignedRequest | None) -> Iterator[SignedRequest]:
    client = written(evidence.client)
    for texts in (evidence.server, evidence.client):
        right = written(texts)
        if right is not None and right.has_canonical_request:
            wrong = right.recipe if client is None else client.recipe
            arrived = next(cases_seen(right.recipe, wrong, evidence), None)
            if arrived is not None and (sent is None or arrived.recipe != sent.recipe):
                yield arrived


def _proven(
    compared: Compared, evidence: Evidence, arrived: SignedRequest | None, signed: SecretVerdict
) -> tuple[Finding, ...]:
    """What is different is proven where the secret signs the client's side of it."""
    if signed is SecretVerdict.RIGHT:
        says = "The signature is right for the request as it was sent, so it was changed on the way."
    elif signs(evidence.client.string_to_sign, arrived):
        says = "The secret and the client's own string to sign give exactly the signature that was received."
    else:
        return compared.findings
    return tuple(
        [
            replace(finding, certainty=Certainty.PROVEN, evidence=(*finding.evidence, says))
            for finding in compared.findings
        ]
    )


def _equal(compared: Compared, signed: SecretVerdict) -> Iterator[Finding]:
    """Return the finding for two sides that agree in everything: then it is the key.

    The request as it was sent tells nothing of what the client signed, unless its signature is right.
    """
    comparison, sides = compared.comparison, compared.sides
    if comparison is None or comparison.differences or sides is None:
        return
    if sides.client_title == AS_SENT and signed is not SecretVerdict.RIGHT:
        return
    right, wrong = comparison.right, comparison.wrong
    if not (right.has_canonical_request and wrong.has_canonical_request):
        return
    if right.hashed and wrong.hashed and right.hashed != wrong.hashed:
        return
    both = right.has_string_to_sign and wrong.has_string_to_sign
    says = ["The canonical requests are equal" + (", and so are the strings to sign." if both else ".")]
    if signed is SecretVerdict.RIGHT:
        says.append("The signature is right for the secret given here, so AWS has another one for this key id.")
    yield (shown if both else suspected)("wrong-secret", *says)
