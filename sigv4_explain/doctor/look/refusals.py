"""What a server refuses before it computes a signature: the verifier's own rules, in its order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.causes import CAUSES, shown, suspected
from sigv4_explain.doctor.finding import Certainty, Finding, found
from sigv4_explain.doctor.hosts import is_without_region, place_of_host
from sigv4_explain.doctor.places import in_header, in_signature, in_target
from sigv4_explain.masking import masked
from sigv4_explain.presented import Carrier
from sigv4_explain.signature import ALGORITHM
from sigv4_explain.verifier.profile import Refusal, Wording
from sigv4_explain.verifier.reading import Examination

_FORM = f"KEY-ID/YYYYMMDD/REGION/SERVICE/{TERMINATOR}"


def written_scope(case: Case) -> Iterator[Finding]:
    """Return what a command names for its scope, and its host does not: the Region, or the service."""
    signing = case.evidence.signing
    if not case.is_written or signing is None or not case.knows("host"):
        return
    region, service = place_of_host(case.request.host)
    for slug, own, theirs in (("wrong-region", signing.region, region), ("wrong-service", signing.service, service)):
        if own and theirs and own != theirs:
            says = f"The command signs for {own}; by its name {case.request.host[:100]} is {theirs}."
            yield suspected(slug, says, sent=own, expected=theirs)


def scope_faults(case: Case) -> Iterator[Finding]:
    """Return a finding for each word of the credential that is not what the server expects there."""
    credential, reading = case.presented.credential, case.reading
    if len(credential) != 5:
        yield _scope_fault(
            case, "malformed-credential", "/".join(credential), _FORM, f"It has {len(credential)} words."
        )
        return
    _, date, region, service, terminator = credential
    host = case.request.host[:100]
    if not region:
        says = "The scope's Region is empty."
        yield _scope_fault(case, "empty-region", "/".join(credential[1:]), case.evidence.region or "a Region", says)
    elif region != reading.region:
        says = f"The scope says {region}; the server at {host} is in {reading.region}."
        yield _scope_fault(case, "wrong-region", region, reading.region, says)
    if service != reading.service:
        says = f"The scope says {service or 'nothing'}; the signing name of {host} is {reading.service}."
        yield _scope_fault(case, "wrong-service", service, reading.service, says)
    if terminator != TERMINATOR:
        yield _scope_fault(
            case, "malformed-credential", terminator, TERMINATOR, "The last word of the scope is another."
        )
    if date != case.presented.date_time[:8]:
        yield from _date(case, date)


def _date(case: Case, date: str) -> Iterator[Finding]:
    expected = case.presented.date_time[:8]
    if expected:
        says = f"The scope is for the day {date}; the request's date is {case.presented.date_time}."
        yield _scope_fault(case, "date-scope-mismatch", date, expected, says)


def _scope_fault(case: Case, slug: str, sent: str, expected: str, says: str) -> Finding:
    where = in_signature(case.request, "Credential", sent)
    certainty = Certainty.SHOWN if case.knows("headers") and not case.is_written else Certainty.SUSPECTED
    return found(CAUSES[slug], certainty, says, where=where, sent=sent, expected=expected)


_name_in_value = re.compile(r"\s*authorization\s*:", re.IGNORECASE)
_credential = re.compile(r"Credential=(.*?)(?:,\s*(?:SignedHeaders|Signature)=|$)", re.DOTALL)
_LONGEST = 160


class WordFault(NamedTuple):
    """A cause, with what was sent and what belongs there."""

    slug: str
    sent: str
    expected: str
    says: str


_SCHEMES = ("Basic", "Bearer", "Digest", "Negotiate", "Token")
_WRITTEN = "AWS4-HMAC-SHA256 Credential=…"


def _scheme_fault(scheme: str, rest: str) -> WordFault:
    """Return what it is that begins with another word than AWS's algorithm; a token alone is masked."""
    if scheme == "AWS" and rest:
        says = "This is Signature Version 2, with a key id and a signature after the word AWS."
        return WordFault("unsupported-algorithm", scheme, _WRITTEN, says)
    if scheme.startswith("eyJ"):
        return WordFault("another-scheme", masked(scheme)[:20], _WRITTEN, "The header is a JSON Web Token alone.")
    if "=" not in scheme and (rest or scheme in _SCHEMES):
        says = f"The header is of the scheme {scheme[:20]}, which is no signature of AWS."
        return WordFault("another-scheme", scheme[:20], _WRITTEN, says)
    sent = scheme if scheme.startswith("Credential=") else masked(scheme)  # it may be a token
    return WordFault("incomplete-authorization", sent[:20], _WRITTEN, "The header does not begin with an algorithm.")


