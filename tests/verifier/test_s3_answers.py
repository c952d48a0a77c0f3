"""S3's answers, word for word: it has codes, words and further elements of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest

from sigv4_explain import Request, Wording, diagnose, verify
from sigv4_explain.presented import Carrier
from tests.core.examples import ALICE, MOMENT
from tests.verifier.breaking import with_token
from tests.verifier.drafts import BOB, Draft, fresh

Spoil = Callable[[Draft], Draft]


class Row(NamedTuple):
    """How a request is spoilt, and what S3 says to that."""

    spoil: Spoil
    rule: str
    code: str
    status: int
    message: str
    details: tuple[tuple[str, str], ...] = ()


def _with(**parts: object) -> Spoil:
    return lambda draft: replace(draft, **parts)  # type: ignore[arg-type]


def _query(**parts: object) -> Spoil:
    return _with(carrier=Carrier.QUERY, signed=("host",), **parts)


MALFORMED = "AuthorizationHeaderMalformed"
HEADER = "The authorization header is malformed; "
PARAMETERS = "AuthorizationQueryParametersError"
CREDENTIAL = "Error parsing the X-Amz-Credential parameter; "
SIX = (
    "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date,"
    " X-Amz-SignedHeaders, and X-Amz-Expires parameters."
)
THREE = "the authorization header requires three components: Credential, SignedHeaders, and Signature."
EXAMPLE = 'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".'
WEEK = (
    "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 "
    "seconds"
)
LONG_FORMAT = "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""
PAYLOAD_WORDS = (
    "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, "
    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 "
    "value."
)
SKEWED = "The difference between the request time and the current time is too large."
BODY = "230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5"
OTHER = "0" * 64


def _skewed(server: str) -> tuple[tuple[str, str], ...]:
    return (("RequestTime", MOMENT), ("ServerTime", server), ("MaxAllowedSkewMilliseconds", "900000"))


def _argument(authorization: str) -> tuple[tuple[str, str], ...]:
    return (("ArgumentName", "Authorization"), ("ArgumentValue", authorization))


PIECES = (
    "Credential=AKIDEXAMPLE/20150830/us-east-1/s3/aws4_request, "
    f"SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature={OTHER}"
)

ROWS = {
    "no signature": Row(_with(carrier=Carrier.NEITHER), "s3_signature_presented", "AccessDenied", 403, "Access Denied"),
    "signed in both places": Row(
        _with(carrier=Carrier.BOTH, signature=OTHER),
        "s3_in_one_place",
        "InvalidArgument",
        400,
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or"
        " the Authorization header should be specified",
        _argument(f"AWS4-HMAC-SHA256 {PIECES}"),
    ),
    "an algorithm misspelt": Row(
        _with(algorithm="AWS4-HMAC-SHA25", signature=OTHER),
        "s3_algorithm_supported",
        "InvalidArgument",
        400,
        "Unsupported Authorization Type",
        _argument(f"AWS4-HMAC-SHA25 {PIECES}"),
    ),
    "another algorithm in the query": Row(
        _query(algorithm="AWS4-HMAC-SHA512"),
        "s3_algorithm_supported",
        PARAMETERS,
        400,
        'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"',
    ),
    "a part without an equals sign": Row(
        _with(extra="nonsense"),
        "s3_parts_are_pairs",
        MALFORMED,
        400,
        f'{HEADER}the authorization component "nonsense" is malformed.',
    ),
    "two parts": Row(_with(parts=("Credential", "Signature")), "s3_parts_complete", MALFORMED, 400, HEADER + THREE),
    "three parts, none the credential": Row(
        _with(parts=("SignedHeaders", "Signature"), extra="Name=1"),
        "s3_parts_complete",
        MALFORMED,
        400,
        f"{HEADER}missing Credential.",
    ),
    "no life in the query": Row(_query(expires=None), "s3_parts_complete", PARAMETERS, 400, SIX),
    "no date in the query": Row(_query(date=None), "s3_parts_complete", PARAMETERS, 400, SIX),
    "no credential in the query": Row(
        _query(parts=("SignedHeaders", "Signature")), "s3_parts_complete", PARAMETERS, 400, SIX
    ),
    "no payload announced": Row(
        _with(announced=""),
        "s3_payload_announced",
        "InvalidRequest",
        400,
        "Missing required header for this request: x-amz-content-sha256",
    ),
    "a word that is no hash": Row(
        _with(announced="GIBBERISH"),
        "s3_payload_word_known",
        "InvalidArgument",
        400,
        PAYLOAD_WORDS,
        (("ArgumentName", "x-amz-content-sha256"), ("ArgumentValue", "GIBBERISH")),
    ),
    "a hash in capitals": Row(
        _with(announced=BODY.upper()),
        "s3_payload_word_known",
        "InvalidArgument",
        400,
        PAYLOAD_WORDS,
        (("ArgumentName", "x-amz-content-sha256"), ("ArgumentValue", BODY.upper())),
    ),
    "an unreadable date": Row(
        _with(date="today"),
        "s3_date_readable",
        "AccessDenied",
        403,
        "AWS authentication requires a valid Date or x-amz-date header",
    ),
    "no date": Row(
        _with(date=None),
        "s3_date_readable",
        "AccessDenied",
        403,
        "AWS authentication requires a valid Date or x-amz-date header",
    ),
    "an unreadable date in the query": Row(_query(date="today"), "s3_date_readable", PARAMETERS, 400, LONG_FORMAT),
    "six elements": Row(_with(more_credential="/x"), "s3_scope_right", MALFORMED, 400, HEADER + EXAMPLE),
    "six elements in the query": Row(
        _query(more_credential="/x"), "s3_scope_right", PARAMETERS, 400, CREDENTIAL + EXAMPLE
    ),
    "a day that is none": Row(
        _with(scope=("today", "us-east-1", "s3", "aws4_request")),
        "s3_scope_right",
        MALFORMED,
        400,
        f'{HEADER}incorrect date format "today". This date in the credential must be in the format "yyyyMMdd".',
    ),
    "a day that is none, and another terminator": Row(
        _with(scope=("today", "us-east-1", "s3", "aws5_request")),
        "s3_scope_right",
        MALFORMED,
        400,
        f'{HEADER}incorrect terminal "aws5_request". This endpoint uses "aws4_request".',
    ),
    "a day that is none, and another service": Row(
        _with(scope=("today", "us-east-1", "ec2", "aws4_request")),
        "s3_scope_right",
        MALFORMED,
        400,
        f'{HEADER}incorrect service "ec2". This endpoint belongs to "s3".',
    ),
    "another service": Row(
        _with(scope=("20150830", "us-east-1", "ec2", "aws4_request")),
        "s3_scope_right",
        MALFORMED,
        400,
        f'{HEADER}incorrect service "ec2". This endpoint belongs to "s3".',
    ),
    "another terminator": Row(
        _with(scope=("20150830", "us-east-1", "s3", "aws5_request")),
        "s3_scope_right",
        MALFORMED,
        400,
        f'{HEADER}incorrect terminal "aws5_request". This endpoint uses "aws4_request".',
    ),
    "another Region": Row(
        _with(scope=("20150830", "eu-west-9", "s3", "aws4_request")),
        "s3_scope_right",
        MALFORMED,
        400,
        f"{HEADER}the region 'eu-west-9' is wrong; expecting 'us-east-1'",
        (("Region", "us-east-1"),),
    ),
    "another Region in the query": Row(
        _query(scope=("20150830", "eu-west-9", "s3", "aws4_request")),
        "s3_scope_right",
        PARAMETERS,
        400,
        f"{CREDENTIAL}the region 'eu-west-9' is wrong; expecting 'us-east-1'",
        (("Region", "us-east-1"),),
    ),
    "another day": Row(
        _query(scope=("20150829", "us-east-1", "s3", "aws4_request")),
        "s3_scope_right",
        PARAMETERS,
        400,
        f'{CREDENTIAL}Invalid credential date "20150829". This date is not the same as X-Amz-Date: "{MOMENT}".',
    ),
    "a life that is no number": Row(
        _query(expires="1h"), "s3_expires_readable", PARAMETERS, 400, "X-Amz-Expires should be a number"
    ),
    "a life of a number that nobody can read": Row(
        _query(expires="9" * 5000), "s3_expires_readable", PARAMETERS, 400, "X-Amz-Expires should be a number"
    ),
    "a life before birth": Row(
        _query(expires="-1"), "s3_expires_readable", PARAMETERS, 400, "X-Amz-Expires must be non-negative"
    ),
    "a second more than a week": Row(_query(expires="604801"), "s3_expires_readable", PARAMETERS, 400, WEEK),
    "a second more than fifteen minutes": Row(
        _with(clock="20150830T125101Z"),
        "s3_fresh",
        "RequestTimeTooSkewed",
        403,
        SKEWED,
        _skewed("2015-08-30T12:51:01Z"),
    ),
    "a second less than fifteen minutes before": Row(
        _with(clock="20150830T122059Z"),
        "s3_fresh",
        "RequestTimeTooSkewed",
        403,
        SKEWED,
        _skewed("2015-08-30T12:20:59Z"),
    ),
    "a URL a second after its end": Row(
        _query(expires="60", clock="20150830T123701Z"),
        "s3_fresh",
        "AccessDenied",
        403,
        "Request has expired",
        (("X-Amz-Expires", "60"), ("Expires", "2015-08-30T12:37:00Z"), ("ServerTime", "2015-08-30T12:37:01Z")),
    ),
    "a URL from the future": Row(
        _query(clock="20150830T122059Z"), "s3_fresh", "AccessDenied", 403, "Request is not yet valid"
    ),
    "an unknown key": Row(
        _with(key_id="AKIDNOBODY"),
        "s3_key_known",
        "InvalidAccessKeyId",
        403,
        "The AWS Access Key Id you provided does not exist in our records.",
        (("AWSAccessKeyId", "AKIDNOBODY"),),
    ),
    "a temporary key without its token": Row(
        _with(key_id="ASIABOB"),
        "s3_key_known",
        "InvalidAccessKeyId",
        403,
        "The AWS Access Key Id you provided does not exist in our records.",
        (("AWSAccessKeyId", "ASIABOB"),),
    ),
    "a token with a long-term key": Row(
        lambda draft: with_token(draft, "x"),
        "s3_token_valid",
        "InvalidToken",
        400,
        "The provided token is malformed or otherwise invalid.",
    ),
    "a temporary key with another token": Row(
        lambda draft: with_token(replace(draft, key_id=BOB.access_key_id), "x"),
        "s3_token_valid",
        "InvalidToken",
        400,
        "The provided token is malformed or otherwise invalid.",
    ),
    "a session that is over": Row(
        _query(expires="604800", key_id=BOB.access_key_id, token=BOB.session_token, clock="20150830T180000Z"),
        "s3_session_current",
        "ExpiredToken",
        400,
        "The provided token has expired.",
    ),
    "headers that were not signed": Row(
        _with(headers=(("X-Amz-Meta-B", "1"), ("x-amz-acl", "private"), ("X-Other", "1"))),
        "s3_headers_signed",
        "AccessDenied",
        403,
        "There were headers present in the request which were not signed",
        (("HeadersNotSigned", "x-amz-acl, x-amz-meta-b"),),
    ),
    "host not signed": Row(
        _with(signed=("x-amz-content-sha256", "x-amz-date")),
        "s3_headers_signed",
        "AccessDenied",
        403,
        "There were headers present in the request which were not signed",
        (("HeadersNotSigned", "host"),),
    ),
    "the payload's hash announced beside a URL that does not sign it": Row(
        _query(headers=(("x-amz-content-sha256", BODY),)),
        "s3_headers_signed",
        "AccessDenied",
        403,
        "There were headers present in the request which were not signed",
        (("HeadersNotSigned", "x-amz-content-sha256"),),
    ),
    "another body, whose hash is announced and not in a signed header": Row(
        _with(announced=OTHER, signed=("host", "x-amz-date")),
        "s3_body_as_announced",
        "XAmzContentSHA256Mismatch",
        400,
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        (("ClientComputedContentSHA256", OTHER), ("S3ComputedContentSHA256", BODY)),
    ),
    "another body": Row(
        _with(announced=OTHER),
        "s3_body_as_announced",
        "XAmzContentSHA256Mismatch",
        400,
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        (("ClientComputedContentSHA256", OTHER), ("S3ComputedContentSHA256", BODY)),
    ),
}


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("what", ROWS)
def test_an_answer_is_s3s(what: str, wording: Wording) -> None:
    """Rule, code, status, message and further elements are S3's, in the one wording that it has."""
    row = ROWS[what]
    verdict = replace(row.spoil(fresh("s3")), wording=wording).verdict()

    assert verdict.refusal is not None
    assert verdict.rule is not None
    assert (verdict.rule.name, verdict.code, verdict.status) == (row.rule, row.code, row.status)
    assert verdict.message == row.message
    assert verdict.refusal.details == row.details


