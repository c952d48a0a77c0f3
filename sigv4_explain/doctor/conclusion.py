"""What follows from a case: its findings are put together, rated and ranked in one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sigv4_explain.doctor.aws_examples import example_findings
from sigv4_explain.doctor.case import Case, State, with_request
from sigv4_explain.doctor.causes import suspected, weighed
from sigv4_explain.doctor.cleared import NOT_BY_SIGNING, has_room, is_refuted, is_told_right
from sigv4_explain.doctor.compare.both_sides import Compared, agreed, are_equal_to_sign, compare
from sigv4_explain.doctor.compare.doubts import DOUBTS_OF_NAMES
from sigv4_explain.doctor.compare.own_hash import own_hash
from sigv4_explain.doctor.compare.texts import written
from sigv4_explain.doctor.diagnosis import AS_SENT, COMPUTED, SERVER_SAYS, DiagnosisOutcome, Sides
from sigv4_explain.doctor.edited import as_edited, doubt_of_url, edit_of
from sigv4_explain.doctor.experience import ordered
from sigv4_explain.doctor.finding import Certainty, Finding, ranked
from sigv4_explain.doctor.listen import listen
from sigv4_explain.doctor.look import likely_habits, look
from sigv4_explain.doctor.look.post_policy import form_note
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.pasted_body import bodies_of
from sigv4_explain.doctor.rebuilt import requests_seen, texts_of
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
from sigv4_explain.doctor.replay.replay import Proof
from sigv4_explain.encoding import sha256_hex
from sigv4_explain.request import Request

PROVEN_MISTAKE = "what was signed, as the proven mistake writes it"
_ON_THE_WAY = "The signature is right for the request as it was sent, so it was changed on the way."
_NOTHING_CHANGED = (
    "The server's own text is that of the request as it was sent: nothing was changed on the way. So the client signed "
    "another text, or with another key."
)
_OWN_TEXT = "The secret and the client's own string to sign give exactly the signature that was received."
_RIGHT_HERE = (
    "The signature is right by these keys: AWS holds another secret for this key id, or something was changed on the "
    "way."
)
_ANOTHER_THERE = (
    "The signature is right by these keys, and the server's own text is the same: it holds another secret for this id."
)
_NOT_IN_THE_PASTE = "The header is not in the paste; whether it was sent, that does not show."
_AS_PASTED = "The body here is as it was pasted, and a paste may have changed it."


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What was found, the surest first; both sides' texts; and what came of it."""

    findings: tuple[Finding, ...]
    outcome: DiagnosisOutcome
    sides: Sides | None = None
    notes: tuple[str, ...] = ()
    """What else the reader must know, a sentence each."""
    signed: SecretVerdict = SecretVerdict.UNKNOWN
    """What the secret says of the signature."""


@dataclass(frozen=True, slots=True)
class _Replay:
    """What the secret proves."""

    findings: tuple[Finding, ...] = ()
    sides: Sides | None = None
    signed: SecretVerdict = SecretVerdict.UNKNOWN
    notes: tuple[str, ...] = ()
    tried: frozenset[str] = frozenset()
    """The mistakes that were made with the secret and do not give the signature, where all that is signed is known."""


