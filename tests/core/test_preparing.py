from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import pytest

from sigv4_explain import (
    GENERIC,
    S3,
    Credentials,
    InvalidInput,
    Request,
    SigningRules,
    explain,
    presign,
    verify,
)
from sigv4_explain.preparing import LONGEST_EXPIRES, Prepared, prepared_for_header, prepared_for_query
from tests.core.examples import ALICE, CAROL, MOMENT

URL = "https://example.com/"


def _for_header(request: Request, credentials: Credentials = ALICE, at: Any = MOMENT, rules: Any = GENERIC) -> Prepared:
    return prepared_for_header(request, credentials, "us-east-1", "sts", at, rules)


def _for_query(request: Request, credentials: Credentials = ALICE, at: Any = MOMENT, expires: Any = 60) -> Prepared:
    return prepared_for_query(request, credentials, "us-east-1", "sts", expires, at, GENERIC)


def test_a_header_signature_adds_host_moment_and_token() -> None:
    """And nothing else; what the request had stays in front, as it was."""
    prepared = _for_header(Request("GET", URL, {"X-A": "1"}), CAROL)

    assert prepared.request.headers == (
        ("X-A", "1"),
        ("X-Amz-Date", MOMENT),
        ("Host", "example.com"),
        ("X-Amz-Security-Token", CAROL.session_token),
    )
    assert prepared.headers == prepared.request.headers


def test_a_host_that_is_sent_is_not_added_again() -> None:
    """Neither for a header nor for a presigned URL, also when it is empty."""
    for value in ("custom.example.com", ""):
        request = Request("GET", URL, {"host": value})

        assert [pair for pair in _for_header(request).headers if pair[0].lower() == "host"] == [("host", value)]
        assert _for_query(request).headers == (("host", value),)


def test_headers_that_are_never_signed_are_sent_all_the_same() -> None:
    """They stay in the request and out of the signature."""
    prepared = _for_header(Request("GET", URL, {"User-Agent": "x"}))

    assert prepared.request.header("User-Agent") == "x"
    assert "User-Agent" not in dict(prepared.headers)


def test_s3_gets_the_hash_of_its_body_unless_it_is_declared() -> None:
    """A declared hash is signed as it is; the generic rules add none."""
    body = "230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5"
    declared = Request("PUT", URL, {"x-amz-content-sha256": "UNSIGNED-PAYLOAD"}, "body")

    assert _for_header(Request("PUT", URL, (), "body"), rules=S3).request.header("x-amz-content-sha256") == body
    assert _for_header(declared, rules=S3).declared == "UNSIGNED-PAYLOAD"
    assert _for_header(declared).declared == "UNSIGNED-PAYLOAD"
    assert _for_header(Request("PUT", URL, (), "body")).declared is None


@pytest.mark.parametrize("rules", [GENERIC, S3])
def test_blanks_around_a_declared_hash_are_not_signed(rules: SigningRules) -> None:
    """The server trims the header before it puts its value on the payload's line, and so do we."""
    request = Request("GET", URL, {"x-amz-content-sha256": " UNSIGNED-PAYLOAD "})

    assert _for_header(request, rules=rules).declared == "UNSIGNED-PAYLOAD"


def test_a_presigned_url_gets_its_parameters_at_the_end() -> None:
    """In the order of AWS's table, after the request's own, which stay as they were sent."""
    prepared = _for_query(Request("GET", f"{URL}?b=+&a=%2f&a#top", {"X-A": "1"}), CAROL)
    url, _, query = prepared.request.url.partition("?")

    assert url == URL
    assert query.startswith("b=+&a=%2f&a&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDCAROL%2F20150830%2F")
    assert parse_qsl(query)[2:] == [
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Credential", "AKIDCAROL/20150830/us-east-1/sts/aws4_request"),
        ("X-Amz-Date", MOMENT),
        ("X-Amz-Expires", "60"),
        ("X-Amz-SignedHeaders", "host;x-a"),
        ("X-Amz-Security-Token", CAROL.session_token),
    ]


@pytest.mark.parametrize("end", ["a#top", "a?#top", "a#top?b"])
def test_a_fragment_does_not_travel_with_a_presigned_url(end: str) -> None:
    """It never reaches the server, and the parameters must not end up behind it."""
    assert _for_query(Request("GET", f"{URL}{end}")).request == _for_query(Request("GET", f"{URL}a")).request


@pytest.mark.parametrize("query", ["x-amz-signature=f00", "X-Amz-Date=old&X-AMZ-EXPIRES=1", "X-Amz-Security-Token"])
def test_parameters_of_an_earlier_signature_are_replaced(query: str) -> None:
    """Whatever the case of their names."""
    assert _for_query(Request("GET", f"{URL}?{query}&a=1")).request == _for_query(Request("GET", f"{URL}?a=1")).request


