"""A mistake: a row of the doctor's table, with the change that it makes to a recipe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Any, NamedTuple

from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.cause import Cause
from sigv4_explain.diagnosis.recipe import Recipe

Change = Callable[[Recipe], Recipe]
"""What a mistake does to a recipe; it may leave it as it is."""


MOST_VARIANTS = 200
"""Spellings of one mistake that are tried."""

LONGEST_TRIED = 32_768
"""Characters of a canonical request up to which mistakes are tried: AWS refuses longer ones."""

LONGEST_PAIRED = 8_192
"""Characters of a canonical request up to which two mistakes are tried at once."""

MOST_PAIRED = 100
"""Headers and parameters of a request up to which two mistakes are tried at once, and texts compared by mistakes."""


class Basis(Enum):
    """Why a spelling is tried."""

    REQUEST = "the request gives reason to"
    GUESS = "it is one of a long list"


class Variant(NamedTuple):
    """One spelling of a mistake."""

    spelling: str
    """In words, after the mistake's sentence; it holds no secret."""
    change: Change
    basis: Basis = Basis.REQUEST


class Composition(Enum):
    """What a change makes of an earlier change to the same step."""

    ALTERS = "works on what is there, so that both are seen"
    REPLACES = "writes the step anew, so that the earlier change is lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake(Cause):
    """Something that clients are known to do wrong, and how to do it to a signature on purpose.

    Mistakes are tried in the order of how often they were seen.
    """

    variants: Callable[[Case], Iterator[Variant]]
    """The spellings that fit a case; none when the case leaves no room for the mistake."""
    composition: Composition = Composition.ALTERS

    def tried(self, case: Case) -> Iterator[Variant]:
        """Return the first MOST_VARIANTS spellings: a request of a thousand headers has two thousand."""
        return islice(self.variants(case), MOST_VARIANTS)


def put(**values: Any) -> Change:
    """Return the change that writes these values into a recipe."""
    return lambda recipe: recipe._replace(**values)


def put_key(**values: Any) -> Change:
    """Return the change that writes these values into a recipe's key chain."""
    return lambda recipe: recipe._replace(key_chain=recipe.key_chain._replace(**values))


def different(variants: Iterator[tuple[str, str]], right: str, field: str) -> Iterator[Variant]:
    """Return a variant for each new value of a field, without those that change nothing and without repeats."""
    tried = {right}
    for spelling, value in variants:
        if value not in tried:
            tried.add(value)
            changed: dict[str, Any] = {field: value}
            yield Variant(spelling, put(**changed))


def rewritten(spelling: str, field: str, pattern: str, new: str | Callable[[re.Match[str]], str]) -> Variant:
    """Return the variant that replaces a pattern wherever it stands in a field."""
    replaced = re.compile(pattern).sub

    def change(recipe: Recipe) -> Recipe:
        changed: dict[str, Any] = {field: replaced(new, getattr(recipe, field))}
        return recipe._replace(**changed)

    return Variant(spelling, change)


def both(first: Change, then: Change) -> Change:
    """Return the change that makes one change after the other."""
    return lambda recipe: then(first(recipe))
