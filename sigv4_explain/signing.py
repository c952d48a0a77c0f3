"""The recipe on one screen: sign, presign, and explain, which does the same and keeps every step.

The rule of this file: nothing is computed here that is not a step; what comes before is in preparing.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from sigv4_explain.authorization import authorization_header, presigned_url
from sigv4_explain.canonical import hashed_canonical_request
from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import InvalidInput
from sigv4_explain.preparing import (
    Following,
    Prepared,
    prepared_as_presented,
    prepared_for_header,
    prepared_for_query,
)
from sigv4_explain.presented import Carrier
from sigv4_explain.request import Request
from sigv4_explain.rules import PresignedScheme, SigningRules
from sigv4_explain.signature import (
    credential_scope,
    date_key,
    date_region_key,
    date_region_service_key,
    request_date_time,
    signature,
    signing_key,
    string_to_sign,
)
from sigv4_explain.trace.overriding import given_outputs
from sigv4_explain.trace.step import Recorder
from sigv4_explain.trace.trace import Trace


def sign(
    request: Request,
    credentials: Credentials,
    *,
    region: str,
    service: str,
    at: datetime | str | None = None,
    rules: SigningRules | None = None,
) -> Request:
    """Return the request with its Authorization header, recording nothing: the fast way.

    ``at`` is an aware datetime or ``YYYYMMDDTHHMMSSZ``; without it the request's own X-Amz-Date counts, else the
    clock. Raises InvalidScope or InvalidInput when region, service or ``at`` cannot be signed.

    >>> alice = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    >>> request = Request("GET", "https://example.amazonaws.com/")
    >>> signed = sign(request, alice, region="us-east-1", service="service", at="20150830T123600Z")
    >>> signed.header("Authorization")[-64:]
    '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'
    """
    ready = prepared_for_header(request, credentials, region, service, at, rules)
    scope, names, value = _signature(ready, credentials.secret_access_key)
    header = authorization_header(credentials.access_key_id, scope, names, value)
    return ready.request.with_headers((("Authorization", header),))


def presign(
    request: Request,
    credentials: Credentials,
    *,
    region: str,
    service: str,
    expires: int,
    at: datetime | str | None = None,
    rules: SigningRules | None = None,
) -> str:
    """Return a URL that carries its signature and counts for ``expires`` seconds (1 to 604800).

    Raises as ``sign`` does, and InvalidScope for ``expires``.

    >>> alice = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    >>> request = Request("GET", "https://example.amazonaws.com/")
    >>> url = presign(request, alice, region="us-east-1", service="service", expires=3600, at="20150830T123600Z")
    >>> url[-64:]
    'e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d'
    """
    ready = prepared_for_query(request, credentials, region, service, expires, at, rules)
    _, _, value = _signature(ready, credentials.secret_access_key)
    return presigned_url(ready.request.url, value, ready.token_after_signing, ready.rules.presigned_scheme)


def explain(
    request: Request,
    credentials: Credentials,
    *,
    region: str = "",
    service: str = "",
    at: datetime | str | None = None,
    expires: int | None = None,
    rules: SigningRules | None = None,
    following: Following = Following.THE_RULES,
    overriding: Mapping[str, str | bytes] = MappingProxyType({}),
) -> Trace:
    """Sign as ``sign`` does, or as ``presign`` does when ``expires`` is given, and keep every step.

    With ``Following.THE_REQUEST`` the request carries a signature already, and is signed once more as it says itself:
    then Region and service may be left out, and ``at`` and ``expires`` must be. Whatever a server accepts gives the
    signature that was sent. Raises InvalidRequest when there is none that can be read.

    ``overriding`` asks "what if": a value of yours in place of what a step, by its name, would return; a key as bytes
    or hex. The step is marked as yours, and whatever follows uses it. Raises InvalidInput for one that cannot.

    >>> alice = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    >>> request = Request("GET", "https://example.amazonaws.com/")
    >>> trace = explain(request, alice, region="us-east-1", service="service", at="20150830T123600Z")
    >>> trace["hashed_canonical_request"].output
    'bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63'
    >>> explain(trace.signed_request, alice, following=Following.THE_REQUEST).signature == trace.signature
    True
    >>> yours = {"hashed_payload": "UNSIGNED-PAYLOAD"}
    >>> what_if = explain(trace.signed_request, alice, following=Following.THE_REQUEST, overriding=yours)
    >>> what_if["hashed_payload"]
    Step('hashed_payload', output='UNSIGNED-PAYLOAD', yours)
    >>> [step.name for step in what_if if step.output != trace[step.name].output][:3]
    ['hashed_payload', 'canonical_request', 'hashed_canonical_request']
    """
    if following is Following.THE_REQUEST:
        if at is not None or expires is not None:
            raise InvalidInput("following", "at or expires beside it", "neither: the request says both itself")
        ready = prepared_as_presented(request, credentials, region, service, rules)
    elif expires is None:
        ready = prepared_for_header(request, credentials, region, service, at, rules)
    else:
        ready = prepared_for_query(request, credentials, region, service, expires, at, rules)
    other = "presigned_url" if ready.carrier is Carrier.HEADER else "authorization_header"
    record = Recorder(given_outputs(overriding, leaving_out=other))
    canonical, names = ready.written(record.recorded)
    hashed = record(hashed_canonical_request, canonical_request=canonical)
    now = record(request_date_time, at=ready.date_time)
    scope = record(credential_scope, request_date_time=now, region=ready.region, service=ready.service)
    text = record(string_to_sign, request_date_time=now, credential_scope=scope, hashed_canonical_request=hashed)
    k_signing = recorded_signing_key(record, credentials.secret_access_key, now[:8], ready.region, ready.service)
    value = record(signature, signing_key=k_signing, string_to_sign=text)
    if ready.carrier is Carrier.HEADER:
        signed = _with_header(record, ready, credentials, scope, names, value)
    else:
        signed = _with_query(record, ready, value)
    return Trace(request, signed, tuple(record.steps.values()))


def recorded_signing_key(record: Recorder, secret_access_key: str, date: str, region: str, service: str) -> bytes:
    """Walk the key chain and record each link."""
    k_date = record(date_key, secret_access_key=secret_access_key, date=date)
    k_region = record(date_region_key, date_key=k_date, region=region)
    k_service = record(date_region_service_key, date_region_key=k_region, service=service)
    return record(signing_key, date_region_service_key=k_service)


def _with_header(
    record: Recorder, ready: Prepared, credentials: Credentials, scope: str, names: str, value: str
) -> Request:
    """Record the Authorization header and return the request with it."""
    header = record(
        authorization_header,
        access_key_id=credentials.access_key_id,
        credential_scope=scope,
        signed_headers=names,
        signature=value,
    )
    return ready.request.with_headers((("Authorization", header),))


def _with_query(record: Recorder, ready: Prepared, value: str) -> Request:
    """Record the presigned URL and return the request to it."""
    url = record(
        presigned_url,
        url=ready.request.url,
        signature=value,
        token_after_signing=ready.token_after_signing,
        presigned_scheme=ready.rules.presigned_scheme,
    )
    if ready.rules.presigned_scheme is PresignedScheme.STRIPPED:
        url = f"{ready.request.url.partition('://')[0]}://{url}"
    return ready.request.with_url(url)


def _signature(ready: Prepared, secret_access_key: str) -> tuple[str, str, str]:
    """Return the credential scope, the signed headers and the signature: what ``explain`` records step by step."""
    canonical, names = ready.written()
    scope, key = scope_and_signing_key(secret_access_key, ready.date_time[:8], ready.region, ready.service)
    text = string_to_sign(ready.date_time, scope, hashed_canonical_request(canonical))
    return scope, names, signature(key, text)


@lru_cache(maxsize=16)
def scope_and_signing_key(secret_access_key: str, date: str, region: str, service: str) -> tuple[str, bytes]:
    """Walk the key chain once for each day, Region and service: the result is the same all day."""
    scope = credential_scope(date, region, service)
    k_region = date_region_key(date_key(secret_access_key, date), region)
    return scope, signing_key(date_region_service_key(k_region, service))
