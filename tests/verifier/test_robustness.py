"""verify answers whatever arrives; only its own caller's mistakes are errors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigv4_explain import Credentials, InvalidInput, InvalidScope, KeyRecord, Request, Verdict, Wording, sign, verify
from tests.core import strategies
from tests.core.examples import ALICE, CAROL, MOMENT, VANILLA
from tests.verifier.parts import verdict_html, verdict_text

ENDED = KeyRecord(Credentials("ASIAENDED", "secret", "token"), datetime(1, 1, 1, tzinfo=UTC))
KEYS: dict[str, Credentials | KeyRecord] = {"AKIDEXAMPLE": ALICE, "AKIDCAROL": CAROL, "ASIAENDED": ENDED}
SERVICES = st.sampled_from(["execute-api", "lambda", "dynamodb", "sts", "s3", "s3express", "iotdevicegateway", "else"])

# What is right, what is nearly right, and anything.
CREDENTIALS = (
    st.sampled_from(
        [
            "AKIDEXAMPLE/20150830/us-east-1/execute-api/aws4_request",
            "AKIDEXAMPLE/20150830/us-east-1/s3/aws4_request",
            "ASIAENDED/20150830/us-east-1/sts/aws4_request",
            "////",
            "AKIDEXAMPLE////",
            "/" * 20,
        ]
    )
    | strategies.ODD_TEXTS
)
SIGNED_HEADERS = (
    st.sampled_from(["host", "host;x-amz-date", "HOST;:authority", ";;", "host;not-there"]) | strategies.ODD_TEXTS
)
DATES = (
    st.sampled_from(
        [MOMENT, "00010101T000000Z", "99991231T235959Z", "00000101T000000Z", "20150830T240000Z", "20150230T000000Z"]
    )
    | st.sampled_from(
        ["Sun, 30 Aug 2015 12:36:00 GMT", "Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 01 Jan 0001 00:00:00 +2359"]
    )
    | st.sampled_from(
        ["1 Jan 1 0:0:0 +99999999999999999999", "0 , ", "a b c d e", "²  Jan 2015 1:1:1 GMT", "-", "Sun,"]
    )
    | strategies.MOMENTS
    | strategies.ODD_TEXTS
)
EXPIRES = (
    st.sampled_from(["0", "300", "604800", "604801", "-1", "+5", "²", "1e3", "9" * 400, ""]) | strategies.ODD_TEXTS
)
SIGNATURES = st.sampled_from(["0" * 64, "é", ""]) | strategies.ODD_TEXTS
TEXTS = st.text(strategies.CHARACTERS, max_size=30)
AUTHORIZATIONS = (
    st.builds(
        "{} Credential={}, SignedHeaders={}, Signature={}{}".format,
        st.sampled_from(["AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512", "Bearer", ""]),
        CREDENTIALS,
        SIGNED_HEADERS,
        SIGNATURES,
        st.sampled_from(["", ", more", ",Signature=again", "=", ",,, "]),
    )
    | TEXTS
    | strategies.ODD_TEXTS
)
HEADERS = st.lists(
    st.tuples(st.sampled_from(["Authorization", "authorization"]), AUTHORIZATIONS)
    | st.tuples(st.sampled_from(["X-Amz-Date", "Date"]), DATES)
    | st.tuples(strategies.NAMES, strategies.ODD_TEXTS),
    max_size=6,
).map(lambda pairs: [(name, value.replace("\u0085", "").replace("\x00", "")) for name, value in pairs])
PARAMETERS = st.one_of(
    st.just(("X-Amz-Algorithm", "AWS4-HMAC-SHA256")),
    st.tuples(st.just("X-Amz-Credential"), CREDENTIALS),
    st.tuples(st.just("X-Amz-SignedHeaders"), SIGNED_HEADERS),
    st.tuples(st.just("X-Amz-Date"), DATES),
    st.tuples(st.just("X-Amz-Expires"), EXPIRES),
    st.tuples(st.just("X-Amz-Signature"), SIGNATURES),
    st.tuples(st.just("X-Amz-Security-Token"), TEXTS),
    st.tuples(TEXTS, TEXTS),
)


def _url(parameters: list[tuple[str, str]], raw: str) -> str:
    pieces = [f"{name}={quote(value, safe='%+')}" for name, value in parameters if name.isascii() and name.isalnum()]
    pieces += [f"{name}={quote(value, safe='%+')}" for name, value in parameters if name.startswith("X-Amz-")]
    return f"https://example.com/a?{'&'.join(pieces)}{raw}"


URLS = st.builds(
    _url, st.lists(PARAMETERS, max_size=9), st.sampled_from(["", "&", "&&=&%", "&X-Amz-Date=%zz", "&%ff=%fe"])
)
CLOCKS = st.sampled_from([MOMENT, "00010101T000000Z", "99991231T235959Z", "00010101T000200Z", "99991231T235800Z"])


def _look_at_all_of(verdict: Verdict) -> None:
    """Ask a verdict for everything that it has."""
    for name in ("accepted", "number", "code", "status", "message", "outcomes", "request", "access_key_id"):
        getattr(verdict, name)
    assert verdict.covered_headers is not None
    assert verdict.unsigned_headers is not None
    if verdict.trace is not None:
        assert str(verdict.trace)
        assert verdict.trace.to_json()
    assert repr(verdict)
    assert verdict_text(verdict)
    assert verdict_html(verdict)


@settings(max_examples=400)
@given(st.sampled_from(["GET", "post", "M-SEARCH"]), URLS, HEADERS, SERVICES, CLOCKS, st.sampled_from(Wording))
def test_whatever_arrives_is_judged(
    method: str, url: str, headers: list[tuple[str, str]], service: str, clock: str, wording: Wording
) -> None:
    """No request, however odd, raises: there is a verdict, and all of it can be looked at."""
    verdict = verify(
        Request(method, url, headers), KEYS, region="us-east-1", service=service, at=clock, wording=wording
    )

    _look_at_all_of(verdict)


@pytest.mark.parametrize("clock", ["00010101T000000Z", "99991231T235959Z"])
@pytest.mark.parametrize("date", ["00010101T000000Z", "99991231T235959Z", MOMENT])
@pytest.mark.parametrize("service", ["execute-api", "sts", "s3"])
def test_the_ends_of_the_calendar_have_a_window_too(service: str, date: str, clock: str) -> None:
    """In the first and the last second that Python knows, what is signed then is fresh and the rest is not."""
    signed = sign(VANILLA, ALICE, region="us-east-1", service=service, at=date)
    verdict = verify(signed, KEYS, region="us-east-1", service=service, at=clock)

    assert verdict.accepted is (date == clock)
    assert verdict.rule is None or verdict.rule.name in {"not_expired", "not_early", "s3_fresh"}


def test_a_day_in_the_first_centuries_is_written_with_four_digits() -> None:
    """S3 tells the times of a URL that is over, in any year."""
    request = Request(
        "GET",
        "https://example.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=00010101T000000Z&X-Amz-Expires=1"
        "&X-Amz-Credential=AKIDEXAMPLE%2F00010101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-SignedHeaders=host"
        "&X-Amz-Signature=0",
    )
    verdict = verify(request, KEYS, region="us-east-1", service="s3", at="00010102T000000Z")

    assert verdict.refusal is not None
    assert dict(verdict.refusal.details)["Expires"] == "0001-01-01T00:00:01Z"


def test_thousands_of_parameters_are_judged() -> None:
    """A long query is canonicalized and signed like any other."""
    query = "&".join(f"name{number}={number}" for number in range(2_000))
    signed = sign(Request("GET", f"https://example.com/?{query}"), ALICE, region="us-east-1", service="sts", at=MOMENT)

    assert verify(signed, KEYS, region="us-east-1", service="sts", at=MOMENT).accepted


@pytest.mark.parametrize(
    ("mistake", "error", "field"),
    [
        ({"region": ""}, InvalidScope, "region"),
        ({"region": "us/east"}, InvalidScope, "region"),
        ({"region": None}, InvalidScope, "region"),
        ({"service": ""}, InvalidScope, "service"),
        ({"service": ["s3"]}, InvalidScope, "service"),
        ({"at": "today"}, InvalidInput, "at"),
        ({"at": "20150830T240000Z"}, InvalidInput, "at"),
        ({"at": datetime(2015, 8, 30)}, InvalidInput, "at"),  # noqa: DTZ001 -- that is the mistake
        ({"at": 1}, InvalidInput, "at"),
        ({"keys": {"AKIDEXAMPLE": "a secret"}}, InvalidInput, "keys['AKIDEXAMPLE']"),
    ],
)
def test_a_callers_mistake_is_an_error(mistake: dict[str, Any], error: type[InvalidInput], field: str) -> None:
    """A Region, service, time or key that no server has raises an error that names it and no secret."""
    arguments: dict[str, Any] = {"keys": KEYS, "region": "us-east-1", "service": "sts", "at": MOMENT} | mistake
    signed = sign(VANILLA, ALICE, region="us-east-1", service="sts", at=MOMENT)

    with pytest.raises(error) as caught:
        verify(signed, **arguments)
    assert caught.value.field == field
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("end", [datetime(2015, 8, 30), "20150830T123600Z", timedelta(1)])  # noqa: DTZ001 -- the mistake
def test_a_session_ends_at_an_aware_datetime(end: Any) -> None:
    """An end without a time zone could not be compared with the server's clock."""
    with pytest.raises(InvalidInput, match=r"expiration: received .*, expected an aware datetime, or None"):
        KeyRecord(ALICE, end)


def test_the_clock_is_read_when_no_time_is_given() -> None:
    """What is signed now is fresh now, and what AWS signed in 2015 is not."""
    now = sign(VANILLA, ALICE, region="us-east-1", service="sts")
    then = sign(VANILLA, ALICE, region="us-east-1", service="sts", at=MOMENT)

    assert verify(now, KEYS, region="us-east-1", service="sts").accepted
    assert repr(verify(then, KEYS, region="us-east-1", service="sts")).endswith("not_expired>")
