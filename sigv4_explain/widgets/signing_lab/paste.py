"""Any paste that shows a request, as the lab's form: a signed one as it was signed, with its own choices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from sigv4_explain.credentials import Credentials
from sigv4_explain.doctor.elided import is_elided
from sigv4_explain.doctor.hosts import place_of_host
from sigv4_explain.doctor.pasting import Pieces, pieces_in
from sigv4_explain.encoding import is_sha256
from sigv4_explain.errors import InvalidInput, UnreadableText
from sigv4_explain.masking import EXAMPLE_SECRET, EXAMPLE_SECRET_OF_IAM
from sigv4_explain.presented import Carrier, Presented, parameter_in, presented_by, signed_at
from sigv4_explain.readers import NotWhole, ReadRequest, parse_request
from sigv4_explain.readers.read_request import UnreadRequest
from sigv4_explain.readers.text import is_one_request, programs_in
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.signature import ALGORITHM
from sigv4_explain.trace.trace import Trace
from sigv4_explain.widgets.signing_lab.input import LabInput, Placement, trace_of

_SCOPE_WORDS = 5
_PUBLISHED_IDS = frozenset({"AKIDEXAMPLE", "AKIAIOSFODNN7EXAMPLE"})
MASK = "•••"
"""What every view of this package puts in the place of a secret."""
_OF_THE_SIGNATURE = frozenset({"Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"})
_WITH_OWN_FIELD = frozenset({"host", ":authority", "x-amz-date"})
_is_of_version_2 = re.compile(r"[A-Za-z0-9+/]{27}=").fullmatch
"""What stands behind the key id in an Authorization header of Signature Version 2: no secret."""
_OF_AWS_CASES = "service"
"""The service of AWS's published cases; beside a placeholder for the Region it is one itself."""
_EXPECTED = "a request: curl, raw HTTP, HAR, fetch, a client's log, a URL"


@dataclass(frozen=True, slots=True)
class PastedForm:
    """A form that a paste filled, what is told of it, and the signature that came with it."""

    form: LabInput
    read: str
    """What was read, such as ``a request (curl command)``."""
    left_out: tuple[str, ...] = ()
    """What is not in the form, and why; no value of it."""
    signature: str = ""
    """The signature that was pasted; empty where there is none that can be compared."""
    which: str = ""
    """Which of several requests it is."""

    def __str__(self) -> str:
        left_out = f" Left out: {'; '.join(self.left_out)}." if self.left_out else ""
        return f"Read: {self.read}{self.which}.{left_out}"

    def compared(self, trace: Trace) -> str:
        """Say whether a trace's signature, of this form or an edited one, is the one that was pasted."""
        if not self.signature:
            return ""
        begin = f"{self.signature[:8]}…"
        if trace.signature == self.signature:
            return f"With this secret the signature is the same: {begin}"
        why = f", but not all that it signs was read: {'; '.join(self.left_out)}" if self.left_out else ""
        return f"With this secret the signature is another; {begin} was pasted{why}."


def read_paste(text: str, before: LabInput) -> PastedForm:
    """Fill the lab's form from a paste; what it does not say stays as it was ``before``. Raises UnreadableText.

    >>> pasted = read_paste("curl -H 'x-api-key: example' https://sts.eu-west-1.amazonaws.com/", LabInput(url=""))
    >>> pasted.form, pasted.form.headers
    (LabInput(GET 'https://sts.eu-west-1.amazonaws.com/', sts in eu-west-1), 'x-api-key: example')
    >>> print(pasted)
    Read: a request (curl command).
    """
    pieces = pieces_in(text)
    if pieces.unread is not None:
        raise UnreadableText("paste", pieces.unread.why, pieces.unread.expected)
    if pieces.request is None:
        pieces = _of_programs(text, pieces)
    if pieces.request is None:
        pieces = replace(pieces, request=_url_alone(text, pieces), read=("a request",))
    if pieces.request is None:  # for the type checker alone: a URL was read, or refused
        raise AssertionError
    pasted = filled(pieces.request, before, pieces.keys, ", ".join(pieces.read))
    place, of = pieces.place
    request = pieces.request.request
    which = f"; it is number {place} of {of} requests, {request.method} {request.host}{request.path[:_LONGEST_PATH]}"
    return replace(pasted, which=which) if of > 1 else pasted


_LONGEST_PATH = 80


