"""The rules of all services but S3: can the request be read, does it count here and now, is the key its own?"""

from __future__ import annotations

import base64
from datetime import timedelta
from hashlib import sha256

from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.presented import Carrier
from sigv4_explain.signature import ALGORITHM, request_date_time
from sigv4_explain.verifier.profile import CanonicalString, Fault, Refusal, Stage, Wording, rule
from sigv4_explain.verifier.reading import Examination, Reading

_ORDERING = "https://github.com/dacut/scratchstack-aws-signature"


@rule(
    "The date can be read",
    why="The day is part of the key, and the time decides whether the request is fresh.",
    source=_ORDERING,
)
def date_readable(examination: Examination) -> Refusal | None:
    """``YYYYMMDDTHHMMSSZ``; a Date header may also be as HTTP writes it."""
    if examination.presented.moment is not None:
        return None
    date = examination.presented.date
    message = f"Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601"
    return examination.refuse(Fault.INCOMPLETE_SIGNATURE, message)


@rule(
    "The signature is not too old",
    why="Whoever records a request can send it again; after a few minutes that is worth nothing.",
    source="https://github.com/mhart/aws4/issues/118",
)
def not_expired(examination: Examination) -> Refusal | None:
    """Not earlier than the server's clock less the window; X-Amz-Expires counts where the URL is a password."""
    now, moment = examination.server_time, examination.presented.moment
    window = examination.profile.life(examination.presented.expires)
    if moment is None or now - moment <= window:
        return None
    message = (
        f"Signature expired: {examination.presented.date_time} is now earlier than {request_date_time(now - window)}"
        f" ({request_date_time(now)} - {_minutes(window)} min.)"
    )
    return examination.refuse(Fault.INVALID_SIGNATURE, message)


@rule(
    "The signature is not from the future",
    why="A date ahead of time would keep a request fresh for longer.",
    source="https://github.com/NickWaterton/Roomba980-Python/issues/118",
)
def not_early(examination: Examination) -> Refusal | None:
    """Not later than the server's clock plus the window."""
    now, window, moment = examination.server_time, examination.profile.window, examination.presented.moment
    if moment is None or moment - now <= window:
        return None
    message = (
        f"Signature not yet current: {examination.presented.date_time} is still later than"
        f" {request_date_time(now + window)} ({request_date_time(now)} + {_minutes(window)} min.)"
    )
    return examination.refuse(Fault.INVALID_SIGNATURE, message)


def _minutes(window: timedelta) -> int:
    return window // timedelta(minutes=1)


@rule(
    "The host is signed",
    why="Else a request recorded for one host could be sent to another.",
    source="https://github.com/aws/aws-sdk-php/issues/2469",
)
def host_signed(examination: Examination) -> Refusal | None:
    """``host``, or ``:authority`` of HTTP/2, is among the signed headers."""
    if examination.presented.signed_headers & {"host", ":authority"}:
        return None
    names = "'Host'" if examination.wording is Wording.CLASSIC else "'Host' or ':authority'"
    message = f"{names} must be a 'SignedHeader' in the AWS Authorization."
    return examination.refuse(Fault.INVALID_SIGNATURE, message)


@rule(
    "The algorithm is AWS4-HMAC-SHA256",
    why="The server computes the signature again, so it must know how.",
    source=_ORDERING,
)
def algorithm_supported(examination: Examination) -> Refusal | None:
    """The first word of the header, or X-Amz-Algorithm."""
    algorithm = examination.presented.algorithm
    if algorithm == ALGORITHM:
        return None
    known = " (only AWS4-HMAC-SHA256 for now). " if examination.wording is Wording.CLASSIC else "."
    return examination.refuse(Fault.INCOMPLETE_SIGNATURE, f"Unsupported AWS 'algorithm': '{algorithm}'{known}")


@rule(
    "The algorithm in the query is AWS4-HMAC-SHA256",
    why="The server computes the signature again, so it must know how.",
    source=_ORDERING,
)
def query_algorithm_known(examination: Examination) -> Refusal | None:
    """In the query, STS takes another algorithm for no signature at all."""
    presented = examination.presented
    if presented.carrier is not Carrier.QUERY or presented.algorithm == ALGORITHM:
        return None
    return examination.refuse(Fault.MISSING_TOKEN, examination.profile.missing_token[examination.wording])


@rule(
    "The credential has five elements",
    why="Key id, date, Region, service, terminator: which key signed, and where it counts.",
    source=_ORDERING,
)
def credential_in_five(examination: Examination) -> Refusal | None:
    """Between slashes; a slash at the end is ignored."""
    if len(examination.presented.credential) == 5:
        return None
    sent = examination.presented.parameters["Credential"]
    expected = "keyid/date/region/service/term"
    message = f"Credential must have exactly 5 slash-delimited elements, e.g. {expected}, got '{sent}'"
    return examination.refuse(Fault.INCOMPLETE_SIGNATURE, message)


