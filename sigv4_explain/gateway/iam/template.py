"""The texts of a policy: what in them stands for itself, for any characters, or for a value of the request.

Source: the IAM User Guide, "IAM JSON policy elements: Resource" and "Variables and tags".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from sigv4_explain.errors import describe
from sigv4_explain.gateway.iam.reading import InvalidPolicy


class Wildcard(Enum):
    """The two characters of a policy that stand for others."""

    ANY_RUN = "*"
    ANY_ONE = "?"


class Version(Enum):
    """The version of the policy language; only the later one knows variables."""

    WITHOUT_VARIABLES = "2008-10-17"
    WITH_VARIABLES = "2012-10-17"


@dataclass(frozen=True, slots=True)
class Variable:
    """A placeholder such as ``${aws:username, 'nobody'}``."""

    key: str
    """The condition key in lower case, since keys are compared without case."""
    default: str | None
    """What stands in for a key that the request does not have."""


Context = Mapping[str, str | tuple[str, ...]]
"""What AWS knows about a request, by condition key; a tuple where a key has several values."""

Pattern = tuple[str | Wildcard, ...]
"""Texts and wildcards: what a variable brought in is never a wildcard."""

Template = tuple[str | Wildcard | Variable, ...]
"""A pattern whose variables have no value yet."""

_variable = re.compile(r"\$\{(?:(?P<character>[*?$])|(?P<key>[A-Za-z0-9:/._+=@-]+)(?:\s*,\s*'(?P<default>[^']*)')?)\}")


def template(text: str, field: str, version: Version) -> Template:
    """Read a text of a policy; ``${*}``, ``${?}`` and ``${$}`` stand for the characters themselves."""
    if version is Version.WITHOUT_VARIABLES:
        return _wildcards(text)
    if "${" in _variable.sub(" ", text):
        raise InvalidPolicy(field, describe(text), "variables such as ${aws:username}")
    pieces: Template = ()
    end = 0
    for found in _variable.finditer(text):
        piece = found["character"] or Variable(found["key"].lower(), found["default"])
        pieces, end = (*pieces, *_wildcards(text[end : found.start()]), piece), found.end()
    return pieces + _wildcards(text[end:])


def _wildcards(text: str) -> Pattern:
    return tuple(Wildcard(piece) if piece in {"*", "?"} else piece for piece in re.split("([*?])", text) if piece)


def resolved(pieces: Template, context: Context) -> Pattern | None:
    """Put the request's values in the place of the variables; None when one has no value, and so nothing is like it."""
    pattern: list[str | Wildcard] = []
    for piece in pieces:
        if isinstance(piece, Variable):
            values = values_of(context, piece.key) or ((piece.default,) if piece.default is not None else ())
            if len(values) != 1:
                return None
            pattern.append(values[0])
        else:
            pattern.append(piece)
    return tuple(pattern)


def values_of(context: Context, key: str) -> tuple[str, ...]:
    """Return the values that a request has for a key in lower case."""
    for name, value in context.items():
        if name.lower() == key:
            return (value,) if isinstance(value, str) else value
    return ()


def split_arn(pieces: Template) -> tuple[Template, ...]:
    """Cut a template at its first five colons, before a variable could bring in more."""
    parts: list[Template] = [()]
    for piece in pieces:
        first, *others = piece.split(":", 6 - len(parts)) if isinstance(piece, str) else [piece]
        parts[-1] += (first,)
        parts += [(other,) for other in others]
    return tuple(parts)
