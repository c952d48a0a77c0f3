from __future__ import annotations

from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sigv4_explain import (
    Credentials,
    Following,
    InvalidInput,
    InvalidScope,
    Request,
    SigningRules,
    explain,
    presign,
    sign,
)
from sigv4_explain.rules import TokenPlacement
from tests.core import strategies
from tests.core.examples import ALICE, CAROL, MOMENT, SCOPE, VANILLA
from tests.tables import tables

LATER = "20150831T000000Z"


@given(strategies.REQUESTS, strategies.CREDENTIALS, strategies.SCOPES, st.integers(1, 604_800))
def test_the_fast_way_and_the_recorded_way_are_one(
    request: Request, credentials: Credentials, scope: dict[str, Any], expires: int
) -> None:
    """In the header and in the URL, also when the key is remembered from the first time."""
    signed = explain(request, credentials, **scope).signed_request
    url = explain(request, credentials, **scope, expires=expires).presigned_url

    assert sign(request, credentials, **scope) == sign(request, credentials, **scope) == signed
    assert presign(request, credentials, **scope, expires=expires) == url


@given(strategies.REQUESTS, strategies.CREDENTIALS, strategies.SCOPES)
def test_signing_again_is_clean(request: Request, credentials: Credentials, scope: dict[str, Any]) -> None:
    """At another time, what the first signature added to headers or query is replaced, as if it had never been."""
    later, rules = scope | {"at": LATER}, SigningRules()
    once = sign(sign(request, credentials, **scope), credentials, **later)
    first = explain(request, credentials, **scope, expires=60, rules=rules).signed_request
    url = presign(request, credentials, **later, expires=300, rules=rules)

    assert sorted(once.headers) == sorted(sign(request, credentials, **later).headers)
    assert presign(first, credentials, **later, expires=300, rules=rules) == url


@given(strategies.REQUESTS, strategies.CREDENTIALS, strategies.SCOPES, strategies.EXPIRES)
def test_what_was_signed_can_be_explained(
    request: Request, credentials: Credentials, scope: dict[str, Any], expires: int | None
) -> None:
    """Following the request, each step up to the header or URL that arrived comes out again, without a word given."""
    trace = explain(request, credentials, **scope, expires=expires)
    again = explain(trace.signed_request, credentials, following=Following.THE_REQUEST)

    assert [(step.name, step.output) for step in again] == [(step.name, step.output) for step in trace]
    assert all(step.function(**step.inputs) == step.output for step in again)
    assert again.signed_request == trace.signed_request


PRESENTED = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/sts/aws4_request, SignedHeaders=host;x-a"
TABLES = tables(__file__, PRESENTED=PRESENTED)
DATED = {"X-Amz-Date": MOMENT, "X-A": "1", "Accept": "*/*"}


def test_the_requests_own_choices_count() -> None:
    """Its headers, date, Region and service; a place that is given is that of the server."""
    request = Request("GET", VANILLA.url, {**DATED, "Authorization": f"{PRESENTED}, Signature=0"})
    trace = explain(request, ALICE, following=Following.THE_REQUEST)
    elsewhere = explain(request, ALICE, region="eu-west-1", following=Following.THE_REQUEST)

    assert trace["canonical_headers"].output == "host:example.amazonaws.com\nx-a:1\n"
    assert trace.authorization == f"{PRESENTED}, Signature={trace.signature}"
    assert elsewhere["credential_scope"].output == "20150830/eu-west-1/sts/aws4_request"


@pytest.mark.parametrize(("headers", "query", "message"), TABLES["unreadable"])
def test_a_signature_that_cannot_be_read_cannot_be_followed(headers: dict[str, str], query: str, message: str) -> None:
    """What is missing is named, and what may be a token is not repeated."""
    with pytest.raises(InvalidInput, match=message) as caught:
        explain(Request("GET", f"{VANILLA.url}?{query}", headers), ALICE, following=Following.THE_REQUEST)
    assert "marker" not in str(caught.value)


def test_a_time_beside_the_requests_own_is_refused() -> None:
    """``at`` and ``expires`` would contradict what is signed."""
    with pytest.raises(InvalidInput, match="following: received at or expires beside it"):
        explain(VANILLA, ALICE, at=MOMENT, following=Following.THE_REQUEST)


