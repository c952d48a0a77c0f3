"""What a thief of each key of the chain can do, found out by trying: the forged request goes to ``verify``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, datetime, timedelta
from enum import Enum

from sigv4_explain.authorization import authorization_header
from sigv4_explain.credentials import Credentials, CredentialScope
from sigv4_explain.request import Request
from sigv4_explain.signature import (
    date_key,
    date_region_key,
    date_region_service_key,
    request_date_time,
    signature,
    signing_key,
)
from sigv4_explain.signing import explain
from sigv4_explain.trace.trace import Trace
from sigv4_explain.verifier.verdict import Verdict
from sigv4_explain.verifier.verify import verify

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


class Loot(Enum):
    """What is stolen: a key, by the number of words that are mixed into it, or one signature."""

    SECRET = 0
    DATE_KEY = 1
    DATE_REGION_KEY = 2
    DATE_REGION_SERVICE_KEY = 3
    SIGNING_KEY = 4
    SIGNATURE = 5


class Wish(Enum):
    """What a thief would like to send."""

    SAME_REQUEST = "the same request"
    OTHER_REQUEST = "another request"
    OTHER_SERVICE = "another service"
    OTHER_REGION = "another Region"
    OTHER_DAY = "the next day"


@dataclass(frozen=True, slots=True)
class Theft:
    """What the server says to a thief, wish by wish."""

    loot: Loot
    verdicts: Mapping[Wish, Verdict]

    @property
    def granted(self) -> tuple[Wish, ...]:
        """What the thief gets."""
        return tuple(wish for wish, verdict in self.verdicts.items() if verdict.accepted)


def thefts(trace: Trace) -> tuple[Theft, ...]:
    """Let a thief of each key of a trace, and of its signature, try every wish. The trace must hold its keys.

    >>> from sigv4_explain import explain
    >>> alice = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    >>> place = {"region": "us-east-1", "service": "execute-api", "at": "20150830T123600Z"}
    >>> trace = explain(Request("GET", "https://example.com/"), alice, **place)
    >>> print(*[len(theft.granted) for theft in thefts(trace)])
    5 4 3 2 2 1
    """
    return tuple(Theft(loot, {wish: _tried(trace, loot, wish) for wish in Wish}) for loot in Loot)


def _tried(trace: Trace, loot: Loot, wish: Wish) -> Verdict:
    at, scope = _where_and_when(trace, wish)
    request = _deleting(trace.request) if wish is Wish.OTHER_REQUEST else trace.request
    owner = Credentials(trace.access_key_id, trace["date_key"].inputs["secret_access_key"])
    if loot is Loot.SIGNATURE:
        arrived = carrying(written(request, owner.access_key_id, at, scope), owner.access_key_id, trace.signature)
    else:
        arrived = forged(request, owner.access_key_id, _key(trace, loot), loot.value, at, scope)
    return verify(arrived, {owner.access_key_id: owner}, region=scope.region, service=scope.service, at=at)


def _deleting(request: Request) -> Request:
    method = "GET" if request.method == "DELETE" else "DELETE"
    return Request(method, request.url, request.headers, request.body)


def _key(trace: Trace, loot: Loot) -> str | bytes:
    if loot is Loot.SECRET:
        secret: str = trace["date_key"].inputs["secret_access_key"]
        return secret
    return trace[loot.name.lower()].output


def _where_and_when(trace: Trace, wish: Wish) -> tuple[str, CredentialScope]:
    """Return the moment and the scope of a wish: the trace's own, but for what is to be another."""
    at = trace["request_date_time"].text
    scope = CredentialScope.parse(trace["credential_scope"].text)
    region, service = scope.region, scope.service
    match wish:
        case Wish.OTHER_DAY:
            at = _next_day(at)
        case Wish.OTHER_REGION:
            region = "us-west-2" if region == "us-east-1" else "us-east-1"
        case Wish.OTHER_SERVICE:
            service = "execute-api" if service == "sts" else "sts"
    return at, CredentialScope(at[:8], region, service)


def _next_day(at: str) -> str:
    moment, day = datetime.fromisoformat(at), timedelta(days=1)
    return request_date_time(moment + day if moment.year < MAXYEAR else moment - day)
