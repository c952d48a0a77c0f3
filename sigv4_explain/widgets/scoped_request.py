"""Sign for any credential scope, also for one whose day is not the request's: as a client with a stale scope does."""

from __future__ import annotations

from sigv4_explain.credentials import TERMINATOR, Credentials, CredentialScope
from sigv4_explain.doctor.recipe import KeyChain, right_recipe
from sigv4_explain.encoding import uri_encode
from sigv4_explain.presented import presented_by
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.signing import explain
from sigv4_explain.verifier.reading import Reading
from sigv4_explain.verifier.services import profile_of


def scoped_request(
    request: Request,
    owner: Credentials,
    scope: CredentialScope,
    signed_at: str,
    service: str,
    region: str,
    expires: int | None = None,
) -> Request:
    """Sign a request for a server's service and Region, with whatever scope the client writes; ``expires`` presigns.

    Scope, key and signature agree with each other: the client is consistent, and may be consistently wrong.
    """
    rules = SigningRules.for_service(service)
    trace = explain(
        request, owner, region=scope.region, service=scope.service, at=signed_at, expires=expires, rules=rules
    )
    written = trace["credential_scope"].text
    if written == str(scope):
        return trace.signed_request
    sent = _replaced(trace.signed_request, written, str(scope))
    reading = Reading(sent, presented_by(sent, rules.token_name.value), region, service, profile_of(service), rules)
    chain = KeyChain(owner.secret_access_key, scope.date, scope.region, scope.service)
    recipe = right_recipe(reading, owner.secret_access_key)._replace(
        scope=(scope.date, scope.region, scope.service, TERMINATOR), key_chain=chain
    )
    return _replaced(sent, trace.signature, recipe.signature())


def _replaced(request: Request, old: str, new: str) -> Request:
    """Replace a text in the Authorization header or, percent-encoded, in the URL."""
    headers = [(name, value.replace(old, new)) for name, value in request.headers]
    return Request(request.method, request.url.replace(uri_encode(old), uri_encode(new)), headers, request.body)