def word_fault(authorization: str) -> WordFault | None:
    """Return what is wrong with an Authorization header as a whole, or with a word in it; None when nothing is.

    >>> word_fault("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE /20150830/us-east-1/s3/aws4_request, Signature=0").slug
    'whitespace-in-access-key-id'
    >>> word_fault("Bearer abc").says
    'The header is of the scheme Bearer, which is no signature of AWS.'
    """
    if name := _name_in_value.match(authorization):
        says = "The value begins with the header's own name."
        return WordFault("authorization-header-name-in-value", name[0], "AWS4-HMAC-SHA256 …", says)
    scheme, _, rest = authorization.strip().partition(" ")
    if not scheme.startswith("AWS4-"):
        return _scheme_fault(scheme, rest)
    return _fault_in_credential(authorization) or _word_without_name(rest)


def _fault_in_credential(authorization: str) -> WordFault | None:
    found = _credential.search(authorization)
    if found is None or not re.search(r"\s", found[1]):
        return None
    sent, expected = found[1][:_LONGEST], re.sub(r"\s+", "", found[1])[:_LONGEST]
    key_id = found[1].partition("/")[0]
    if re.search(r"\s", key_id):
        says = "There is a blank in, before or after the access key id."
        return WordFault("whitespace-in-access-key-id", sent, expected, says)
    return WordFault("malformed-credential", sent, expected, "There is a blank in the credential.")


def _word_without_name(rest: str) -> WordFault | None:
    for word in rest.replace(",", " ").split():
        if "=" not in word:
            says = "A word of the header has no equals sign: each part is name=value, with a comma after it."
            expected = "Credential=…, SignedHeaders=…, Signature=…"
            return WordFault("incomplete-authorization", word[:_LONGEST], expected, says)
    return None


_ANY_TIME = datetime(2015, 8, 30, tzinfo=UTC)
_ASYMMETRIC = "AWS4-ECDSA-P256-SHA256"
_google = re.compile(r"GOOG[0-9]-|X-Goog-(?:Algorithm|Signature)=", re.IGNORECASE)


def _of_another_kind(case: Case) -> list[Finding] | None:
    """Return what is told of a request that is rightly signed in another way; None for one of AWS4-HMAC-SHA256."""
    presented, request = case.presented, case.request
    if request.method == "OPTIONS" and not case.is_signed:
        certainty = Certainty.SHOWN if case.refuses else Certainty.SUSPECTED
        says = "The method is OPTIONS, and no signature was sent."
        return [found(CAUSES["cors-preflight-refused"], certainty, says)]
    written = presented.authorization or presented.algorithm
    if _google.match(written) or (presented.carrier is Carrier.NEITHER and _google.search(request.query)):
        return [suspected("another-vendors-signature", "It is signed by Google's own rules, GOOG4.")]
    if written.startswith("AWS4-X509-"):
        says = f"{written.split()[0][:40]} is Roles Anywhere's: it is signed with the key of the certificate."
        return [suspected("certificate-signature", says, where=in_header(request, "x-amz-x509"))]
    if not is_without_region(request.host):
        return None
    if presented.algorithm == _ASYMMETRIC:
        return []
    if presented.algorithm == ALGORITHM:
        says = f"{request.host[:100]} has no Region; the request is signed for one."
        return [
            shown("needs-sigv4a", says, where=in_signature(request, "Algorithm"), sent=ALGORITHM, expected=_ASYMMETRIC)
        ]
    return None


def refusals(case: Case) -> Iterator[Finding]:
    """Return what breaks the service's rules, as far as no key is needed and no clock.

    A request that cannot be read is not looked at any further. AWS computes a signature last: where it did, each rule
    held for what it got, and a paste that breaks one was changed, or it is another request.
    """
    if case.is_mismatch and not case.is_elsewhere:
        return
    reading, presented = case.reading, case.presented
    other = _of_another_kind(case)
    if other is not None:
        yield from other
        return
    # At the moment of signing every signature is fresh; the rules about the key are not asked.
    moment = presented.moment or _ANY_TIME
    examination = Examination(reading, presented, reading.profile, None, moment, Wording.CURRENT)
    for rule in reading.profile.rules:
        find = _FINDERS.get(rule.name)
        if find is None or not case.knows("Authorization", *_NEEDED.get(rule.name, ())):
            continue
        refusal = rule.check(examination)
        if refusal:
            yield from find(case, refusal)
            if rule.name not in _GO_ON:
                return


