"""One statement of a policy: an effect on actions, on resources, for principals, under conditions.

Source: the IAM User Guide, "IAM JSON policy element reference".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from sigv4_explain.errors import describe
from sigv4_explain.gateway.iam.conditions import Conditions, read_conditions
from sigv4_explain.gateway.iam.principal import Principal
from sigv4_explain.gateway.iam.principal_element import AllButPrincipals, Grant, Principals, read_principals
from sigv4_explain.gateway.iam.reading import InvalidPolicy, block_at, one_of_two, text_at
from sigv4_explain.gateway.iam.selection import Selection, read_actions, read_resources
from sigv4_explain.gateway.iam.template import Context, Version


class PolicyKind(Enum):
    """Where a policy is attached, in the words of AWS's messages."""

    IDENTITY = "identity-based policy"
    SESSION = "session policy"
    RESOURCE = "resource-based policy"
    TRUST = "role trust policy"


NAMES_A_PRINCIPAL = frozenset({PolicyKind.RESOURCE, PolicyKind.TRUST})
"""The others speak of their bearer."""

NAMES_A_RESOURCE = frozenset({PolicyKind.IDENTITY, PolicyKind.SESSION, PolicyKind.RESOURCE})
"""A trust policy speaks of its role."""


class Effect(Enum):
    """What a statement does when it applies."""

    ALLOW = "Allow"
    DENY = "Deny"


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that has been checked."""

    sid: str
    """Its name, or an empty text."""
    index: int
    """Its place in the document, from 0."""
    effect: Effect
    principals: Principals | AllButPrincipals | None
    """None in a policy of an identity or a session."""
    actions: Selection
    resources: Selection | None
    """None in a role's trust policy."""
    conditions: Conditions

    def grant(self, principal: Principal) -> Grant | None:
        """Return how directly the statement speaks of the caller; None when it does not."""
        return Grant.DIRECT if self.principals is None else self.principals.grant(principal)

    def covers(self, action: str, resource: str, context: Context) -> bool:
        """Whether the statement applies to a request; who sends it is asked apart."""
        return (
            self.actions.covers(action.lower(), context)
            and (self.resources is None or self.resources.covers(resource, context))
            and all(condition.holds(context) for condition in self.conditions)
        )


def read_statement(
    value: object, field: str, kind: PolicyKind, version: Version, index: int, attached_to: str | None
) -> Statement:
    """Read one statement; raises InvalidPolicy naming the element that cannot be evaluated."""
    block = block_at(value, field, "a statement, a JSON object", _names(kind))
    return Statement(
        text_at(block.get("Sid", ""), f"{field}.Sid", "a text"),
        index,
        _effect(block, field),
        _principals(block, field) if kind in NAMES_A_PRINCIPAL else None,
        read_actions(block, field),
        read_resources(block, field, version, attached_to) if kind in NAMES_A_RESOURCE else None,
        read_conditions(block.get("Condition", {}), f"{field}.Condition", version),
    )


def _names(kind: PolicyKind) -> tuple[str, ...]:
    names: tuple[str, ...] = ("Sid", "Effect", "Action", "NotAction", "Condition")
    names += ("Principal", "NotPrincipal") if kind in NAMES_A_PRINCIPAL else ()
    return names + (("Resource", "NotResource") if kind in NAMES_A_RESOURCE else ())


def _effect(block: Mapping[str, object], field: str) -> Effect:
    try:
        return Effect(block.get("Effect"))
    except ValueError:
        received = describe(block["Effect"]) if "Effect" in block else "nothing"
        raise InvalidPolicy(f"{field}.Effect", received, "Allow or Deny") from None


def _principals(block: Mapping[str, object], field: str) -> Principals | AllButPrincipals:
    name, value = one_of_two(block, ("Principal", "NotPrincipal"), field)
    listed = read_principals(value, f"{field}.{name}")
    return listed if name == "Principal" else AllButPrincipals(listed)
