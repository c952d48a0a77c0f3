"""The aspects of a recipe: the smallest things in which two sides can differ, and where each of them stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from sigv4_explain.diagnosis.recipe import Recipe

SCOPE_WORDS = ("date", "region", "service", "terminator")


class Aspect(NamedTuple):
    """One thing that a side has signed."""

    kind: str
    """A field of the recipe, or ``header``, ``header order``, ``signed name``, ``signed order``, ``scope``."""
    name: str = ""
    """Which header, or which word of the scope."""


_CANONICAL = (
    "method",
    "canonical_uri",
    "canonical_query_string",
    "hashed_payload",
    "line_break",
    "after_headers",
    "ending",
)
_STRING_TO_SIGN = ("algorithm", "date_time", "text_line_break", "hash_form")


class Shared(NamedTuple):
    """The names that both sides have, among which the order counts."""

    lines: frozenset[str]
    names: frozenset[str]


def aspects_of(recipe: Recipe, shared: Shared) -> dict[Aspect, object]:
    """Return what a recipe says in each aspect."""
    found: dict[Aspect, object] = {Aspect(field): getattr(recipe, field) for field in (*_CANONICAL, *_STRING_TO_SIGN)}
    for name, value in recipe.header_lines:
        place = Aspect("header", name)
        found[place] = (*_texts(found.get(place)), value)
    found[Aspect("header order")] = tuple([name for name, _ in recipe.header_lines if name in shared.lines])
    found |= {Aspect("signed name", name): count for name, count in Counter(recipe.signed_names).items()}
    found[Aspect("signed order")] = tuple([name for name in recipe.signed_names if name in shared.names])
    words = zip(SCOPE_WORDS, (*recipe.scope, *[None] * 4), strict=False)
    found |= {Aspect("scope", label): word for label, word in words}
    return found


def _texts(values: object) -> tuple[str, ...]:
    return values if isinstance(values, tuple) else ()


def shared_names(one: Recipe, other: Recipe) -> Shared:
    """Return the names that both sides have: as lines, and in SignedHeaders."""
    lines = frozenset([name for name, _ in one.header_lines]) & {name for name, _ in other.header_lines}
    return Shared(lines, frozenset(one.signed_names) & frozenset(other.signed_names))


def differing(one: Mapping[Aspect, object], other: Mapping[Aspect, object]) -> set[Aspect]:
    """Return the aspects in which two sides differ; what one of them lacks is a difference too."""
    return {aspect for aspect in one.keys() | other.keys() if one.get(aspect) != other.get(aspect)}


def is_of_string_to_sign(aspect: Aspect) -> bool:
    """Tell whether an aspect shows in the string to sign, not in the canonical request."""
    return aspect.kind in (*_STRING_TO_SIGN, "scope")
