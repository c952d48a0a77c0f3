"""The policy of a form that uploads: read, and each of its conditions matched with the form's fields.

Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, NamedTuple

from sigv4_explain.canonical import Headers
from sigv4_explain.encoding import utf_8
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.json_text import read_json
from sigv4_explain.masking import TOKEN_NAMES, masked, pictured

_NEED_NO_CONDITION = frozenset({"file", "policy", "x-amz-signature"})
_EXPECTED = '{"field": "value"}, ["eq" or "starts-with", "$field", "value"] or ["content-length-range", least, most]'


def post_policy(policy: str) -> str:
    """Take a policy as it is written, once it can be read: blanks and line ends are signed too.

    >>> post_policy('{"expiration": "2015-12-30T12:00:00.000Z", "conditions": []}')[:14]
    '{"expiration":'
    """
    read_policy(policy)
    return policy


def policy_string_to_sign(post_policy: str) -> str:
    """Write the policy as it stands in the form's field ``policy``, and as it is signed.

    ``Base64(UTF-8(policy))``

    >>> policy_string_to_sign('{"expiration": ')
    'eyJleHBpcmF0aW9uIjog'
    """
    return b64encode(utf_8(post_policy)).decode()


class Operator(Enum):
    """How a condition compares."""

    EQ = "eq"
    STARTS_WITH = "starts-with"
    CONTENT_LENGTH_RANGE = "content-length-range"


class Condition(NamedTuple):
    """What a policy demands of one field, or of the file's length."""

    operator: Operator
    name: str
    """The field, in lower case and without its dollar sign; empty for the file's length."""
    value: str
    """What the field is, or begins with."""
    least: int = 0
    most: int = 0

    @property
    def text(self) -> str:
        """The condition as S3's answers write it; a session token is masked."""
        if self.operator is Operator.CONTENT_LENGTH_RANGE:
            return json.dumps([self.operator.value, self.least, self.most])
        value = masked(self.value) if self.name in TOKEN_NAMES else self.value
        return json.dumps([self.operator.value, f"${self.name}", value], ensure_ascii=False)

    def is_met(self, value: str | None, length: int) -> bool:
        """Compare with the field's value, or with the file's length; a field that is missing counts as none."""
        match self.operator:
            case Operator.CONTENT_LENGTH_RANGE:
                return self.least <= length <= self.most
            case Operator.EQ:
                return value == self.value
            case Operator.STARTS_WITH:
                values = value.split(",") if value and self.name == "content-type" else [value]
                return all(each is not None and each.strip(" ").startswith(self.value) for each in values)

    def __repr__(self) -> str:
        return f"<Condition {pictured(self.text)}>"


class PostPolicy(NamedTuple):
    """A policy that was read."""

    expiration: str
    """As it is written: ISO 8601, in UTC."""
    conditions: tuple[Condition, ...]


class ConditionOutcome(NamedTuple):
    """One condition, the field it is about, and whether that meets it."""

    condition: Condition
    received: str | None
    """What the form has, or the file's length; None for a field that is missing."""
    is_met: bool

    def __repr__(self) -> str:
        return f"<ConditionOutcome {'met' if self.is_met else 'not met'}: {pictured(self.condition.text)}>"


def read_policy(policy: str) -> PostPolicy:
    """Read a policy. Raises InvalidInput, for the field policy, for what S3 could not read.

    >>> conditions = '[{"acl": "private"}, ["starts-with", "$Key", ""]]'
    >>> read_policy(f'{{"expiration": "2030-01-01T00:00:00Z", "conditions": {conditions}}}').conditions
    (<Condition ["eq", "$acl", "private"]>, <Condition ["starts-with", "$key", ""]>)
    """
    try:
        document = read_json(policy)
    except (ValueError, TypeError) as error:
        raise InvalidInput("policy", f"no JSON ({type(error).__name__})", "a JSON text") from None
    if not isinstance(document, dict) or not isinstance(document.get("expiration"), str):
        raise InvalidInput("policy", "no expiration", 'an object with "expiration": "YYYY-MM-DDThh:mm:ssZ"')
    if not isinstance(document.get("conditions"), list):
        raise InvalidInput("policy", "no conditions", 'an object with "conditions": […]')
    return PostPolicy(document["expiration"], conditions_of(document["conditions"]))


def conditions_of(conditions: Iterable[Any]) -> tuple[Condition, ...]:
    """Return the conditions that a policy's list has, in its order. Raises InvalidInput with the place of a wrong one.

    >>> conditions_of([["content-length-range", 1, 10]])
    (<Condition ["content-length-range", 1, 10]>,)
    """
    return tuple([each for place, written in enumerate(conditions) for each in _conditions(written, place)])


def _conditions(written: Any, place: int) -> Iterator[Condition]:
    match written:
        case Mapping() if written and all(isinstance(each, str) for pair in written.items() for each in pair):
            for name, value in written.items():
                yield Condition(Operator.EQ, name.lower(), value)
        case [str(word), str(name), str(value)] if name.startswith("$") and word.lower() in ("eq", "starts-with"):
            yield Condition(Operator(word.lower()), name[1:].lower(), value)
        case [str(word), least, most] if word.lower() == "content-length-range" and _are_lengths(least, most):
            yield Condition(Operator.CONTENT_LENGTH_RANGE, "", "", int(least), int(most))
        case _:
            raise InvalidInput(f"conditions[{place}]", _kind(written), _EXPECTED)


def _are_lengths(*values: Any) -> bool:
    return all(type(value) is int or (isinstance(value, str) and value.isdecimal()) for value in values)


def _kind(written: Any) -> str:
    """Describe a wrong condition by what it begins with: the rest may be a token."""
    if isinstance(written, (list, tuple)):
        return f"a list of {len(written)}, {describe(written[0])} first" if written else "an empty list"
    return type(written).__name__


def outcomes(policy: PostPolicy, fields: Headers, length: int) -> tuple[ConditionOutcome, ...]:
    """Match each condition with the form's fields, whose names have no case, and with the file's length.

    ``fields`` has ``bucket`` among them, which a form has in its address. Of a field that is sent twice the first
    counts.

    >>> policy = read_policy('{"expiration": "", "conditions": [{"acl": "private"}, ["content-length-range", 0, 9]]}')
    >>> outcomes(policy, (("ACL", "public-read"),), length=9)
    (<ConditionOutcome not met: ["eq", "$acl", "private"]>, <ConditionOutcome met: ["content-length-range", 0, 9]>)
    """
    values = {name.lower(): value for name, value in reversed(fields)}

    def outcome(condition: Condition) -> ConditionOutcome:
        value = str(length) if condition.operator is Operator.CONTENT_LENGTH_RANGE else values.get(condition.name)
        return ConditionOutcome(condition, value, condition.is_met(value, length))

    return tuple([outcome(condition) for condition in policy.conditions])


def extra_fields(policy: PostPolicy, fields: Headers) -> tuple[str, ...]:
    """Return the fields that no condition is about, as S3 names them: extra input fields.

    >>> policy = read_policy('{"expiration": "", "conditions": [{"acl": "private"}]}')
    >>> extra_fields(policy, (("Acl", "private"), ("x-ignore-me", ""), ("tagging", ""), ("file", "")))
    ('tagging',)
    """
    known = {condition.name for condition in policy.conditions} | _NEED_NO_CONDITION
    names = dict.fromkeys(name.lower() for name, _ in fields)
    return tuple([name for name in names if name not in known and not name.startswith("x-ignore-")])
