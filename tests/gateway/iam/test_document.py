from __future__ import annotations

from typing import Any

import pytest

from sigv4_explain.errors import InvalidInput
from sigv4_explain.gateway.iam import InvalidPolicy, PolicyKind, checked_policy
from tests.gateway.iam.people import API, document, statement

IDENTITY, RESOURCE, TRUST = PolicyKind.IDENTITY, PolicyKind.RESOURCE, PolicyKind.TRUST
ANYONE = {"Principal": "*"}


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        (IDENTITY, None, "policy: received NoneType, expected a policy document"),
        (IDENTITY, "{}", "policy: received '{}', expected a policy document"),
        (IDENTITY, {}, "policy.Statement: received nothing, expected at least one statement"),
        (IDENTITY, {"Statement": []}, "policy.Statement: received an empty list"),
        (IDENTITY, {"Statement": "x"}, "policy.Statement: received 'x', expected a statement"),
        (IDENTITY, {"Version": "2012-10-18", "Statement": statement()}, "policy.Version: received '2012-10-18'"),
        (IDENTITY, {"Version": [], "Statement": statement()}, "policy.Version: received list"),
        (IDENTITY, {"Id": 1, "Statement": statement()}, "policy.Id: received 1, expected a text"),
        (IDENTITY, {"Statements": statement()}, "policy.Statements: received an element that does not belong here"),
        (IDENTITY, document(statement(), statement("allow")), r"policy.Statement\[1\].Effect: received 'allow'"),
        (IDENTITY, document({"Action": "*", "Resource": "*"}), r"policy.Statement\[0\].Effect: received nothing"),
        (IDENTITY, document(statement(Sid=1)), r"policy.Statement\[0\].Sid: received 1"),
        (
            IDENTITY,
            document(statement(Sid="a"), statement(Sid="a")),
            "policy.Statement: received the Sid 'a' more than",
        ),
        (IDENTITY, document(statement(Actions="*")), r"policy.Statement\[0\].Actions: received an element"),
        (
            IDENTITY,
            document(statement(action=None)),
            r"policy.Statement\[0\]: received neither, expected either Action or",
        ),
        (
            IDENTITY,
            document(statement(NotAction="*")),
            r"policy.Statement\[0\]: received both, expected either Action or",
        ),
        (IDENTITY, document(statement(action=["*", ""])), r"policy.Statement\[0\].Action\[1\]: received ''"),
        (IDENTITY, document(statement(action="Invoke")), r"policy.Statement\[0\].Action: received 'Invoke'"),
        (
            IDENTITY,
            document(statement(action="exec*:Invoke")),
            r"policy.Statement\[0\].Action: received 'exec\*:Invoke'",
        ),
        (IDENTITY, document(statement(action=[])), r"policy.Statement\[0\].Action: received an empty list"),
        (IDENTITY, document(statement(action={})), r"policy.Statement\[0\].Action: received dict"),
        (
            IDENTITY,
            document(statement(Resource=None)),
            r"policy.Statement\[0\]: received neither, expected either Resource",
        ),
        (IDENTITY, document(statement(Resource="abc123/*")), r"policy.Statement\[0\].Resource: received 'abc123/\*'"),
        (IDENTITY, document(statement(Resource=[API, 5])), r"policy.Statement\[0\].Resource\[1\]: received 5"),
        (
            IDENTITY,
            document(statement(Resource="execute-api:/*")),
            r"Resource: received 'execute-api:/\*', expected \* or",
        ),
        (
            IDENTITY,
            document(statement(Resource="arn:aws:iam::${a}:user/b")),
            "received a variable before the fifth colon",
        ),
        (
            IDENTITY,
            document(statement(**ANYONE)),
            r"policy.Statement\[0\].Principal: received an element that does not",
        ),
        (
            IDENTITY,
            document(statement(Condition={"Is": {"a": "b"}})),
            r"policy.Statement\[0\].Condition.Is: received 'Is'",
        ),
        (RESOURCE, document(statement()), r"policy.Statement\[0\]: received neither, expected either Principal or"),
        (
            RESOURCE,
            document(statement(Principal="x")),
            r"policy.Statement\[0\].Principal: received 'x', expected \"\*\" or",
        ),
        (RESOURCE, document(statement(Principal={})), r"policy.Statement\[0\].Principal: received an empty block"),
        (RESOURCE, document(statement(Principal={"Aws": "*"})), r"Statement\[0\].Principal.Aws: received an element"),
        (
            RESOURCE,
            document(statement(Principal={"AWS": "1"})),
            r"Statement\[0\].Principal.AWS: received '1', expected \*",
        ),
        (
            RESOURCE,
            document(statement(Principal={"Service": 1})),
            r"Statement\[0\].Principal.Service: received 1, expected",
        ),
        (
            RESOURCE,
            document(statement(Principal={"AWS": ["*", "arn:aws:iam::111122223333:user/*"]})),
            r"policy.Statement\[0\].Principal.AWS\[1\]: received 'arn:aws:iam::111122223333:user/\*', expected",
        ),
        (TRUST, document(statement(**ANYONE)), r"policy.Statement\[0\].Resource: received an element that does not"),
    ],
)
def test_a_document_that_iam_would_refuse_is_refused(kind: PolicyKind, given: Any, message: str) -> None:
    """The message names the element by its place in the document; nothing is left to fail open."""
    with pytest.raises(InvalidPolicy, match=message):
        checked_policy(given, kind, name="p")


def test_the_document_is_called_what_the_caller_calls_it() -> None:
    """A world has many policies, so each error says whose."""
    with pytest.raises(InvalidPolicy, match=r"accounts\.A\.alice\.policies: received NoneType") as caught:
        checked_policy(None, IDENTITY, name="p", field="accounts.A.alice.policies")

    assert caught.value.field == "accounts.A.alice.policies"


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (IDENTITY, {"Statement": statement()}),
        (IDENTITY, document(statement(Sid=""), statement(Sid=""))),
        (IDENTITY, document(statement(action=("s3:Get*", "execute-api:*"), Resource=("*", "arn:aws:s3:::b/*")))),
        (IDENTITY, {**document(statement()), "Id": "mine"}),
        (RESOURCE, document(statement(Principal={"AWS": ["111122223333", "*"], "Service": "lambda.amazonaws.com"}))),
        (RESOURCE, document(statement(NotPrincipal={"AWS": "arn:aws:sts::111122223333:assumed-role/r/s"}))),
        (TRUST, document(statement(action="sts:AssumeRole", Resource=None, **ANYONE))),
    ],
)
def test_what_iam_accepts_is_accepted(kind: PolicyKind, given: Any) -> None:
    """One value bare, several in a list; an empty Sid is none."""
    assert checked_policy(given, kind, name="p").kind is kind


@pytest.mark.parametrize("attached_to", ["", "abc123", f"{API}/prod", f"{API}/*"])
def test_a_policy_is_attached_to_an_api(attached_to: str) -> None:
    """Abbreviations are written out with this ARN, so a stage or a wildcard in it would widen them."""
    with pytest.raises(InvalidInput, match=r"attached_to: received .*, expected an API's ARN"):
        checked_policy(document(statement(**ANYONE)), RESOURCE, name="p", attached_to=attached_to)
