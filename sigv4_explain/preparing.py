"""What is added to a request before it is signed: the host, the time, the token, for S3 the payload's hash.

The clock is read here, in one place, when neither the caller nor the request says what time it is.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from sigv4_explain.canonical import Headers, hashed_payload, headers_to_sign, signed_headers
from sigv4_explain.credentials import Credentials
from sigv4_explain.encoding import trim, uri_encode
from sigv4_explain.errors import InvalidScope, describe
from sigv4_explain.request import Request
from sigv4_explain.rules import ContentSha256, PresignedPayload, SigningRules, TokenPlacement
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


class Prepared(NamedTuple):
    """A request that has all that is signed, short of the signature."""

    request: Request
    headers: Headers
    declared: str | None
    date_time: str


def prepared_for_header(
    request: Request, credentials: Credentials, at: datetime | str | None, rules: SigningRules
) -> Prepared:
    """Add what a header signature needs: Host, X-Amz-Date, the session token, for S3 the payload's hash."""
    date_time = _moment(request, at)
    added = [("X-Amz-Date", date_time)]
    if request.header("host") is None:
        added.append(("Host", request.default_host))
    if credentials.session_token is not None:
        added.append((rules.token_name.value, credentials.session_token))
    declared = _declared(request)
    if declared is None and rules.content_sha256 is ContentSha256.REQUIRED:
        declared = hashed_payload(request.body)
        added.append(("X-Amz-Content-SHA256", declared))
    request = request.with_headers(added)
    return Prepared(request, headers_to_sign(request.headers, rules.never_signed), declared, date_time)


def prepared_for_query(
    request: Request,
    credentials: Credentials,
    region: str,
    service: str,
    expires: int,
    at: datetime | str | None,
    rules: SigningRules,
) -> Prepared:
    """Add the X-Amz-… parameters that are signed, replacing those of an earlier signature."""
    if type(expires) is not int or not 1 <= expires <= LONGEST_EXPIRES:
        raise InvalidScope("expires", describe(expires), f"whole seconds from 1 to {LONGEST_EXPIRES} (a week)")
    date_time = _moment(request, at)
    kept = tuple(pair for pair in request.headers if pair[0].lower() != "authorization")
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
    own = [piece for piece in request.query.split("&") if piece and _name(piece) not in QUERY_PARAMETERS]
    query = "&".join([*own, *(f"{name}={uri_encode(value)}" for name, value in parameters.items())])
    url = f"{request.url.partition('#')[0].partition('?')[0]}?{query}"
    declared = _declared(request)
    if declared is None:
        declared = declared_in_query(request.query, rules)
    if declared is None and rules.presigned_payload is PresignedPayload.UNSIGNED:
        declared = "UNSIGNED-PAYLOAD"
    return Prepared(Request(request.method, url, kept, request.body), headers, declared, date_time)


def _declared(request: Request) -> str | None:
    """Return what the request says about its payload's hash, without the blanks that no server counts."""
    declared = request.header("x-amz-content-sha256")
    return None if declared is None else trim(declared)


def declared_in_query(query: str, rules: SigningRules) -> str | None:
    """Return what a presigned URL says about its payload's hash, which awscrt and smithy write there for S3.

    UNSIGNED-PAYLOAD counts only where a presigned payload is not signed: other services hash what arrives.
    """
    declared = _parameter(query, "x-amz-content-sha256") if "content-sha256" in query.lower() else None
    is_unsigned = rules.presigned_payload is PresignedPayload.UNSIGNED
    return declared if is_unsigned or declared != "UNSIGNED-PAYLOAD" else None


def _moment(request: Request, at: datetime | str | None) -> str:
    """Choose the time of signing: the caller's, else the request's own X-Amz-Date, else now."""
    if at is None:
        sent = request.header("x-amz-date") or _parameter(request.query, "x-amz-date")
        at = moment_now() if sent is None else sent.strip()
    return request_date_time(at)


def moment_now() -> datetime:
    """Read the clock, in UTC: the one place where this is done."""
    return datetime.now(UTC)


def _parameter(query: str, name: str) -> str | None:
    for piece in query.split("&"):
        if _name(piece) == name:
            return piece.partition("=")[2]
    return None


def _name(piece: str) -> str:
    return piece.partition("=")[0].lower()
