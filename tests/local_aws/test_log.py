"""The decisions that a front keeps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sigv4_explain import Request, verify
from sigv4_explain.local_aws import front as log_module
from tests.local_aws.calling import ALICE, CAROL, NOON, assume_role, called, get
from tests.local_aws.parts import DecisionLog, Front, Logged, Response, decision_of


def _decision(number: int = 0, body: bytes = b"") -> Logged:
    request = Request("POST", f"https://example.com/{number}", body=body)
    verdict = verify(request, {}, region="eu-central-1", service="execute-api", at=NOON)
    response = Response(403, (("x-amzn-ErrorType", "ForbiddenException"),), b"", "for a test", verdict)
    return decision_of(Front.REST_API, "POST", f"/{number}", NOON, response)


@pytest.mark.parametrize(
    ("front", "request_", "credentials", "line"),
    [
        (Front.REST_API, get(), ALICE, "12:36:00  REST API       GET /default  200: the function answered"),
        (
            Front.REST_API,
            get("/wrong?X-Amz-Security-Token=secret"),
            ALICE,
            "12:36:00  REST API       GET /wrong  403 ForbiddenException: there is no stage 'wrong' at this host",
        ),
        (
            Front.STS,
            assume_role(role="arn:aws:iam::444455556666:role/Other"),
            CAROL,
            "12:36:00  STS            POST /  403 AccessDenied: ",
        ),
    ],
    ids=["accepted", "refused", "refused in XML"],
)
def test_a_line_says_what_was_decided_and_why(front: Front, request_: Request, credentials: object, line: str) -> None:
    """Time, front, method, path without its query, status, AWS's code, and the reason that the client is not told."""
    response = called(front, request_, credentials)  # type: ignore[arg-type]  # one of the story's keys

    decision = decision_of(front, request_.method, request_.path or "/", NOON, response)

    assert str(decision).startswith(line)
    assert "secret" not in str(decision)
    assert decision.verdict is response.verdict


@pytest.mark.parametrize("path", ["/\x9b2J", "/\u202e", "/\x1b[31m", "/a\nb", "/\u2028"])
def test_a_line_stays_one_line_and_moves_no_cursor(path: str) -> None:
    """What comes from a stranger is written to a terminal only as far as it prints."""
    decision = Logged(NOON, Front.REST_API, "GET", path, 400, None, "for a test", None)

    assert str(decision).isprintable()


def test_a_line_has_an_end() -> None:
    """A path of any length is cut in the line, and whole in the value."""
    decision = Logged(NOON, Front.REST_API, "GET", "/" + "a" * 5000, 400, None, "for a test", None)

    assert len(str(decision)) < 250
    assert len(decision.path) == 5001


def test_the_log_is_a_sequence_oldest_first() -> None:
    """It can be counted, indexed, walked and printed."""
    log, decisions = DecisionLog(), [_decision(number) for number in range(3)]
    for decision in decisions:
        log.add(decision)

    assert list(log) == decisions
    assert (len(log), log[-1]) == (3, decisions[-1])
    assert repr(log) == "\n".join(str(decision) for decision in decisions)
    log.clear()
    assert repr(log) == "<DecisionLog: no request yet>"


def test_the_log_forgets_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    """There are never more decisions than the limit."""
    monkeypatch.setattr(log_module, "MOST_DECISIONS", 3)
    log = DecisionLog()
    for number in range(10):
        log.add(_decision(number))

    assert [decision.path for decision in log] == ["/7", "/8", "/9"]


def test_the_log_keeps_no_more_bodies_than_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A verdict holds its request; the latest is kept whatever its length."""
    monkeypatch.setattr(log_module, "MOST_BODY_BYTES", 100)
    log = DecisionLog()
    for number, length in enumerate([60, 60, 30, 500]):
        log.add(_decision(number, bytes(length)))
        assert [decision.path for decision in log] == [["/0"], ["/1"], ["/1", "/2"], ["/3"]][number]


def test_a_decision_shows_its_time_in_utc() -> None:
    """The front's clock is in UTC, as AWS's is."""
    decision = Logged(datetime(2015, 8, 30, 23, 59, 59, tzinfo=UTC), Front.STS, "GET", "/", 200, None, "ok", None)

    assert str(decision).startswith("23:59:59  STS ")
