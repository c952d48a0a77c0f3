"""S3's own later rules: the clock, the key, the signature, and the body against its announced hash.

Source of the words, unless a rule says otherwise: versity/versitygw (s3err), which was compared with S3.
"""

from __future__ import annotations

import re
from datetime import timedelta

from sigv4_explain.encoding import sha256_hex
from sigv4_explain.preparing import LONGEST_EXPIRES
from sigv4_explain.verifying.examination import Examination, same_secret
from sigv4_explain.verifying.presented import Carrier, amz_parameters
from sigv4_explain.verifying.refusal import Refusal, rule

_VERSITY = "https://github.com/versity/versitygw"
_S3_ERRORS = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
_PRESIGNED = "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html"
_is_whole_number = re.compile(r"[+-]?[0-9]{1,18}").fullmatch
_is_sha256 = re.compile(r"[0-9a-f]{64}").fullmatch


@rule("The life of the URL is a number of seconds, at most a week", why="A URL must end.", source=_PRESIGNED)
def s3_expires_readable(examination: Examination) -> Refusal | None:
    """X-Amz-Expires; only S3 reads it."""
    if examination.presented.carrier is not Carrier.QUERY:
        return None
    text = amz_parameters(examination.request.query)["X-Amz-Expires"]
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
    moment, now, window = examination.moment, examination.server_time, examination.window
    if moment is None:
        return None
    now_shown = ("ServerTime", _extended(now))
    if examination.presented.carrier is Carrier.QUERY:
        expires = amz_parameters(examination.request.query)["X-Amz-Expires"]
        end = moment + timedelta(seconds=int(expires))
        if now > end:
            details = (("X-Amz-Expires", expires), ("Expires", _extended(end)), now_shown)
            return Refusal("AccessDenied", 403, "Request has expired", details)
        return Refusal("AccessDenied", 403, "Request is not yet valid") if moment > now + window else None
    if abs(now - moment) <= window:
        return None
    message = "The difference between the request time and the current time is too large."
    allowed = ("MaxAllowedSkewMilliseconds", str(window // timedelta(milliseconds=1)))
    return Refusal("RequestTimeTooSkewed", 403, message, (("RequestTime", examination.date_time), now_shown, allowed))


def _extended(moment: object) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


@rule("The access key is known", why="The server looks the secret up by the key's id.", source=_S3_ERRORS)
def s3_key_known(examination: Examination) -> Refusal | None:
    """The id is on file."""
    if examination.record is not None:
        return None
    message = "The AWS Access Key Id you provided does not exist in our records."
    return Refusal("InvalidAccessKeyId", 403, message, (("AWSAccessKeyId", examination.presented.access_key_id),))


@rule(
    "The host and every x-amz-… header are signed",
    why="S3 acts on these headers, so nobody may add one on the way.",
    source=_VERSITY,
)
def s3_headers_signed(examination: Examination) -> Refusal | None:
    """All that is not signed is named."""
    signed = examination.presented.signed_headers
    arrived = {"host", *(name.lower() for name, _ in examination.request.headers)}
    unsigned = sorted(name for name in arrived if name not in signed and (name == "host" or name.startswith("x-amz-")))
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
    text, canonical = examination.string_to_sign(), examination.canonical_request()
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
    "The session token belongs to the key and is not over",
    why="Temporary keys are lent for a time, each with a token of its own.",
    source=_S3_ERRORS,
)
def s3_token_valid(examination: Examination) -> Refusal | None:
    """The key's own token, or none for a long-term key."""
    record, token = examination.record, examination.presented.session_token
    if record is None:
        return None
    if not same_secret(token or "", record.credentials.session_token or ""):
        return Refusal("InvalidToken", 400, "The provided token is malformed or otherwise invalid.")
    if record.expiration is not None and examination.server_time >= record.expiration:
        return Refusal("ExpiredToken", 400, "The provided token has expired.")
    return None


@rule(
    "The body has the announced hash",
    why="The signature covers the announcement; this covers the body.",
    source=_S3_ERRORS,
)
def s3_body_as_announced(examination: Examination) -> Refusal | None:
    """Words such as UNSIGNED-PAYLOAD announce nothing that could be compared."""
    declared = examination.declared
    if declared is None or not _is_sha256(declared):
        return None
    computed = sha256_hex(examination.request.body)
    if declared == computed:
        return None
    message = "The provided 'x-amz-content-sha256' header does not match what was computed."
    details = (("ClientComputedContentSHA256", declared), ("S3ComputedContentSHA256", computed))
    return Refusal("XAmzContentSHA256Mismatch", 400, message, details)