ACCEPTED: dict[str, Spoil] = {
    "fifteen minutes late": lambda draft: replace(draft, clock="20150830T125100Z"),
    "fifteen minutes early": lambda draft: replace(draft, clock="20150830T122100Z"),
    "a URL at its end": _query(expires="604800", clock="20150906T123600Z"),
    "a URL that lives for no second": _query(expires="0"),
    "no hash of the payload": _with(announced="UNSIGNED-PAYLOAD"),
    "a header of no concern": _with(headers=(("X-Other", "1"),)),
    "the payload's hash announced, and not in a signed header": _with(signed=("host", "x-amz-date")),
    "the session's last second": _query(
        expires="604800", key_id=BOB.access_key_id, token=BOB.session_token, clock="20150830T175959Z"
    ),
}


@pytest.mark.parametrize("what", ACCEPTED)
def test_what_is_still_right_is_accepted(what: str) -> None:
    """The edges of the window, of a URL's life and of a session belong to them."""
    assert ACCEPTED[what](fresh("s3")).verdict().accepted


UNSUPPORTED, ONE_SPACE = (
    "Unsupported Authorization Type",
    "Authorization header is invalid -- one and only one ' ' (space) required",
)
VERSION_4 = "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."


@pytest.mark.parametrize(
    ("authorization", "code", "message", "drawn"),
    [
        ("Bearer eyJhbGciOi.e30.x", "InvalidArgument", UNSUPPORTED, "Bearer ••• (16 characters)"),
        ("Basic VTpQQVNTV09SRA==", "InvalidArgument", UNSUPPORTED, "Basic ••• (16 characters)"),
        ("AWS4-HMAC-SHA25 Credential=x", "InvalidArgument", UNSUPPORTED, "AWS4-HMAC-SHA25 Credential=x"),
        ("AWS4-ECDSA-P256-SHA256 Credential=x", "InvalidArgument", UNSUPPORTED, "AWS4-ECDSA-P256-SHA256 Credential=x"),
        ("somebodys-token", "InvalidArgument", ONE_SPACE, "••• (15 characters)"),
        ("AWS AKIDEXAMPLE :sig", "InvalidArgument", ONE_SPACE, "AWS AKIDEXAMPLE :sig"),
        ("AWS AKIDEXAMPLE:sig=", "InvalidRequest", VERSION_4, None),
    ],
)
def test_a_header_of_another_scheme_is_named_and_shown_back(
    authorization: str, code: str, message: str, drawn: str | None
) -> None:
    """S3 repeats it as ArgumentValue; where the verdict is drawn, what may be a secret is masked."""
    request = Request("GET", "https://bucket.s3.amazonaws.com/a", {"Authorization": authorization})
    verdict = verify(request, {}, region="us-east-1", service="s3", at=MOMENT)

    assert verdict.refusal is not None
    assert (verdict.code, verdict.status, verdict.message) == (code, 400, message)
    assert verdict.refusal.details == (_argument(authorization) if drawn else ())
    for shown in (str(verdict), str(verdict._repr_html_())):
        assert (drawn or message) in shown
        assert authorization == drawn or authorization not in shown


