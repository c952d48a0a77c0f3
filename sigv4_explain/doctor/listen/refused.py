"""What an answer says of a signature that it could not read, of its headers and of its scope."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.causes import CAUSES, shown, suspected
from sigv4_explain.doctor.finding import Certainty, Finding, found
from sigv4_explain.doctor.hosts import place_of_host
from sigv4_explain.doctor.listen.words import place_in_request, quoted
from sigv4_explain.doctor.look.refusals import WordFault, word_fault
from sigv4_explain.doctor.places import in_header, in_signature
from sigv4_explain.readers.answers.facts import ScopeElement, ToldElement
from sigv4_explain.verifier.rules import hash_of_authorization

_not_a_pair = re.compile(
    r"(?:not a valid|Invalid) key=value pair|the authorization component \"([^\"]{0,400})\" is malformed"
)

_piece = re.compile(r"'([^'\n]{1,400})' not a valid key=value pair")
_of_a_credential = re.compile(r"(?:A[KS]IA[A-Z0-9*.…]+|[^\s=,/]{1,128}/[0-9*]{8}/[^=,]*)$")

_whole_header = re.compile(r"in Authorization header: '([^\n]{1,4000}?)'\.?(?:\s|$)")
_hash = re.compile(r"Base64\)(?:: '| Authorization=)([A-Za-z0-9+/]{43}=)")

_missing_part = re.compile(
    r"Authorization header requires '([A-Za-z-]+)' parameter"
    r"|query-string parameters must include '(X-Amz-[A-Za-z-]+)'"
    r"|(?:header is malformed; missing |Signature header missing |Missing )(Credential|SignedHeaders|Signature)\b"
)

_ALL_PARTS = {"Credential", "SignedHeaders", "Signature"}

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
    """Return which part of the signature could not be read, or was not there; S3 quotes the header that it got."""
    if case.answer.detail("ArgumentName") == "Authorization":
        quoted_one = word_fault(case.answer.detail("ArgumentValue") or "")
        if quoted_one is not None:
            yield _fault(case, quoted_one, ["The answer quotes the header."])
            return
    if _not_a_pair.search(case.words):
        yield from _words(case)
    if "Unsupported Authorization Type" in case.words:
        yield from _unsupported(case)
    yield from _missing(case)
    if _valid_date.search(case.words):
        yield from _date(case)


def _words(case: Case) -> Iterator[Finding]:
    whole = _whole_header.search(case.words)
    component = _not_a_pair.search(case.words)
    own = case.presented.authorization if case.knows("Authorization") else ""
    says = [quoted(case.words), *_same_header(case)]
    header = whole[1] if whole and whole[1].strip(" *•.…") and not whole[1].startswith("  ") else own
    fault = word_fault(header) if header else None
    if fault is None and component and component[1]:
        fault = _of_component(component[1])
    piece = _piece.search(case.words)
    if fault is None and piece and _of_a_credential.match(piece[1]):
        says_so = "The key id stands apart from its name: there is a blank or a line break behind Credential=."
        fault = WordFault("whitespace-in-access-key-id", piece[1], f"Credential={piece[1]}", says_so)
    if fault is not None:
        yield _fault(case, fault, says)
        return
    is_of_aws = case.presented.authorization.startswith("AWS4-")
    for slug in ("whitespace-in-access-key-id",) if is_of_aws else ("another-scheme", "whitespace-in-access-key-id"):
        yield suspected(slug, *says)


def _unsupported(case: Case) -> Iterator[Finding]:
    """S3 says one sentence of every header that does not begin with its algorithm, and quotes it in an element."""
    header = case.presented.authorization or case.answer.detail("ArgumentValue")
    fault = word_fault(header) if header else None
    if fault is not None:
        yield _fault(case, fault, [quoted(case.words)])
        return
    tell = shown if header else suspected
    for slug in ("unsupported-algorithm",) if header else ("another-scheme", "unsupported-algorithm"):
        yield tell(slug, quoted(case.words))


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
    if told is None or own is None or not case.knows("Authorization", "Credential", "SignedHeaders", "Signature"):
        return []
    if told[1] == hash_of_authorization(own.strip()):
        return ["The hash in the answer is that of this request's Authorization header."]
    return ["The hash in the answer is not that of this request's Authorization header: another one arrived."]


_tail = re.compile(r"(?<!Base64\) )\bAuthorization=(?!HASH)([^\n\"'}]{1,2000})")


def _quoted_header(case: Case) -> WordFault | None:
    """The older wording ends with the header that arrived, as far as it went: the scheme tells who wrote it."""
    tail = _tail.search(case.words) or _tail.search(case.evidence.pasted)
    if tail is None:
        return None
    header = tail[1].strip()
    cut = re.match(r"AWS4-HMAC-SHA256 Credential=([A-Za-z0-9]{4,128})(?=$|[\s)<,])", header)
    if cut:
        says = "The header that arrived ends right behind the access key id: a line break in the id cut it off."
        return WordFault("whitespace-in-access-key-id", cut[1], "…/YYYYMMDD/REGION/SERVICE/aws4_request, …", says)
    fault = word_fault(header)
    return fault if fault is not None and fault.slug == "another-scheme" else None


def _with_its_sentences(words: str, around: str) -> str:
    """An answer of several sentences may be printed in several lines, of which the first was taken for the whole."""
    start = around.find(words)
    return around[start : start + len(words) + _FEW_LINES] if words and start >= 0 else words


_FEW_LINES = 400


def _missing(case: Case) -> Iterator[Finding]:
    words = case.words
    if _missing_part.search(words):
        words = _with_its_sentences(words, case.surroundings)
    quoted_fault = _quoted_header(case)
    if quoted_fault is not None and _missing_part.search(words):
        yield _fault(case, quoted_fault, ["The answer says so, with the header that arrived."])
        return
    missing = [name for names in _missing_part.findall(words) for name in names if name]
    missing += ["X-Amz-Date"] if _no_date.search(words) else []
    names = ", ".join(dict.fromkeys(missing))
    if not names:
        names = next((parts for pattern, parts in _all_parts if pattern.search(words)), "")
    if names and (torn := _torn_url(case)) is not None:
        yield torn
    elif names:
        says = [f"Missing by the answer's words: {names}.", *_same_header(case)]
        if set(missing) >= _ALL_PARTS and not (case.has_request and case.presented.authorization):
            own = "An Authorization header arrived that has none of these parts: a token, or a scheme of another kind."
            for slug in ("another-scheme", "incomplete-authorization"):
                yield suspected(slug, own, *says)
            return
        where = in_header(case.evidence.request, "authorization")
        fault = word_fault(case.presented.authorization) if case.has_request else None
        says += [fault.says] if fault else []
        yield shown("incomplete-authorization", *says, where=where, expected=names)


_bare_url = re.compile(
    r"\b(?:curl|wget|http|https|aria2c)(?:\.exe)?[ \t][^\n'\"]{0,400}?[ \t]?https?://[^\s'\"]{1,2000}[?&]X-Amz-[^\s'\"]{0,400}&"
)
_job = re.compile(r"^\[[0-9]{1,3}\][ +-]{1,3}[0-9]{2,8}[ \t]*$", re.MULTILINE)


def _torn_url(case: Case) -> Finding | None:
    """Return why the parameters of a presigned URL did not arrive that stand in the paste."""
    pasted = case.evidence.pasted
    if _bare_url.search(pasted):
        tell = shown if _job.search(pasted) else suspected
        return tell("url-not-quoted-in-shell", "By the answer's words parameters are missing that the URL here has.")
    if "&amp;" in case.evidence.form:
        return suspected("xml-escaped-ampersand", "The URL has &amp; between its parameters; the server found none.")
    return None


def _date(case: Case) -> Iterator[Finding]:
    """No date, and one that cannot be read, are one to S3."""
    date = case.presented.date
    says = quoted(case.words)
    if case.has_request and not date:
        yield shown("incomplete-authorization", says, expected="X-Amz-Date")
        return
    certainty = Certainty.SHOWN if date and case.has_request and not case.presented.moment else Certainty.SUSPECTED
    yield found(CAUSES["malformed-date"], certainty, says, sent=date, expected="YYYYMMDDTHHMMSSZ, in UTC")


_named_unsigned = re.compile(
    r"(?:which were not signed|HeadersNotSigned['\"]?)(?: ?[:=>]+ ?|,? namely |[ \t]*\([ \t]*)"
    r"['\"]?((?:[A-Za-z][\w-]{1,80})(?:, ?[A-Za-z][\w-]{1,80}){0,50})"
)


def unsigned_headers_heard(case: Case) -> Iterator[Finding]:
    """Return the headers that S3 found and that were not signed; the answer lists them."""
    listed = case.answer.detail("HeadersNotSigned")
    if listed is None and "headers present in the request which were not signed" not in case.words:
        return
    is_minio = case.answer.detail("Resource") or case.answer.detail("BucketName")
    if listed is None and is_minio and not case.has_request:
        for slug in ("header-removed-by-proxy", "signed-header-not-sent"):
            yield suspected(slug, "MinIO says this of a signed header that did not arrive, and names none.")
        return
    if listed is None and (named := _named_unsigned.search(case.surroundings)):
        listed = named[1]
    names = [name.strip().lower() for name in (listed or "").split(",") if name.strip()][:50]
    added = [name for name in names if name != "host"]
    says = f"Not signed, by the answer's words: {', '.join(names) or 'it does not say which'}."
    request = case.evidence.request
    if "host" in names and not case.has_request and _encoded_names.search(case.evidence.pasted):
        return
    if "host" in names:
        where = in_signature(request, "SignedHeaders") if request else None
        yield shown("host-not-signed", says, where=where, expected="host")
    if not names and case.has_request and (lost := _lost_on_the_way(case)):
        says = "By the server's words a header that was sent was not signed; but each x-amz- header here is signed."
        yield suspected("header-removed-by-proxy", says, lost, where=in_signature(request, "SignedHeaders"))
        yield suspected("header-added-after-signing", "Or something on the way adds a header.")
    elif added or not names:
        where = in_header(request, added[0]) if request and added else None
        yield shown("header-added-after-signing", says, where=where, expected=";".join(added) or None)


_encoded_names = re.compile(r"X-Amz-SignedHeaders=[^&\s\"<>]{0,2000}%253B", re.IGNORECASE)
"""Names that were encoded twice are one name to S3, so that it finds none of them."""


def _lost_on_the_way(case: Case) -> str | None:
    """Say which signed header may not have arrived, where the request contradicts the server's words."""
    signed, sent = case.presented.signed_headers, {name.lower() for name, _ in case.request.headers}
    if any(name.startswith("x-amz-") and name not in signed for name in sent) or not case.knows("SignedHeaders"):
        return None
    if lost := sorted(signed - sent - {"host", ":authority"}):
        return f"In what is shown here these are signed, and not there: {', '.join(lost)[:200]}."
    odd = [name for name in sorted(signed) if "_" in name or "." in name]
    return f"nginx drops names with an underscore or a dot: {', '.join(odd)[:200]}." if odd else "One was lost."


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