def filled(read: ReadRequest, before: LabInput, keys: Credentials | None = None, what: str = "") -> PastedForm:
    """Fill the form from a request that was read, with the keys that were read beside it."""
    left_out: list[str] = []
    request, signing = read.request, read.signing
    presented = presented_by(request, "X-Amz-Security-Token")
    is_followed = _is_of_version_4(presented)
    scope = presented.credential if len(presented.credential) == _SCOPE_WORDS else ("",) * _SCOPE_WORDS
    told_region, told_service = place_of_host(request.host)
    service = _first(scope[3], signing.service if signing else None, told_service) or before.service
    if scope[3] == _OF_AWS_CASES and not is_elided(scope[2]):
        service = _OF_AWS_CASES
    signature = _signature_of(presented, left_out)
    found = keys or (signing.credentials if signing else None)
    found = None if found and _is_of_version_2(found.secret_access_key) else found
    url, headers, token = _url_and_headers(request, SigningRules.for_service(service).token_name.value, left_out)
    key_id, secret = _key_pair(presented, found, before, left_out)
    by_url = is_followed and presented.carrier is Carrier.QUERY
    form = LabInput(
        method=request.method,
        url=url,
        headers="\n".join([*headers, *[f"{name}: " for name in _lacking_headers(read, presented)]]),
        body=_body(request, left_out),
        access_key_id=key_id,
        secret_access_key=secret,
        session_token=_token(token, found, before, left_out, is_followed=is_followed),
        region=_first(scope[2], signing.region if signing else None, told_region) or before.region,
        service=service,
        at=presented.date_time or _date_of(request) or before.at,
        placement=Placement.QUERY if by_url else Placement.HEADER,
        expires=(presented.expires or "") if by_url else before.expires,
        signed_headers=presented.parameters.get("SignedHeaders") if is_followed else None,
    )
    left_out += _not_pasted(read, presented)
    form = _with_published_secret(form, signature)
    return PastedForm(form, what or f"a request ({read.form})", tuple(left_out), signature)


def _signature_of(presented: Presented, left_out: list[str]) -> str:
    """Return the signature that can be compared; say why there is none, and what of it the form cannot show."""
    signature = presented.parameters.get("Signature", "")
    if presented.carrier is Carrier.NEITHER:
        return ""
    if presented.carrier is Carrier.BOTH:
        left_out.append("its two signatures, of which AWS takes none")
    elif not presented.algorithm.startswith("AWS"):
        left_out.append("its Authorization header, which is made anew")
    elif presented.algorithm != ALGORITHM:
        left_out.append("its signature, which is of another kind")
    elif not presented.date_time:
        left_out.append("its signature, which comes without its date")
    elif not _is_of_version_4(presented) or not is_sha256(signature):
        left_out.append("its signature, which is not whole")
    else:
        day = presented.credential[1] if len(presented.credential) == _SCOPE_WORDS else presented.date_time[:8]
        if day != presented.date_time[:8] and not is_elided(day):
            left_out.append("the day of its scope, which is not that of its date")
        return signature
    return ""


def _with_published_secret(form: LabInput, signature: str) -> LabInput:
    """Take one of AWS's published secrets where the key id is published too and the signature is made with it."""
    if form.access_key_id in _PUBLISHED_IDS and signature:
        for secret in (form.secret_access_key, EXAMPLE_SECRET, EXAMPLE_SECRET_OF_IAM):
            own = replace(form, secret_access_key=secret)
            with suppress(InvalidInput):  # the form itself will tell what is wrong with it
                if trace_of(own)[0].signature == signature:
                    return own
    return form


def _of_programs(text: str, pieces: Pieces) -> Pieces:
    """Take the last request that a program sends when it runs; raise UnreadableText for one that does not say what."""
    try:
        calls = programs_in(text)
    except UnreadableText as error:
        raise UnreadableText("paste", error.received, error.expected) from None
    read = [one for one in calls if isinstance(one, ReadRequest)]
    if not read and calls and isinstance(unread := calls[-1], UnreadRequest):
        raise UnreadableText("paste", unread.why, unread.expected)
    what = [f"a request ({'; '.join([one.form, *one.notes])})" for one in read[-1:]]
    others = [words for words in pieces.read if words != "source code"]
    place = (len(read), len(read)) if read else (1, 1)
    return replace(pieces, request=read[-1] if read else None, read=(*what, *others), place=place)


def _url_alone(text: str, pieces: Pieces) -> ReadRequest:
    try:
        request = parse_request(text)
    except UnreadableText as error:
        if is_one_request(text):
            raise UnreadableText("paste", error.received, error.expected) from None
        found = f"no request, but {', '.join(pieces.read)}" if pieces.read else "nothing that shows a request"
        raise UnreadableText("paste", found, _EXPECTED) from None
    return ReadRequest(request, 0, len(text), "URL")


