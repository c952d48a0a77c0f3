"""A call that may go on to the function: all that an event tells about it, and what both versions of events share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from sigv4_explain.gateway.arrival import Arrival
from sigv4_explain.gateway.cloud import Caller
from sigv4_explain.gateway.iam import RoleSession, User
from sigv4_explain.gateway.places import ApiKey, Reached


@dataclass(frozen=True, slots=True)
class Call:
    """A call that every rule lets through."""

    arrival: Arrival
    caller: Caller | None
    """None for a method that asks nobody who calls."""
    request_id: str
    extended_request_id: str
    account_id: str
    """Of the API or function."""
    api_id: str
    stage: str
    reached: Reached
    api_key: ApiKey | None = None

    @property
    def user_id(self) -> str | None:
        """The caller's unique id: ``AIDA…`` for a user, ``AROA…:session`` for a session."""
        principal = self.caller.principal if self.caller else None
        return principal.user_id if isinstance(principal, (User, RoleSession)) else None

    @property
    def query_pairs(self) -> list[tuple[str, str]]:
        """The query's names and values, decoded."""
        return parse_qsl(self.arrival.request.query, keep_blank_values=True, errors="replace")

    @property
    def domain_name(self) -> str:
        """The host, without a port."""
        return self.arrival.request.host.partition(":")[0]

    @property
    def domain_prefix(self) -> str:
        """The host's first label."""
        return self.domain_name.partition(".")[0]

    @property
    def log_time(self) -> str:
        """When it arrived, as logs write it."""
        return f"{self.arrival.at:%d/%b/%Y:%H:%M:%S} +0000"

    @property
    def milliseconds(self) -> int:
        """When it arrived, since 1970."""
        return int(self.arrival.at.timestamp() * 1000)


def gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Put the values of a name together.

    >>> gathered([("a", "1"), ("b", "2"), ("a", "3")])
    {'a': ['1', '3'], 'b': ['2']}
    """
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
