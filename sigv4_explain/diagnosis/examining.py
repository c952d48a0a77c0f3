"""The examination of both sides: what the secret proves, and what the texts show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.comparison_findings import AS_SENT, COMPUTED, SERVER_SAYS, Compared, compare
from sigv4_explain.diagnosis.diagnosis import Sides
from sigv4_explain.diagnosis.evidence import Evidence
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.replay_findings import (
    Depth,
    Replayed,
    Signed,
    no_proof,
    proof_findings,
    replayed,
    signs,
)
from sigv4_explain.diagnosis.seen import case_sent, cases_seen, texts_of
from sigv4_explain.diagnosis.undated import date_not_sent, dated_case
from sigv4_explain.diagnosis.written import written

PROVEN_MISTAKE = "what was signed, as the proven mistake writes it"


@dataclass(frozen=True, slots=True)
class Examined:
    """What both sides' texts and the secret tell."""

    findings: tuple[Finding, ...]
    sides: Sides | None
    signed: Signed


def examined(evidence: Evidence) -> Examined:
    """Replay if there is a secret, and compare what both sides wrote."""
    sent = case_sent(evidence)
    compared = compare(evidence, sent)
    if evidence.credentials is None:
        return Examined((*compared.findings, *_equal(compared, Signed.UNKNOWN)), compared.sides, Signed.UNKNOWN)
    dated = dated_case(evidence)
    undated = date_not_sent(dated, evidence) if dated else None
    if undated is not None:
        return Examined((undated, *compared.findings), compared.sides, Signed.WRONG)
    case, replay = _replayed(evidence, dated or sent)
    if case is not None and replay.proof is not None:
        proof = replay.proof
        title = SERVER_SAYS if evidence.server.canonical_request else COMPUTED
        sides = Sides(texts_of(proof.recipe), texts_of(proof.right), PROVEN_MISTAKE, title)
        return Examined((*proof_findings(replay, case), *compared.findings), sides, replay.signed)
    findings = (*_proven(compared, evidence, case, replay.signed), *_equal(compared, replay.signed))
    if replay.signed is Signed.WRONG and not findings:
        findings = (no_proof(replay.untried),)
    return Examined(findings, compared.sides, replay.signed)


def _replayed(evidence: Evidence, sent: Case | None) -> tuple[Case | None, Replayed]:
    """Replay the request as it was sent; if nothing comes of it, as the server saw it, then as the client wrote it."""
    cases = [case for case in (sent, *_other_cases(evidence, sent)) if case is not None]
    for case in cases:
        replay = replayed(case, Depth.SINGLES)
        if replay.proof is not None or (case is sent and replay.signed is Signed.RIGHT):
            return case, replay
    # Two at once take their time, so only the likeliest case has its turn.
    return (cases[0], replayed(cases[0])) if cases else (None, Replayed(Signed.UNKNOWN))


def _other_cases(evidence: Evidence, sent: Case | None) -> Iterator[Case]:
    client = written(evidence.client)
    for texts in (evidence.server, evidence.client):
        right = written(texts)
        if right is not None and right.has_canonical_request:
            wrong = right.recipe if client is None else client.recipe
            case = next(cases_seen(right.recipe, wrong, evidence), None)
            if case is not None and (sent is None or case.recipe != sent.recipe):
                yield case


def _proven(compared: Compared, evidence: Evidence, case: Case | None, signed: Signed) -> tuple[Finding, ...]:
    """What is different is proven where the secret signs the client's side of it."""
    if signed is Signed.RIGHT:
        says = "The signature is right for the request as it was sent, so it was changed on the way."
    elif signs(evidence.client.string_to_sign, case):
        says = "The secret and the client's own string to sign give exactly the signature that was received."
    else:
        return compared.findings
    return tuple(
        [
            replace(finding, certainty=Certainty.PROVEN, evidence=(*finding.evidence, says))
            for finding in compared.findings
        ]
    )


def _equal(compared: Compared, signed: Signed) -> Iterator[Finding]:
    """Return the finding for two sides that agree in everything: then it is the key.

    The request as it was sent tells nothing of what the client signed, unless its signature is right.
    """
    comparison, sides = compared.comparison, compared.sides
    if comparison is None or comparison.differences or sides is None:
        return
    if sides.client_title == AS_SENT and signed is not Signed.RIGHT:
        return
    right, wrong = comparison.right, comparison.wrong
    if not (right.has_canonical_request and wrong.has_canonical_request):
        return
    both = right.has_string_to_sign and wrong.has_string_to_sign
    says = ["The canonical requests are equal" + (", and so are the strings to sign." if both else ".")]
    if signed is Signed.RIGHT:
        says.append("The signature is right for the secret given here, so AWS has another one for this key id.")
    yield found(CAUSES["wrong-secret"], Certainty.SHOWN if both else Certainty.SUSPECTED, *says)
