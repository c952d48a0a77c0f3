"""diagnose: read the answer, compare both sides, look at the request, replay; then rank what was found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sigv4_explain.credentials import Credentials
from sigv4_explain.diagnosis.advice import what_next
from sigv4_explain.diagnosis.alone import seen_in_the_request
from sigv4_explain.diagnosis.diagnosis import Diagnosis, Outcome, ranked
from sigv4_explain.diagnosis.gathering import Inputs, gathered
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
    """Name the causes of a refused signature from whatever there is; nothing is required, and nothing is sent."""
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
    findings = ranked([*told(evidence), *seen_in_the_request(evidence)])
    outcome = Outcome.FAULT_FOUND if findings else Outcome.MORE_NEEDED
    return Diagnosis(findings, outcome, evidence, None, what_next(evidence, findings))
