"""Refusals that come after the signature was taken, or that may.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html and
https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.diagnosis.authorization_words import word_fault
from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.telling.heard import Heard

_KNOWN_CALLER = re.compile(r"User: (?!anonymous)\S{1,300} is not authorized to perform: (\S{1,100})")
_AUTHORIZER = re.compile(r"User is not authorized to access this resource")
_BUSY = ("TooManyRequests", "LimitExceeded", "Throttling", "SlowDown")
_LATER = ("NoSuchBucket", "NoSuchKey", "ResourceNotFound", "Validation", "MethodNotAllowed", "NoSuchUpload")
_MISSING = re.compile(r"(Request is m|M)issing Authentication Token")
_FORBIDDEN = re.compile(r"Forbidden(?:\. For troubleshooting Function URL.{0,200})?\s*")
_DENIED = re.compile(r"Access ?Denied\.?\s*", re.IGNORECASE)
_NOT_SIGNED = "No signature arrived, and none was sent."


def access_heard(heard: Heard) -> Iterator[Finding]:
    """Return what is no fault of the signature, or may be none."""
    if heard.is_mismatch:
        return
    if _MISSING.search(heard.words) or heard.code == "MissingAuthenticationToken":
        yield from _missing(heard)
    elif caller := _KNOWN_CALLER.search(heard.words):
        yield _other(Certainty.SHOWN, f"AWS knows who calls; no policy allows {caller[1]}, or one denies it.")
    elif _AUTHORIZER.search(heard.words):
        yield _other(
            Certainty.SHOWN, "API Gateway says this for a Lambda or Cognito authorizer, which denied the call."
        )
    elif heard.code in _BUSY or heard.answer.status == 429:
        yield _other(Certainty.SHOWN, "There were too many calls.")
    elif heard.code in _LATER:
        yield _other(Certainty.SHOWN, f"AWS looks for this after the signature: {heard.answer.code}.")
    elif _FORBIDDEN.fullmatch(heard.words) or (heard.code == "Forbidden" and not heard.words):
        yield from _forbidden(heard)
    elif _is_denied(heard):
        yield from _denied(heard)
    elif heard.words == "Unauthorized" and heard.answer.status in (401, None):
        yield _other(
            Certainty.SUSPECTED, "API Gateway says this for a JWT or Cognito authorizer, which reads no signature."
        )


def _is_denied(heard: Heard) -> bool:
    return bool(_DENIED.fullmatch(heard.words)) or (heard.code == "AccessDenied" and not heard.words)


def _missing(heard: Heard) -> Iterator[Finding]:
    """API Gateway says this of a path or method that it does not have, too; other services only of no signature."""
    is_signed = heard.desk is not None and heard.desk.is_signed
    unsigned = heard.desk is not None and not is_signed
    if _says_request(heard) or unsigned:
        says = _NOT_SIGNED if unsigned else "The answer says that no signature arrived."
        fault = word_fault(heard.desk.presented.authorization) if heard.desk and is_signed else None
        slug = fault.slug if fault else "incomplete-authorization"
        yield found(CAUSES[slug], Certainty.SHOWN, *([fault.says] if fault else []), says)
        return
    says = "API Gateway says this of a path or method that the API does not have: look at stage, path and method."
    yield _other(Certainty.SUSPECTED, says)
    says = "It says the same of a request without a signature: Authorization may be lost on the way."
    yield found(CAUSES["incomplete-authorization"], Certainty.SUSPECTED, says)


def _says_request(heard: Heard) -> bool:
    found_words = _MISSING.search(heard.words)
    return bool(found_words and found_words[1].startswith("Request")) or heard.evidence.service in ("sts", "iam")


def _forbidden(heard: Heard) -> Iterator[Finding]:
    is_function_url = heard.evidence.service == "lambda" or "Function URL" in heard.words
    if heard.desk is not None and not heard.desk.is_signed:
        yield found(CAUSES["incomplete-authorization"], Certainty.SHOWN, _NOT_SIGNED)
    elif is_function_url:
        says = "A function URL says this when no policy allows lambda:InvokeFunctionUrl and lambda:InvokeFunction"
        yield _other(Certainty.SUSPECTED, f"{says}; to a request without a signature it says the same.")
    elif heard.code == "Forbidden":
        says = (
            "A REST API says this of a wrong stage, of a missing or unknown API key, and of a request that WAF blocked."
        )
        yield _other(Certainty.SHOWN, says)
    else:
        says = "An HTTP API says this when a policy denies the call, and of a wrong signature too, without a word on it"
        yield _other(Certainty.SUSPECTED, f"{says}; a REST API says it of a wrong stage or API key.")


def _denied(heard: Heard) -> Iterator[Finding]:
    if heard.desk is not None and not heard.desk.is_signed:
        yield found(CAUSES["incomplete-authorization"], Certainty.SHOWN, _NOT_SIGNED)
        return
    says = "S3 says this when a policy, an ACL or the owner's settings do not allow the call, or hide the object"
    certainty = Certainty.SHOWN if heard.desk is not None and heard.words else Certainty.SUSPECTED
    yield _other(certainty, f"{says}; of a request without a signature it says the same.")


def _other(certainty: Certainty, says: str) -> Finding:
    return found(CAUSES["not-a-signature-fault"], certainty, says)
