"""S3's own rules, from the scheme to the body: it has other codes and other words than the rest of AWS.

Source of the words, unless a rule says otherwise: versity/versitygw (s3err), which was compared with S3.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.encoding import is_sha256, sha256_hex
from sigv4_explain.preparing import LONGEST_EXPIRES
from sigv4_explain.presented import Carrier, Presented
from sigv4_explain.signature import ALGORITHM
from sigv4_explain.verifier.profile import Refusal, Stage, rule
from sigv4_explain.verifier.reading import CONTENT_SHA256, Examination

_VERSITY = "https://github.com/versity/versitygw"
_S3_ERRORS = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
_PAYLOAD_WORDS = (
    "UNSIGNED-PAYLOAD",
    "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER",
)
_HEADER = ("AuthorizationHeaderMalformed", "The authorization header is malformed; ")
_QUERY = ("AuthorizationQueryParametersError", "Error parsing the X-Amz-Credential parameter; ")


@rule(
    "The request carries a signature",
    why="Without one the server does not know who is calling.",
    source=_S3_ERRORS,
    stage=Stage.READING,
)
def s3_signature_presented(examination: Examination) -> Refusal | None:
    """S3 says Access Denied to everybody whom it does not know; whoever signs by Version 2 is told so later."""
    if examination.presented.carrier is not Carrier.NEITHER or is_version_2(examination.reading.request.query):
        return None
    return Refusal("AccessDenied", 403, "Access Denied")


@rule(
    "The signature is in one place only",
    why="With two signatures the server could not tell which one counts.",
    source=_VERSITY,
    stage=Stage.READING,
)
def s3_in_one_place(examination: Examination) -> Refusal | None:
    """The header or the query, not both."""
    if examination.presented.carrier is not Carrier.BOTH:
        return None
    message = (
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter"
        " or the Authorization header should be specified"
    )
    return _invalid_authorization(examination, message)


@rule(
    "The algorithm is AWS4-HMAC-SHA256",
    why="The server computes the signature again, so it must know how.",
    source="https://github.com/versity/versitygw/issues/1705",
    stage=Stage.READING,
)
def s3_algorithm_supported(examination: Examination) -> Refusal | None:
    """The first word of the header, or X-Amz-Algorithm. What begins as Version 2 does is told to use Version 4."""
    presented = examination.presented
    if presented.algorithm == ALGORITHM:
        return None
    if presented.carrier is Carrier.QUERY:
        message = 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"'
        return Refusal("AuthorizationQueryParametersError", 400, message)
    if presented.carrier is Carrier.NEITHER or (presented.algorithm == "AWS" and len(presented.pieces) == 1):
        message = "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."
        return Refusal("InvalidRequest", 400, message)
    if presented.algorithm == "AWS" or not presented.pieces:
        message = "Authorization header is invalid -- one and only one ' ' (space) required"
        return _invalid_authorization(examination, message)
    return _invalid_authorization(examination, "Unsupported Authorization Type")


def _invalid_authorization(examination: Examination, message: str) -> Refusal:
    details = (("ArgumentName", "Authorization"), ("ArgumentValue", examination.presented.authorization))
    return Refusal("InvalidArgument", 400, message, details)


def is_version_2(query: str) -> bool:
    """Tell whether a query string is signed by Signature Version 2.

    >>> is_version_2("AWSAccessKeyId=AKIDEXAMPLE&Expires=1&Signature=0")
    True
    """
    return {"AWSAccessKeyId", "Signature"} <= {piece.partition("=")[0] for piece in query.split("&")}


@rule(
    "Each part of the Authorization header is name=value",
    why="A stray blank or line break in a key cuts it in two.",
    source=_VERSITY,
    stage=Stage.READING,
)
def s3_parts_are_pairs(examination: Examination) -> Refusal | None:
    """Between blanks and commas, each word has an equals sign; the first that has none is named."""
    offender = next((piece for piece in examination.presented.pieces if "=" not in piece), None)
    if offender is None:
        return None
    return Refusal(_HEADER[0], 400, f'{_HEADER[1]}the authorization component "{offender}" is malformed.')


@rule(
    "No part of the signature is missing",
    why="Key id, signed headers and signature are all needed to compute the signature again.",
    source=_VERSITY,
    stage=Stage.READING,
)
def s3_parts_complete(examination: Examination) -> Refusal | None:
    """Three parts in the header, six parameters in the query."""
    presented = examination.presented
    if presented.carrier is not Carrier.QUERY:
        return _header_parts_complete(presented)
    if not presented.missing and presented.date is not None and presented.expires is not None:
        return None
    message = (
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature,"
        " X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
    )
    return Refusal("AuthorizationQueryParametersError", 400, message)


def _header_parts_complete(presented: Presented) -> Refusal | None:
    """Count first, then ask for each by name."""
    if not presented.missing:
        return None
    words = "the authorization header requires three components: Credential, SignedHeaders, and Signature."
    if len(presented.pieces) >= 3:
        words = f"missing {presented.missing[0]}."
    return Refusal(_HEADER[0], 400, _HEADER[1] + words)


@rule(
    "The payload's hash is announced",
    why="So the server can check the signature before the body has arrived.",
    source=_S3_ERRORS,
    stage=Stage.READING,
)
def s3_payload_announced(examination: Examination) -> Refusal | None:
    """The header x-amz-content-sha256; a presigned URL does without."""
    if examination.presented.carrier is Carrier.QUERY or examination.reading.announced is not None:
        return None
    return Refusal("InvalidRequest", 400, "Missing required header for this request: x-amz-content-sha256")


@rule(
    "The announcement is a hash, or a word that S3 knows",
    why="Anything else could not be compared with the body.",
    source="https://github.com/versity/versitygw/issues/1352",
    stage=Stage.READING,
)
def s3_payload_word_known(examination: Examination) -> Refusal | None:
    """64 lower-case hex digits, UNSIGNED-PAYLOAD, or one of the words for a body sent in chunks."""
    announced = examination.reading.announced
    if announced is None or announced in _PAYLOAD_WORDS or is_sha256(announced):
        return None
    message = f"{CONTENT_SHA256} must be {', '.join(_PAYLOAD_WORDS)} or a valid sha256 value."
    return Refusal("InvalidArgument", 400, message, (("ArgumentName", CONTENT_SHA256), ("ArgumentValue", announced)))


@rule(
    "The date can be read",
    why="The day is part of the key, and the time decides whether the request is fresh.",
    source=_S3_ERRORS,
)
def s3_date_readable(examination: Examination) -> Refusal | None:
    """``YYYYMMDDTHHMMSSZ``; a Date header may also be as HTTP writes it."""
    if examination.presented.moment is not None:
        return None
    if examination.presented.carrier is Carrier.QUERY:
        message = "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""
        return Refusal("AuthorizationQueryParametersError", 400, message)
    return Refusal("AccessDenied", 403, "AWS authentication requires a valid Date or x-amz-date header")


@rule(
    "The scope is this day, Region and service",
    why="A signature for one place or day must not count at another.",
    source=_VERSITY,
)
def s3_scope_right(examination: Examination) -> Refusal | None:
    """Five elements; the first wrong one is named, the Region with the right one beside it."""
    reading, presented = examination.reading, examination.presented
    code, begin = _QUERY if presented.carrier is Carrier.QUERY else _HEADER
    if len(presented.credential) != 5:
        example = f"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/{TERMINATOR}"
        return Refusal(code, 400, f'{begin}the Credential is mal-formed; expecting "{example}".')
    _, date, region, service, terminator = presented.credential
    if service != reading.service:
        words = f'incorrect service "{service}". This endpoint belongs to "{reading.service}".'
        return Refusal(code, 400, begin + words)
    if terminator != TERMINATOR:
        return Refusal(code, 400, f'{begin}incorrect terminal "{terminator}". This endpoint uses "{TERMINATOR}".')
    if not re.fullmatch(r"[0-9]{8}", date):
        words = f'incorrect date format "{date}". This date in the credential must be in the format "yyyyMMdd".'
        return Refusal(code, 400, begin + words)
    if region != reading.region:
        words = f"the region '{region}' is wrong; expecting '{reading.region}'"
        return Refusal(code, 400, begin + words, (("Region", reading.region),))
    if date != presented.date_time[:8]:
        words = f'Invalid credential date "{date}". This date is not the same as X-Amz-Date: "{presented.date}".'
        return Refusal(code, 400, begin + words)
    return None


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
