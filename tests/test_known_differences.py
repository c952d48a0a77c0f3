"""Where this package and another signer part: each test says which side is right, and its comment how that is known.

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

URL = "https://example.amazonaws.com/"


def _queries(query: str) -> tuple[str, str]:
    """Return the canonical query string here and by botocore."""
    request = Request("GET", f"{URL}?{query}")
    return _line(signed_here(request, ALICE, "sts").canonical_request, 2), _line(
        signed_by_botocore(request, ALICE, "sts").canonical_request, 2
    )


def _s3_paths(path: str) -> tuple[str, str]:
    """Return S3's canonical URI here and by botocore."""
    request = Request("GET", f"https://bucket.s3.amazonaws.com{path}")
    return _line(signed_here(request, ALICE, "s3").canonical_request, 1), _line(
        signed_by_botocore(request, ALICE, "s3").canonical_request, 1
    )


def _line(canonical_request: str, number: int) -> str:
    return canonical_request.split("\n")[number]


def test_a_raw_plus_in_the_query_is_a_space() -> None:
    """This package is right to sign %20 for a plus in a query; botocore signs the plus, which no canonical form has."""
    # Servers read a query as a form, where a plus is a space (WHATWG URL, application/x-www-form-urlencoded parsing);
    # aws4, aws4fetch, AWS's JavaScript SDK, curl and MinIO sign %20 too. Sending %20 or %2B avoids the question.
    assert _queries("q=a+b") == ("q=a%20b", "q=a+b")


@pytest.mark.parametrize(
    ("query", "encoded"),
    [
        ("q=*'()!", "q=%2A%27%28%29%21"),
        ("q=a:b@c,d;e$", "q=a%3Ab%40c%2Cd%3Be%24"),
        ("path=a/b", "path=a%2Fb"),
    ],
)
def test_raw_reserved_characters_in_the_query_are_encoded(query: str, encoded: str) -> None:
    """This package is right to encode all but the unreserved characters; botocore signs a URL's query as it stands."""
    # IAM User Guide, "Create a signed AWS API request": UriEncode encodes every byte except A-Z a-z 0-9 - . _ ~.
    assert _queries(query) == (encoded, query)


@pytest.mark.parametrize(("query", "encoded"), [("q=a%2fb", "q=a%2Fb"), ("q=%41", "q=A"), ("q=%zz", "q=%25zz")])
def test_percent_encoding_in_the_query_is_made_uniform(query: str, encoded: str) -> None:
    """This package is right to write upper-case hex, and only where needed; botocore signs what it finds."""
    # The same page: the hexadecimal letters of UriEncode are upper case, and the unreserved characters stay themselves.
    assert _queries(query) == (encoded, query)


def test_an_equals_sign_in_a_value_is_encoded_once() -> None:
    """This package is right to sign %3D for the second equals sign; botocore signs a raw one."""
    # AWS's older pages ask for %253D; every SDK of AWS encodes once, and servers accept that.
    assert _queries("token=a==") == ("token=a%3D%3D", "token=a==")


def test_nothing_between_two_ampersands_is_no_parameter() -> None:
    """This package is right to sign no parameter where there is none; botocore signs one without name and value."""
    # WHATWG URL, application/x-www-form-urlencoded parsing, step 3.1: an empty sequence is skipped.
    assert _queries("a=1&&b=2&") == ("a=1&b=2", "=&=&a=1&b=2")


def test_tabs_in_a_header_are_blanks_to_both() -> None:
    """Here both are right: spaces and tabs are folded alike."""
    # RFC 9110 section 5.6.3: optional white space is spaces and tabs.
    request = Request("GET", URL, {"X-A": "\t a \t b\t"})
    ours, theirs = signed_here(request, ALICE, "sts"), signed_by_botocore(request, ALICE, "sts")

    assert ours == theirs
    assert "\nx-a:a b\n" in ours.canonical_request


@pytest.mark.parametrize("blank", ["\u00a0", "\u2003", "\u2028"])
def test_other_white_space_in_a_header_is_text(blank: str) -> None:
    """This package is right to keep no-break spaces and the like; botocore folds whatever Python calls white space."""
    # RFC 9110 section 5.6.3 again: for a server these are bytes of the value (obs-text), not white space.
    request = Request("GET", URL, {"X-A": f"a{blank}{blank}b"})

    assert f"\nx-a:a{blank}{blank}b\n" in signed_here(request, ALICE, "sts").canonical_request
    assert "\nx-a:a b\n" in signed_by_botocore(request, ALICE, "sts").canonical_request


def test_of_a_repeated_parameter_s3_signs_the_first_value() -> None:
    """This package is right to sign the first value alone; botocore signs all, sorted."""
    # S3 says so itself: of ?b=1&a=2&a=1 its answer's CanonicalRequest has a=2&b=1 (aws/aws-sdk-go#1495).
    request = Request("GET", "https://bucket.s3.amazonaws.com/?b=1&a=2&a=1")

    assert _line(signed_here(request, ALICE, "s3").canonical_request, 2) == "a=2&b=1"
    assert _line(signed_by_botocore(request, ALICE, "s3").canonical_request, 2) == "a=1&a=2&b=1"


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


@pytest.mark.parametrize(
    ("path", "encoded"),
    [
        ("/it's*(a)", "/it%27s%2A%28a%29"),
        ("/a%2Fb", "/a/b"),
        ("/%41", "/A"),
        ("/a b", "/a%20b"),
    ],
)
def test_an_s3_path_is_encoded_once_whatever_was_sent(path: str, encoded: str) -> None:
    """This package is right to sign the key's one encoding; botocore signs the path as its serializer left it."""
    # S3 API Reference, "Authenticating requests: using the Authorization header": UriEncode is applied to the object
    # key name. S3 decodes what it gets, %2F into a slash too (aws/aws-sdk-net#4473), and encodes the key itself;
    # botocore's own clients send it encoded already, with its slashes as they are.
    assert _s3_paths(path) == (encoded, path)


def test_a_raw_plus_in_an_s3_path_is_a_space() -> None:
    """This package is right to sign %20 for a raw plus in S3's path; botocore signs the plus where it stands raw."""
    # S3 says so itself: in its answers the CanonicalRequest has %20 where a plus was sent (anomalizer/ngx_aws_auth#87,
    # nginx/nginx-s3-gateway#77). Its S3 client sends %2B for a plus in a key, about which there is no question.
    assert _s3_paths("/a+b") == ("/a%20b", "/a+b")
    assert _s3_paths("/a%2Bb") == ("/a%2Bb", "/a%2Bb")


def test_an_empty_s3_path_is_a_slash() -> None:
    """This package is right to sign a slash; botocore signs nothing where its clients always have a path."""
    # RFC 9112 section 3.2.1: a client must send "/" for an empty path, and that is what the server sees.
    assert _s3_paths("") == ("/", "")


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
