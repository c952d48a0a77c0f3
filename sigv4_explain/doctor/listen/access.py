"""What an answer says of access: no signature at all, or something that no signature mends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.causes import CAUSES, shown, suspected
from sigv4_explain.doctor.finding import Certainty, Finding, found
from sigv4_explain.doctor.hosts import is_aws_host, place_in_text
from sigv4_explain.doctor.look.refusals import word_fault

_KNOWN_CALLER = re.compile(r"User: (?!anonymous)\S{1,300} is not authorized to perform: (\S{1,100})")
_AUTHORIZER = re.compile(r"User is not authorized to access this resource")
_MISSING = re.compile(r"(Request is m|M)issing Authentication Token")
_FORBIDDEN = re.compile(r"Forbidden(?:\. For troubleshooting Function URL.{0,200})?\s*")
_DENIED = re.compile(r"Access ?Denied\.?\s*", re.IGNORECASE)
_BUSY = 429
_CONNECTIONS = re.compile(r"PostToConnection|@connections|ApiGatewayManagementApi|GetConnection|DeleteConnection")
_IOT = re.compile(r"\.iot\.[a-z0-9-]{5,20}\.amazonaws|iotdevicegateway")
_HEAD = re.compile(r"\bHead(?:Object|Bucket)\b|\bhead-(?:object|bucket)\b")
_USELESS = " Signing otherwise mends nothing."
_TOO_MANY = re.compile(r"Too Many Requests\.?|Limit Exceeded\.?", re.IGNORECASE)
_OF_SIGNATURES = ("Signature does not match", "SignatureDoesNotMatch")
"""What MinIO writes into its own log, and what other requests get, where an answer says no more than Access Denied."""
_HEAD = re.compile(r"Head_?(?:Object|Bucket)\b|head_object|head_bucket|\bHEAD\b")
_NOT_SIGNED = "No signature arrived, and none was sent."
_LEFT_OUT = "But the request has headers of a signed one: its Authorization line may only be left out of the paste."


def access_heard(case: Case) -> Iterator[Finding]:
    """Return what is no fault of the signature, or may be none."""
    if case.is_mismatch or any(words in case.evidence.pasted for words in _OF_SIGNATURES):
        return
    if _MISSING.search(case.words) or case.code == "MissingAuthenticationToken":
        yield from _signature_missing(case)
    elif caller := _KNOWN_CALLER.search(case.words):
        fix = f"Allow {caller[1][:80]} in a policy of this user or role, and look for one that denies it."
        yield _other(
            Certainty.SHOWN, f"AWS knows who calls; no policy allows {caller[1]}, or one denies it.", f"{fix}{_USELESS}"
        )
    elif _AUTHORIZER.search(case.words):
        yield _other(
            Certainty.SHOWN, "API Gateway says this for a Lambda or Cognito authorizer, which denied the call."
        )
    elif case.answer.status == _BUSY or _TOO_MANY.fullmatch(case.words):
        fix = "Wait, call less often and retry with growing pauses; or raise the quota or the usage plan's limit."
        yield _other(Certainty.SHOWN, "There were too many calls.", fix)
    elif _FORBIDDEN.fullmatch(case.words) or (case.code == "Forbidden" and not case.words):
        yield from _forbidden(case)
    elif _is_denied(case):
        yield from _denied(case)
    elif case.words == "Unauthorized" and case.answer.status in (401, None):
        yield _other(
            Certainty.SUSPECTED, "API Gateway says this for a JWT or Cognito authorizer, which reads no signature."
        )


def _is_denied(case: Case) -> bool:
    return bool(_DENIED.fullmatch(case.words)) or (case.code == "AccessDenied" and not case.words)


def _signature_missing(case: Case) -> Iterator[Finding]:
    """API Gateway says this of a path or method that it does not have, too; other services only of no signature."""
    is_signed = case.has_request and case.is_signed
    unsigned = case.has_request and not is_signed
    if _says_request(case) or unsigned:
        says = _NOT_SIGNED if unsigned else "The answer says that no signature arrived."
        fault = word_fault(case.presented.authorization) if case.has_request and is_signed else None
        slug = fault.slug if fault else "not-signed"
        yield shown(slug, *([fault.says] if fault else []), says)
        return
    says = "It is also said of a request without a signature: Authorization may be lost on the way."
    unsigned_too = suspected("not-signed", says)
    says = "API Gateway says this of a path or method that the API does not have: look at stage, path and method."
    both = [_other(Certainty.SUSPECTED, says), unsigned_too]
    yield from both if _is_of_api_gateway(case) else reversed(both)


def _is_of_api_gateway(case: Case) -> bool:
    service = case.evidence.service or place_in_text(case.evidence.pasted)[1]
    return service in (None, "execute-api")


def _says_request(case: Case) -> bool:
    found_words = _MISSING.search(case.words)
    is_of_another = case.evidence.service not in (None, "execute-api")
    return bool(found_words and found_words[1].startswith("Request")) or is_of_another


def _forbidden(case: Case) -> Iterator[Finding]:
    is_function_url = case.evidence.service == "lambda" or "Function URL" in case.words
    if case.has_request and not case.is_signed:
        yield _unsigned(case)
    elif _CONNECTIONS.search(case.surroundings) or _IOT.search(case.surroundings):
        return  # the table of sentences has more to say of the one, and IoT says it of a wrong signature too
    elif _HEAD.search(case.surroundings):
        says = "The answer to HEAD has no body, so Forbidden is all that a client can say: of a policy, of an object"
        fix = "Ask by GET, which says why: aws s3api get-object with the same bucket and key, or list-objects-v2."
        yield _other(Certainty.SUSPECTED, f"{says} that is not there, and of a wrong signature.", fix)
    elif is_function_url:
        says = "A function URL says this when no policy allows lambda:InvokeFunctionUrl and lambda:InvokeFunction"
        yield _other(Certainty.SUSPECTED, f"{says}; to a request without a signature it says the same.")
    elif _HEAD.search(case.surroundings):
        says = "The answer to a HEAD has no body, so Forbidden is all that a client can tell"
        yield _other(Certainty.SUSPECTED, f"{says}: send the same as GET, whose answer names the code.")
    elif case.code == "Forbidden":
        says = (
            "A REST API says this of a wrong stage, of a missing or unknown API key, and of a request that WAF blocked."
        )
        yield _other(Certainty.SHOWN, says)
    else:
        says = "An HTTP API says this when a policy denies the call, and of a wrong signature too, without a word on it"
        yield _other(Certainty.SUSPECTED, f"{says}; a REST API says it of a wrong stage or API key.")


def _denied(case: Case) -> Iterator[Finding]:
    if case.has_request and not case.is_signed:
        yield _unsigned(case)
        return
    says = "S3 says this when a policy, an ACL or the owner's settings do not allow the call, or hide the object"
    is_s3 = case.has_request and is_aws_host(case.request.host)
    certainty = Certainty.SHOWN if is_s3 and case.words else Certainty.SUSPECTED
    yield _other(certainty, f"{says}; of a request without a signature it says the same.")


def _unsigned(case: Case) -> Finding:
    """Only who signs sends x-amz-date, or a hash; then the line was left out of the paste, or was lost on the way."""
    is_lost = any(case.request.header(name) for name in ("x-amz-date", "x-amz-content-sha256"))
    certainty = case.absence if is_lost else Certainty.SHOWN
    more = [_LEFT_OUT] if certainty is Certainty.SUSPECTED else []
    return found(CAUSES["not-signed"], certainty, _NOT_SIGNED, *more)


def _other(certainty: Certainty, says: str, fix: str = "") -> Finding:
    finding = found(CAUSES["not-a-signature-fault"], certainty, says)
    return replace(finding, fix=fix or finding.fix)
