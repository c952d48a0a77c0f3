"""diagnose: read the answer, compare both sides, look at the request, replay; then rank what was found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sigv4_explain.credentials import Credentials
from sigv4_explain.doctor.advice import what_next
from sigv4_explain.doctor.aws_examples import example_findings
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.compare.both_sides import Examined, examined
from sigv4_explain.doctor.diagnosis import Certainty, Diagnosis, DiagnosisOutcome, Finding, ranked
from sigv4_explain.doctor.evidence import Evidence, Inputs, gathered
from sigv4_explain.doctor.listen.clock import client_clock_compared, clock_compared, clock_heard
from sigv4_explain.doctor.listen.refused import (
    access_heard,
    form_heard,
    keys_heard,
    payload_heard,
    scope_heard,
    unsigned_headers_heard,
)
from sigv4_explain.doctor.listen.words import Heard, codes_heard, sentences_heard
from sigv4_explain.doctor.look.desk import desk_of
from sigv4_explain.doctor.look.faults import (
    credential_faults,
    list_faults,
    payload_faults,
    signature_faults,
    token_faults,
)
from sigv4_explain.doctor.look.habits import body_habits, header_habits, host_habits, path_habits, query_habits
from sigv4_explain.doctor.look.refusals import refusals
from sigv4_explain.doctor.replay.proof import SecretVerdict

_TELLERS = (
    scope_heard,
    clock_heard,
    form_heard,
    sentences_heard,
    payload_heard,
    unsigned_headers_heard,
    keys_heard,
    access_heard,
)


def told(evidence: Evidence) -> Iterator[Finding]:
    """Return what the answer says, with the numbers in it; that two signatures differ names no cause.

    >>> from sigv4_explain.readers.answers import parse_answer
    >>> answer = parse_answer("An error occurred (RequestTimeTooSkewed) when calling the GetObject operation: Too late")
    >>> list(told(Evidence(answer=answer)))
    [<Finding: clock-skew, shown>]
    """
    desk = desk_of(evidence)
    heard = None if evidence.answer is None else Heard(evidence, evidence.answer, desk)
    findings: list[Finding] = []
    if heard is not None and heard.refuses:
        findings = [finding for tell in _TELLERS for finding in tell(heard)]
        findings = findings or list(codes_heard(heard))
    yield from findings
    names_time = any(finding.cause == "clock-skew" for finding in findings)
    if desk is None or names_time:
        return
    if evidence.received_at is not None:
        yield from clock_compared(desk, evidence.received_at, heard)
    elif evidence.at is not None:
        yield from client_clock_compared(desk, evidence.at, heard)


_FAULTS = (refusals, signature_faults, token_faults, list_faults, payload_faults)
_HABITS = (host_habits, header_habits, path_habits, query_habits, body_habits)


def seen_in_the_request(evidence: Evidence) -> Iterator[Finding]:
    """Return what is wrong with the request, then what is likely to go wrong with it, the most frequent first.

    On a request that is signed as it should be nothing is shown; much may be suspected.

    >>> from sigv4_explain import Request
    >>> [finding.cause for finding in seen_in_the_request(Evidence(request=Request("GET", "https://example.com/")))]
    ['incomplete-authorization']
    """
    desk = desk_of(evidence)
    if evidence.credentials is not None:
        yield from credential_faults(evidence.credentials, desk)
    if desk is not None:
        for look in _FAULTS:
            yield from look(desk)
        habits = [finding for look in _HABITS for finding in look(desk)]
        yield from sorted(habits, key=lambda finding: -CAUSES[finding.cause].seen)


def diagnose(
    request: Any = None,
    *,
    answer: Any = None,
    credentials: Credentials | None = None,
    region: str | None = None,
    service: str | None = None,
    client_canonical_request: str | None = None,
    client_string_to_sign: str | None = None,
    at: datetime | str | None = None,
    received_at: datetime | str | None = None,
) -> Diagnosis:
    r"""Name the causes of a refused signature from whatever there is; nothing is required, and nothing is sent.

    ``request``: what the client sent, as a Request, a response of requests or httpx, or any text that
    ``Request.parse`` reads. ``answer``: AWS's, as text in whatever form, a response or an SDK's exception.
    ``credentials``: with the secret each known mistake is tried. ``client_canonical_request`` and
    ``client_string_to_sign``: what the client logged, whole or in part. ``region`` and ``service``: where the server
    is, if neither the answer nor the host tells. ``at``: when the client signed, to the minute, by a clock that is
    right: it stands in for a date that the request does not have, and is compared with the one that it has.
    ``received_at``: the server's time. Times are aware datetimes or ``YYYYMMDDTHHMMSSZ``.

    Raises InvalidInput for an argument of the wrong kind; a paste that cannot be read is told in the diagnosis.

    >>> from sigv4_explain import Credentials, Request, sign
    >>> alice = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    >>> place = {"region": "us-east-1", "service": "execute-api"}
    >>> signed = sign(Request("POST", "https://example.com/pets"), alice, at="20150830T123600Z", **place)
    >>> sent = Request("POST", signed.url, signed.headers, '{"name": "Rex"}')
    >>> diagnose(sent, credentials=alice, **place)
    <Diagnosis: empty-body-hash (proven)>
    """
    evidence = gathered(
        Inputs(
            request,
            answer,
            credentials,
            region,
            service,
            client_canonical_request,
            client_string_to_sign,
            at,
            received_at,
        )
    )
    if evidence.answer is not None and evidence.answer.is_success:
        return Diagnosis((), DiagnosisOutcome.ACCEPTED, evidence, None, ())
    examination = examined(evidence)
    pasted = "\n".join([text for text in (request, answer) if isinstance(text, str)])
    every = ranked([*example_findings(pasted), *examination.findings, *told(evidence), *seen_in_the_request(evidence)])
    findings = _telling(every, evidence, examination)
    outcome = _outcome(findings, evidence, examination)
    advice = what_next(evidence, findings) if outcome is DiagnosisOutcome.MORE_NEEDED else ()
    return Diagnosis(findings, outcome, evidence, examination.sides, advice)


def _telling(findings: tuple[Finding, ...], evidence: Evidence, examination: Examined) -> tuple[Finding, ...]:
    """Leave suspicions out where something is known, or where the signature is right and nobody refused it."""
    known = tuple([finding for finding in findings if finding.certainty is not Certainty.SUSPECTED])
    if known or not _is_right(evidence, examination):
        return known or findings
    # A right signature speaks against every suspicion but that of the clock.
    return tuple([finding for finding in findings if finding.cause == "clock-skew"])


def _outcome(findings: tuple[Finding, ...], evidence: Evidence, examination: Examined) -> DiagnosisOutcome:
    if any(finding.certainty is not Certainty.SUSPECTED for finding in findings):
        return DiagnosisOutcome.FAULT_FOUND
    return (
        DiagnosisOutcome.NO_FAULT if _is_right(evidence, examination) and not findings else DiagnosisOutcome.MORE_NEEDED
    )


def _is_right(evidence: Evidence, examination: Examined) -> bool:
    return examination.signed is SecretVerdict.RIGHT and evidence.answer is None
