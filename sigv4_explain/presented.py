"""What a request presents: where its signature is, and the words in it. Nothing is judged here.

The server reads everything from the request: the list of signed headers too, never its own list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import NamedTuple

from sigv4_explain.canonical import Headers
from sigv4_explain.encoding import uri_decode
from sigv4_explain.request import Request
from sigv4_explain.rules import UNSIGNED_PAYLOAD, PresignedPayload, SigningRules, TokenPlacement
from sigv4_explain.signature import is_basic_format, request_date_time

_BLANKS = " \t"
_PARTS = ("Credential", "Signature", "SignedHeaders")


class Carrier(Enum):
    """Where the signature travels."""

    HEADER = "in the Authorization header"
    QUERY = "in the query string"
    BOTH = "in both, which AWS refuses"
    NEITHER = "nowhere"


class SignedAt(NamedTuple):
    """A moment as it was sent, as it was meant, and as it stands in the string to sign."""

    date: str | None
    moment: datetime | None
    """None when the date cannot be read."""
    date_time: str
    """In ISO 8601 basic format; empty when the date cannot be read."""


@dataclass(frozen=True, slots=True)
class Presented:
    """What a request says about its own signature, still as text."""

    carrier: Carrier
    authorization: str = ""
    """The value of the Authorization header; several are joined by commas, as HTTP does."""
    algorithm: str = ""
    pieces: tuple[str, ...] = ()
    """The words of the Authorization header after the algorithm."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Credential, SignedHeaders and Signature, as far as they are there."""
    signed_headers: frozenset[str] = frozenset()
    """The names that are signed, by the request's own word, in lower case."""
    credential: tuple[str, ...] = ("",)
    """The elements of the credential: key id, date, Region, service, terminator."""
    date: str | None = None
    """X-Amz-Date as sent, else the Date header."""
    moment: datetime | None = None
    """When the request says that it was signed; None when that cannot be read."""
    date_time: str = ""
    """The same in ISO 8601 basic format, as it stands in the string to sign; empty when it cannot be read."""
    expires: str | None = None
    """X-Amz-Expires of a presigned URL, as sent."""
    session_token: str | None = field(default=None, repr=False)

    @property
    def access_key_id(self) -> str:
        """The first element of the credential."""
        return self.credential[0]

    @property
    def missing(self) -> list[str]:
        """The parts that are not there or empty, in AWS's order.

        An empty SignedHeaders is there: DynamoDB was seen to take it for a list without names.
        """
        absent = [name for name in _PARTS if not self.parameters.get(name)]
        return absent if self.parameters.get("SignedHeaders") != "" else absent[:-1]


def covered_headers(request: Request, names: frozenset[str]) -> Headers:
    """Return the headers that a request says are signed; one that did not arrive has an empty value."""
    arrived = [pair for pair in request.headers if pair[0].lower() in names]
    missing = names.difference([name.lower() for name, _ in arrived])
    # A client may leave the host to the URL; HTTP/2 calls it :authority.
    absent = [(name, request.host if name in ("host", ":authority") else "") for name in sorted(missing)]
    return (*arrived, *absent)


def unsigned_query(query: str, rules: SigningRules) -> str:
    """Return a presigned query string as it was signed: without the signature. A second one is a change on the way."""
    query = _without_first(query, "X-Amz-Signature")
    if rules.token_placement is TokenPlacement.ADDED_AFTER_SIGNING:
        query = _without_first(query, rules.token_name.value)
    return query


def _without_first(query: str, name: str) -> str:
    pieces = query.split("&")
    for place, piece in enumerate(pieces):
        if piece.partition("=")[0] == name:
            return "&".join(pieces[:place] + pieces[place + 1 :])
    return query


def announced_payload(request: Request, rules: SigningRules, carrier: Carrier) -> str | None:
    """Return what a request says about its payload's hash: in the header, or in a URL, as awscrt writes it.

    In a URL UNSIGNED-PAYLOAD counts only where a presigned payload is not signed: other services hash what arrives.
    """
    announced = request.header("x-amz-content-sha256")
    if announced is not None or carrier is not Carrier.QUERY:
        return announced
    query = request.query
    declared = parameter_in(query, "x-amz-content-sha256") if "content-sha256" in query.lower() else None
    is_unsigned = rules.presigned_payload is PresignedPayload.UNSIGNED
    return declared if is_unsigned or declared != UNSIGNED_PAYLOAD else None


