"""Read a policy document piece by piece; whatever IAM would refuse is refused by its place in the document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from sigv4_explain.errors import InvalidInput, describe


class InvalidPolicy(InvalidInput):
    """A policy document that cannot be evaluated: the field says where, such as ``policy.Statement[1].Effect``."""


def one_or_more(value: object, field: str) -> Iterator[tuple[str, object]]:
    """Return each value with its place: policies write one value bare and several in a list.

    >>> list(one_or_more(["a", "b"], "Action"))
    [('Action[0]', 'a'), ('Action[1]', 'b')]
    >>> list(one_or_more("a", "Action"))
    [('Action', 'a')]
    """
    if not isinstance(value, (list, tuple)):
        yield field, value
        return
    if not value:
        raise InvalidPolicy(field, "an empty list", "at least one value")
    for index, item in enumerate(value):
        yield f"{field}[{index}]", item


def text_at(value: object, field: str, expected: str) -> str:
    """Return the value if it is a text."""
    if not isinstance(value, str):
        raise InvalidPolicy(field, describe(value), expected)
    return value


def block_at(value: object, field: str, expected: str, names: Collection[str] | None = None) -> Mapping[str, object]:
    """Return the value if it is a JSON object, and has no other names than those given."""
    if not isinstance(value, Mapping):
        raise InvalidPolicy(field, describe(value), expected)
    for name in value:
        if not isinstance(name, str):
            raise InvalidPolicy(field, f"the name {describe(name)}", "names that are texts")
        if names is not None and name not in names:
            raise InvalidPolicy(f"{field}.{name}", "an element that does not belong here", f"one of {', '.join(names)}")
    return value


def one_of_two(block: Mapping[str, object], names: tuple[str, str], field: str) -> tuple[str, object]:
    """Return the name and the value of whichever element is there: a statement has an Action or a NotAction."""
    present = [name for name in names if name in block]
    if len(present) != 1:
        raise InvalidPolicy(field, "both" if present else "neither", f"either {names[0]} or {names[1]}")
    return present[0], block[present[0]]


def written(value: object, field: str) -> str:
    """Return a JSON string, number or boolean as the text that is compared.

    >>> written(True, "Bool"), written(10, "NumericEquals")
    ('true', '10')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, (str, int, float)):
        raise InvalidPolicy(field, describe(value), "a string, a number or a boolean")
    return str(value)
