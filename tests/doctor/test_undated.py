from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sigv4_explain import Credentials, Request, diagnose, presign, sign
from sigv4_explain.doctor import Certainty, DiagnosisOutcome, Finding
from sigv4_explain.presented import Carrier
from tests.core.examples import ALICE

PLACE: dict[str, Any] = {"region": "us-east-1", "service": "execute-api"}
MIDNIGHT = "20150830T235950Z"
REQUEST = Request("POST", "https://example.com/pets?a=b%20c", {"X-Note": "20150831T000010Z"}, "{}")
"""Its note is the time that one of the tests below gives, and stays as it is."""


def undated(carrier: Carrier, credentials: Credentials = ALICE, **place: Any) -> Request:
    """Sign shortly before midnight, and lose the date on the way."""
    how: dict[str, Any] = {"at": MIDNIGHT, **PLACE, **place}
    if carrier is Carrier.QUERY:
        url = presign(Request("GET", REQUEST.url), credentials, expires=60, **how)
        return Request("GET", url.replace(f"&X-Amz-Date={MIDNIGHT}", ""))
    signed = sign(REQUEST, credentials, **how)
    return Request("POST", signed.url, [pair for pair in signed.headers if pair[0] != "X-Amz-Date"], signed.body)


def later(seconds: int) -> datetime:
    """Return a time so long after that of the signature."""
    return datetime(2015, 8, 30, 23, 59, 50, tzinfo=UTC) + timedelta(seconds=seconds)


def proven(request: Request, seconds: int) -> list[Finding]:
    """Return what the doctor proves when the user's word for the time is so much too late."""
    diagnosis = diagnose(request, credentials=ALICE, at=later(seconds), **PLACE)
    return [finding for finding in diagnosis.findings if finding.certainty is Certainty.PROVEN]


@pytest.mark.parametrize("carrier", [Carrier.HEADER, Carrier.QUERY])
@pytest.mark.parametrize("seconds", [0, 1, -7, 20, 60, -60])
def test_a_signature_is_proven_right_but_for_its_date(carrier: Carrier, seconds: int) -> None:
    """The time need be right to the minute only, and may be one of the next day."""
    (finding,) = proven(undated(carrier), seconds)

    assert finding.cause == "incomplete-authorization"
    assert finding.expected == f"X-Amz-Date: {MIDNIGHT}"
    assert f"Signed at {MIDNIGHT}, this gives" in finding.evidence[0]
    assert finding.where is not None
    assert finding.where.text == "request"


def test_a_date_header_that_is_empty_is_none() -> None:
    """A proxy may leave the name."""
    request = undated(Carrier.HEADER)
    emptied = Request("POST", request.url, [("x-amz-date", ""), *request.headers], request.body)

    assert [finding.cause for finding in proven(emptied, 0)] == ["incomplete-authorization"]


@pytest.mark.parametrize("carrier", [Carrier.HEADER, Carrier.QUERY])
@pytest.mark.parametrize("seconds", [61, -61])
def test_more_than_a_minute_off_nothing_is_proven(carrier: Carrier, seconds: int) -> None:
    """Only the date's absence is shown."""
    diagnosis = diagnose(undated(carrier), credentials=ALICE, at=later(seconds), **PLACE)

    assert [finding.certainty for finding in diagnosis.findings if finding.cause == "incomplete-authorization"] == [
        Certainty.SHOWN
    ]
    assert proven(undated(carrier), seconds) == []


@pytest.mark.parametrize("carrier", [Carrier.HEADER, Carrier.QUERY])
def test_with_another_secret_nothing_is_proven(carrier: Carrier) -> None:
    """However near the time is."""
    other = Credentials(ALICE.access_key_id, "a-secret-that-nobody-has")

    assert proven(undated(carrier, other), 0) == []


@pytest.mark.parametrize("carrier", [Carrier.HEADER, Carrier.QUERY])
def test_another_mistake_is_proven_at_that_second(carrier: Carrier) -> None:
    """Without the date no mistake can be made again."""
    request = undated(carrier, region="eu-central-1")

    assert "wrong-region" in [finding.cause for finding in proven(request, 0)]
    without = diagnose(request, credentials=ALICE, **PLACE)
    assert Certainty.PROVEN not in [finding.certainty for finding in without.findings]


def test_a_request_with_a_date_keeps_it() -> None:
    """The user's word takes the place of no date that can be read."""
    signed = sign(REQUEST, ALICE, at=MIDNIGHT, **PLACE)

    assert diagnose(signed, credentials=ALICE, at=later(40), **PLACE).outcome is DiagnosisOutcome.NO_FAULT


def test_without_the_secret_the_absence_is_shown() -> None:
    """A time alone signs nothing."""
    top = diagnose(undated(Carrier.HEADER), at=MIDNIGHT, **PLACE).top

    assert top is not None
    assert (top.cause, top.certainty) == ("incomplete-authorization", Certainty.SHOWN)