@given(strategies.REQUESTS, st.randoms(use_true_random=False))
def test_the_order_of_headers_with_different_names_does_not_matter(request: Request, random: Random) -> None:
    """Names are sorted; only the values of one name keep their order."""
    names = [name.lower() for name, _ in request.headers]
    assume(len(set(names)) == len(names))
    headers = list(request.headers)
    random.shuffle(headers)
    shuffled = Request(request.method, request.url, headers, request.body)

    assert explain(shuffled, ALICE, **SCOPE).signature == explain(request, ALICE, **SCOPE).signature


def test_the_order_of_a_repeated_headers_values_does_matter() -> None:
    """The values of one name are joined in the order they were sent."""
    one, other = (Request("GET", VANILLA.url, [("X-A", first), ("X-A", second)]) for first, second in ("12", "21"))

    assert explain(one, ALICE, **SCOPE).signature != explain(other, ALICE, **SCOPE).signature


FLIPPED = [
    Request("PUT", "https://example.com/a?b=1", {"X-A": "1"}, "body"),
    Request("POST", "https://example.com/A?b=1", {"X-A": "1"}, "body"),
    Request("POST", "https://example.com/a?b=2", {"X-A": "1"}, "body"),
    Request("POST", "https://example.com/a?B=1", {"X-A": "1"}, "body"),
    Request("POST", "https://example.org/a?b=1", {"X-A": "1"}, "body"),
    Request("POST", "https://example.com:8443/a?b=1", {"X-A": "1"}, "body"),
    Request("POST", "https://example.com/a?b=1", {"X-A": "2"}, "body"),
    Request("POST", "https://example.com/a?b=1", {"X-B": "1"}, "body"),
    Request("POST", "https://example.com/a?b=1", {"X-A": "1"}, "bodY"),
]


@pytest.mark.parametrize("expires", [None, 300])
@pytest.mark.parametrize("flipped", FLIPPED)
def test_changing_anything_signed_changes_the_signature(flipped: Request, expires: int | None) -> None:
    """Method, path, query, host, header name, header value and body: none can be changed on the way."""
    request = Request("POST", "https://example.com/a?b=1", {"X-A": "1"}, "body")
    one, other = (explain(each, ALICE, **SCOPE, expires=expires) for each in (request, flipped))

    assert one.signature != other.signature


UNCHANGED = [
    Request("post", "https://example.com/a?b=1&c", {"X-A": "1 2"}),
    Request("POST", "http://example.com/a?b=1&c", {"X-A": "1 2"}),
    Request("POST", "https://EXAMPLE.com:443/a?b=1&c", {"X-A": "1 2"}),
    Request("POST", "https://example.com//x/.././a?b=1&c", {"X-A": "1 2"}),
    Request("POST", "https://example.com/a?c=&b=1", {"X-A": "1 2"}),
    Request("POST", "https://example.com/a?b=%31&c#top", {"X-A": "1 2"}),
    Request("POST", "https://example.com/a?b=1&c", {"x-a": " 1 \t 2 "}),
    Request("POST", "https://example.com/a?b=1&c", {"X-A": "1 2", "User-Agent": "curl"}),
]


@pytest.mark.parametrize("same", UNCHANGED)
def test_changing_only_the_spelling_keeps_the_signature(same: Request) -> None:
    """What HTTP does not tell apart, what proxies change, and what is never signed."""
    request = Request("POST", "https://example.com/a?b=1&c", {"X-A": "1 2"})

    assert explain(same, ALICE, **SCOPE).signature == explain(request, ALICE, **SCOPE).signature


def test_a_token_is_signed_and_sent() -> None:
    """Temporary keys: the token is a header among the signed ones."""
    trace = explain(VANILLA, CAROL, **SCOPE)

    assert trace["signed_headers"].output == "host;x-amz-date;x-amz-security-token"
    assert trace.signed_request.header("X-Amz-Security-Token") == CAROL.session_token


