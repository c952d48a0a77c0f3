"""Whether a request is allowed: every Deny first, then whoever must allow.

Source: the IAM User Guide, "Policy evaluation logic" and "Cross-account policy evaluation logic"; the API Gateway
Developer Guide, "How API Gateway resource policies affect authorization workflow" (tables A and B).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sigv4_explain.gateway.iam.access import Access, Policies
from sigv4_explain.gateway.iam.decision import EXPLICIT_DENY, NO_ALLOW, DecidingStatement, Decision, Reason
from sigv4_explain.gateway.iam.document import Policy
from sigv4_explain.gateway.iam.principal import Anonymous
from sigv4_explain.gateway.iam.principal_element import Grant
from sigv4_explain.gateway.iam.statement import Effect, PolicyKind


class Match(NamedTuple):
    """A statement that applies to the request, and how directly it speaks of the caller."""

    grant: Grant
    statement: DecidingStatement


def evaluate(access: Access, policies: Policies) -> Decision:
    """Decide, and say which statement decided.

    A Deny in any policy decides; without one, each policy that must allow has to.
    """
    denial = next(_matches(policies, Effect.DENY, access), None)
    if denial is not None:
        return Decision(EXPLICIT_DENY[denial.statement.policy.kind], denial.statement)
    allows: dict[PolicyKind, Match] = {}
    for allow in _matches(policies, Effect.ALLOW, access):
        kind = allow.statement.policy.kind
        if kind not in allows or allow.grant > allows[kind].grant:
            allows[kind] = allow
    must_allow = kinds_that_must_allow(access, policies, allows)
    missing = next((kind for kind in must_allow if kind not in allows), None)
    if missing is not None:
        return Decision(NO_ALLOW[missing], None)
    return Decision(Reason.ALLOWED, allows[must_allow[0]].statement)


def kinds_that_must_allow(
    access: Access, policies: Policies, allows: dict[PolicyKind, Match]
) -> tuple[PolicyKind, ...]:
    """Return the kinds of policies that must allow, given who owns the resource and whom its policy names."""
    resource = policies.resource.kind if policies.resource else PolicyKind.RESOURCE
    session = (PolicyKind.SESSION,) if policies.session else ()
    if isinstance(access.principal, Anonymous):
        return (resource,)
    if access.principal.account_id != access.resource_account:
        return (PolicyKind.IDENTITY, *session, resource)
    grant = allows[resource].grant if resource in allows else None
    if grant is Grant.DIRECT:
        return (resource,)
    if grant is Grant.ROLE:
        return (resource, *session)
    # A role is closed to its own account too, unless its trust policy opens it.
    trust = (resource,) if resource is PolicyKind.TRUST else ()
    return (PolicyKind.IDENTITY, *session, *trust)


def _matches(policies: Iterable[Policy], effect: Effect, access: Access) -> Iterator[Match]:
    for policy in policies:
        for statement in policy.statements:
            grant = statement.grant(access.principal)
            if grant is None or statement.effect is not effect:
                continue
            if statement.covers(access.action, access.resource, access.context):
                yield Match(grant, DecidingStatement(policy, statement))
