"""A statement's Condition: every operator and every key must hold, any of a key's values is enough.

Source: the IAM User Guide, "Conditions with multiple context keys or values" and "Single-valued vs. multivalued
context keys".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from sigv4_explain.errors import describe
from sigv4_explain.gateway.iam.comparing import Test
from sigv4_explain.gateway.iam.operators import OPERATORS, Polarity
from sigv4_explain.gateway.iam.reading import InvalidPolicy, block_at, one_or_more, written
from sigv4_explain.gateway.iam.template import Context, Version, values_of


class Quantifier(Enum):
    """How many of the request's values must meet a condition."""

    PLAIN = ""
    FOR_ANY_VALUE = "ForAnyValue"
    FOR_ALL_VALUES = "ForAllValues"


class WhenAbsent(Enum):
    """What becomes of a condition when the request does not have the key."""

    HOLDS = "it holds"
    FAILS = "it does not hold"


@dataclass(frozen=True, slots=True)
class Condition:
    """What one operator asks of one key."""

    key: str
    """In lower case: keys are compared without case."""
    tests: tuple[Test, ...]
    """One for each value of the policy."""
    polarity: Polarity
    quantifier: Quantifier
    when_absent: WhenAbsent

    def holds(self, context: Context) -> bool:
        """Ask the request's values."""
        values = values_of(context, self.key)
        if not values:
            return self.when_absent is WhenAbsent.HOLDS
        met = [self._is_met_by(value, context) for value in values]
        if self.quantifier is Quantifier.PLAIN and self.polarity is Polarity.NEGATED:
            return all(met)
        return all(met) if self.quantifier is Quantifier.FOR_ALL_VALUES else any(met)

    def _is_met_by(self, value: str, context: Context) -> bool:
        alike = any(test(value, context) for test in self.tests)
        return alike is (self.polarity is Polarity.POSITIVE)


@dataclass(frozen=True, slots=True)
class NullCondition:
    """Whether the request must be without a key: ``Null``."""

    key: str
    answers: frozenset[str]
    """``true`` where the key may be absent, ``false`` where it may be there."""

    def holds(self, context: Context) -> bool:
        """Look whether the key is there."""
        return ("false" if values_of(context, self.key) else "true") in self.answers


Conditions = tuple[Condition | NullCondition, ...]

_operator_name = re.compile(r"(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?")


def read_conditions(value: object, field: str, version: Version) -> Conditions:
    """Read a Condition block; raises InvalidPolicy for an unknown operator or a value that it cannot compare."""
    return tuple(
        _read_condition(name, key, values, f"{field}.{name}.{key}", version)
        for name, keys in block_at(value, field, "a block of operators").items()
        for key, values in block_at(keys, f"{field}.{name}", "a block of condition keys").items()
    )


def _read_condition(name: str, key: str, values: object, field: str, version: Version) -> Condition | NullCondition:
    if name == "Null":
        return NullCondition(key.lower(), frozenset(_read_null(values, field)))
    found = _operator_name.fullmatch(name)
    if found is None or found[2] not in OPERATORS:
        raise InvalidPolicy(field.removesuffix(f".{key}"), describe(name), "an operator such as StringEquals")
    operator, quantifier = OPERATORS[found[2]], Quantifier(found[1] or "")
    tests = tuple(operator.read(written(item, at), at, version) for at, item in one_or_more(values, field))
    return Condition(
        key.lower(), tests, operator.polarity, quantifier, _when_absent(operator.polarity, quantifier, found[3])
    )


def _when_absent(polarity: Polarity, quantifier: Quantifier, if_exists: str | None) -> WhenAbsent:
    if if_exists or quantifier is Quantifier.FOR_ALL_VALUES:
        return WhenAbsent.HOLDS
    negated = polarity is Polarity.NEGATED and quantifier is Quantifier.PLAIN
    return WhenAbsent.HOLDS if negated else WhenAbsent.FAILS


def _read_null(values: object, field: str) -> Iterator[str]:
    for at, value in one_or_more(values, field):
        answer = written(value, at).lower()
        if answer not in {"true", "false"}:
            raise InvalidPolicy(at, describe(value), "true (the key is absent) or false (it is there)")
        yield answer
