from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from sigv4_explain.errors import InvalidInput
from sigv4_explain.gateway.iam import RoleSession, User
from tests.gateway.iam.people import ALICE, NOBODY, NOON, SESSION


def test_each_caller_has_the_arn_that_aws_gives_it() -> None:
    """A session's ARN names the role without its path."""
    session = RoleSession("444455556666", "ApiAccess", "s1", "AROA1", NOON, role_path="/team/")

    assert ALICE.arn == "arn:aws:iam::111122223333:user/alice"
    assert User("111122223333", "alice", "AIDA1", "/team/a/").arn == "arn:aws:iam::111122223333:user/team/a/alice"
    assert session.arn == "arn:aws:sts::444455556666:assumed-role/ApiAccess/s1"
    assert session.role_arn == "arn:aws:iam::444455556666:role/team/ApiAccess"
    assert NOBODY.arn == "anonymous"


def test_a_sessions_id_is_the_roles_and_its_name() -> None:
    """That is how API Gateway shows the caller."""
    assert SESSION.user_id == "AROAAPIACCESS:session1"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("account_id", "1"),
        ("account_id", 111122223333),
        ("account_id", "１１１１２２２２３３３３"),
        ("role_name", "a/b"),
        ("role_name", ""),
        ("role_name", "rôle"),
        ("session_name", "s"),
        ("session_name", "with blank"),
        ("session_name", "x" * 65),
        ("role_id", "AIDA1"),
        ("role_path", "team"),
        ("issued_at", "2015-08-30"),
        ("issued_at", datetime(2015, 8, 30)),  # noqa: DTZ001 -- that is what is refused
    ],
)
def test_a_session_that_aws_could_not_have_is_refused(field: str, value: Any) -> None:
    """The error names the field."""
    fields = {"account_id": "444455556666", "role_name": "R", "session_name": "s1", "role_id": "AROA1"}
    with pytest.raises(InvalidInput, match=f"^{field}: received"):
        RoleSession(**{**fields, "issued_at": NOON, field: value})


@pytest.mark.parametrize(("field", "value"), [("name", "a b"), ("user_id", "AROA1"), ("path", "//x")])
def test_a_user_that_aws_could_not_have_is_refused(field: str, value: str) -> None:
    """The error names the field."""
    with pytest.raises(InvalidInput, match=f"^{field}: received"):
        User(**{"account_id": "111122223333", "name": "alice", "user_id": "AIDA1", field: value})
