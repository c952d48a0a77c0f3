from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain.gateway.iam import InvalidPolicy
from sigv4_explain.gateway.iam.conditions import read_conditions
from sigv4_explain.gateway.iam.operators import OPERATORS, Polarity
from sigv4_explain.gateway.iam.template import Context, Version

CONTEXT: Context = {
    "aws:username": "alice",
    "aws:SourceIp": "203.0.113.7",
    "aws:CurrentTime": "2015-08-30T12:36:00Z",
    "aws:EpochTime": "1440938160",
    "aws:SecureTransport": "true",
    "aws:PrincipalArn": "arn:aws:iam::111122223333:user/team/alice",
    "aws:PrincipalAccount": "111122223333",
    "keys": ("red", "green"),
    "none": (),
    "n": "10",
    "short": "arn:aws:iam",
    "queue": "arn:aws:sqs:eu-central-1:111122223333:a:b",
}


def _holds(block: Any, version: Version = Version.WITH_VARIABLES) -> bool:
    return all(condition.holds(CONTEXT) for condition in read_conditions(block, "Condition", version))


TABLE = [
    ("StringEquals", "aws:username", "alice", True),
    ("StringEquals", "aws:username", "Alice", False),
    ("StringEquals", "aws:username", "al*", False),
    ("StringEquals", "aws:username", "${aws:username}", True),
    ("StringEquals", "aws:username", ["bob", "alice"], True),
    ("StringEquals", "AWS:UserName", "alice", True),
    ("StringEquals", "n", 10, True),
    ("StringEquals", "aws:SecureTransport", True, True),
    ("StringNotEquals", "aws:username", "alice", False),
    ("StringNotEquals", "aws:username", ["bob", "alice"], False),
    ("StringNotEquals", "aws:username", ["bob", "carol"], True),
    ("StringEqualsIgnoreCase", "aws:username", "ALICE", True),
    ("StringNotEqualsIgnoreCase", "aws:username", "ALICE", False),
    ("StringLike", "aws:username", "a?i*", True),
    ("StringLike", "aws:username", "A*", False),
    ("StringLike", "aws:username", "a.ice", False),
    ("StringLike", "aws:PrincipalArn", "arn:*alice", True),
    ("StringNotLike", "aws:username", ["b*", "a*"], False),
    ("StringNotLike", "aws:username", "b*", True),
    ("NumericEquals", "n", "10.0", True),
    ("NumericNotEquals", "n", 10, False),
    ("NumericLessThan", "n", 10, False),
    ("NumericLessThan", "n", "10.5", True),
    ("NumericLessThanEquals", "n", 10, True),
    ("NumericGreaterThan", "n", 9, True),
    ("NumericGreaterThan", "n", 10, False),
    ("NumericGreaterThanEquals", "n", 10, True),
    ("NumericGreaterThanEquals", "n", 11, False),
    ("NumericEquals", "aws:username", 10, False),
    ("NumericNotEquals", "aws:username", 10, True),
    ("DateEquals", "aws:CurrentTime", "2015-08-30T14:36:00+02:00", True),
    ("DateEquals", "aws:CurrentTime", "2015-08-30T12:36Z", True),
    ("DateEquals", "aws:EpochTime", "2015-08-30T12:36:00Z", True),
    ("DateNotEquals", "aws:CurrentTime", 1440938160, False),
    ("DateLessThan", "aws:CurrentTime", "2015-08-30T12:36:00.5Z", True),
    ("DateLessThan", "aws:CurrentTime", "2015-08-30", False),
    ("DateLessThanEquals", "aws:CurrentTime", "2015-08-30T12:36:00Z", True),
    ("DateGreaterThan", "aws:CurrentTime", "2015", True),
    ("DateGreaterThan", "aws:CurrentTime", "2015-08", True),
    ("DateGreaterThan", "aws:CurrentTime", "2015-09", False),
    ("DateGreaterThanEquals", "aws:CurrentTime", "2015-08-30T12:36:00Z", True),
    ("Bool", "aws:SecureTransport", "TRUE", True),
    ("Bool", "aws:SecureTransport", False, False),
    ("IpAddress", "aws:SourceIp", "203.0.113.0/24", True),
    ("IpAddress", "aws:SourceIp", "203.0.113.7", True),
    ("IpAddress", "aws:SourceIp", ["2001:db8::/32", "203.0.113.99/24"], True),
    ("IpAddress", "aws:SourceIp", "2001:db8::/32", False),
    ("NotIpAddress", "aws:SourceIp", ["198.51.100.0/24", "203.0.113.0/24"], False),
    ("NotIpAddress", "aws:SourceIp", "198.51.100.0/24", True),
    ("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::*:user/*", True),
    ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::${aws:PrincipalAccount}:user/team/alice", True),
    ("ArnLike", "aws:PrincipalArn", "arn:aws:iam:*:user/team/alice:x", False),
    ("ArnLike", "aws:username", "arn:aws:iam::*:user/*", False),
    ("ArnLike", "short", "arn:aws:iam:*:*:*", False),
    ("ArnLike", "queue", "arn:aws:sqs:*:*:a:b", True),
    ("ArnNotEquals", "aws:PrincipalArn", "arn:aws:iam::*:user/*", False),
    ("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:role/*", True),
    ("Null", "aws:username", "false", True),
    ("Null", "AWS:UserName", "false", True),
    ("Null", "aws:username", True, False),
    ("Null", "absent", "true", True),
    ("Null", "none", "TRUE", True),
    ("Null", "absent", ["true", "false"], True),
    ("StringEquals", "keys", "red", True),
    ("StringNotEquals", "keys", "red", False),
    ("ForAnyValue:StringEquals", "keys", ["red", "blue"], True),
    ("ForAnyValue:StringNotEquals", "keys", "red", True),
    ("ForAllValues:StringEquals", "keys", ["red", "blue"], False),
    ("ForAllValues:StringEquals", "keys", ["red", "green", "blue"], True),
    ("ForAllValues:StringNotLike", "keys", "r*", False),
    ("ForAllValues:StringNotLike", "keys", "b*", True),
    ("StringEquals", "aws:username", "${aws:missing}", False),
    ("StringNotEquals", "aws:username", "${aws:missing}", True),
]