@rule(
    "The scope is this day, Region and service",
    why="A signature for one place or day must not count at another.",
    source="https://github.com/n8n-io/n8n/issues/21337",
)
def scope_right(examination: Examination) -> Refusal | None:
    """A sentence for each wrong element, each with a blank after it, in AWS's order."""
    reading = examination.reading
    _, date, region, service, terminator = reading.presented.credential
    right = (
        region == reading.region,
        service == reading.service,
        terminator == TERMINATOR,
        date == reading.presented.date_time[:8],
    )
    if all(right):
        return None
    sentences = _SCOPE_SENTENCES[examination.wording](reading)
    wrong = [sentence for sentence, is_right in zip(sentences, right, strict=True) if not is_right]
    return examination.refuse(Fault.INVALID_SIGNATURE, "".join(wrong))


def _current_sentences(reading: Reading) -> tuple[str, ...]:
    return (
        "Credential should be scoped to a valid region. ",
        f"Credential should be scoped to correct service: '{reading.service}'. ",
        f"Credential should be scoped with a valid terminator: '{TERMINATOR}'. ",
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP. ",
    )


def _classic_sentences(reading: Reading) -> tuple[str, ...]:
    presented = reading.presented
    _, date, region, _, terminator = presented.credential
    dates = f"'{date}' != '{presented.date_time[:8]}', from '{presented.date}'."
    return (
        f"Credential should be scoped to a valid region, not '{region}'. ",
        f"Credential should be scoped to correct service: '{reading.service}'. ",
        f"Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{terminator}'. ",
        f"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: {dates}",
    )


_SCOPE_SENTENCES = {Wording.CURRENT: _current_sentences, Wording.CLASSIC: _classic_sentences}


# The first rules: can what the request presents be read? API Gateway asks this even of paths it does not have.

_RECORDED = "https://github.com/architect/dynalite/blob/main/index.js"
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


# The rules about the key: is it known, is the session token its own, does the signature match?

_INVALID_TOKEN = "The security token included in the request is invalid"  # noqa: S105 -- AWS's words, no secret
_EXPIRED_TOKEN = "The security token included in the request is expired"  # noqa: S105 -- AWS's words, no secret
_MISMATCH = (
    "The request signature we calculated does not match the signature you provided. "
    "Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
)


@rule(
    "The access key is known",
    why="The server looks the secret up by the key's id; a temporary key is found by id and session token together.",
    source="https://github.com/badslug/Paw-AWSSignature4DynamicValue/issues/5",
)
def key_known(examination: Examination) -> Refusal | None:
    """The id is on file, and a temporary key comes with its own token."""
    if examination.key_is_long_term or examination.token_is_its_own():
        return None
    return examination.refuse(Fault.UNRECOGNIZED_CLIENT, f"{_INVALID_TOKEN}.")


@rule(
    "The content length is not signed",
    why="OpenSearch Serverless computes the signature without it.",
    source="https://github.com/awsdocs/amazon-opensearch-service-developer-guide/pull/86",
)
def content_length_unsigned(examination: Examination) -> Refusal | None:
    """``content-length`` is not among the signed headers; the answer is that to a wrong signature."""
    if "content-length" not in examination.presented.signed_headers:
        return None
    return examination.refuse(Fault.INVALID_SIGNATURE, _MISMATCH)


@rule(
    "The signature matches",
    why="Only who knows the secret can compute it, and any change to what is signed changes it.",
    source="https://github.com/aws-samples/sigv4-signing-examples/pull/14",
)
def signature_matches(examination: Examination) -> Refusal | None:
    """The server computes the signature again from what arrived."""
    if examination.signature_matches():
        return None
    message = _MISMATCH
    if examination.profile.canonical_string is CanonicalString.SHOWN:
        message = (
            f"{_MISMATCH}\n\nThe Canonical String for this request should have been\n"
            f"'{examination.reading.canonical_request()}'\n\nThe String-to-Sign should have been\n"
            f"'{examination.reading.string_to_sign()}'\n"
        )
    return examination.refuse(Fault.INVALID_SIGNATURE, message)


@rule(
    "A long-term key comes without a session token",
    why="A token that does not belong to the key is a sign that two pairs of keys were mixed up.",
    source="https://github.com/architect/dynalite/blob/main/index.js",
)
def token_fits_key(examination: Examination) -> Refusal | None:
    """No token with a long-term key. AWS's sentence has no period here."""
    if examination.presented.session_token is None or not examination.key_is_long_term:
        return None
    return examination.refuse(Fault.UNRECOGNIZED_CLIENT, _INVALID_TOKEN)


@rule(
    "The session token is valid",
    why="A temporary key is worth nothing without the token that came with it.",
    source="https://github.com/dacut/scratchstack-aws-signature",
)
def token_valid(examination: Examination) -> Refusal | None:
    """STS looks at the token before it looks for the key: it is the key's own, or there is none."""
    if examination.presented.session_token is None or examination.token_is_its_own():
        return None
    return examination.refuse(Fault.UNRECOGNIZED_CLIENT, f"{_INVALID_TOKEN}.")


@rule(
    "The session is not over",
    why="Temporary keys are lent for a time; a stolen one is of use until then, and no longer.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html",
)
def session_current(examination: Examination) -> Refusal | None:
    """The server's clock has not reached the session's end; without its token a key has no session."""
    if not (examination.session_is_over() and examination.token_is_its_own()):
        return None
    return examination.refuse(Fault.EXPIRED_TOKEN, _EXPIRED_TOKEN)
