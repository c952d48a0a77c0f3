"""S3's own later rules: the clock, the key, the signature, and the body against its announced hash.

Source of the words, unless a rule says otherwise: versity/versitygw (s3err), which was compared with S3.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sigv4_explain.encoding import is_sha256, sha256_hex
from sigv4_explain.preparing import LONGEST_EXPIRES
from sigv4_explain.presented import Carrier
from sigv4_explain.verifying.examination import Examination
from sigv4_explain.verifying.reading import CONTENT_SHA256
from sigv4_explain.verifying.refusal import Refusal, Stage, rule

_VERSITY = "https://github.com/versity/versitygw"
_S3_ERRORS = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
_PRESIGNED = "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html"
_is_whole_number = re.compile(r"[+-]?[0-9]{1,18}").fullmatch


@rule("The life of the URL is a number of seconds, at most a week", why="A URL must end.", source=_PRESIGNED)
def s3_expires_readable(examination: Examination) -> Refusal | None:
    """X-Amz-Expires; only S3 reads it."""
    text = examination.presented.expires
    if text is None:
        return None
    if not _is_whole_number(text):
        message = "X-Amz-Expires should be a number"
    elif int(text) < 0:
        message = "X-Amz-Expires must be non-negative"
    elif int(text) > LONGEST_EXPIRES:
        message = (
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than"
            f" {LONGEST_EXPIRES} seconds"
        )
    else:
        return None
    return Refusal("AuthorizationQueryParametersError", 400, message)


@rule(
    "The request is fresh",
    why="Whoever records a request can send it again; after a while that is worth nothing.",
    source=_S3_ERRORS,
)
def s3_fresh(examination: Examination) -> Refusal | None:
    """In a header: 15 minutes either way. In a URL: as long as X-Amz-Expires says."""
    presented, now, window = examination.presented, examination.server_time, examination.profile.window
    if presented.moment is None:
        return None
    if presented.expires is not None:
        return _url_alive(presented.moment, presented.expires, now, window)
    if abs(now - presented.moment) <= window:
        return None
    details = (
        ("RequestTime", presented.date_time),
        ("ServerTime", _extended(now)),
        ("MaxAllowedSkewMilliseconds", str(window // timedelta(milliseconds=1))),
    )
    message = "The difference between the request time and the current time is too large."
    return Refusal("RequestTimeTooSkewed", 403, message, details)


def _url_alive(moment: datetime, expires: str, now: datetime, window: timedelta) -> Refusal | None:
    life = timedelta(seconds=int(expires))
    if moment - now > window:
        return Refusal("AccessDenied", 403, "Request is not yet valid")
    if now - moment <= life:
        return None
    details = (("X-Amz-Expires", expires), ("Expires", _extended(moment + life)), ("ServerTime", _extended(now)))
    return Refusal("AccessDenied", 403, "Request has expired", details)


def _extended(moment: datetime) -> str:
    return f"{moment.isoformat()[:19]}Z"


@rule(
    "The access key is known",
    why="The server looks the secret up by the key's id; a temporary key is not found without a session token.",
    source="https://github.com/bji/libs3/issues/41",
)
def s3_key_known(examination: Examination) -> Refusal | None:
    """The id is on file, and a temporary key comes with a token."""
    record = examination.record
    if examination.key_is_long_term or (record is not None and examination.presented.session_token is not None):
        return None
    message = "The AWS Access Key Id you provided does not exist in our records."
    return Refusal("InvalidAccessKeyId", 403, message, (("AWSAccessKeyId", examination.presented.access_key_id),))


@rule(
    "The session token belongs to the key",
    why="A temporary key comes with a token of its own; a long-term key comes with none.",
    source="https://github.com/aws/aws-sdk-js/issues/4129",
)
def s3_token_valid(examination: Examination) -> Refusal | None:
    """The key's own token, or none for a long-term key."""
    if examination.token_is_its_own():
        return None
    return Refusal("InvalidToken", 400, "The provided token is malformed or otherwise invalid.")


@rule(
    "The session is not over",
    why="Temporary keys are lent for a time; a stolen one is of use until then, and no longer.",
    source=_S3_ERRORS,
)
def s3_session_current(examination: Examination) -> Refusal | None:
    """The server's clock has not reached the session's end."""
    if not examination.session_is_over():
        return None
    return Refusal("ExpiredToken", 400, "The provided token has expired.")


@rule(
    "The host and every x-amz-… header are signed",
    why="S3 acts on these headers, so nobody may add one on the way.",
    source=_VERSITY,
)
def s3_headers_signed(examination: Examination) -> Refusal | None:
    """All that is not signed is named.

    AWS's page asks for x-amz-content-sha256 too, but S3 tolerates it unsigned where the signature is in a header
    (zengularity/benji#309, scality/Arsenal#2590): the last line of the canonical request covers its value all the same.
    """
    signed = set(examination.presented.signed_headers)
    if examination.presented.carrier is Carrier.HEADER:
        signed.add(CONTENT_SHA256)
    arrived = {"host", *(name.lower() for name, _ in examination.reading.request.headers)}
    unsigned = sorted(name for name in arrived - signed if name == "host" or name.startswith("x-amz-"))
    if not unsigned:
        return None
    message = "There were headers present in the request which were not signed"
    return Refusal("AccessDenied", 403, message, (("HeadersNotSigned", ", ".join(unsigned)),))


@rule(
    "The signature matches",
    why="Only who knows the secret can compute it, and any change to what is signed changes it.",
    source="https://docs.localstack.cloud/aws/services/s3/",
)
def s3_signature_matches(examination: Examination) -> Refusal | None:
    """S3 shows its canonical request and string to sign, as text and byte by byte."""
    if examination.signature_matches():
        return None
    message = (
        "The request signature we calculated does not match the signature you provided. "
        "Check your key and signing method."
    )
    text, canonical = examination.reading.string_to_sign(), examination.reading.canonical_request()
    details = (
        ("AWSAccessKeyId", examination.presented.access_key_id),
        ("StringToSign", text),
        ("SignatureProvided", examination.presented.parameters["Signature"]),
        ("StringToSignBytes", text.encode().hex(" ")),
        ("CanonicalRequest", canonical),
        ("CanonicalRequestBytes", canonical.encode().hex(" ")),
    )
    return Refusal("SignatureDoesNotMatch", 403, message, details)


@rule(
    "The body has the announced hash",
    why="The signature covers the announcement; this covers the body.",
    source=_S3_ERRORS,
    stage=Stage.BODY,
)
def s3_body_as_announced(examination: Examination) -> Refusal | None:
    """Where words stand in place of the hash, nothing is compared here, and the verdict says so."""
    declared = examination.reading.declared
    if declared is None or not is_sha256(declared):
        return None
    computed = sha256_hex(examination.reading.request.body)
    if declared == computed:
        return None
    message = "The provided 'x-amz-content-sha256' header does not match what was computed."
    details = (("ClientComputedContentSHA256", declared), ("S3ComputedContentSHA256", computed))
    return Refusal("XAmzContentSHA256Mismatch", 400, message, details)