def concluded(case: Case) -> Conclusion:
    """Listen, look, compare and replay; then rank what each of them found.

    A proof makes suspicions needless; what is shown leaves those that the answer or the texts raise, but not the mere
    habits of clients; a signature that is right speaks against everything but the clock and a change on the way.
    """
    if case.evidence.answer is not None and case.evidence.answer.is_success:
        return Conclusion((), DiagnosisOutcome.ACCEPTED)
    compared = compare(case)
    replay = _replay(case, compared)
    client, server = case.evidence.client, case.evidence.server
    own = None if are_equal_to_sign(client, server) else own_hash(client, server)
    texts = (*([own] if own else []), *example_findings(case.evidence.pasted), *(replay.findings or compared.findings))
    heard, seen = list(listen(case)), [found for found in look(case) if not is_told_right(found, case)]
    seen = [found for found in seen if not _is_tried(found, replay)]
    equal = [] if replay.signed is SecretVerdict.RIGHT or replay.findings else list(agreed(compared, case))
    if (edit := edit_of(case)) is not None:
        told = [finding for finding in heard if finding.where is None or finding.where.text == "answer"]
        heard = [finding if finding in told else as_edited(finding, edit) for finding in heard]
        texts = tuple([as_edited(finding, edit) for finding in texts])
        seen, equal = ([as_edited(finding, edit) for finding in some] for some in (seen, equal))
    findings = ranked(weighed([*texts, *heard, *seen, *equal]))
    known = [finding for finding in findings if finding.certainty is not Certainty.SUSPECTED]
    sides, notes = replay.sides or compared.sides, (*replay.notes, *_notes(case))
    if replay.signed is SecretVerdict.RIGHT and not case.has_answer:
        kept = tuple([finding for finding in findings if finding.cause == "clock-skew" or finding in known])
        outcome = DiagnosisOutcome.FAULT_FOUND if known else DiagnosisOutcome.MORE_NEEDED
        return Conclusion(kept, outcome if kept else DiagnosisOutcome.NO_FAULT, sides, notes)
    if known:
        proven = known[0].certainty is Certainty.PROVEN
        every = tuple(known) if proven else ranked([*findings, *_of_the_body(known, case)])
        kept = every if proven else _reasons_first(every, known[0])
        return Conclusion(kept, DiagnosisOutcome.FAULT_FOUND, sides, notes)
    suspected_ones = _suspicions(findings, case, replay, compared)
    return Conclusion(suspected_ones, DiagnosisOutcome.MORE_NEEDED, sides, notes, replay.signed)


def _of_the_body(known: list[Finding], case: Case) -> Iterator[Finding]:
    """Return how a body often comes to be another one, where two hashes alone show that it is."""
    if known[0].cause == "body-changed-after-hash":
        yield from [habit for habit in likely_habits(case) if habit.step == "hashed_payload"]
        yield suspected("body-reserialised", "Two hashes show that the body is another one, and not how it came about.")


_REASONS = {
    "clock-skew": frozenset({"local-time-not-utc", "twelve-hour-clock", "malformed-date"}),
    "date-scope-mismatch": frozenset({"local-time-not-utc"}),
    "unsupported-algorithm": frozenset({"signature-version-2"}),
}
"""What in code is the reason of what an answer shows."""


def _reasons_first(findings: tuple[Finding, ...], shown: Finding) -> tuple[Finding, ...]:
    """Put the line of code that explains what the answer shows before it."""
    reasons = _REASONS.get(shown.cause, frozenset())
    told = [one for one in findings if one.cause in reasons and one.where is not None and one.where.text == "code"]
    return (*told, *[one for one in findings if one not in told])


def _notes(case: Case) -> Iterator[str]:
    """Say what is masked or not pasted, so that nothing is concluded from it."""
    state = case.state("Authorization")
    arrived = " That the server computed another signature proves that a whole one arrived." if case.is_mismatch else ""
    if not case.has_request:
        return
    if note := form_note(case):
        yield note
    elif case.is_written:
        yield "The request is a command or a program, which is signed when it runs; it is not unsigned."
    elif state is State.MASKED:
        yield f"Authorization is masked here, so nothing about it can be told.{arrived}"
    elif state is State.NOT_PASTED:
        yield f"Authorization was not pasted, so nothing about it can be told.{arrived}"
    else:
        masked = [name for name, each in case.states.items() if each is State.MASKED]
        yield from [f"Masked here, and not looked at: {', '.join(masked)}."] if masked else []
    if case.state("headers") is State.NOT_PASTED:
        yield "Not every header was pasted, so none is told to be missing."


def _arrived_as_sent(compared: Compared) -> bool:
    """Tell whether the server's own text is that of the request as it was sent: then nothing changed on the way."""
    sides = compared.sides
    is_as_sent = sides is not None and (sides.client_title, sides.server_title) == (AS_SENT, SERVER_SAYS)
    return is_as_sent and compared.agrees and compared.is_same_attempt


def _has_a_place(finding: Finding) -> bool:
    """Tell whether a text shows it; a line of code only often does so."""
    where = finding.where
    return (where is not None and where.text != "code") or (where is None and finding.sent is not None)


