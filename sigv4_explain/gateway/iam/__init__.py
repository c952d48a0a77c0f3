"""IAM: who calls, what the policies say, and whether the request is allowed."""

from __future__ import annotations

from sigv4_explain.gateway.iam.access import Access, Policies
from sigv4_explain.gateway.iam.context import Transport, request_context
from sigv4_explain.gateway.iam.decision import DecidingStatement, Decision, Reason
from sigv4_explain.gateway.iam.denial import denial_message
from sigv4_explain.gateway.iam.document import Policy, checked_policy
from sigv4_explain.gateway.iam.evaluation import evaluate
from sigv4_explain.gateway.iam.principal import Anonymous, Principal, RoleSession, User
from sigv4_explain.gateway.iam.reading import InvalidPolicy
from sigv4_explain.gateway.iam.statement import PolicyKind

__all__ = [
    "Access",
    "Anonymous",
    "DecidingStatement",
    "Decision",
    "InvalidPolicy",
    "Policies",
    "Policy",
    "PolicyKind",
    "Principal",
    "Reason",
    "RoleSession",
    "Transport",
    "User",
    "checked_policy",
    "denial_message",
    "evaluate",
    "request_context",
]
