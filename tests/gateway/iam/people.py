"""The callers and the policies of these tests: Alice in one account, an API and its role in another."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sigv4_explain.gateway.iam import Anonymous, Policy, PolicyKind, RoleSession, User, checked_policy

NOON = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)
CALLERS_ACCOUNT = "111122223333"
API_ACCOUNT = "444455556666"
API = f"arn:aws:execute-api:eu-central-1:{API_ACCOUNT}:abc123"
GET_HELLO = f"{API}/prod/GET/hello"
ROLE = f"arn:aws:iam::{API_ACCOUNT}:role/ApiAccess"

ALICE = User(CALLERS_ACCOUNT, "alice", "AIDAALICE")
BOB = User(API_ACCOUNT, "bob", "AIDABOB")
SESSION = RoleSession(API_ACCOUNT, "ApiAccess", "session1", "AROAAPIACCESS", NOON)
NOBODY = Anonymous()


def statement(effect: str = "Allow", action: Any = "execute-api:Invoke", **more: Any) -> dict[str, Any]:
    """Return a statement; the resource is anything unless given or None."""
    elements = {"Effect": effect, "Action": action, "Resource": "*", **more}
    return {name: value for name, value in elements.items() if value is not None}


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    """Return a policy document of the current version."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def identity(*statements: dict[str, Any], name: str = "Invoke") -> Policy:
    """Return an identity-based policy."""
    return checked_policy(document(*statements), PolicyKind.IDENTITY, name=name)


def session(*statements: dict[str, Any]) -> Policy:
    """Return a session policy."""
    return checked_policy(document(*statements), PolicyKind.SESSION, name="session")


def resource(*statements: dict[str, Any]) -> Policy:
    """Return the API's resource policy."""
    return checked_policy(document(*statements), PolicyKind.RESOURCE, name="api", attached_to=API)


def trust(*principals: Any, effect: str = "Allow") -> Policy:
    """Return a role's trust policy with a statement for each principal."""
    statements = [statement(effect, "sts:AssumeRole", Resource=None, Principal=who) for who in principals]
    return checked_policy(document(*statements), PolicyKind.TRUST, name="ApiAccess")
