"""What a request presents: where its signature is, and the words in it. Nothing is judged here.

The server reads everything from the request: the list of signed headers too, never its own list.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from hashlib import sha256

from sigv4_explain.encoding import uri_decode
from sigv4_explain.request import Request

is_basic_format = re.compile(r"[0-9]{8}T[0-9]{6}Z").fullmatch
_QUERY_NAMES = ("Credential", "SignedHeaders", "Signature")


class Carrier(Enum):
    """Where the signature travels."""

    HEADER = "in the Authorization header"
    QUERY = "in the query string"
    BOTH = "in both, which AWS refuses"
    NEITHER = "nowhere"


@dataclass(frozen=True, slots=True)
class Presented:
    """What a request says about its own signature, still as text."""

    carrier: Carrier
    authorization: str
    """The value of the Authorization header; several are joined by commas, as HTTP does."""
    algorithm: str
    pieces: tuple[str, ...]
    """The words of the Authorization header after the algorithm."""
    parameters: Mapping[str, str]
    """Credential, SignedHeaders and Signature, as far as they are there."""
    date: str | None
    """X-Amz-Date as sent, else the Date header."""
    session_token: str | None

    @property
    def access_key_id(self) -> str:
        """The first element of the credential."""
        return self.parameters.get("Credential", "").partition("/")[0]

    @property
    def signed_headers(self) -> frozenset[str]:
        """The names that are signed, by the request's own word, in lower case."""
        return frozenset(self.parameters.get("SignedHeaders", "").lower().split(";")) - {""}


def presented_by(request: Request, token_name: str) -> Presented:
    """Read what a request presents, without a judgement; ``token_name`` is that of the session token."""
    query = amz_parameters(request.query)
    authorization = ", ".join([value.strip() for name, value in request.headers if name.lower() == "authorization"])
    if authorization:
        carrier = Carrier.BOTH if "X-Amz-Algorithm" in query else Carrier.HEADER
        return _in_header(request, carrier, authorization, token_name)
    if "X-Amz-Algorithm" not in query:
        return Presented(Carrier.NEITHER, "", "", (), {}, None, None)
    parameters = {name: query[f"X-Amz-{name}"] for name in _QUERY_NAMES if query.get(f"X-Amz-{name}")}
    date, token = query.get("X-Amz-Date"), query.get(token_name)
    return Presented(Carrier.QUERY, "", query["X-Amz-Algorithm"], (), parameters, date, token)


def _in_header(request: Request, carrier: Carrier, authorization: str, token_name: str) -> Presented:
    """Cut the header as AWS was seen to: a first word, then pieces between blanks and commas; the last repeat wins."""
    algorithm, _, rest = authorization.partition(" ")
    pieces = tuple(rest.replace(",", " ").split())
    pairs = [piece.partition("=")[::2] for piece in pieces]
    date = request.header("x-amz-date") or request.header("date")
    parameters = {name: value for name, value in pairs if value}
    return Presented(carrier, authorization, algorithm, pieces, parameters, date, request.header(token_name))


def amz_parameters(query: str) -> dict[str, str]:
    """Return the X-Amz-… parameters of a query string, decoded; of repeats the first counts.

    >>> amz_parameters("a=1&X-Amz-Expires=60&X-Amz-Expires=9")
    {'X-Amz-Expires': '60'}
    """
    found: dict[str, str] = {}
    for piece in query.split("&") if "X-Amz-" in query else ():
        name, _, value = piece.partition("=")
        if name.startswith("X-Amz-"):
            found.setdefault(name, uri_decode(value).decode(errors="replace"))
    return found


def moment_of(date: str) -> datetime | None:
    """Read X-Amz-Date, or a Date header as HTTP writes it; None when it is neither.

    >>> moment_of("20150830T123600Z") == moment_of("Sun, 30 Aug 2015 12:36:00 GMT")
    True
    """
    try:
        if is_basic_format(date):
            return datetime.fromisoformat(date)
        moment = parsedate_to_datetime(date)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def hash_of_authorization(authorization: str) -> str:
    """Hash an Authorization header as AWS's current wording shows it: SHA-256, in Base64.

    >>> hash_of_authorization("Bearer sometoken")
    'y4iWy1aq4i5DGQIugs5IA1A9K9WCbZjwIJdx57Cnk3o='
    """
    return base64.b64encode(sha256(authorization.encode()).digest()).decode()
