"""Whether a header is to be signed, why, and who may touch it on the way.

Sources: AWS's page "Create a signed AWS API request" for what must be signed; RFC 9110 section 7.6 for what counts
for one connection alone; for the rest, refused requests that people reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sigv4_explain.texts import records


class Whether(Enum):
    """Whether a header is to be signed."""

    MUST = "must be"
    MAY = "may be"
    BETTER_NOT = "better not"


@dataclass(frozen=True, slots=True)
class HeaderAdvice:
    """What is known of a header, or of a group of them, before it is sent."""

    names: tuple[str, ...]
    whether: Whether
    why: str
    touched_by: str
    """Who may change it after it was signed."""


_GROUPS = records("sigv4_explain.doctor", "header_advice.toml", HeaderAdvice)
_KNOWN = {name: advice for advice in _GROUPS.values() for name in advice.names}

HOP_BY_HOP = _GROUPS["hop-by-hop"].names
"""They count for one connection alone (RFC 9110 section 7.6.1)."""

TRACING = _GROUPS["tracing"].names
"""Each hop may write them anew."""

FORWARDED = _GROUPS["forwarded"].names
"""Each proxy adds to them."""


def header_advice(name: str) -> HeaderAdvice:
    """Return whether to sign a header, by its name in any case.

    >>> header_advice("Host").whether, header_advice("X-Amz-Date").whether, header_advice("Via").whether
    (<Whether.MUST: 'must be'>, <Whether.MUST: 'must be'>, <Whether.BETTER_NOT: 'better not'>)
    """
    name = name.lower()
    return _KNOWN.get(name) or _GROUPS["x-amz" if name.startswith("x-amz-") else "other"]
