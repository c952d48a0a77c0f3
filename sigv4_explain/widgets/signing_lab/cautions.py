"""What can be signed and yet is likely not what was meant: one sentence each, for the field where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from sigv4_explain.doctor.hosts import SIGNING_NAMES, is_loopback, place_of_host
from sigv4_explain.encoding import is_sha256, sha256_hex
from sigv4_explain.presented import parameter_in
from sigv4_explain.request import Request
from sigv4_explain.rules import SERVICES, ContentSha256, SigningRules
from sigv4_explain.widgets.signing_lab.input import LabInput, Placement, request_of

_OF_AWS_TESTS = "service"
"""The service of AWS's published cases."""
_NAMES = frozenset(SIGNING_NAMES.values()) | SERVICES.keys() | {_OF_AWS_TESTS}
_no_escape = re.compile(r"%(?![0-9A-Fa-f]{2})[^?&=/%]{0,2}")
_is_region = re.compile(r"[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}").fullmatch
_is_key_id = re.compile(r"A[KS]IA[A-Z0-9]{16}").fullmatch
_LONGEST_SHOWN = 40


class Caution(NamedTuple):
    """One sentence, and the field that it is about."""

    field: str
    sentence: str


def cautions(form: LabInput) -> tuple[Caution, ...]:
    """Say what of a form is likely not meant, what is surest to be refused first. Raises as ``request_of`` does.

    >>> [caution] = cautions(LabInput(url="https://sts.eu-west-1.amazonaws.com/", service="sts"))
    >>> caution.sentence
    'The host is in eu-west-1, and us-east-1 is signed: AWS refuses another Region than its own.'
    """
    request = request_of(form)
    region, service = place_of_host(request.host)
    return (
        *_of_region(form.region.strip(), region),
        *_of_service(form.service.strip(), service),
        *_of_keys(form),
        *_of_headers(form, request),
        *_of_url(form, request),
    )


def _of_region(typed: str, told: str | None) -> Iterator[Caution]:
    if typed != typed.lower() and (_is_region(typed.lower()) or typed.lower() == told):
        sentence = f"Region: {_cut(typed)} is signed in capitals, and AWS's are lower case: {_cut(typed.lower())}."
        yield Caution("region", sentence)
    elif told is not None and typed != told:
        sentence = f"The host is in {told}, and {_cut(typed)} is signed: AWS refuses another Region than its own."
        yield Caution("region", sentence)


def _of_service(typed: str, told: str | None) -> Iterator[Caution]:
    if told is not None and typed != told:
        sentence = f"The host is signed as {told}, not {_cut(typed)}: AWS refuses another service than its own."
        yield Caution("service", sentence)
    elif typed not in _NAMES:
        near = get_close_matches(typed.lower(), sorted(_NAMES), 1, 0.75)
        meant = f" Did you mean {near[0]}?" if near else " It gets the rules that most services have."
        yield Caution("service", f"Service: {_cut(typed)} is no signing name that is known here.{meant}")


def _of_keys(form: LabInput) -> Iterator[Caution]:
    if _is_key_id(form.secret_access_key.strip()):
        yield Caution(
            "secret_access_key", "Secret: this looks like an access key id; the secret is the longer of the two."
        )
    if form.access_key_id.startswith("ASIA") and not form.session_token.strip():
        yield Caution(
            "session_token", "Keys that begin with ASIA are temporary: they count with their session token only."
        )


def _of_headers(form: LabInput, request: Request) -> Iterator[Caution]:
    is_in_header = form.placement is Placement.HEADER
    if request.header("authorization") is not None:
        what = "is replaced by the new signature's" if is_in_header else "is left out: the URL carries the signature"
        yield Caution("headers", f"Your Authorization header {what}.")
    if request.header("x-amz-date") is not None:
        yield Caution("headers", f"Your X-Amz-Date header {_what_date_counts(form)}.")
    name = SigningRules.for_service(form.service.strip()).token_name.value
    if form.session_token.strip() and is_in_header and request.header(name) is not None:
        yield Caution("headers", f"Your {name} header is replaced by the session token of the form.")
    host = request.header("host")
    if host is not None and host.strip().lower() not in (request.default_host, request.default_host.partition(":")[0]):
        yield Caution("headers", f"Host: {_cut(host)} is signed, and the request goes to {_cut(request.default_host)}.")
    yield from _of_payload(form, request)


def _what_date_counts(form: LabInput) -> str:
    if form.at is None:
        return "counts in place of now"
    if form.placement is Placement.HEADER:
        return "is replaced by the time of the form"
    return "is signed, and the time that counts is the one in the URL"


def _of_payload(form: LabInput, request: Request) -> Iterator[Caution]:
    """Only where the header is what is signed; elsewhere the body's own hash is, whatever it says."""
    announced = (request.header("x-amz-content-sha256") or "").strip().lower()
    rules = SigningRules.for_service(form.service.strip())
    is_needed = rules.content_sha256 is ContentSha256.REQUIRED
    if is_needed and is_sha256(announced) and announced != sha256_hex(request.body):
        yield Caution("headers", "Your X-Amz-Content-SHA256 is the hash of another body, and is what is signed.")


def _of_url(form: LabInput, request: Request) -> Iterator[Caution]:
    if found := _no_escape.search(f"{request.path}?{request.query}"):
        sentence = f"“{found[0]}” is no escape: its percent sign is signed as %25. Write %25 where you mean one."
        yield Caution("url", sentence)
    if parameter_in(request.query, "x-amz-signature") is not None:
        is_in_header = form.placement is Placement.HEADER
        what = "AWS refuses two" if is_in_header else "it is replaced, with the parameters that belong to it"
        yield Caution("url", f"The URL carries a signature already: {what}.")
    if request.url.lower().startswith("http://") and not is_loopback(request.host):
        read = "has the session token and " if form.session_token.strip() else ""
        yield Caution("url", f"http:// hides nothing: whoever listens {read}may send this again while it counts.")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
