"""What can be made of a stolen key of the chain: walk on from there, and sign."""

from __future__ import annotations

from sigv4_explain.authorization import authorization_header
from sigv4_explain.credentials import Credentials, CredentialScope
from sigv4_explain.request import Request
from sigv4_explain.signature import date_key, date_region_key, date_region_service_key, signature, signing_key
from sigv4_explain.signing import explain
from sigv4_explain.trace.trace import Trace

_DAY_AND_REGION, _DAY_REGION_AND_SERVICE, _ALL = 2, 3, 4
"""How many words are mixed into kRegion, kService and kSigning."""


def walked_on(key: str | bytes, words: int, scope: CredentialScope) -> bytes:
    """Walk the chain on to a signing key, from a key that has ``words`` mixed in: they cannot be taken out again.

    A text is the secret itself.

    >>> scope = CredentialScope("20150830", "us-east-1", "iam")
    >>> walked_on(date_key("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20150830"), 1, scope).hex()[:8]
    'c4afb1cc'
    """
    if isinstance(key, str):
        key = date_key(key, scope.date)
    if words < _DAY_AND_REGION:
        key = date_region_key(key, scope.region)
    if words < _DAY_REGION_AND_SERVICE:
        key = date_region_service_key(key, scope.service)
    return signing_key(key) if words < _ALL else key


def forged(
    request: Request, access_key_id: str, key: str | bytes, words: int, at: str, scope: CredentialScope
) -> Request:
    """Sign as a thief does who has a key with ``words`` mixed in, and knows the id that belongs to it."""
    text = written(request, access_key_id, at, scope)
    return carrying(text, access_key_id, signature(walked_on(key, words, scope), text["string_to_sign"].text))


def written(request: Request, access_key_id: str, at: str, scope: CredentialScope) -> Trace:
    """Write the texts that are signed, which takes no secret."""
    nobody = Credentials(access_key_id, "not known to the thief")
    return explain(request, nobody, region=scope.region, service=scope.service, at=at)


def carrying(text: Trace, access_key_id: str, value: str) -> Request:
    """Put a signature on the request, wherever it was taken from."""
    scope, names = text["credential_scope"].text, text["signed_headers"].text
    header = authorization_header(access_key_id, scope, names, value)
    return text.signed_request.with_headers((("Authorization", header),))
