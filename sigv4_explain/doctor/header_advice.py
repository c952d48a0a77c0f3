"""Whether a header is to be signed, why, and who may touch it on the way.

Sources: AWS's page "Create a signed AWS API request" for what must be signed; RFC 9110 section 7.6 for what counts
for one connection alone; for the rest, refused requests that people reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

HOP_BY_HOP = (
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
)
"""They count for one connection alone (RFC 9110 section 7.6.1)."""

TRACING = ("x-amzn-trace-id", "traceparent", "tracestate", "baggage", "x-datadog-trace-id", "sentry-trace")
"""Each hop may write them anew."""

FORWARDED = ("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "forwarded", "via")
"""Each proxy adds to them."""


class Whether(Enum):
    """Whether a header is to be signed."""

    MUST = "must be"
    MAY = "may be"
    BETTER_NOT = "better not"


class HeaderAdvice(NamedTuple):
    """What is known of a header before it is sent."""

    whether: Whether
    why: str
    touched_by: str
    """Who may change it after it was signed."""


def header_advice(name: str) -> HeaderAdvice:
    """Return whether to sign a header, by its name in any case.

    >>> header_advice("Host").whether, header_advice("X-Amz-Date").whether, header_advice("Via").whether
    (<Whether.MUST: 'must be'>, <Whether.MUST: 'must be'>, <Whether.BETTER_NOT: 'better not'>)
    """
    name = name.lower()
    return _KNOWN.get(name, _AMZ if name.startswith("x-amz-") else _OTHER)


_AMZ = HeaderAdvice(
    Whether.MUST,
    "AWS asks for every x-amz-… header that is sent",
    "nobody, as a rule: they are meant for AWS",
)

_OTHER = HeaderAdvice(
    Whether.MAY,
    "if it is, nobody can change it unnoticed",
    "nobody, as a rule",
)


def _better_not(names: Iterable[str], why: str, touched_by: str) -> Iterator[tuple[str, HeaderAdvice]]:
    return ((name, HeaderAdvice(Whether.BETTER_NOT, why, touched_by)) for name in names)


_KNOWN: Mapping[str, HeaderAdvice] = MappingProxyType(
    {
        "host": HeaderAdvice(
            Whether.MUST,
            "else a request recorded for one host could be sent to another",
            "a proxy that passes the request on under its own name",
        ),
        "content-type": HeaderAdvice(
            Whether.MUST,
            "AWS asks for it when it is sent",
            "HTTP libraries that add a charset after signing",
        ),
        "range": HeaderAdvice(Whether.MAY, _OTHER.why, "some CDNs, which take it away"),
        **dict(_better_not(HOP_BY_HOP, "it counts for one connection alone", "every proxy: each writes its own")),
        **dict(_better_not(FORWARDED, "it grows on the way", "every proxy: each adds to it")),
        **dict(_better_not(TRACING, "it is written after signing", "load balancers and tracing libraries")),
        **dict(_better_not(["authorization"], "it carries the signature itself", "the signer, last of all")),
        **dict(_better_not(["expect"], "it does not arrive", "the first server on the way, which answers it")),
        **dict(_better_not(["user-agent"], "it is rewritten on the way", "browsers, proxies and HTTP libraries")),
        **dict(_better_not(["accept-encoding"], "it is rewritten on the way", "HTTP libraries and CDNs")),
        **dict(
            _better_not(["content-length"], "it is written after signing", "HTTP libraries, and proxies that re-chunk")
        ),
    }
)
