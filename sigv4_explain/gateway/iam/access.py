"""What is asked of IAM, and the policies that have a say in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType

from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.gateway.iam.document import Policy
from sigv4_explain.gateway.iam.principal import Principal
from sigv4_explain.gateway.iam.statement import PolicyKind
from sigv4_explain.gateway.iam.template import Context


@dataclass(frozen=True, slots=True)
class Access:
    """What is asked: who wants to do what with which resource."""

    principal: Principal
    action: str
    """Such as ``execute-api:Invoke``."""
    resource: str
    """The ARN."""
    context: Context = field(default_factory=lambda: MappingProxyType({}))
    """The condition keys; ``request_context`` collects them."""

    def __post_init__(self) -> None:
        if len(self.resource.split(":", 5)) != 6 or not self.resource_account:
            raise InvalidInput("resource", describe(self.resource), "an ARN with an account")

    @property
    def resource_account(self) -> str:
        """The account that owns the resource."""
        return self.resource.split(":", 5)[4]


@dataclass(frozen=True, slots=True)
class Policies:
    """The policies that speak about a request."""

    identity: tuple[Policy, ...] = ()
    """Those of the user, or of the role whose session calls."""
    session: Policy | None = None
    """What AssumeRole was given to limit the session."""
    resource: Policy | None = None
    """The API's resource policy; where the resource is a role, its trust policy."""

    def __post_init__(self) -> None:
        for policy in self.identity:
            _check_kind("identity", policy, (PolicyKind.IDENTITY,))
        _check_kind("session", self.session, (PolicyKind.SESSION,))
        _check_kind("resource", self.resource, (PolicyKind.RESOURCE, PolicyKind.TRUST))

    def __iter__(self) -> Iterator[Policy]:
        yield from (policy for policy in (*self.identity, self.session, self.resource) if policy)


def _check_kind(name: str, policy: Policy | None, kinds: tuple[PolicyKind, ...]) -> None:
    if policy is not None and policy.kind not in kinds:
        raise InvalidInput(name, policy.kind.value, " or ".join(kind.value for kind in kinds))
