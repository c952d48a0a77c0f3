"""What is added to a request before it is signed: the host, the time, the token, for S3 the payload's hash.

The clock is read here, in one place, when neither the caller nor the request says what time it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from sigv4_explain.canonical import (
    Headers,
    StepFunction,
    hashed_payload,
    headers_to_sign,
    plain,
    signed_headers,
    written_canonically,
)
from sigv4_explain.credentials import Credentials, CredentialScope
from sigv4_explain.encoding import trim, uri_encode
from sigv4_explain.errors import InvalidCredentials, InvalidRequest, InvalidScope, check_kind, describe
from sigv4_explain.masking import fields_alone
from sigv4_explain.presented import (
    Carrier,
    announced_payload,
    covered_headers,
    parameter_in,
    presented_by,
    unsigned_query,
)
from sigv4_explain.request import Request
from sigv4_explain.rules import UNSIGNED_PAYLOAD, ContentSha256, PresignedPayload, SigningRules, TokenPlacement
from sigv4_explain.signature import ALGORITHM, credential_scope, request_date_time

LONGEST_EXPIRES = 604_800
"""The longest life of a presigned URL, in seconds: a week."""

QUERY_PARAMETERS = frozenset(
    {
        "x-amz-algorithm",
        "x-amz-credential",
        "x-amz-date",
        "x-amz-expires",
        "x-amz-signedheaders",
        "x-amz-security-token",
        "x-amz-s3session-token",
        "x-amz-signature",
    }
)
"""The parameters that presigning writes, in lower case."""


class Following(Enum):
    """Whose choices ``explain`` follows: which headers are signed, when, where, and for which place."""

    THE_RULES = "those of the service, as sign and presign do"
    THE_REQUEST = "those of the signature that it carries: its own SignedHeaders, date, Region and service"


class Prepared(NamedTuple):
    """A request that has all that is signed, short of the signature, and the place for which it is signed."""

    request: Request
    headers: Headers
    declared: str | None
    date_time: str
    region: str
    service: str
    rules: SigningRules
    carrier: Carrier
    token_after_signing: str | None = None

    def written(self, taken: Callable[[StepFunction], StepFunction] = plain) -> tuple[str, str]:
        """Return the canonical request and the signed headers."""
        request = self.request
        return written_canonically(
            request.method, request.path, request.query, self.headers, request.body, self.declared, self.rules, taken
        )

    def __repr__(self) -> str:
        return fields_alone(self)


def prepared_for_header(
    request: Request,
    credentials: Credentials,
    region: str,
    service: str,
    at: datetime | str | None,
    rules: SigningRules | None,
) -> Prepared:
    """Add what a header signature needs: Host, X-Amz-Date, the session token, for S3 the payload's hash."""
    _check_kinds(request, credentials)
    rules = _rules_for(region, service, rules)
    date_time = _moment(request, at)
    added = [("X-Amz-Date", date_time)]
    if request.header("host") is None:
        added.append(("Host", request.default_host))
    if credentials.session_token is not None:
        added.append((rules.token_name.value, credentials.session_token))
    declared = _declared(request, rules, Carrier.HEADER)
    if rules.content_sha256 is ContentSha256.REQUIRED and request.header("x-amz-content-sha256") is None:
        declared = hashed_payload(request.body, declared)
        added.append(("X-Amz-Content-SHA256", declared))
    request = request.with_headers(added)
    headers = headers_to_sign(request.headers, rules.never_signed)
    return Prepared(request, headers, declared, date_time, region, service, rules, Carrier.HEADER)


def prepared_for_query(
    request: Request,
    credentials: Credentials,
    region: str,
    service: str,
    expires: int,
    at: datetime | str | None,
    rules: SigningRules | None,
) -> Prepared:
    """Add the X-Amz-… parameters that are signed, replacing those of an earlier signature."""
    _check_kinds(request, credentials)
    rules = _rules_for(region, service, rules)
    if type(expires) is not int or not 1 <= expires <= LONGEST_EXPIRES:
        raise InvalidScope("expires", describe(expires), f"whole seconds from 1 to {LONGEST_EXPIRES} (a week)")
    date_time = _moment(request, at)
    kept = tuple([pair for pair in request.headers if pair[0].lower() != "authorization"])
    host = () if request.header("host") is not None else (("Host", request.default_host),)
    headers = headers_to_sign(kept + host, rules.never_signed)
    parameters = {
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": f"{credentials.access_key_id}/{credential_scope(date_time, region, service)}",
        "X-Amz-Date": date_time,
        "X-Amz-Expires": str(expires),
        "X-Amz-SignedHeaders": signed_headers(headers),
    }
    if credentials.session_token is not None and rules.token_placement is TokenPlacement.SIGNED:
        parameters[rules.token_name.value] = credentials.session_token
    own = [
        piece for piece in request.query.split("&") if piece and piece.partition("=")[0].lower() not in QUERY_PARAMETERS
    ]
    query = "&".join(own + [f"{name}={uri_encode(value)}" for name, value in parameters.items()])
    url = f"{request.url.partition('#')[0].partition('?')[0]}?{query}"
    declared = _declared(request, rules, Carrier.QUERY)
    request = Request(request.method, url, kept, request.body)
    token = credentials.session_token if rules.token_placement is TokenPlacement.ADDED_AFTER_SIGNING else None
    return Prepared(request, headers, declared, date_time, region, service, rules, Carrier.QUERY, token)


