"""Who is in the world: users with long-term keys, and roles that lend temporary ones. Plain data, checked when made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.gateway.documents import PolicyDocument
from sigv4_explain.gateway.iam import Policy, PolicyKind, User, checked_policy

SHORTEST_SESSION = 900
"""Seconds: the shortest that AssumeRole lends keys for, and the least that a role may allow at most is an hour."""
LONGEST_SESSION = 43_200
"""Seconds: twelve hours, the most that a role may allow."""


@dataclass(frozen=True, slots=True)
class IamUser:
    """A user with a long-term key."""

    account_id: str
    name: str
    user_id: str
    """``AIDA…``"""
    credentials: Credentials
    policies: Mapping[str, PolicyDocument] = field(default_factory=dict)
    """The identity policies, by name."""
    principal: User = field(init=False, compare=False, repr=False)
    checked_policies: tuple[Policy, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.credentials.session_token is not None:
            raise InvalidInput("credentials", "a session token", "a user's long-term key, which has none")
        object.__setattr__(self, "principal", User(self.account_id, self.name, self.user_id))
        object.__setattr__(self, "checked_policies", identity_policies(self.policies, f"{self.name}.policies"))


@dataclass(frozen=True, slots=True)
class IamRole:
    """A role: who may assume it, and what its sessions may do."""

    account_id: str
    name: str
    role_id: str
    """``AROA…``"""
    trust_policy: PolicyDocument
    policies: Mapping[str, PolicyDocument] = field(default_factory=dict)
    """The identity policies, by name."""
    max_session_seconds: int = 3600
    """The longest session, from 3600 to 43200 seconds."""
    checked_trust: Policy = field(init=False, compare=False, repr=False)
    checked_policies: tuple[Policy, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not 3600 <= self.max_session_seconds <= LONGEST_SESSION:
            raise InvalidInput("max_session_seconds", describe(self.max_session_seconds), "from 3600 to 43200")
        place = f"{self.name}.trust_policy"
        trust = checked_policy(self.trust_policy, PolicyKind.TRUST, name=place, field=place)
        object.__setattr__(self, "checked_trust", trust)
        object.__setattr__(self, "checked_policies", identity_policies(self.policies, f"{self.name}.policies"))

    @property
    def arn(self) -> str:
        """The role's ARN."""
        return f"arn:aws:iam::{self.account_id}:role/{self.name}"


def identity_policies(documents: Mapping[str, PolicyDocument], place: str) -> tuple[Policy, ...]:
    """Check the policies of a user or a role; an error says in which one."""
    return tuple(
        checked_policy(document, PolicyKind.IDENTITY, name=name, field=f"{place}[{name!r}]")
        for name, document in documents.items()
    )
