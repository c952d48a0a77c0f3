"""An Authorization header, or the X-Amz-… parameters, that the server could not read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.diagnosis.authorization_words import WordFault, word_fault
from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.request_lines import in_header
from sigv4_explain.diagnosis.telling.heard import Heard, quoted
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


def form_heard(heard: Heard) -> Iterator[Finding]:
    """Return which part of the signature could not be read, or was not there."""
    if _not_a_pair.search(heard.words):
        yield from _words(heard)
    yield from _missing(heard)
    if _valid_date.search(heard.words):
        yield from _date(heard)


def _words(heard: Heard) -> Iterator[Finding]:
    whole = _whole_header.search(heard.words)
    component = _not_a_pair.search(heard.words)
    own = heard.desk.presented.authorization if heard.desk else ""
    says = [quoted(heard.words), *_same_header(heard)]
    header = whole[1] if whole else own
    fault = word_fault(header) if header else None
    if fault is None and component and component[1]:
        fault = _of_component(component[1])
    if fault is not None:
        yield _fault(heard, fault, says)
        return
    for slug in ("whitespace-in-access-key-id", "incomplete-authorization"):
        yield found(CAUSES[slug], Certainty.SUSPECTED, *says)


def _of_component(component: str) -> WordFault | None:
    """S3 quotes what stands between two commas; what it means is seen in a header of that alone."""
    is_tail = re.match(r"/[0-9]{8}/", component)
    return word_fault(f"AWS4-HMAC-SHA256 {'Credential=… ' if is_tail else ''}{component}")


def _fault(heard: Heard, fault: WordFault, says: list[str]) -> Finding:
    where = in_header(heard.desk.request, "authorization", fault.sent) if heard.desk else None
    cause = CAUSES[fault.slug]
    return found(cause, Certainty.SHOWN, fault.says, *says, where=where, sent=fault.sent, expected=fault.expected)


def _same_header(heard: Heard) -> list[str]:
    """The current wording hashes the header, which tells whether it is the one that was sent."""
    told = _hash.search(heard.words)
    own = heard.desk.request.header("authorization") if heard.desk else None
    if told is None or own is None:
        return []
    if told[1] == hash_of_authorization(own.strip()):
        return ["The hash in the answer is that of this request's Authorization header."]
    return ["The hash in the answer is not that of this request's Authorization header: another one arrived."]


def _missing(heard: Heard) -> Iterator[Finding]:
    words = heard.words
    missing = [name for names in _missing_part.findall(words) for name in names if name]
    missing += ["X-Amz-Date"] if _no_date.search(words) else []
    names = ", ".join(dict.fromkeys(missing))
    if not names:
        names = next((parts for pattern, parts in _all_parts if pattern.search(words)), "")
    if names:
        says = [f"Missing by the answer's words: {names}.", *_same_header(heard)]
        where = in_header(heard.desk.request, "authorization") if heard.desk else None
        fault = word_fault(heard.desk.presented.authorization) if heard.desk else None
        says += [fault.says] if fault else []
        yield found(CAUSES["incomplete-authorization"], Certainty.SHOWN, *says, where=where, expected=names)


def _date(heard: Heard) -> Iterator[Finding]:
    """No date, and one that cannot be read, are one to S3."""
    date = heard.desk.presented.date if heard.desk else None
    says = quoted(heard.words)
    if heard.desk is not None and not date:
        yield found(CAUSES["incomplete-authorization"], Certainty.SHOWN, says, expected="X-Amz-Date")
        return
    certainty = Certainty.SHOWN if date and heard.desk and not heard.desk.presented.moment else Certainty.SUSPECTED
    yield found(CAUSES["malformed-date"], certainty, says, sent=date, expected="YYYYMMDDTHHMMSSZ, in UTC")