def test_an_authorization_header_does_not_travel_with_a_presigned_url() -> None:
    """A request that is signed in both places is refused."""
    assert _for_query(Request("GET", URL, {"authorization": "AWS4-HMAC-SHA256 …"})).request.headers == ()


@pytest.mark.parametrize(
    ("request_", "moment"),
    [
        (Request("GET", URL, {"x-amz-date": "20010203T040506Z"}), "20010203T040506Z"),
        (Request("GET", URL, {"X-Amz-Date": " 20010203T040506Z "}), "20010203T040506Z"),
        (Request("GET", f"{URL}?a=1&X-Amz-Date=20010203T040506Z"), "20010203T040506Z"),
    ],
)
def test_the_requests_own_moment_counts_when_none_is_given(request_: Request, moment: str) -> None:
    """So that a request that failed can be signed again as it was; a moment given wins."""
    assert _for_header(request_, at=None).date_time == _for_query(request_, at=None).date_time == moment
    assert _for_header(request_).date_time == _for_query(request_).date_time == MOMENT


def test_the_clock_counts_when_nobody_says_what_time_it_is() -> None:
    """Now, in UTC."""
    before = datetime.now(UTC).replace(microsecond=0)
    prepared = _for_header(Request("GET", URL), at=None)
    signed = datetime.strptime(prepared.date_time, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)

    assert before <= signed <= datetime.now(UTC)


def test_a_moment_in_the_request_is_checked_too() -> None:
    """A wrong X-Amz-Date is an error, not a signature that no server takes."""
    with pytest.raises(InvalidInput, match="'yesterday'"):
        _for_header(Request("GET", URL, {"X-Amz-Date": "yesterday"}), at=None)


@pytest.mark.parametrize("expires", [1, 300, LONGEST_EXPIRES])
def test_a_lifetime_is_up_to_a_week(expires: int) -> None:
    """From one second."""
    assert f"&X-Amz-Expires={expires}&" in _for_query(Request("GET", URL), expires=expires).request.url


FOO = Credentials("foo", "bar")
SMITHY: dict[str, Any] = {"region": "us-bar-1", "service": "foo", "at": "20000101T000000Z"}
BODY_HASH = "230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5"


@pytest.mark.parametrize(
    ("target", "signature"),
    [
        ("/", "04ccc7891757c0ca3811d0e018e4655919ef11fa7b956fe9b782f273cec2374f"),
        ("/foo/bar/baz", "d1a68eff5d8d5be581f20c7793a67a6cd2e561a5b818055b21ad064139eb83b1"),
    ],
)
def test_a_payload_hash_in_the_query_is_signed_as_smithy_signs_it(target: str, signature: str) -> None:
    """The signatures are those of smithy-typescript's signature-v4 specs, with UNSIGNED-PAYLOAD in the query."""
    url = f"https://foo.us-bar-1.amazonaws.com{target}?X-Amz-Content-Sha256=UNSIGNED-PAYLOAD"

    assert presign(Request("POST", url, (), "body"), FOO, expires=1800, rules=S3, **SMITHY).endswith(f"={signature}")


@pytest.mark.parametrize(
    ("service", "headers", "word", "declared"),
    [
        ("s3", {}, BODY_HASH, BODY_HASH),
        ("s3", {}, "UNSIGNED-PAYLOAD", "UNSIGNED-PAYLOAD"),
        ("s3", {"X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD"}, BODY_HASH, "UNSIGNED-PAYLOAD"),
        ("execute-api", {}, BODY_HASH, BODY_HASH),
        ("execute-api", {}, "UNSIGNED-PAYLOAD", BODY_HASH),
    ],
)
def test_a_payload_hash_in_the_query_counts(service: str, headers: dict[str, str], word: str, declared: str) -> None:
    """Where no header declares one, and UNSIGNED-PAYLOAD for S3 only; the server reads it alike."""
    request = Request("PUT", f"{URL}?X-Amz-Content-Sha256={word}", headers, "body")
    place: dict[str, Any] = {"region": "us-east-1", "service": service, "at": MOMENT}

    trace = explain(request, ALICE, expires=60, **place)

    assert trace["hashed_payload"].output == declared
    assert verify(trace.signed_request, {ALICE.access_key_id: ALICE}, **place).accepted


def test_a_header_signature_does_not_go_by_the_query() -> None:
    """S3 demands the header, so it is added all the same."""
    request = Request("PUT", f"{URL}?X-Amz-Content-Sha256=UNSIGNED-PAYLOAD", (), "body")

    assert _for_header(request, rules=S3).request.header("x-amz-content-sha256") == BODY_HASH