@pytest.mark.parametrize(("operator", "key", "value", "expected"), TABLE)
def test_an_operator_compares_the_request_with_the_policy(
    operator: str,
    key: str,
    value: Any,
    expected: bool,  # noqa: FBT001 -- a table's column
) -> None:
    """Several values of a policy mean any of them, and for a negated operator none of them."""
    assert _holds({operator: {key: value}}) is expected


def test_every_operator_is_in_the_table() -> None:
    """An operator that nobody tried would be a promise."""
    tried = {operator.rpartition(":")[2] for operator, *_ in TABLE}

    assert tried == {*OPERATORS, "Null"}


VALUES = {"Str": "x", "Num": "1", "Dat": "2015", "Boo": "true", "IpA": "10.0.0.1", "Not": "10.0.0.1"}
VALUES["Arn"] = "arn:aws:iam::1:user/x"


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_absent_key_fails_what_is_asked_and_meets_what_is_ruled_out(operator: str) -> None:
    """IfExists and ForAllValues turn an absent key into one that holds, ForAnyValue into one that does not."""
    condition = {"absent": VALUES[operator[:3]]}

    assert _holds({operator: condition}) is (OPERATORS[operator].polarity is Polarity.NEGATED)
    assert _holds({f"{operator}IfExists": condition})
    assert _holds({f"ForAllValues:{operator}": condition})
    assert not _holds({f"ForAnyValue:{operator}": condition})
    assert _holds({f"ForAnyValue:{operator}IfExists": condition})


def test_if_exists_still_compares_a_key_that_exists() -> None:
    """It is a leave to be absent, not to differ."""
    assert not _holds({"StringEqualsIfExists": {"aws:username": "bob"}})


