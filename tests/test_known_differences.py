"""Where this package and another signer part: each says which side is right, and a comment how that is known.

The ``&&``, the raw characters and the plus concern botocore only when the query is in the URL it is given; its own
clients hand parameters over one by one, and then it encodes them as this package does.
"""

from __future__ import annotations

import importlib
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from sigv4_explain import Request, canonical_headers
from tests.core.botocore_signing import EXPIRES, REGION, signed_by_botocore, signed_here, traced
from tests.core.examples import ALICE
from tests.requirements import skip_or_fail
from tests.tables import tables

URL = "https://example.amazonaws.com/"


TABLES = tables(__file__)
SENT = [
    *(
        (service, Request("GET", f"https://bucket.s3.amazonaws.com{target}"), *lines)
        for service in ("sts", "s3")
        for target, lines in TABLES[service].items()
    ),
    *(("sts", Request("GET", URL, {"X-A": value}), *lines) for value, lines in TABLES["x-a"].items()),
]


def _line(canonical_request: str, number: int) -> str:
    return canonical_request.split("\n")[number]


@pytest.mark.parametrize(("service", "request_", "ours", "theirs"), SENT)
def test_a_line_differs_as_the_table_says(service: str, request_: Request, ours: str, theirs: str) -> None:
    """Each signer's canonical request has its own line, and not the other's."""
    here, there = (
        f"\n{signed(request_, ALICE, service).canonical_request}\n" for signed in (signed_here, signed_by_botocore)
    )

    assert (f"\n{ours}\n" in here, f"\n{theirs}\n" in there) == (True, True)
    assert (f"\n{theirs}\n" in here, f"\n{ours}\n" in there) == (ours == theirs, ours == theirs)


def test_a_presigned_url_keeps_repeated_parameters() -> None:
    """This package is right to keep both values of a repeated name; botocore's presigned URL drops the second."""
    # It drops it from the URL too, so its signature is right for a request that was not asked for.
    request = Request("GET", f"{URL}?id=2&id=1")

    assert "id=1&id=2" in _line(signed_here(request, ALICE, "sts", EXPIRES).canonical_request, 2)
    assert _line(signed_by_botocore(request, ALICE, "sts", EXPIRES).canonical_request, 2).endswith("&id=2")


def test_a_presigned_url_leaves_the_body_alone() -> None:
    """This package is right to hash the body that will be sent; botocore moves it into the query as form fields."""
    # AWS's published case post-x-www-form-urlencoded hashes the body in its query-string form too.
    request = Request("POST", URL, (), b'{"a": "1"}')

    assert "a=1" not in _line(signed_here(request, ALICE, "sts", EXPIRES).canonical_request, 2)
    assert "a=1" in _line(signed_by_botocore(request, ALICE, "sts", EXPIRES).canonical_request, 2)


def test_a_presigned_url_does_not_sign_an_old_authorization_header() -> None:
    """This package is right to leave Authorization out; botocore, when presigning, signs it like any other header."""
    # Servers refuse a request that is signed in both places: "Only one auth mechanism allowed" (S3, InvalidArgument).
    request = Request("GET", URL, {"Authorization": "Basic abc"})

    assert _line(signed_here(request, ALICE, "sts", EXPIRES).canonical_request, -2) == "host"
    assert _line(signed_by_botocore(request, ALICE, "sts", EXPIRES).canonical_request, -2) == "authorization;host"


def test_a_date_header_is_one_header_more() -> None:
    """Both are right: this package signs Date as sent and adds X-Amz-Date; botocore rewrites Date and adds nothing."""
    # S3 API Reference, "Common request headers": x-amz-date, if present, overrides Date. So ours stays the sender's.
    date = "Sat, 29 Aug 2015 00:00:00 GMT"
    request = Request("GET", URL, {"Date": date})
    ours, theirs = signed_here(request, ALICE, "sts"), signed_by_botocore(request, ALICE, "sts")

    assert f"\ndate:{date}\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n" in ours.canonical_request
    assert "\ndate:Sun, 30 Aug 2015 12:36:00 -0000\nhost:example.amazonaws.com\n\n" in theirs.canonical_request


