"""Temporary keys: who has them, until when, and where they come from."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sigv4_explain.credentials import Credentials
from sigv4_explain.gateway.iam import Policy, RoleSession
from sigv4_explain.gateway.people import IamRole
from sigv4_explain.verifying import KeyRecord

MOST_SESSIONS = 10_000
"""The front forgets the oldest session when there are more."""


@dataclass(frozen=True, slots=True)
class Session:
    """A role, assumed: its principal, its keys, and the session policy that limits it."""

    role: IamRole
    principal: RoleSession
    key: KeyRecord
    policy: Policy | None


def open_session(
    role: IamRole, session_name: str, policy: Policy | None, seconds: int, at: datetime, seed: bytes
) -> Session:
    """Lend a role's keys for some seconds; from the same seed come the same keys, so that notebooks repeat."""
    key_id = base64.b32encode(_drawn(seed, "id", 10)).decode()
    secret = base64.b64encode(_drawn(seed, "secret", 30)).decode()
    token = base64.b64encode(_drawn(seed, "token", 240)).decode()
    credentials = Credentials(f"ASIA{key_id}", secret, token)
    principal = RoleSession(role.account_id, role.name, session_name, role.role_id, at)
    return Session(role, principal, KeyRecord(credentials, at + timedelta(seconds=seconds)), policy)


def _drawn(seed: bytes, purpose: str, length: int) -> bytes:
    """Draw bytes from a seed, others for each purpose."""
    blocks = (sha256(seed + f"{purpose}{number}".encode()).digest() for number in range(-(-length // 32)))
    return b"".join(blocks)[:length]