def test_every_operator_and_every_key_must_hold() -> None:
    """They are joined by and."""
    assert _holds({"StringEquals": {"aws:username": "alice", "n": "10"}, "Bool": {"aws:SecureTransport": "true"}})
    assert not _holds({"StringEquals": {"aws:username": "alice", "n": "11"}})
    assert not _holds({"StringEquals": {"n": "10"}, "Bool": {"aws:SecureTransport": "false"}})


def test_the_earlier_version_takes_variables_as_text() -> None:
    """A policy without the current version compares the placeholder itself."""
    assert not _holds({"StringEquals": {"aws:username": "${aws:username}"}}, Version.WITHOUT_VARIABLES)


@given(st.text(), st.text())
def test_a_negated_operator_is_the_opposite_of_its_positive(given_value: str, wanted: str) -> None:
    """For a key that is there, either one or the other holds."""

    def holds(operator: str) -> bool:
        block = {operator: {"key": wanted}}
        conditions = read_conditions(block, "Condition", Version.WITHOUT_VARIABLES)
        return all(condition.holds({"key": given_value}) for condition in conditions)

    assert holds("StringLike") is not holds("StringNotLike")
    assert holds("StringEquals") is not holds("StringNotEquals")


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("x", "Condition: received 'x', expected a block of operators"),
        ({"StringEquals": "x"}, "Condition.StringEquals: received 'x', expected a block of condition keys"),
        (
            {"StringIs": {"k": "v"}},
            "Condition.StringIs: received 'StringIs', expected an operator such as StringEquals",
        ),
        ({"stringequals": {"k": "v"}}, "Condition.stringequals: received 'stringequals', expected an operator"),
        ({"ForSome:Bool": {"k": "true"}}, "Condition.ForSome:Bool: received 'ForSome:Bool', expected an operator"),
        ({"NullIfExists": {"k": "true"}}, "Condition.NullIfExists: received 'NullIfExists', expected an operator"),
        ({"Null": {"k": "no"}}, r"Condition.Null.k: received 'no', expected true \(the key is absent\)"),
        ({"Bool": {"k": ["true", "yes"]}}, r"Condition.Bool.k\[1\]: received 'yes', expected true or false"),
        ({"NumericEquals": {"k": "1e3"}}, "Condition.NumericEquals.k: received '1e3', expected a number"),
        ({"NumericEquals": {"k": "nan"}}, "Condition.NumericEquals.k: received 'nan', expected a number"),
        ({"DateEquals": {"k": "30.8.2015"}}, "Condition.DateEquals.k: received '30.8.2015', expected a date"),
        ({"DateEquals": {"k": "2015-13-01"}}, "Condition.DateEquals.k: received '2015-13-01', expected a date"),
        ({"DateEquals": {"k": "2015-08-30T12:36:00"}}, "Condition.DateEquals.k: received '2015-08-30T12:36:00'"),
        ({"IpAddress": {"k": "300.0.0.1"}}, "Condition.IpAddress.k: received '300.0.0.1', expected an address range"),
        ({"IpAddress": {"k": "10.0.0.*"}}, "Condition.IpAddress.k: received '10.0.0.\\*', expected an address range"),
        ({"ArnLike": {"k": "*"}}, "Condition.ArnLike.k: received '\\*', expected an ARN"),
        ({"StringEquals": {"k": []}}, "Condition.StringEquals.k: received an empty list, expected at least one value"),
        ({"StringEquals": {"k": None}}, "Condition.StringEquals.k: received NoneType, expected a string, a number"),
        ({"StringEquals": {"k": {}}}, "Condition.StringEquals.k: received dict, expected a string, a number"),
        ({"StringEquals": {7: "v"}}, "Condition.StringEquals: received the name 7, expected names that are texts"),
    ],
)
def test_a_condition_that_cannot_be_evaluated_is_refused(block: Any, message: str) -> None:
    """The message says where, what came and what was expected; nothing is left to fail open."""
    with pytest.raises(InvalidPolicy, match=message):
        read_conditions(block, "Condition", Version.WITH_VARIABLES)
