"""How a value of a policy becomes a test of a value of a request: as a text, as an ARN, or as what it means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sigv4_explain.errors import describe
from sigv4_explain.gateway.iam.matching import matches
from sigv4_explain.gateway.iam.reading import InvalidPolicy
from sigv4_explain.gateway.iam.template import Context, Pattern, Version, resolved, split_arn, template

Test = Callable[[str, Context], bool]
"""Whether one value of the request is like one value of the policy."""

ReadTest = Callable[[str, str, Version], Test]
"""Makes the test out of a policy's value, its place and the language's version; raises InvalidPolicy."""

Compare = Callable[[Any, Any], bool]
"""Compares what the request has with what the policy wants."""


def text(like: Callable[[Pattern, str], bool]) -> ReadTest:
    """Compare texts; the policy's may have variables."""

    def read(wanted: str, field: str, version: Version) -> Test:
        pieces = template(wanted, field, version)

        def test(given: str, context: Context) -> bool:
            pattern = resolved(pieces, context)
            return pattern is not None and like(pattern, given)

        return test

    return read


def arn(wanted: str, field: str, version: Version) -> Test:
    """Compare ARNs part by part, so that a wildcard stays in its part; the policy's may have variables."""
    parts = split_arn(template(wanted, field, version))
    if len(parts) != 6:
        raise InvalidPolicy(field, describe(wanted), "an ARN: six parts between colons, wildcards inside a part")

    def test(given: str, context: Context) -> bool:
        given_parts = given.split(":", 5)
        if len(given_parts) != 6:
            return False
        patterns = [resolved(part, context) for part in parts]
        pairs = zip(patterns, given_parts, strict=True)
        return all(pattern is not None and matches(pattern, part) for pattern, part in pairs)

    return test


def value(
    read_policy: Callable[[str], Any], read_request: Callable[[str], Any], compare: Compare, expected: str
) -> ReadTest:
    """Compare what two readers make of the texts; a request's text that cannot be read is like nothing."""

    def read(text_of_policy: str, field: str, _version: Version) -> Test:
        wanted = read_policy(text_of_policy)
        if wanted is None:
            raise InvalidPolicy(field, describe(text_of_policy), expected)

        def test(given: str, _context: Context) -> bool:
            found = read_request(given)
            return found is not None and compare(found, wanted)

        return test

    return read