def _is_of_version_4(presented: Presented) -> bool:
    """Tell whether what is signed can be read: the rest of the signature may be masked."""
    is_one = presented.carrier in (Carrier.HEADER, Carrier.QUERY) and presented.algorithm == ALGORITHM
    return is_one and "SignedHeaders" in presented.parameters and bool(presented.date_time)


def _first(*words: str | None) -> str | None:
    return next((word for word in words if word and not is_elided(word)), None)


def _key_pair(
    presented: Presented, found: Credentials | None, before: LabInput, left_out: list[str]
) -> tuple[str, str]:
    """Return the key id that signed, and the secret that was pasted with it; else the secret of the form stays."""
    key_id = presented.access_key_id if presented.algorithm == ALGORITHM else ""
    if presented.algorithm == ALGORITHM and (is_elided(key_id) or len(presented.credential) != _SCOPE_WORDS):
        left_out.append("the access key id, which is masked")
        key_id = ""
    if found is not None and key_id in ("", found.access_key_id):
        return found.access_key_id, found.secret_access_key
    return key_id or before.access_key_id, before.secret_access_key


def _token(pasted: str, found: Credentials | None, before: LabInput, left_out: list[str], *, is_followed: bool) -> str:
    if pasted:
        return _unmasked("the session token", pasted, left_out)
    if found is not None:
        return found.session_token or ""
    return "" if is_followed else before.session_token


def _body(request: Request, left_out: list[str]) -> str:
    try:
        return request.body.decode()
    except UnicodeDecodeError:
        left_out.append("the body, which is no text")
        return ""


def _date_of(request: Request) -> str:
    """Return the time of a request that has no signature which says it."""
    return signed_at(request.header("x-amz-date"), request.header("date")).date_time


def _url_and_headers(request: Request, token_name: str, left_out: list[str]) -> tuple[str, list[str], str]:
    """Take out what has its own field: date, token and signature; and a Host that says what the URL says."""
    own, token = _query(request, token_name)
    sent = [value for name, value in request.headers if name.lower() == token_name.lower()]
    has_a_field = {"authorization"}
    if own == request.query:  # of a presigned URL date and token are in the query, and headers so called are others
        has_a_field.add("x-amz-date")
        if len(sent) == 1 and sent[0] and sent[0] == sent[0].strip():
            token = sent[0]
            has_a_field.add(token_name.lower())
        if sum(name.lower() == "x-amz-date" for name, _ in request.headers) > 1:
            left_out.append("its second X-Amz-Date header")
    kept = [
        f"{name}: {_unmasked(name, value, left_out)}"
        for name, value in request.headers
        if name.lower() not in has_a_field and (name.lower(), value) != ("host", request.default_host)
    ]
    if "#" in request.url:
        left_out.append("what follows #, which is never sent")
    bare = request.url.partition("#")[0].partition("?")[0]
    return f"{bare}?{own}" if own else bare, kept, token


def _unmasked(name: str, value: str, left_out: list[str]) -> str:
    if not is_elided(value) and MASK not in value:
        return value
    left_out.append(f"{name}, which is masked")
    return ""


def _query(request: Request, token_name: str) -> tuple[str, str]:
    """Return the query without the parameters of a presigned URL, and the token in it."""
    if parameter_in(request.query, "x-amz-algorithm") is None:
        return request.query, ""
    names = {f"X-Amz-{name}" for name in _OF_THE_SIGNATURE} | {token_name}
    pieces = request.query.split("&")
    token = presented_by(request, token_name).session_token or ""
    return "&".join([piece for piece in pieces if piece.partition("=")[0] not in names]), token


_LACKING = {
    NotWhole.METHOD: "the method, which was not pasted",
    NotWhole.HOST: "the host, which was not pasted",
    NotWhole.TARGET: "the path and the query, which were not pasted",
    NotWhole.BODY: "the body, which was not pasted",
    NotWhole.BODY_END: "the end of the body, which is not certain",
}


def _lacking_headers(read: ReadRequest, presented: Presented) -> list[str]:
    """Return the signed headers that were not pasted; the form has no other field for them."""
    arrived = {name.lower() for name, _ in read.request.headers} | _WITH_OWN_FIELD
    return sorted(presented.signed_headers - arrived)


def _not_pasted(read: ReadRequest, presented: Presented) -> Iterator[str]:
    yield from (words for part, words in _LACKING.items() if part in read.not_whole)
    if lacking := _lacking_headers(read, presented):
        yield f"the values of {', '.join(lacking)}, which were not pasted"
    elif NotWhole.HEADERS in read.not_whole and not presented.signed_headers:
        yield "some headers, which were not pasted"