def _suspicions(findings: tuple[Finding, ...], case: Case, replay: _Replay, compared: Compared) -> tuple[Finding, ...]:
    """Put what often goes wrong with such a request behind what the evidence itself raises; the key comes last."""
    placed = [finding for finding in findings if _has_a_place(finding)]
    raised = [finding for finding in findings if finding not in placed and finding.cause != "wrong-secret"]
    more = list(ordered(list(likely_habits(case)), case, raised))
    if replay.signed is SecretVerdict.RIGHT:
        says = _ANOTHER_THERE if _arrived_as_sent(compared) else _RIGHT_HERE
        more = [*(replace(each, evidence=(says,)) if each.cause == "wrong-secret" else each for each in more)]
        more = [each for each in [*more, suspected("wrong-secret", says)] if each.cause in NOT_BY_SIGNING]
    more = [each for each in more if not (is_refuted(each, case, compared) or is_told_right(each, case))]
    more = [finding for finding in more if has_room(finding, case) and not _is_tried(finding, replay)]
    if _arrived_as_sent(compared) and replay.signed is not SecretVerdict.RIGHT:
        more.append(suspected("wrong-secret", _NOTHING_CHANGED))
    keys = [finding for finding in findings if finding.cause == "wrong-secret"]
    others = [finding for finding in placed if finding.cause != "wrong-secret"]
    return ranked(weighed([*others, *more, *keys]))


def _replay(case: Case, compared: Compared) -> _Replay:
    """Replay if there is a secret."""
    if case.keys is None:
        return _Replay()
    dated = dated_case(case)
    undated = date_not_sent(dated, case) if dated else None
    if undated is not None:
        return _Replay((undated,), None, SecretVerdict.WRONG)
    arrived, replay, notes = _replayed(case, dated or case.sent)
    if arrived is not None and replay.proof is not None:
        proof = replay.proof
        title = SERVER_SAYS if case.evidence.server.canonical_request else COMPUTED
        sides = Sides(texts_of(proof.recipe), texts_of(proof.right), PROVEN_MISTAKE, title)
        unseen = _unseen_headers(proof, case)
        if unseen and compared.are_texts and compared.findings:
            return _Replay(compared.findings, signed=replay.signed)
        proven = tuple([_rated(finding, case, unseen) for finding in proof_findings(replay, arrived)])
        return _Replay(proven, sides, replay.signed)
    is_given = case.evidence.credentials is not None
    if replay.signed is SecretVerdict.WRONG and not (is_given and _can_be_signed(case)):
        return _Replay(compared.findings, notes=tuple(_of_pasted_keys(case)))
    findings = _proven(compared, case, arrived, replay.signed)
    tried = frozenset[str]()
    if replay.signed is SecretVerdict.WRONG and not findings:
        findings, tried = (no_proof(replay.untried),), frozenset([mistake.slug for mistake in MISTAKES])
    return _Replay(findings, None, replay.signed, notes, tried - NOT_BY_SIGNING)


def _is_tried(finding: Finding, replay: _Replay) -> bool:
    """Tell whether the secret rules out a suspicion: so made, the signature is another one. A body may be any."""
    is_guess = finding.certainty is Certainty.SUSPECTED and (finding.where is None or finding.where.text != "code")
    return is_guess and finding.cause in replay.tried and finding.step != "hashed_payload"


def _of_pasted_keys(case: Case) -> Iterator[str]:
    """Say whether the keys in a paste can be those that signed, where they did not make the signature."""
    keys = case.evidence.pasted_keys
    if keys is None or case.evidence.credentials is not None:
        return
    if case.knows("Credential") and case.access_key_id not in ("", keys.access_key_id):
        yield "The keys in this paste have another key id than the request."
    elif _can_be_signed(case):
        yield "The keys in this paste did not make this signature, with no known mistake either."


def _can_be_signed(case: Case) -> bool:
    """Tell whether all that is signed is known, so that another signature speaks against the key."""
    names = case.presented.signed_headers
    return case.knows("headers", "target", "method", "Credential", "Date", *names) and case.state("body") is State.KNOWN


def _unseen_headers(proof: Proof, case: Case) -> frozenset[str]:
    """Return the headers that a proof signs otherwise and that nobody pasted: their values are found, not wrong."""
    changed = set(proof.recipe.header_lines) ^ set(proof.right.header_lines)
    return frozenset([name for name, _ in changed if not case.knows(name)])


