"""The condition operators, one row each.

Source: the IAM User Guide, "IAM JSON policy elements: Condition operators".
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from sigv4_explain.gateway.iam.comparing import Compare, ReadTest, arn, text, value
from sigv4_explain.gateway.iam.matching import literal, matches
from sigv4_explain.gateway.iam.values import address, boolean, moment, network, number


class Polarity(Enum):
    """Whether a condition asks for likeness or for its absence."""

    POSITIVE = "one of the policy's values is like the request's"
    NEGATED = "none of the policy's values is like the request's"


@dataclass(frozen=True, slots=True)
class Operator:
    """One condition operator."""

    read: ReadTest
    polarity: Polarity = Polarity.POSITIVE


def _number(compare: Compare) -> ReadTest:
    return value(number, number, compare, "a number such as 10 or 2.5")


def _date(compare: Compare) -> ReadTest:
    return value(moment, moment, compare, "a date such as 2015-08-30T12:36:00Z, or seconds since 1970")


_same = text(lambda pattern, given: literal(pattern) == given)
_same_but_for_case = text(lambda pattern, given: literal(pattern).lower() == given.lower())
_like = text(matches)
_in_range = value(network, address, lambda found, wanted: found in wanted, "an address range such as 203.0.113.0/24")

OPERATORS: Mapping[str, Operator] = MappingProxyType(
    {
        "StringEquals": Operator(_same),
        "StringNotEquals": Operator(_same, Polarity.NEGATED),
        "StringEqualsIgnoreCase": Operator(_same_but_for_case),
        "StringNotEqualsIgnoreCase": Operator(_same_but_for_case, Polarity.NEGATED),
        "StringLike": Operator(_like),
        "StringNotLike": Operator(_like, Polarity.NEGATED),
        "NumericEquals": Operator(_number(operator.eq)),
        "NumericNotEquals": Operator(_number(operator.eq), Polarity.NEGATED),
        "NumericLessThan": Operator(_number(operator.lt)),
        "NumericLessThanEquals": Operator(_number(operator.le)),
        "NumericGreaterThan": Operator(_number(operator.gt)),
        "NumericGreaterThanEquals": Operator(_number(operator.ge)),
        "DateEquals": Operator(_date(operator.eq)),
        "DateNotEquals": Operator(_date(operator.eq), Polarity.NEGATED),
        "DateLessThan": Operator(_date(operator.lt)),
        "DateLessThanEquals": Operator(_date(operator.le)),
        "DateGreaterThan": Operator(_date(operator.gt)),
        "DateGreaterThanEquals": Operator(_date(operator.ge)),
        "Bool": Operator(value(boolean, boolean, operator.eq, "true or false")),
        "IpAddress": Operator(_in_range),
        "NotIpAddress": Operator(_in_range, Polarity.NEGATED),
        "ArnEquals": Operator(arn),
        "ArnNotEquals": Operator(arn, Polarity.NEGATED),
        "ArnLike": Operator(arn),
        "ArnNotLike": Operator(arn, Polarity.NEGATED),
    }
)
"""Every operator but ``Null``, which looks at no value."""
