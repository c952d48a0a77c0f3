"""A statement's Principal or NotPrincipal: whom a resource's policy speaks of.

Source: the IAM User Guide, "AWS JSON policy elements: Principal" and "NotPrincipal".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from sigv4_explain.errors import describe
from sigv4_explain.gateway.iam.principal import Principal, RoleSession
from sigv4_explain.gateway.iam.reading import InvalidPolicy, block_at, one_or_more, text_at

EVERYONE = "*"
_root = re.compile(r"arn:aws:iam::([0-9]{12}):root|([0-9]{12})")
_one = re.compile(r"arn:aws:iam::[0-9]{12}:(user|role)/[^*?]+|arn:aws:sts::[0-9]{12}:assumed-role/[^*?/]+/[^*?/]+")
_PRINCIPAL_TYPES = ("AWS", "Service", "Federated", "CanonicalUser")


class Grant(IntEnum):
    """How directly a resource's policy names the caller; the more directly, the fewer other policies must allow."""

    ACCOUNT = 1
    """The caller's account, which passes the permission on in its own policies."""
    ROLE = 2
    """The caller's role; a session policy still limits the session."""
    DIRECT = 3
    """The caller itself, or everyone."""


@dataclass(frozen=True, slots=True)
class Principals:
    """The principals that an element lists: ``*``, account ids and ARNs."""

    names: tuple[str, ...]

    def grant(self, principal: Principal) -> Grant | None:
        """Return how directly the element speaks of the caller; None when it does not."""
        grants = [grant for name in self.names if (grant := _grant(name, principal))]
        return max(grants, default=None)


@dataclass(frozen=True, slots=True)
class AllButPrincipals:
    """Everyone but the principals that an element lists; whoever is listed by account, role or session is left out."""

    listed: Principals

    def grant(self, principal: Principal) -> Grant | None:
        """Return how directly the element speaks of the caller; None when it does not."""
        return None if self.listed.grant(principal) else Grant.DIRECT


def _grant(name: str, principal: Principal) -> Grant | None:
    if name in {EVERYONE, principal.arn}:
        return Grant.DIRECT
    if isinstance(principal, RoleSession) and name == principal.role_arn:
        return Grant.ROLE
    return Grant.ACCOUNT if name == principal.account_id else None


def read_principals(value: object, field: str) -> Principals:
    """Read ``*`` or a block such as ``{"AWS": …}``; services and federated users never call here."""
    if value == EVERYONE:
        return Principals((EVERYONE,))
    block = block_at(value, field, '"*" or a block such as {"AWS": …}', _PRINCIPAL_TYPES)
    if not block:
        raise InvalidPolicy(field, "an empty block", "at least one principal")
    names = {kind: tuple(_names(kind, listed, f"{field}.{kind}")) for kind, listed in block.items()}
    return Principals(names.get("AWS", ()))


def _names(kind: str, value: object, field: str) -> Iterator[str]:
    expected = "*, an account id, or an ARN (an account's root, a user, a role, a role's session) without wildcards"
    for at, item in one_or_more(value, field):
        name = text_at(item, at, expected if kind == "AWS" else "a text")
        root = _root.fullmatch(name)
        if kind == "AWS" and root is None and name != EVERYONE and not _one.fullmatch(name):
            raise InvalidPolicy(at, describe(name), expected)
        yield (root[1] or root[2]) if root else name