def test_a_url_of_signature_version_2_is_told_to_use_version_4() -> None:
    """It is no anonymous request, and the doctor names what it is."""
    request = Request("GET", "https://bucket.s3.amazonaws.com/a?AWSAccessKeyId=AKIDEXAMPLE&Expires=1&Signature=x%3D")
    verdict = verify(request, {}, region="us-east-1", service="s3", at=MOMENT)
    findings = diagnose(request, region="us-east-1", service="s3").findings

    assert (verdict.code, verdict.status, verdict.message) == ("InvalidRequest", 400, VERSION_4)
    assert [finding.cause for finding in findings] == ["unsupported-algorithm"]


def test_a_wrong_signature_is_answered_with_what_s3_would_have_signed() -> None:
    """String to sign and canonical request, each as text and as hex with a blank between two bytes."""
    draft = replace(fresh("s3"), signature=OTHER)
    verdict = draft.verdict()
    canonical = (
        f"POST\n/a%20b\na=1&b=2\nhost:abc.example.com\nx-amz-content-sha256:{BODY}\nx-amz-date:{MOMENT}\n\n"
        f"host;x-amz-content-sha256;x-amz-date\n{BODY}"
    )

    assert verdict.refusal is not None
    details = dict(verdict.refusal.details)
    assert (verdict.code, verdict.status) == ("SignatureDoesNotMatch", 403)
    assert verdict.message == (
        "The request signature we calculated does not match the signature you provided. Check your key and signing"
        " method."
    )
    assert list(details) == [
        "AWSAccessKeyId",
        "StringToSign",
        "SignatureProvided",
        "StringToSignBytes",
        "CanonicalRequest",
        "CanonicalRequestBytes",
    ]
    assert (details["AWSAccessKeyId"], details["SignatureProvided"]) == ("AKIDEXAMPLE", OTHER)
    assert details["CanonicalRequest"] == canonical
    assert details["CanonicalRequestBytes"].startswith("50 4f 53 54 0a 2f 61 25")
    assert bytes.fromhex(details["CanonicalRequestBytes"]).decode() == canonical
    assert details["StringToSign"].startswith(f"AWS4-HMAC-SHA256\n{MOMENT}\n20150830/us-east-1/s3/aws4_request\n")
    assert bytes.fromhex(details["StringToSignBytes"]).decode() == details["StringToSign"]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("a=2&a=1", "a=2"),
        ("a=1&a=2&b=3&a=0", "a=1&b=3"),
        ("&=1&&b=2", "=1&b=2"),
    ],
)
def test_of_a_repeated_parameter_s3_signs_the_first(query: str, kept: str) -> None:
    """The canonical query string has each name once; nothing between two ampersands is no name."""
    verdict = replace(fresh("s3"), query=query, signature=OTHER).verdict()

    assert verdict.trace is not None
    assert verdict.trace["canonical_query_string"].output == kept


def test_a_raw_plus_in_the_path_is_a_space() -> None:
    """Whoever signs %20 for it is accepted; who signs the plus, encoded or not, sees S3's %20 in the answer."""
    accepted = replace(fresh("s3"), path="/a+b")
    refused = replace(accepted, signature=OTHER).verdict()

    assert accepted.verdict().accepted
    assert refused.refusal is not None
    assert dict(refused.refusal.details)["CanonicalRequest"].startswith("POST\n/a%20b\n")


def test_a_date_header_may_be_as_http_writes_it() -> None:
    """Without X-Amz-Date the Date header counts, in its own format."""
    request = Request("GET", "https://example.com/", {"Date": "Sun, 30 Aug 2015 12:36:00 GMT", "Authorization": "x"})
    verdict = verify(request, {"AKIDEXAMPLE": ALICE}, region="us-east-1", service="s3", at=MOMENT)

    assert verdict._reading.presented.date_time == MOMENT
