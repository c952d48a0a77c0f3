"""The first rules: can what the request presents be read? API Gateway asks this even of paths it does not have."""

from __future__ import annotations

import base64
from hashlib import sha256

from sigv4_explain.presented import Carrier
from sigv4_explain.verifying.examination import Examination
from sigv4_explain.verifying.refusal import Fault, Refusal, Stage, rule
from sigv4_explain.verifying.wording import Wording

_RECORDED = "https://github.com/architect/dynalite/blob/main/index.js"
_ORDERING = "https://github.com/dacut/scratchstack-aws-signature"
_DATE_HEADER = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."


@rule(
    "The request carries a signature",
    why="Without one the server does not know who is calling.",
    source="https://github.com/serverless-operations/serverless-apigateway-service-proxy/issues/110",
    stage=Stage.READING,
)
def signature_presented(examination: Examination) -> Refusal | None:
    """An Authorization header, or X-Amz-Algorithm in the query."""
    if examination.presented.carrier is not Carrier.NEITHER:
        return None
    return examination.refuse(Fault.MISSING_TOKEN, examination.profile.missing_token[examination.wording])


@rule(
    "The signature is in one place only",
    why="With two signatures the server could not tell which one counts.",
    source=_RECORDED,
    stage=Stage.READING,
)
def in_one_place(examination: Examination) -> Refusal | None:
    """The header or the query, not both."""
    if examination.presented.carrier is not Carrier.BOTH:
        return None
    message = "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."
    return examination.refuse(Fault.INVALID_SIGNATURE, message)


@rule(
    "The signature is in one place only",
    why="With two signatures the server could not tell which one counts.",
    source=_ORDERING,
    stage=Stage.READING,
)
def sts_in_one_place(examination: Examination) -> Refusal | None:
    """The header or the query, not both; STS says nothing about it but the code."""
    if examination.presented.carrier is not Carrier.BOTH:
        return None
    return examination.refuse(Fault.INVALID_SIGNATURE, "")


@rule(
    "The Authorization header is meant for AWS",
    why="Other schemes, such as Basic or Bearer, say nothing that DynamoDB knows.",
    source=_RECORDED,
    stage=Stage.READING,
)
def dynamodb_scheme_known(examination: Examination) -> Refusal | None:
    """DynamoDB takes a header that does not begin with AWS4- for none."""
    presented = examination.presented
    if presented.carrier is Carrier.QUERY or presented.authorization.startswith("AWS4-"):
        return None
    return examination.refuse(Fault.MISSING_TOKEN, examination.profile.missing_token[examination.wording])


@rule(
    "The Authorization header begins with an algorithm",
    why="The first word tells how to read the rest.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html",
    stage=Stage.READING,
)
def algorithm_first(examination: Examination) -> Refusal | None:
    """The first word of the header has no equals sign."""
    presented = examination.presented
    if presented.carrier is Carrier.QUERY or "=" not in presented.algorithm:
        return None
    message = "Authorization header must begin with the algorithm name, which cannot include an equal-sign"
    return examination.refuse(Fault.INCOMPLETE_SIGNATURE, message)


@rule(
    "Each part of the Authorization header is name=value",
    why="A stray blank or line break in a key cuts it in two.",
    source="https://github.com/awslabs/time-addressable-media-store/issues/8",
    stage=Stage.READING,
)
def parts_are_pairs(examination: Examination) -> Refusal | None:
    """Between blanks and commas, each word has an equals sign."""
    presented = examination.presented
    offender = next((piece for piece in presented.pieces if "=" not in piece), None)
    if offender is None:
        return None
    whole = presented.authorization
    if examination.wording is Wording.CLASSIC:
        message = f"'{offender}' not a valid key=value pair (missing equal-sign) in Authorization header: '{whole}'."
    else:
        message = (
            "Invalid key=value pair (missing equal-sign) in Authorization header "
            f"(hashed with SHA-256 and encoded with Base64): '{hash_of_authorization(whole)}'."
        )
    return examination.refuse(Fault.INCOMPLETE_SIGNATURE, message)


@rule(
    "No part of the signature is missing",
    why="Key id, signed headers, signature and date are all needed to compute the signature again.",
    source="https://github.com/aws/chalice/issues/828",
    stage=Stage.READING,
)
def parts_complete(examination: Examination) -> Refusal | None:
    """All that is missing is named at once, in AWS's order."""
    presented = examination.presented
    missing = presented.missing
    if not missing and presented.date and presented.algorithm:
        return None
    if presented.carrier is Carrier.QUERY:
        missing = ["Algorithm"] * (not presented.algorithm) + missing + ["Date"] * (not presented.date)
        sentences = [f"AWS query-string parameters must include 'X-Amz-{name}'." for name in missing]
        tail = "Re-examine the query-string parameters."
    else:
        sentences = [f"Authorization header requires '{name}' parameter." for name in missing]
        sentences += [_DATE_HEADER] * (not presented.date)
        tail = _authorization_tail(examination)
    return examination.refuse(Fault.INCOMPLETE_SIGNATURE, " ".join([*sentences, tail]))


def hash_of_authorization(authorization: str) -> str:
    """Hash an Authorization header as AWS's current wording shows it: SHA-256, in Base64.

    >>> hash_of_authorization("Bearer sometoken")
    'y4iWy1aq4i5DGQIugs5IA1A9K9WCbZjwIJdx57Cnk3o='
    """
    return base64.b64encode(sha256(authorization.encode()).digest()).decode()


def _authorization_tail(examination: Examination) -> str:
    whole = examination.presented.authorization
    if examination.wording is Wording.CLASSIC:
        return f"Authorization={whole}"
    return f"(Hashed with SHA-256 and encoded with Base64) Authorization={hash_of_authorization(whole)}"
