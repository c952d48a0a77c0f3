"""Who calls: an IAM user, a session of a role, or nobody that AWS knows.

Source: the IAM User Guide, "IAM identifiers" and the table "Principal key values".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sigv4_explain.errors import InvalidInput, describe

_PATH = r"/|/[\x21-\x7e]+/"
_NAME = r"[\w+=,.@-]{1,64}"


@dataclass(frozen=True, slots=True)
class User:
    """An IAM user, with long-term keys.

    >>> User("111122223333", "alice", "AIDAEXAMPLEALICE").arn
    'arn:aws:iam::111122223333:user/alice'
    """

    account_id: str
    """Twelve digits."""
    name: str
    user_id: str
    """The unique id, ``AIDA…``."""
    path: str = "/"
    """Slashes around it; part of the ARN."""

    def __post_init__(self) -> None:
        check_account_id(self.account_id)
        _check("name", self.name, _NAME, "a user name such as alice")
        _check("user_id", self.user_id, r"AIDA\w+", "a user's unique id, AIDA…")
        _check("path", self.path, _PATH, "/ or a path between slashes")

    @property
    def arn(self) -> str:
        """The user's ARN."""
        return f"arn:aws:iam::{self.account_id}:user{self.path}{self.name}"


@dataclass(frozen=True, slots=True)
class RoleSession:
    """Somebody who has assumed a role: temporary keys, the role's permissions, a name of its own.

    >>> from datetime import UTC
    >>> noon = datetime(2015, 8, 30, 12, 0, tzinfo=UTC)
    >>> session = RoleSession("444455556666", "ApiAccess", "session1", "AROAEXAMPLEROLE", noon)
    >>> session.arn, session.role_arn
    ('arn:aws:sts::444455556666:assumed-role/ApiAccess/session1', 'arn:aws:iam::444455556666:role/ApiAccess')
    """

    account_id: str
    """The account of the role, twelve digits."""
    role_name: str
    session_name: str
    role_id: str
    """The role's unique id, ``AROA…``."""
    issued_at: datetime
    """When the temporary keys were issued, an aware datetime."""
    role_path: str = "/"
    """Slashes around it; part of the role's ARN, not of the session's."""

    def __post_init__(self) -> None:
        check_account_id(self.account_id)
        _check("role_name", self.role_name, _NAME, "a role name such as ApiAccess")
        _check("session_name", self.session_name, r"[\w+=,.@-]{2,64}", "a session name such as session1")
        _check("role_id", self.role_id, r"AROA\w+", "a role's unique id, AROA…")
        _check("role_path", self.role_path, _PATH, "/ or a path between slashes")
        check_aware("issued_at", self.issued_at)

    @property
    def arn(self) -> str:
        """The session's ARN."""
        return f"arn:aws:sts::{self.account_id}:assumed-role/{self.role_name}/{self.session_name}"

    @property
    def role_arn(self) -> str:
        """The ARN of the role that was assumed."""
        return f"arn:aws:iam::{self.account_id}:role{self.role_path}{self.role_name}"

    @property
    def user_id(self) -> str:
        """The unique id: the role's, and the session's name."""
        return f"{self.role_id}:{self.session_name}"


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Whoever sends a request without a signature; AWS writes ``anonymous`` for the ARN and the account."""

    @property
    def arn(self) -> str:
        """The word that stands in messages."""
        return "anonymous"

    @property
    def account_id(self) -> str:
        """The word that stands for an account."""
        return "anonymous"


Principal = User | RoleSession | Anonymous
"""Anybody who calls."""


def check_account_id(account_id: object) -> None:
    """Raise InvalidInput unless it is an account's twelve digits."""
    _check("account_id", account_id, r"[0-9]{12}", "twelve digits")


def check_aware(field: str, at: object) -> None:
    """Raise InvalidInput unless it is a datetime that says its offset from UTC."""
    if not isinstance(at, datetime) or at.utcoffset() is None:
        raise InvalidInput(field, describe(str(at)), "a datetime with a time zone, such as UTC")


def _check(field: str, value: object, pattern: str, expected: str) -> None:
    if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
        raise InvalidInput(field, describe(value), expected)
