"""The signed request that the exercises of notebook 09 are about."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sigv4_explain.authorization import Authorization
from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.signing import sign
from sigv4_explain.verifier import verify

"""AWS's published example."""
PLACE: Mapping[str, str] = MappingProxyType({"region": "eu-central-1", "service": "execute-api"})
MOMENT = "20150830T123600Z"
TRANSFER = Request(
    "POST",
    "https://abc123.execute-api.eu-central-1.amazonaws.com/default/transfers?from=alice&to=bob",
    {"Content-Type": "application/json", "X-Tenant": "alice", "User-Agent": "python-requests/2.32.5"},
    '{"amount": 10}',
)
"""The API trusts the header ``X-Tenant``."""
LEAST = SigningRules(never_signed=frozenset({"content-type", "x-tenant", "user-agent"}))
"""Sign host and x-amz-date, and nothing else."""
EVERY_HEADER = SigningRules(never_signed=frozenset({"authorization"}))
"""Sign all that is sent."""


def signed_transfer(request: Request = TRANSFER, rules: SigningRules | None = None) -> Request:
    """Sign with Alice's keys."""
    return sign(request, EXAMPLE, region=PLACE["region"], service=PLACE["service"], at=MOMENT, rules=rules)


def told_by(request: Request) -> Authorization:
    """Read what a request says about its signature."""
    return Authorization.parse(request.header("Authorization") or "")


def let_in(request: Request) -> bool:
    """Tell whether the server, which knows Alice's keys, accepts a request."""
    known = {EXAMPLE.access_key_id: EXAMPLE}
    return verify(request, known, region=PLACE["region"], service=PLACE["service"], at=MOMENT).accepted