def _rated(finding: Finding, case: Case, unseen: frozenset[str]) -> Finding:
    """A body that was pasted proves nothing by itself, nor does a header that was not."""
    if unseen and finding.step == "canonical_headers":
        return replace(finding, certainty=Certainty.SUSPECTED, evidence=(*finding.evidence, _NOT_IN_THE_PASTE))
    if finding.step == "hashed_payload" and case.state("body") in (State.UNSURE, State.NOT_PASTED):
        return replace(finding, certainty=Certainty.SUSPECTED, evidence=(*finding.evidence, _AS_PASTED))
    if doubt := doubt_of_url(finding, case):
        return replace(finding, certainty=Certainty.SUSPECTED, evidence=(*finding.evidence, doubt))
    if finding.cause == "signed-header-not-sent" and case.absence is Certainty.SUSPECTED:
        return replace(finding, certainty=Certainty.SUSPECTED, evidence=(*finding.evidence, _NOT_IN_THE_PASTE))
    return finding


def _replayed(case: Case, sent: SignedRequest | None) -> tuple[SignedRequest | None, Replayed, tuple[str, ...]]:
    """Replay the request as it was sent; if nothing comes of it, as the server saw it, then as the client wrote it."""
    if sent is not None and (fitting := _with_another_body(case, sent)) is not None:
        body = fitting.request.body
        note = f"The signature is right with a body of {len(body)} bytes: the paste added to it or changed its end."
        return fitting, Replayed(SecretVerdict.RIGHT), (note,)
    seen = [arrived for arrived in (sent, *_with_other_bodies(case, sent), *_seen(case, sent)) if arrived is not None]
    for arrived in seen:
        replay = replayed(arrived, Depth.SINGLES)
        if replay.proof is not None or (arrived is sent and replay.signed is SecretVerdict.RIGHT):
            return arrived, replay, ()
    # Two at once take their time, so only the likeliest case has its turn.
    return (seen[0], replayed(seen[0]), ()) if seen else (None, Replayed(SecretVerdict.UNKNOWN), ())


def _with_another_body(case: Case, sent: SignedRequest) -> SignedRequest | None:
    """Return the request with the body for which its signature is right, where a paste may have changed the body."""
    others = _with_other_bodies(case, sent)
    return next((other for other in others if other.recipe.signature() == other.received), None)


def _with_other_bodies(case: Case, sent: SignedRequest | None) -> Iterator[SignedRequest]:
    if sent is None or case.state("body") is not State.UNSURE or not (sent.received and case.reading.body_is_hashed):
        return
    request, tried = sent.request, {sent.recipe.hashed_payload}
    for body in bodies_of(request):
        other = Request(request.method, request.url, request.headers, body)
        if body and sha256_hex(body) not in tried:
            tried.add(sha256_hex(body))
            yield with_request(other, case.evidence)


def _seen(case: Case, sent: SignedRequest | None) -> Iterator[SignedRequest]:
    client = written(case.evidence.client)
    for texts in (case.evidence.server, case.evidence.client):
        right = written(texts)
        if right is not None and right.has_canonical_request:
            wrong = right.recipe if client is None else client.recipe
            arrived = next(requests_seen(right.recipe, wrong, case), None)
            if arrived is not None and (sent is None or arrived.recipe != sent.recipe):
                yield arrived


def _proven(
    compared: Compared, case: Case, arrived: SignedRequest | None, signed: SecretVerdict
) -> tuple[Finding, ...]:
    """What is different is proven where the secret signs the client's side of it."""
    if not compared.is_same_attempt:
        return compared.findings
    if signed is SecretVerdict.RIGHT:
        says = _ON_THE_WAY
    elif signs(case.evidence.client.string_to_sign, arrived):
        says = _OWN_TEXT
    else:
        return compared.findings
    return tuple([_raised(finding, says) for finding in compared.findings])


def _raised(finding: Finding, says: str) -> Finding:
    """A secret proves what is sure, or in doubt for its names alone."""
    evidence = tuple([each for each in finding.evidence if each not in DOUBTS_OF_NAMES])
    if finding.certainty is Certainty.SUSPECTED and evidence == finding.evidence:
        return finding
    return replace(finding, certainty=Certainty.PROVEN, evidence=(*evidence, says))
