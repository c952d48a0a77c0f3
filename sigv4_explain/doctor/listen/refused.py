"""What an answer says of a signature that it could not read, of keys, body, scope and access."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.causes import CAUSES, shown, suspected
from sigv4_explain.doctor.finding import Certainty, Finding, found
from sigv4_explain.doctor.hosts import place_of_host
from sigv4_explain.doctor.listen.words import place_in_request, quoted
from sigv4_explain.doctor.look.faults import TEMPORARY, carries_token
from sigv4_explain.doctor.look.refusals import WordFault, word_fault
from sigv4_explain.doctor.places import in_header, in_signature
from sigv4_explain.encoding import EMPTY_SHA256, is_sha256, sha256_hex
from sigv4_explain.readers.answers.facts import ScopeElement, ToldElement
from sigv4_explain.verifier.rules import hash_of_authorization

_not_a_pair = re.compile(
    r"(?:not a valid|Invalid) key=value pair|the authorization component \"([^\"]{0,400})\" is malformed"
)

_whole_header = re.compile(r"in Authorization header: '([^\n]{1,4000}?)'\.?(?:\s|$)")
_hash = re.compile(r"Base64\)(?:: '| Authorization=)([A-Za-z0-9+/]{43}=)")

_missing_part = re.compile(
    r"Authorization header requires '([A-Za-z-]+)' parameter"
    r"|query-string parameters must include '(X-Amz-[A-Za-z-]+)'"
    r"|(?:header is malformed; missing |Signature header missing |Missing )(Credential|SignedHeaders|Signature)\b"
)

_no_date = re.compile(r"requires existence of either a 'X-Amz-Date'")

_all_parts = (
    (re.compile(r"requires three components"), "Credential, SignedHeaders, Signature"),
    (
        re.compile(r"Query-string authentication version 4 requires"),
        "X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, X-Amz-Expires",
    ),
)

_valid_date = re.compile(r"requires a valid Date or x-amz-date header")


def form_heard(case: Case) -> Iterator[Finding]:
    """Return which part of the signature could not be read, or was not there."""
    if _not_a_pair.search(case.words):
        yield from _words(case)
    yield from _missing(case)
    if _valid_date.search(case.words):
        yield from _date(case)


def _words(case: Case) -> Iterator[Finding]:
    whole = _whole_header.search(case.words)
    component = _not_a_pair.search(case.words)
    own = case.presented.authorization
    says = [quoted(case.words), *_same_header(case)]
    header = whole[1] if whole else own
    fault = word_fault(header) if header else None
    if fault is None and component and component[1]:
        fault = _of_component(component[1])
    if fault is not None:
        yield _fault(case, fault, says)
        return
    for slug in ("whitespace-in-access-key-id", "incomplete-authorization"):
        yield suspected(slug, *says)


def _of_component(component: str) -> WordFault | None:
    """S3 quotes what stands between two commas; what it means is seen in a header of that alone."""
    is_tail = re.match(r"/[0-9]{8}/", component)
    return word_fault(f"AWS4-HMAC-SHA256 {'Credential=… ' if is_tail else ''}{component}")


def _fault(case: Case, fault: WordFault, says: list[str]) -> Finding:
    where = in_header(case.evidence.request, "authorization", fault.sent)
    return shown(fault.slug, fault.says, *says, where=where, sent=fault.sent, expected=fault.expected)


def _same_header(case: Case) -> list[str]:
    """The current wording hashes the header, which tells whether it is the one that was sent."""
    told = _hash.search(case.words)
    own = case.request.header("authorization") if case.has_request else None
    if told is None or own is None:
        return []
    if told[1] == hash_of_authorization(own.strip()):
        return ["The hash in the answer is that of this request's Authorization header."]
    return ["The hash in the answer is not that of this request's Authorization header: another one arrived."]


def _missing(case: Case) -> Iterator[Finding]:
    words = case.words
    missing = [name for names in _missing_part.findall(words) for name in names if name]
    missing += ["X-Amz-Date"] if _no_date.search(words) else []
    names = ", ".join(dict.fromkeys(missing))
    if not names:
        names = next((parts for pattern, parts in _all_parts if pattern.search(words)), "")
    if names:
        says = [f"Missing by the answer's words: {names}.", *_same_header(case)]
        where = in_header(case.evidence.request, "authorization")
        fault = word_fault(case.presented.authorization) if case.has_request else None
        says += [fault.says] if fault else []
        yield shown("incomplete-authorization", *says, where=where, expected=names)


def _date(case: Case) -> Iterator[Finding]:
    """No date, and one that cannot be read, are one to S3."""
    date = case.presented.date
    says = quoted(case.words)
    if case.has_request and not date:
        yield shown("incomplete-authorization", says, expected="X-Amz-Date")
        return
    certainty = Certainty.SHOWN if date and case.has_request and not case.presented.moment else Certainty.SUSPECTED
    yield found(CAUSES["malformed-date"], certainty, says, sent=date, expected="YYYYMMDDTHHMMSSZ, in UTC")


_unknown = re.compile(
    r"token included in the request is invalid|provided token is malformed or otherwise invalid"
    r"|Access Key Id you provided does not exist"
)

_CODES = ("InvalidClientTokenId", "UnrecognizedClient", "InvalidAccessKeyId", "InvalidToken")


def keys_heard(case: Case) -> Iterator[Finding]:
    """Return what it means that a key or its token is unknown: for a temporary key without a token, that it is missing.

    AWS finds a temporary key by id and token together, so it says of a missing token that the key is unknown.
    """
    if case.code not in _CODES and not _unknown.search(case.words):
        return
    key_id = case.access_key_id
    says = "The server does not know the key, or not together with the session token."
    if key_id.startswith(TEMPORARY) and case.has_request and not carries_token(case):
        yield _token_missing(case, says, Certainty.SHOWN)
        return
    if not case.has_request or (not key_id and not carries_token(case)):
        yield _unknown_key(key_id, says, case)
        yield _token_missing(case, says, Certainty.SUSPECTED)
        return
    yield _unknown_key(key_id, says, case)


def _token_missing(case: Case, says: str, certainty: Certainty) -> Finding:
    more = f"A key id that begins with {TEMPORARY} is of a temporary key, which needs its token."
    where = place_in_request(case, "malformed-credential", case.access_key_id)
    expected = "x-amz-security-token: the token that came with the key"
    return found(CAUSES["missing-session-token"], certainty, says, more, where=where, expected=expected)


def _unknown_key(key_id: str, says: str, case: Case) -> Finding:
    more = "The same is said in a Region that is not enabled for the account, and in another partition."
    if key_id.startswith("AKIA") and case.has_request and carries_token(case):
        more = "A long-term key, which begins with AKIA, comes without a session token; here is one."
    where = place_in_request(case, "malformed-credential", key_id)
    return shown("unknown-access-key", says, more, where=where, sent=key_id[:128] or None)


_HEADER = "x-amz-content-sha256"


def payload_heard(case: Case) -> Iterator[Finding]:
    """Return why body and announced hash differ, from the two hashes in the answer."""
    code = "XAmzContentSHA256Mismatch"
    if case.code != code and "'x-amz-content-sha256' header does not match" not in case.words:
        return
    client = case.answer.detail("ClientComputedContentSHA256") or (case.reading.announced if case.has_request else None)
    body = case.request.body if case.has_request else b""
    server = case.answer.detail("S3ComputedContentSHA256") or (sha256_hex(body) if body else None)
    slug, says = _cause(client, server)
    where = in_header(case.evidence.request, _HEADER)
    yield shown(slug, f"The answer's code is {code}.", says, where=where, sent=client, expected=server)


def _cause(client: str | None, server: str | None) -> tuple[str, str]:
    if client is not None and not is_sha256(client.lower()):
        return "content-sha256-not-hex", "What the client sent is no hash in hex."
    if client == EMPTY_SHA256:
        return "empty-body-hash", "The client sent the hash of no bytes, and a body arrived."
    if server == EMPTY_SHA256:
        return "body-dropped-after-signing", "The server got no bytes, and the client sent the hash of a body."
    return "body-changed-after-hash", "The body that arrived has another hash than the client sent."


def unsigned_headers_heard(case: Case) -> Iterator[Finding]:
    """Return the headers that S3 found and that were not signed; the answer lists them."""
    listed = case.answer.detail("HeadersNotSigned")
    if listed is None and "headers present in the request which were not signed" not in case.words:
        return
    names = [name.strip().lower() for name in (listed or "").split(",") if name.strip()][:50]
    added = [name for name in names if name != "host"]
    says = f"Not signed, by the answer's words: {', '.join(names) or 'it does not say which'}."
    request = case.evidence.request
    if "host" in names:
        where = in_signature(request, "SignedHeaders") if request else None
        yield shown("host-not-signed", says, where=where, expected="host")
    if added or not names:
        where = in_header(request, added[0]) if request and added else None
        yield shown("header-added-after-signing", says, where=where, expected=";".join(added) or None)


_PLACES = {ScopeElement.DATE: 1, ScopeElement.REGION: 2, ScopeElement.SERVICE: 3, ScopeElement.TERMINATOR: 4}

_SLUGS = {
    ScopeElement.DATE: "date-scope-mismatch",
    ScopeElement.REGION: "wrong-region",
    ScopeElement.SERVICE: "wrong-service",
    ScopeElement.TERMINATOR: "malformed-credential",
}


def scope_heard(case: Case) -> Iterator[Finding]:
    """Return a finding for each word of the scope that the answer calls wrong."""
    for told in case.answer.scope:
        sent = told.sent if told.sent is not None else _sent(case, told.element)
        expected = told.expected or _expected(case, told.element)
        slug = _slug(told, sent)
        says = f"The answer says that the scope's {told.element.value} is wrong" + (
            f": {_quote(sent)} was sent" if sent is not None else ""
        )
        says += f", {_quote(expected)} expected." if expected else "."
        where = place_in_request(case, slug, sent or "")
        yield shown(slug, says, where=where, sent=sent, expected=expected)


def _slug(told: ToldElement, sent: str | None) -> str:
    if told.element is ScopeElement.REGION and sent == "":
        return "empty-region"
    if told.element is ScopeElement.DATE and told.expected is None and sent is not None and len(sent) != 8:
        return "malformed-credential"
    return _SLUGS[told.element]


def _sent(case: Case, element: ScopeElement) -> str | None:
    """Return what the request says, where the answer does not repeat it."""
    credential = case.presented.credential
    return credential[_PLACES[element]] if len(credential) == 5 else None


def _expected(case: Case, element: ScopeElement) -> str | None:
    """Return what the host's name or the request's date tells, where the answer keeps it to itself."""
    if element is ScopeElement.TERMINATOR:
        return TERMINATOR
    if not case.has_request:
        return None
    if element is ScopeElement.DATE:
        return case.presented.date_time[:8] or None
    region, service = place_of_host(case.request.host)
    given = case.evidence.region if region is None else region
    other = given if given != _sent(case, element) else None
    return other if element is ScopeElement.REGION else service


def _quote(text: str | None) -> str:
    return text or "nothing"


_KNOWN_CALLER = re.compile(r"User: (?!anonymous)\S{1,300} is not authorized to perform: (\S{1,100})")
_AUTHORIZER = re.compile(r"User is not authorized to access this resource")
_BUSY = ("TooManyRequests", "LimitExceeded", "Throttling", "SlowDown")
_LATER = ("NoSuchBucket", "NoSuchKey", "ResourceNotFound", "Validation", "MethodNotAllowed", "NoSuchUpload")
_MISSING = re.compile(r"(Request is m|M)issing Authentication Token")
_FORBIDDEN = re.compile(r"Forbidden(?:\. For troubleshooting Function URL.{0,200})?\s*")
_DENIED = re.compile(r"Access ?Denied\.?\s*", re.IGNORECASE)
_NOT_SIGNED = "No signature arrived, and none was sent."


def access_heard(case: Case) -> Iterator[Finding]:
    """Return what is no fault of the signature, or may be none."""
    if case.is_mismatch:
        return
    if _MISSING.search(case.words) or case.code == "MissingAuthenticationToken":
        yield from _signature_missing(case)
    elif caller := _KNOWN_CALLER.search(case.words):
        yield _other(Certainty.SHOWN, f"AWS knows who calls; no policy allows {caller[1]}, or one denies it.")
    elif _AUTHORIZER.search(case.words):
        yield _other(
            Certainty.SHOWN, "API Gateway says this for a Lambda or Cognito authorizer, which denied the call."
        )
    elif case.code in _BUSY or case.answer.status == 429:
        yield _other(Certainty.SHOWN, "There were too many calls.")
    elif case.code in _LATER:
        yield _other(Certainty.SHOWN, f"AWS looks for this after the signature: {case.answer.code}.")
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
        slug = fault.slug if fault else "incomplete-authorization"
        yield shown(slug, *([fault.says] if fault else []), says)
        return
    says = "API Gateway says this of a path or method that the API does not have: look at stage, path and method."
    yield _other(Certainty.SUSPECTED, says)
    says = "It says the same of a request without a signature: Authorization may be lost on the way."
    yield suspected("incomplete-authorization", says)


def _says_request(case: Case) -> bool:
    found_words = _MISSING.search(case.words)
    return bool(found_words and found_words[1].startswith("Request")) or case.evidence.service in ("sts", "iam")


def _forbidden(case: Case) -> Iterator[Finding]:
    is_function_url = case.evidence.service == "lambda" or "Function URL" in case.words
    if case.has_request and not case.is_signed:
        yield shown("incomplete-authorization", _NOT_SIGNED)
    elif is_function_url:
        says = "A function URL says this when no policy allows lambda:InvokeFunctionUrl and lambda:InvokeFunction"
        yield _other(Certainty.SUSPECTED, f"{says}; to a request without a signature it says the same.")
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
        yield shown("incomplete-authorization", _NOT_SIGNED)
        return
    says = "S3 says this when a policy, an ACL or the owner's settings do not allow the call, or hide the object"
    certainty = Certainty.SHOWN if case.has_request and case.words else Certainty.SUSPECTED
    yield _other(certainty, f"{says}; of a request without a signature it says the same.")


def _other(certainty: Certainty, says: str) -> Finding:
    return found(CAUSES["not-a-signature-fault"], certainty, says)