def _unsigned(case: Case, refusal: Refusal) -> Iterator[Finding]:
    says = "There is neither an Authorization header nor X-Amz-Signature in the query."
    yield found(CAUSES["not-signed"], case.absence, says, _answer(refusal), expected="Authorization: AWS4-…")


def _in_two_places(case: Case, refusal: Refusal) -> Iterator[Finding]:
    says = "There is a signature in the Authorization header and another one in the query."
    yield shown("signed-twice", says, _answer(refusal), where=in_header(case.request, "authorization"))


def _algorithm(case: Case, refusal: Refusal) -> Iterator[Finding]:
    presented = case.presented
    if presented.carrier is Carrier.NEITHER:
        says = "AWSAccessKeyId and Signature in the query are of Signature Version 2."
        yield shown("unsupported-algorithm", says, _answer(refusal), where=in_target(case.request), expected=ALGORITHM)
        return
    fault = None if presented.carrier is Carrier.QUERY else word_fault(presented.authorization)
    if fault is not None:
        yield from _words(case, refusal)
        return
    # S3 and the like take the asymmetric signature too, where a request may go to several Regions.
    certainty = Certainty.SUSPECTED if presented.algorithm == _ASYMMETRIC else Certainty.SHOWN
    where = in_signature(case.request, "Algorithm")
    cause, sent = CAUSES["unsupported-algorithm"], presented.algorithm[:40]
    yield found(cause, certainty, _answer(refusal), where=where, sent=sent, expected=ALGORITHM)


def _words(case: Case, refusal: Refusal) -> Iterator[Finding]:
    fault = word_fault(case.presented.authorization)
    if fault is not None:
        where = in_header(case.request, "authorization", fault.sent)
        slug, sent, expected, says = fault
        yield shown(slug, says, _answer(refusal), where=where, sent=sent, expected=expected)


def _incomplete(case: Case, refusal: Refusal) -> Iterator[Finding]:
    presented = case.presented
    if case.is_mismatch:
        return  # a whole signature arrived
    missing = [*presented.missing, *(["Date"] if not presented.date else [])]
    if presented.carrier is Carrier.QUERY:
        missing += ["Expires"] if presented.expires is None and case.is_for_s3 else []
        missing = [f"X-Amz-{name}" for name in missing]
    names = ", ".join(missing)
    where = in_target(case.request) if presented.carrier is Carrier.QUERY else in_header(case.request, "authorization")
    says = f"Missing or empty: {names}." if names else "The algorithm is missing."
    cause = CAUSES["incomplete-authorization"]
    yield found(cause, case.absence, says, _answer(refusal), where=where, expected=names or ALGORITHM)


def _unreadable_date(case: Case, refusal: Refusal) -> Iterator[Finding]:
    request, date = case.request, (case.presented.date or "")[:80]
    name = "x-amz-date" if request.header("x-amz-date") else "date"
    in_query = case.presented.carrier is Carrier.QUERY
    where = in_signature(request, "Date") if in_query else in_header(request, name)
    yield shown("malformed-date", _answer(refusal), where=where, sent=date, expected="YYYYMMDDTHHMMSSZ, in UTC")


def _host_not_signed(case: Case, refusal: Refusal) -> Iterator[Finding]:
    listed = ";".join(case.signed_names)
    where, expected = in_signature(case.request, "SignedHeaders"), f"host;{listed}" if listed else "host"
    yield shown("host-not-signed", _answer(refusal), where=where, sent=listed, expected=expected)


def _length_signed(case: Case, refusal: Refusal) -> Iterator[Finding]:
    where = in_signature(case.request, "SignedHeaders")
    listed = [name for name in case.signed_names if name.lower() != "content-length"]
    sent, expected = ";".join(case.signed_names), ";".join(listed)
    yield shown("content-length-signed", _answer(refusal), where=where, sent=sent, expected=expected)


