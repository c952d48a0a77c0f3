"""What comes of an evaluation: allowed or not, why, and which statement decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from sigv4_explain.gateway.iam.document import Policy
from sigv4_explain.gateway.iam.statement import PolicyKind, Statement


class Reason(Enum):
    """Why a request is allowed or denied."""

    ALLOWED = "allowed"
    EXPLICIT_DENY_IDENTITY = "an explicit deny in an identity-based policy"
    EXPLICIT_DENY_SESSION = "an explicit deny in a session policy"
    EXPLICIT_DENY_RESOURCE = "an explicit deny in a resource-based policy"
    EXPLICIT_DENY_TRUST = "an explicit deny in the role trust policy"
    NO_IDENTITY_ALLOW = "no identity-based policy allows it"
    NO_SESSION_ALLOW = "no session policy allows it"
    NO_RESOURCE_ALLOW = "no resource-based policy allows it"
    NO_TRUST_ALLOW = "no role trust policy allows it"


EXPLICIT_DENY: Mapping[PolicyKind, Reason] = MappingProxyType(
    {
        PolicyKind.IDENTITY: Reason.EXPLICIT_DENY_IDENTITY,
        PolicyKind.SESSION: Reason.EXPLICIT_DENY_SESSION,
        PolicyKind.RESOURCE: Reason.EXPLICIT_DENY_RESOURCE,
        PolicyKind.TRUST: Reason.EXPLICIT_DENY_TRUST,
    }
)
"""The reason when a policy of the kind denies."""

NO_ALLOW: Mapping[PolicyKind, Reason] = MappingProxyType(
    {
        PolicyKind.IDENTITY: Reason.NO_IDENTITY_ALLOW,
        PolicyKind.SESSION: Reason.NO_SESSION_ALLOW,
        PolicyKind.RESOURCE: Reason.NO_RESOURCE_ALLOW,
        PolicyKind.TRUST: Reason.NO_TRUST_ALLOW,
    }
)
"""The reason when an Allow of the kind is missing."""


@dataclass(frozen=True, slots=True)
class DecidingStatement:
    """A statement, and the policy that it stands in."""

    policy: Policy
    statement: Statement

    def __str__(self) -> str:
        sid = f" ({self.statement.sid})" if self.statement.sid else ""
        return f"{self.policy.kind.value} {self.policy.name}, Statement[{self.statement.index}]{sid}"


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of an evaluation.

    >>> print(Decision(Reason.NO_IDENTITY_ALLOW, None))
    denied: no identity-based policy allows it
    """

    reason: Reason
    decided_by: DecidingStatement | None
    """The statement that allows or denies; None when an Allow is missing."""

    @property
    def allowed(self) -> bool:
        """Whether the request may go on."""
        return self.reason is Reason.ALLOWED

    def __str__(self) -> str:
        verdict = "allowed" if self.allowed else f"denied: {self.reason.value}"
        return verdict if self.decided_by is None else f"{verdict}, by {self.decided_by}"
