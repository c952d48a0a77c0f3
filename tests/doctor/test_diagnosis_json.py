from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from tests.doctor.parts import DiagnosisOutcome
from tests.drawing.diagnoses import CAROL, CLIENT, FULL, SERVER, empty_body_hash, finding, with_findings


def as_read(text: str) -> Any:
    """Return what a tool reads."""
    return json.loads(text)


def test_everything_is_in_it_under_its_own_name() -> None:
    """The keys are the fields, enums are their names in lower case, texts are exact."""
    document = as_read(FULL.to_json())

    assert list(document) == ["outcome", "findings", "sides", "advice", "looked_at", "region", "service", "unread"]
    assert document["outcome"] == "fault_found"
    assert document["findings"][0] == {
        "cause": "first-cause",
        "certainty": "proven",
        "sentence": "What first-cause is.",
        "step": "canonical_request",
        "where": {"text": "canonical_request", "line": 2, "start": 2, "end": 3},
        "sent": "/a b",
        "expected": "/a%20b",
        "why": "It happens.",
        "fix": "Change it.",
        "evidence": ["The first reason.", "The second reason."],
        "client": "some-client 1.2",
    }
    assert document["sides"] == {
        "client": {"title": "as it logged", "canonical_request": CLIENT, "string_to_sign": "AWS4-HMAC-SHA256\na"},
        "server": {"title": "as AWS says", "canonical_request": SERVER, "string_to_sign": "AWS4-HMAC-SHA256\nb"},
    }
    assert document["advice"] == [{"what": "The client's log.", "how": ["boto3: set_stream_logger", "curl: -v"]}]
    assert document["unread"] == [{"field": "answer", "received": "noise", "expected": "words"}]


def test_what_is_not_known_is_null_or_empty() -> None:
    """A tool finds the same keys in every diagnosis."""
    document = as_read(with_findings(finding(), outcome=DiagnosisOutcome.MORE_NEEDED).to_json())

    assert document.keys() == as_read(FULL.to_json()).keys()
    assert document["findings"][0].keys() == as_read(FULL.to_json())["findings"][0].keys()
    assert document["sides"] is document["region"] is document["findings"][0]["where"] is None
    assert document["outcome"] == "more_needed"


def test_no_json_holds_a_session_token() -> None:
    """Neither in the findings nor in the texts of both sides; a value beside a token is one too."""
    real = empty_body_hash(CAROL)
    token = CAROL.session_token or ""
    text = replace(real, findings=(finding(sent=token, expected=token[:-2]),)).to_json()

    assert "MARKED" not in text
    assert as_read(text)["findings"][0]["expected"] == "••• (23 characters)"
    assert "••• (25 characters)" in as_read(text)["sides"]["client"]["canonical_request"]


def test_it_is_ascii() -> None:
    """Half a character and letters of every script come through every terminal, and come back."""
    text = with_findings(finding(sent="ä\ud800日")).to_json()

    assert text.isascii()
    assert as_read(text)["findings"][0]["sent"] == "ä\ud800日"
