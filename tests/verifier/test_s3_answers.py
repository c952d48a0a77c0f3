"""S3's answers, word for word: it has codes, words and further elements of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sigv4_explain import Request, Wording, diagnose, verify
from tests.core.examples import MOMENT
from tests.tables import tables
from tests.verifier.breaking import spoilt
from tests.verifier.drafts import fresh

BODY = "230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5"
OTHER = "0" * 64
TABLES = tables(
    __file__,
    BODY=BODY,
    OTHER=OTHER,
    LONG="9" * 5000,
    SIX="Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, "
    "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    PAYLOAD_WORDS="x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, "
    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 "
    "value.",
)


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("row", TABLES["refused"].values(), ids=TABLES["refused"])
def test_an_answer_is_s3s(row: list[Any], wording: Wording) -> None:
    """Rule, code, status, message and further elements are S3's, in the one wording that it has."""
    parts, *expected = row
    verdict = replace(spoilt(fresh("s3"), parts), wording=wording).verdict()

    assert verdict.refusal is not None
    assert verdict.rule is not None
    details = [[list(pair) for pair in verdict.refusal.details]] if verdict.refusal.details else []
    assert [verdict.rule.name, verdict.code, verdict.status, verdict.message, *details] == expected


@pytest.mark.parametrize("parts", TABLES["accepted"].values(), ids=TABLES["accepted"])
def test_what_is_still_right_is_accepted(parts: dict[str, Any]) -> None:
    """The edges of the window, of a URL's life and of a session belong to them."""
    assert spoilt(fresh("s3"), parts).verdict().accepted


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
    assert verdict.refusal.details == (
        (("ArgumentName", "Authorization"), ("ArgumentValue", authorization)) if drawn else ()
    )
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