def test_a_declared_payload_hash_is_signed_as_declared() -> None:
    """Both are right: this package signs the x-amz-content-sha256 that is sent; botocore writes its own over it."""
    # The server compares the header with the body after the signature (XAmzContentSHA256Mismatch), so that a wrong one
    # is found either way. Only what is really sent can be explained.
    declared = "0" * 64
    request = Request("PUT", URL, {"x-amz-content-sha256": declared}, b"body")

    assert _line(signed_here(request, ALICE, "s3").canonical_request, -1) == declared
    assert _line(signed_by_botocore(request, ALICE, "s3").canonical_request, -1) == (
        "230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5"
    )


def test_a_word_declared_to_api_gateway_is_not_signed() -> None:
    """This package is right to sign the body's hash: API Gateway hashes it, and refuses what botocore signs."""
    # aws/aws-sdk-js-v3#308: UNSIGNED-PAYLOAD was signed, and refused.
    request = Request("PUT", URL, {"x-amz-content-sha256": "UNSIGNED-PAYLOAD"}, b"body")

    assert _line(signed_here(request, ALICE, "execute-api").canonical_request, -1) == (
        "230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5"
    )
    assert _line(signed_by_botocore(request, ALICE, "execute-api").canonical_request, -1) == "UNSIGNED-PAYLOAD"


def test_a_lower_case_method_is_upper_cased_by_both() -> None:
    """Here both are right: HTTP clients send the method in upper case, and that is what is signed."""
    request = Request("get", URL)
    ours = signed_here(request, ALICE, "sts")

    assert ours == signed_by_botocore(request, ALICE, "sts")
    assert _line(ours.canonical_request, 0) == "GET"


def test_awscrt_signs_the_connection_header() -> None:
    """This package is right to leave ``connection`` out, as botocore does; AWS's own library in C signs it."""
    # RFC 9110 section 7.6.1: a proxy must remove or replace Connection, and the signature with it would break.
    crt = _installed("awscrt.auth", "awscrt")
    http = _installed("awscrt.http", "awscrt")
    config = crt.AwsSigningConfig(
        algorithm=crt.AwsSigningAlgorithm.V4,
        signature_type=crt.AwsSignatureType.HTTP_REQUEST_HEADERS,
        credentials_provider=crt.AwsCredentialsProvider.new_static(ALICE.access_key_id, ALICE.secret_access_key),
        region=REGION,
        service="sts",
        date=datetime(2015, 8, 30, 12, 36, tzinfo=UTC),
    )
    sent = [("Host", "example.amazonaws.com"), ("Connection", "close")]
    signed = crt.aws_sign_request(http.HttpRequest("GET", "/", http.HttpHeaders(sent)), config).result(10)

    ours = traced(Request("GET", URL, sent), ALICE, "sts")

    assert "SignedHeaders=connection;host;x-amz-date," in dict(signed.headers)["Authorization"]
    assert "SignedHeaders=host;x-amz-date," in ours.authorization


def test_requests_aws4auth_sorts_the_values_of_a_repeated_header() -> None:
    """This package is right to keep the order of arrival; requests-aws4auth sorts the values."""
    # AWS's published case get-header-key-duplicate: value2,value2,value1.
    headers = (("X-A", "2"), ("x-a", "1"))

    assert canonical_headers(headers) == "x-a:2,1\n"
    assert _headers_by_requests_aws4auth(dict(headers)) == "x-a:1,2\n"


def test_requests_aws4auth_keeps_blanks_inside_quotes() -> None:
    """This package is right to fold blanks between quotes too; requests-aws4auth keeps those."""
    # AWS's published case get-header-value-trim: "a   b   c" is signed as "a b c".
    headers = (("X-A", '"a   b"'),)

    assert canonical_headers(headers) == 'x-a:"a b"\n'
    assert _headers_by_requests_aws4auth(dict(headers)) == 'x-a:"a   b"\n'


def _headers_by_requests_aws4auth(headers: dict[str, str]) -> str:
    signer = _installed("requests_aws4auth", "requests-aws4auth").AWS4Auth
    lines, _ = signer.get_canonical_headers(SimpleNamespace(url=URL, headers=headers), include=["x-a"])
    return str(lines)


def _installed(module: str, distribution: str) -> Any:
    """Import another signer, of the extra ``test``."""
    try:
        return importlib.import_module(module)
    except ImportError:
        skip_or_fail("clients", f"{distribution} is not installed: pip install 'sigv4_explain[test]'")
