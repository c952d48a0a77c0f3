"""The rules about the key: is it known, is the session token its own, does the signature match?"""

from __future__ import annotations

from sigv4_explain.verifying.examination import Examination
from sigv4_explain.verifying.refusal import Fault, Refusal, rule
from sigv4_explain.verifying.service_profile import CanonicalString

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