def parameter_in(query: str, name: str) -> str | None:
    """Return the first value, as sent, of a parameter whose name in lower case is this one."""
    pieces = (piece.partition("=") for piece in query.split("&"))
    return next((value for key, _, value in pieces if key.lower() == name), None)


def presented_by(request: Request, token_name: str) -> Presented:
    """Read what a request presents, without a judgement; ``token_name`` is that of the session token."""
    query = _amz_parameters(request.query)
    first: dict[str, str] = {}
    authorization = ""
    for name, value in request.headers:
        name, value = name.lower(), value.strip(_BLANKS)
        if name == "authorization" and value:
            authorization = f"{authorization}, {value}" if authorization else value
        first.setdefault(name, value)
    if authorization:
        carrier = Carrier.BOTH if "X-Amz-Algorithm" in query else Carrier.HEADER
        return _in_header(first, carrier, authorization, token_name)
    return _in_query(query, token_name) if "X-Amz-Algorithm" in query else Presented(Carrier.NEITHER)


def _in_header(headers: Mapping[str, str], carrier: Carrier, authorization: str, token_name: str) -> Presented:
    """Cut the header as AWS was seen to: a first word, then pieces between blanks and commas; the last repeat wins.

    ``headers`` has the first value of each name in lower case.
    """
    algorithm, _, rest = authorization.replace("\t", " ").partition(" ")
    pieces = tuple([piece for piece in rest.replace(",", " ").split(" ") if piece])
    parameters = dict([piece.split("=", 1) for piece in pieces if "=" in piece])
    return Presented(
        carrier,
        authorization,
        algorithm,
        pieces,
        parameters,
        _names(parameters),
        _elements(parameters),
        *signed_at(headers.get("x-amz-date"), headers.get("date")),
        session_token=headers.get(token_name.lower()),
    )


def _in_query(query: Mapping[str, str], token_name: str) -> Presented:
    parameters = {name: query[f"X-Amz-{name}"] for name in _PARTS if f"X-Amz-{name}" in query}
    return Presented(
        Carrier.QUERY,
        "",
        query["X-Amz-Algorithm"],
        (),
        parameters,
        _names(parameters),
        _elements(parameters),
        *signed_at(query.get("X-Amz-Date"), None),
        expires=query.get("X-Amz-Expires"),
        session_token=query.get(token_name),
    )


def _names(parameters: Mapping[str, str]) -> frozenset[str]:
    return frozenset(parameters.get("SignedHeaders", "").lower().split(";")) - {""}


def _elements(parameters: Mapping[str, str]) -> tuple[str, ...]:
    """Cut the credential at its slashes; those at the end were seen to be ignored."""
    return tuple(parameters.get("Credential", "").rstrip("/").split("/"))


def _amz_parameters(query: str) -> dict[str, str]:
    """Return the X-Amz-… parameters of a query string, decoded, a plus as a space; of repeats the first counts."""
    found: dict[str, str] = {}
    for piece in query.split("&") if "X-Amz-" in query else ():
        name, _, value = piece.partition("=")
        if name.startswith("X-Amz-"):
            found.setdefault(name, uri_decode(value.replace("+", " ")).decode(errors="replace"))
    return found


def signed_at(x_amz_date: str | None, date: str | None) -> SignedAt:
    """Read X-Amz-Date, which is ``YYYYMMDDTHHMMSSZ``, or else Date, which may also be as HTTP writes it.

    >>> signed_at("20150830T123600Z", None) == signed_at(None, "20150830T123600Z")
    True
    >>> signed_at(None, "Sun, 30 Aug 2015 12:36:00 GMT").date_time
    '20150830T123600Z'
    >>> signed_at("Sun, 30 Aug 2015 12:36:00 GMT", None).date_time
    ''
    """
    sent = x_amz_date or date
    if not sent:
        return SignedAt(None, None, "")
    moment = _basic(sent)
    if moment is not None:
        return SignedAt(sent, moment, sent)
    moment = None if x_amz_date else _as_http_writes_it(sent)
    return SignedAt(sent, moment, "" if moment is None else request_date_time(moment))


def _basic(date: str) -> datetime | None:
    if not is_basic_format(date):
        return None
    try:
        return datetime.fromisoformat(date)
    except ValueError:  # there is no such day
        return None


def _as_http_writes_it(date: str) -> datetime | None:
    from email.utils import parsedate_to_datetime  # late: it is slow to import, and hardly anybody sends such a date

    try:
        moment = parsedate_to_datetime(date)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):  # the parser was made for mail, not for everything
        return None
