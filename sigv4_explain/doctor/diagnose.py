"""diagnose: read what was given into a case, and say what follows from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sigv4_explain.credentials import Credentials
from sigv4_explain.doctor.advice import what_next
from sigv4_explain.doctor.case import case_of
from sigv4_explain.doctor.conclusion import concluded
from sigv4_explain.doctor.diagnosis import Diagnosis, DiagnosisOutcome
from sigv4_explain.doctor.evidence import Inputs, gathered


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

    ``request``: what the client sent, as a Request, a response of requests or httpx, or a whole paste, or several: a
    text in which request, answer, the client's log, code and keys may stand in any order, with words around them.
    ``answer``: AWS's, as text in whatever form, a response or an SDK's exception.
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
    case = case_of(evidence)
    conclusion = concluded(case)
    more_needed = conclusion.outcome is DiagnosisOutcome.MORE_NEEDED
    advice = what_next(case, conclusion.findings, conclusion.signed) if more_needed else ()
    return Diagnosis(conclusion.findings, conclusion.outcome, case, conclusion.sides, advice, conclusion.notes)