def _check_kinds(request: object, credentials: object) -> None:
    if not (isinstance(request, Request) and isinstance(credentials, Credentials)):
        check_kind("request", request, Request, "a Request")
        check_kind("credentials", credentials, Credentials, "Credentials")


def prepared_as_presented(
    request: Request, credentials: Credentials, region: str, service: str, rules: SigningRules | None
) -> Prepared:
    """Take what the request says about its own signature; add nothing.

    ``region`` and ``service`` are those of the server; where they are empty, the request's own count. Raises
    InvalidRequest, InvalidScope or InvalidCredentials when the request has no signature that can be read, or that of
    another key.
    """
    _check_kinds(request, credentials)
    named = _scope_presented(request, credentials.access_key_id)
    region, service = region or named.region, service or named.service
    rules = _rules_for(region, service, rules)
    presented = presented_by(request, rules.token_name.value)
    headers, carrier, token = covered_headers(request, presented.signed_headers), presented.carrier, None
    declared = _declared(request, rules, carrier)
    if carrier is Carrier.QUERY:
        bare, _, query = request.url.partition("#")[0].partition("?")
        request = request.with_url(f"{bare}?{unsigned_query(query, rules)}")
        if rules.token_placement is TokenPlacement.ADDED_AFTER_SIGNING:
            token = presented.session_token
    return Prepared(request, headers, declared, presented.date_time, region, service, rules, carrier, token)


def _scope_presented(request: Request, access_key_id: str) -> CredentialScope:
    """Return the scope that a signed request names; refuse a request whose signature cannot be read."""
    presented = presented_by(request, "")
    if presented.carrier in (Carrier.NEITHER, Carrier.BOTH):
        where = f"a signature {presented.carrier.value}"
        raise InvalidRequest("request", where, "one signature, in its Authorization header or its query string")
    if presented.algorithm != ALGORITHM:  # the word itself may be a token, and is not shown
        raise InvalidRequest("request", "a signature of another kind", ALGORITHM)
    if missing := presented.missing:
        raise InvalidRequest("request", f"no {' and no '.join(missing)}", "Credential, SignedHeaders and Signature")
    if not presented.date_time:
        received = "no date" if presented.date is None else f"the date {describe(presented.date)}"
        raise InvalidRequest("request", received, "X-Amz-Date: YYYYMMDDTHHMMSSZ")
    if presented.access_key_id != access_key_id:
        raise InvalidCredentials("access_key_id", describe(access_key_id), describe(presented.access_key_id))
    return CredentialScope.parse("/".join(presented.credential[1:]))


def _rules_for(region: str, service: str, rules: SigningRules | None) -> SigningRules:
    """Return the rules given, else the service's; refuse a wrong word here, where no frame holds the plain secret."""
    if isinstance(region, str) and isinstance(service, str):
        _check_place(region, service)
    else:
        CredentialScope("00000000", region, service)
    return rules or SigningRules.for_service(service)


@lru_cache(maxsize=64)
def _check_place(region: str, service: str) -> None:
    CredentialScope("00000000", region, service)


def _declared(request: Request, rules: SigningRules, carrier: Carrier) -> str | None:
    """Return what the request says about its payload's hash, without the blanks that no server counts."""
    announced = announced_payload(request, rules, carrier)
    declared = rules.declared(None if announced is None else trim(announced))
    if declared is None and carrier is Carrier.QUERY and rules.presigned_payload is PresignedPayload.UNSIGNED:
        return UNSIGNED_PAYLOAD
    return declared


def _moment(request: Request, at: datetime | str | None) -> str:
    """Choose the time of signing: the caller's, else the request's own X-Amz-Date, else now."""
    if at is None:
        sent = request.header("x-amz-date") or parameter_in(request.query, "x-amz-date")
        at = moment_now() if sent is None else sent.strip()
    return request_date_time(at)


def moment_now() -> datetime:
    """Read the clock, in UTC: the one place where this is done."""
    return datetime.now(UTC)