def _not_announced(case: Case, refusal: Refusal) -> Iterator[Finding]:
    cause, expected = CAUSES["missing-x-amz-content-sha256"], "x-amz-content-sha256: 64 hex digits"
    yield found(cause, case.absence, _answer(refusal), expected=expected)


def _unknown_announcement(case: Case, refusal: Refusal) -> Iterator[Finding]:
    where = in_header(case.request, "x-amz-content-sha256")
    sent = (case.reading.announced or "")[:100]
    says = f"AWS answers {refusal.status} {refusal.code}."
    yield shown("content-sha256-not-hex", says, where=where, sent=sent, expected="64 lower-case hex digits")


def _expires(case: Case, refusal: Refusal) -> Iterator[Finding]:
    where, sent = in_signature(case.request, "Expires"), (case.presented.expires or "")[:40]
    yield shown("expires-out-of-bounds", _answer(refusal), where=where, sent=sent, expected="1 to 604800 seconds")


def _unsigned_headers(case: Case, refusal: Refusal) -> Iterator[Finding]:
    names = dict(refusal.details)["HeadersNotSigned"].split(", ")
    if "host" in names:
        yield from _host_not_signed(case, refusal)
    added = [name for name in names if name != "host"]
    if added:
        listed = ";".join(sorted({*case.signed_names, *names}))
        says = f"Sent, and not in SignedHeaders: {', '.join(added)[:300]}."
        where, sent = in_header(case.request, added[0]), ";".join(case.signed_names)
        yield shown("header-added-after-signing", says, _answer(refusal), where=where, sent=sent, expected=listed)


def _answer(refusal: Refusal) -> str:
    words = refusal.message.partition("\n")[0][:300].strip()
    return f"AWS answers {refusal.status} {refusal.code}{': ' if words else '.'}{words}"


_FINDERS: Mapping[str, Callable[[Case, Refusal], Iterator[Finding]]] = {
    "signature_presented": _unsigned,
    "s3_signature_presented": _unsigned,
    "in_one_place": _in_two_places,
    "sts_in_one_place": _in_two_places,
    "s3_in_one_place": _in_two_places,
    "dynamodb_scheme_known": _algorithm,
    "algorithm_first": _algorithm,
    "algorithm_supported": _algorithm,
    "query_algorithm_known": _algorithm,
    "s3_algorithm_supported": _algorithm,
    "parts_are_pairs": _words,
    "s3_parts_are_pairs": _words,
    "parts_complete": _incomplete,
    "s3_parts_complete": _incomplete,
    "date_readable": _unreadable_date,
    "s3_date_readable": _unreadable_date,
    "host_signed": _host_not_signed,
    "credential_in_five": lambda case, _: scope_faults(case),
    "scope_right": lambda case, _: scope_faults(case),
    "s3_scope_right": lambda case, _: scope_faults(case),
    "content_length_unsigned": _length_signed,
    "s3_payload_announced": _not_announced,
    "s3_payload_word_known": _unknown_announcement,
    "s3_expires_readable": _expires,
    "s3_headers_signed": _unsigned_headers,
}
"""By the name of the verifier's rule."""

_CREDENTIAL, _NAMES = ("Credential",), ("SignedHeaders",)
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "parts_are_pairs": _CREDENTIAL,
    "s3_parts_are_pairs": _CREDENTIAL,
    "parts_complete": ("headers",),
    "s3_parts_complete": ("headers",),
    "date_readable": ("headers", "Date"),
    "s3_date_readable": ("headers", "Date"),
    "host_signed": _NAMES,
    "credential_in_five": _CREDENTIAL,
    "scope_right": ("Credential", "host"),
    "s3_scope_right": ("Credential", "host"),
    "content_length_unsigned": _NAMES,
    "s3_payload_announced": ("headers",),
    "s3_payload_word_known": ("x-amz-content-sha256",),
    "s3_expires_readable": ("Expires",),
    "s3_headers_signed": _NAMES,
}
"""What a rule looks at, and must be known as it was sent."""

_GO_ON = frozenset(
    {
        "host_signed",
        "scope_right",
        "s3_scope_right",
        "s3_payload_announced",
        "s3_payload_word_known",
        "s3_headers_signed",
    }
)
"""The rules after which the next can be asked, though this one is broken."""