def test_iot_takes_the_token_after_the_signature() -> None:
    """The websocket handshake of AWS IoT: the token stands last in the URL and is not signed."""
    trace = explain(VANILLA, CAROL, region="us-east-1", service="iotdevicegateway", at=MOMENT, expires=60)

    assert "Security-Token" not in trace["canonical_query_string"].text
    assert trace.presigned_url.endswith(
        f"&X-Amz-Signature={trace.signature}&X-Amz-Security-Token=carols%2Fown%2Btoken%3D%3D"
    )
    assert SigningRules.for_service("iotdevicegateway").token_placement is TokenPlacement.ADDED_AFTER_SIGNING


def test_s3_express_has_its_own_name_for_the_token() -> None:
    """In the header and in the query: the token of a directory bucket's session is not that of temporary keys."""
    scope: dict[str, Any] = {"region": "us-east-1", "service": "s3express", "at": MOMENT}
    in_header = explain(VANILLA, CAROL, **scope).signed_request
    in_query = explain(VANILLA, CAROL, **scope, expires=60).signed_request

    assert in_header.header("X-Amz-S3session-Token") == CAROL.session_token
    assert in_header.header("X-Amz-Security-Token") is None
    assert "&X-Amz-S3session-Token=carols%2Fown%2Btoken%3D%3D&" in in_query.url
    assert "X-Amz-Security-Token" not in in_query.url


@pytest.mark.parametrize("scheme", ["https", "http", "HTTPS"])
def test_a_database_password_has_no_scheme(scheme: str) -> None:
    """RDS takes the presigned URL from its host on; the signed request still has the URL that was given."""
    request = Request("GET", f"{scheme}://db.example.com:3306/?Action=connect&DBUser=jdbc://alice")
    trace = explain(request, ALICE, region="us-east-1", service="rds-db", at=MOMENT, expires=900)

    assert trace.presigned_url.startswith("db.example.com:3306/?Action=connect&DBUser=jdbc://alice&X-Amz-Algorithm=")
    assert trace.signed_request.url == f"{scheme}://{trace.presigned_url}"
    assert "\nhost:db.example.com:3306\n" in trace["canonical_request"].text


def test_s3_announces_the_payloads_hash() -> None:
    """In a header signature the hash travels in x-amz-content-sha256; a presigned URL leaves the body open."""
    request = Request("PUT", "https://bucket.s3.amazonaws.com/key", (), "body")
    in_header = explain(request, ALICE, region="us-east-1", service="s3", at=MOMENT)
    in_query = explain(request, ALICE, region="us-east-1", service="s3", at=MOMENT, expires=60)

    assert in_header.signed_request.header("x-amz-content-sha256") == in_header["hashed_payload"].output
    assert in_header["signed_headers"].output == "host;x-amz-content-sha256;x-amz-date"
    assert in_query["hashed_payload"].output == "UNSIGNED-PAYLOAD"
    assert in_query.signed_request.header("x-amz-content-sha256") is None


def test_the_rules_given_win_over_the_services() -> None:
    """``rules=`` says how to sign; without it the service's name does."""
    request = Request("GET", "https://bucket.s3.amazonaws.com//key")
    own = explain(request, ALICE, region="us-east-1", service="s3", at=MOMENT, rules=SigningRules())
    s3 = explain(request, ALICE, region="us-east-1", service="s3", at=MOMENT)

    assert (own["canonical_uri"].output, s3["canonical_uri"].output) == ("/key", "//key")


@pytest.mark.parametrize("field", ["region", "service"])
@pytest.mark.parametrize(
    "word", ["", "us east", "us/east", "us,east", "us-east-1\n", "us\x00", 7, None, ["eu-central-1"], b"sts"]
)
def test_a_scope_word_that_cannot_stand_in_a_scope_is_refused(field: str, word: Any) -> None:
    """Region and service: text, not empty, no blanks, slashes, commas or control characters, in each of three ways."""
    wrong: dict[str, Any] = {**SCOPE, field: word}

    for call in (sign, explain, partial(presign, expires=300)):
        with pytest.raises(InvalidScope) as caught:
            call(VANILLA, ALICE, **wrong)
        assert caught.value.field == field
