"""Diagnoses to draw: one put together by hand that has everything, and real ones."""

from __future__ import annotations

from typing import Any

from sigv4_explain import Credentials, Request, sign
from tests.core.examples import ALICE, MOMENT
from tests.drawing.parts import (
    Advice,
    Certainty,
    Diagnosis,
    DiagnosisOutcome,
    Evidence,
    Finding,
    Place,
    Sides,
    Texts,
    Unread,
    case_of,
    diagnose,
)

TOKEN = "MARKED/token+of&<carol>=="
CAROL = Credentials("AKIACAROLEXAMPLEKEYS", "carols-own-secret", TOKEN)
PLACE: dict[str, Any] = {"region": "us-east-1", "service": "execute-api"}


def finding(cause: str = "a-cause", certainty: Certainty = Certainty.SHOWN, **values: Any) -> Finding:
    """Return a finding with something in each field that has no default."""
    told: dict[str, Any] = {
        "sentence": f"What {cause} is.",
        "step": "canonical_request",
        "why": "It happens.",
        "fix": "Change it.",
    }
    return Finding(cause=cause, certainty=certainty, **{**told, **values})


CLIENT = "GET\n/a b\n\nhost:example.com\nx-b:1\n\nhost;x-b\nUNSIGNED-PAYLOAD"
SERVER = "GET\n/a%20b\n\nhost:example.com\nx-a:<i>2</i>\n\nhost;x-a\nUNSIGNED-PAYLOAD"
FULL = Diagnosis(
    (
        finding(
            "first-cause",
            Certainty.PROVEN,
            where=Place("canonical_request", 2, 2, 3),
            sent="/a b",
            expected="/a%20b",
            evidence=("The first reason.", "The second reason."),
            client="some-client 1.2",
        ),
        finding("second-cause", sentence="A <b>bold</b> claim."),
        finding("third-cause", Certainty.SUSPECTED, why="Seldom told."),
    ),
    DiagnosisOutcome.FAULT_FOUND,
    case_of(Evidence(request=Request("GET", "https://example.com/a b"), unread=(Unread("answer", "noise", "words"),))),
    Sides(Texts(CLIENT, "AWS4-HMAC-SHA256\na"), Texts(SERVER, "AWS4-HMAC-SHA256\nb"), "as it logged", "as AWS says"),
    (Advice("The client's log.", ("boto3: set_stream_logger", "curl: -v")),),
)


def with_findings(*findings: Finding, outcome: DiagnosisOutcome = DiagnosisOutcome.FAULT_FOUND) -> Diagnosis:
    """Return a diagnosis of nothing but findings."""
    return Diagnosis(findings, outcome, case_of(Evidence()), None, ())


def empty_body_hash(credentials: Credentials = ALICE, **headers: str) -> Diagnosis:
    """Return the real diagnosis of a request whose body came after it was signed."""
    request = Request(
        "POST", "https://example.com/pets?x=1", {name.replace("_", "-"): headers[name] for name in headers}
    )
    signed = sign(request, credentials, at=MOMENT, **PLACE)
    return diagnose(Request("POST", signed.url, signed.headers, "late"), credentials=credentials, **PLACE)
