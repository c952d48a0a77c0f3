"""S3's own first rules: it has other codes and other words than the rest of AWS.

Source of the words, unless a rule says otherwise: versity/versitygw (s3err), which was compared with S3.
"""

from __future__ import annotations

import re

from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.encoding import is_sha256
from sigv4_explain.presented import Carrier, Presented
from sigv4_explain.signature import ALGORITHM
from sigv4_explain.verifying.examination import Examination
from sigv4_explain.verifying.reading import CONTENT_SHA256
from sigv4_explain.verifying.refusal import Refusal, Stage, rule

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
