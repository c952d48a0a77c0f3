"""diagnose: read the answer, compare both sides, look at the request, replay; then rank what was found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sigv4_explain.credentials import Credentials
from sigv4_explain.diagnosis.advice import what_next
from sigv4_explain.diagnosis.alone import seen_in_the_request
from sigv4_explain.diagnosis.diagnosis import Diagnosis, Outcome, ranked
from sigv4_explain.diagnosis.evidence import Evidence
from sigv4_explain.diagnosis.examining import Examined, examined
from sigv4_explain.diagnosis.finding import Certainty, Finding
from sigv4_explain.diagnosis.gathering import Inputs, gathered
from sigv4_explain.diagnosis.replay_findings import Signed
from sigv4_explain.diagnosis.told import told


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
        return Diagnosis((), Outcome.ACCEPTED, evidence, None, ())
    examination = examined(evidence)
    every = ranked([*examination.findings, *told(evidence), *seen_in_the_request(evidence)])
    findings = _telling(every, evidence, examination)
    outcome = _outcome(findings, evidence, examination)
    advice = what_next(evidence, findings) if outcome is Outcome.MORE_NEEDED else ()
    return Diagnosis(findings, outcome, evidence, examination.sides, advice)


def _telling(findings: tuple[Finding, ...], evidence: Evidence, examination: Examined) -> tuple[Finding, ...]:
    """Leave suspicions out where something is known, or where the signature is right and nobody refused it."""
    known = tuple([finding for finding in findings if finding.certainty is not Certainty.SUSPECTED])
    if known or not _is_right(evidence, examination):
        return known or findings
    # A right signature speaks against every suspicion but that of the clock.
    return tuple([finding for finding in findings if finding.cause == "clock-skew"])


def _outcome(findings: tuple[Finding, ...], evidence: Evidence, examination: Examined) -> Outcome:
    if any(finding.certainty is not Certainty.SUSPECTED for finding in findings):
        return Outcome.FAULT_FOUND
    return Outcome.NO_FAULT if _is_right(evidence, examination) and not findings else Outcome.MORE_NEEDED


def _is_right(evidence: Evidence, examination: Examined) -> bool:
    return examination.signed is Signed.RIGHT and evidence.answer is None
