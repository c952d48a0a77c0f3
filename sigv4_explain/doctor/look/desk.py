"""A request as the server would read it, with what else is known, and where something stands in it."""

from __future__ import annotations

from dataclasses import dataclass

from sigv4_explain.doctor.diagnosis import Place
from sigv4_explain.doctor.evidence import Evidence
from sigv4_explain.presented import Carrier, Presented, presented_by
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.verifier.reading import Reading
from sigv4_explain.verifier.services import S3, profile_of

_NOT_TOLD = "-"


@dataclass(frozen=True, slots=True, repr=False)
class Desk:
    """A request, read, with the evidence that it came with."""

    evidence: Evidence
    reading: Reading

    @property
    def request(self) -> Request:
        """The request as it was sent."""
        return self.reading.request

    @property
    def presented(self) -> Presented:
        """What the request says about its signature."""
        return self.reading.presented

    @property
    def is_signed(self) -> bool:
        """Whether the request carries a signature, in one place or in two."""
        return self.presented.carrier is not Carrier.NEITHER

    @property
    def is_for_s3(self) -> bool:
        """Whether the server goes by S3's rules."""
        return self.reading.profile is S3

    @property
    def signed_names(self) -> tuple[str, ...]:
        """The names in SignedHeaders, as they are written, in their order."""
        listed = self.presented.parameters.get("SignedHeaders", "")
        return tuple(listed.split(";")) if listed else ()

    @property
    def signed_values(self) -> list[tuple[str, str]]:
        """Names in lower case and values of the headers that arrived and are signed."""
        names = self.presented.signed_headers
        return [(name.lower(), value) for name, value in self.request.headers if name.lower() in names]


def desk_of(evidence: Evidence) -> Desk | None:
    """Return the request as the server would read it; None when there is none.

    A server whose place nobody knows is where the request says that it is.
    """
    request = evidence.request
    if request is None:
        return None
    credential = presented_by(request, "").credential
    own_region, own_service = credential[2:4] if len(credential) == 5 else ("", "")
    region, service = evidence.region or own_region or _NOT_TOLD, evidence.service or own_service or _NOT_TOLD
    rules = SigningRules.for_service(service)
    presented = presented_by(request, rules.token_name.value)
    return Desk(evidence, Reading(request, presented, region, service, profile_of(service), rules))


_TEXT = "request"


def in_target(request: Request, part: str = "") -> Place:
    """Return where a part of path and query stands in the request line; without a part, or where it is not, all of it.

    >>> print(in_target(Request("GET", "https://example.com/a?b=1"), "b=1"))
    request, line 1, characters 8 to 10
    """
    path = request.path or "/"
    target = f"{path}?{request.query}" if request.query else path
    found = max(target.find(part), 0)
    return _place(1, len(request.method) + 1 + found, part if part in target and part else target[found:])


def in_header(request: Request, name: str, part: str = "") -> Place | None:
    """Return where a part of a header's value stands, the whole value without one; None when no such header is there.

    As in a request that is written out, Host is the first header, also when the client leaves it to the URL.

    >>> print(in_header(Request("GET", "https://example.com/", {"X-A": "1"}), "x-a"))
    request, line 3, character 6
    """
    for line, (key, value) in enumerate(_header_lines(request), 2):
        if key.lower() == name:
            found = max(value.find(part), 0)
            return _place(line, len(key) + 2 + found, part if part in value and part else value)
    return None


def in_signature(request: Request, parameter: str, part: str = "") -> Place | None:
    """Return where Credential, SignedHeaders or another parameter of the signature stands, or a part of it."""
    pieces = [piece for piece in request.query.split("&") if piece.startswith(f"X-Amz-{parameter}=")]
    if pieces:
        return in_target(request, part if part in pieces[0] and part else pieces[0])
    authorization = request.header("authorization") or ""
    before, name, value = authorization.partition(f"{parameter}=")
    place = in_header(request, "authorization")
    if place is None or not name:
        return place
    value = value.partition(",")[0]
    start = place.start + len(before) + len(name) + max(value.find(part), 0)
    return _place(place.line, start, part if part in value and part else value)


def _header_lines(request: Request) -> list[tuple[str, str]]:
    host = [] if request.header("host") is not None else [("Host", request.host)]
    return sorted([*host, *request.headers], key=lambda pair: pair[0].lower() != "host")


def _place(line: int, start: int, part: str) -> Place:
    return Place(_TEXT, line, start, start + len(part))
