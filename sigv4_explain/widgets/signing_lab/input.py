"""What the form of the signing lab says, as text, and the trace that follows from it. No widget in here."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from sigv4_explain.credentials import EXAMPLE, Credentials, CredentialScope
from sigv4_explain.encoding import uri_encode
from sigv4_explain.errors import CredentialsWarning, InvalidRequest, InvalidScope, describe
from sigv4_explain.preparing import Following, moment_now
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.signature import ALGORITHM, request_date_time
from sigv4_explain.signing import explain
from sigv4_explain.texts import records
from sigv4_explain.trace.trace import Trace


class Placement(Enum):
    """Where the signature travels."""

    HEADER = "Authorization header"
    QUERY = "presigned URL"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabInput:
    """The fields of the form, as typed."""

    method: str = "GET"
    url: str
    headers: str = ""
    """One ``Name: value`` a line."""
    body: str = ""
    access_key_id: str = EXAMPLE.access_key_id
    secret_access_key: str = EXAMPLE.secret_access_key
    session_token: str = ""
    """Empty for long-term keys."""
    region: str = "us-east-1"
    service: str = "execute-api"
    at: str | None = "20150830T123600Z"
    """None for the moment of signing."""
    placement: Placement = Placement.HEADER
    expires: str = "300"
    """Seconds; counts only for a presigned URL."""
    signed_headers: str | None = None
    """The names that are signed, as a request said that was pasted with its signature; None for what the rules say."""

    def __repr__(self) -> str:
        return f"LabInput({self.method} {describe(self.url.partition('?')[0])}, {self.service} in {self.region})"


def request_of(form: LabInput) -> Request:
    """Read the request's fields. Raises InvalidRequest naming the field and, for headers, the line."""
    return Request(form.method, form.url.strip(), headers_of(form.headers), form.body)


def trace_of(
    form: LabInput,
    credentials: Credentials | None = None,
    rules: SigningRules | None = None,
    overriding: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Trace, str]:
    """Sign what the form says, with the given credentials or those typed; also return a caution, or ``""``.

    ``overriding`` has values of the reader's in place of what a step gives.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", CredentialsWarning)
        if credentials is None:
            credentials = Credentials(form.access_key_id, form.secret_access_key, form.session_token.strip() or None)
    if form.signed_headers is not None:
        if not _are_names(form.signed_headers):
            raise InvalidRequest("signed_headers", describe(form.signed_headers), "names such as host;x-amz-date")
        trace = explain(
            presented_request(form, credentials),
            credentials,
            following=Following.THE_REQUEST,
            rules=rules,
            overriding=overriding,
        )
        return trace, _words_of(caught)
    trace = explain(
        request_of(form),
        credentials,
        region=form.region.strip(),
        service=form.service.strip(),
        at=None if form.at is None else form.at.strip(),
        expires=_expires_of(form),
        rules=rules,
        overriding=overriding,
    )
    return trace, _words_of(caught)


def _words_of(caught: Iterable[warnings.WarningMessage]) -> str:
    return " ".join(str(warning.message) for warning in caught)


def presented_request(form: LabInput, credentials: Credentials) -> Request:
    """Return the request that a form with ``signed_headers`` describes, with a signature that is still to be computed.

    So each field counts, and what is signed is what the pasted request said. Raises InvalidInput naming the field.
    """
    request, service = request_of(form), form.service.strip()
    date_time = request_date_time(moment_now() if form.at is None else form.at.strip())
    credential = f"{credentials.access_key_id}/{CredentialScope(date_time[:8], form.region.strip(), service)}"
    names = form.signed_headers or ""
    token_name = SigningRules.for_service(service).token_name.value
    token = {} if credentials.session_token is None else {token_name: credentials.session_token}
    if form.placement is Placement.HEADER:
        authorization = f"{ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature={_TO_BE_COMPUTED}"
        return request.with_headers({"X-Amz-Date": date_time, **token, "Authorization": authorization}.items())
    parameters = {
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": credential,
        "X-Amz-Date": date_time,
        **({"X-Amz-Expires": form.expires} if form.expires else {}),
        "X-Amz-SignedHeaders": names,
        **token,
        "X-Amz-Signature": _TO_BE_COMPUTED,
    }
    own = [piece for piece in request.query.split("&") if piece]
    query = "&".join(own + [f"{name}={uri_encode(value)}" for name, value in parameters.items()])
    return request.with_url(f"{request.url.partition('#')[0].partition('?')[0]}?{query}")


_TO_BE_COMPUTED = "0" * 64
_are_names = re.compile(r"[!-~]+").fullmatch


def headers_of(text: str) -> list[tuple[str, str]]:
    """Read one ``Name: value`` a line. Raises InvalidRequest naming the line that has no colon."""
    headers = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon:
            raise InvalidRequest("headers", f"line {number} without a colon", "one “Name: value” a line")
        headers.append((name, value.strip("\r").removeprefix(" ")))
    return headers


def _expires_of(form: LabInput) -> int | None:
    if form.placement is Placement.HEADER:
        return None
    if not form.expires.strip().isdecimal():
        raise InvalidScope("expires", describe(form.expires), "whole seconds from 1 to 604800")
    return int(form.expires)


PRESETS = records("sigv4_explain.widgets.signing_lab", "presets.toml", LabInput)
"""What the menu offers, by the name it shows."""
FIRST = next(iter(PRESETS))
