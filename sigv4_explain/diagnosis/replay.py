"""Replay: sign as each known mistake would, and see which one gives the signature that was received."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import combinations

from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.key_chain import KeyChain
from sigv4_explain.diagnosis.mistake import Change, Composition, Mistake
from sigv4_explain.diagnosis.mistakes import MISTAKES
from sigv4_explain.diagnosis.recipe import Recipe


class Search(Enum):
    """When to stop."""

    FIRST = "at the first proof"
    ALL = "when every mistake has been tried"


@dataclass(frozen=True, slots=True)
class Proof:
    """Mistakes that give exactly the signature that was received. Neither signature is in its repr."""

    mistakes: tuple[Mistake, ...]
    """One, or two in the order in which they are made."""
    spellings: tuple[str, ...]
    """For each mistake, which of its spellings it was."""
    recipe: Recipe
    """What was signed."""
    right: Recipe
    """What should have been signed."""

    @property
    def slugs(self) -> tuple[str, ...]:
        """The names of the causes."""
        return tuple([mistake.slug for mistake in self.mistakes])

    def __repr__(self) -> str:
        return f"<Proof: {' and '.join(self.slugs)}>"


@dataclass(frozen=True, slots=True)
class _Forge:
    """Signs recipes; a signing key that was derived once is kept for the length of a replay."""

    case: Case
    keys: dict[KeyChain, bytes] = field(default_factory=dict, repr=False)

    def reproduces(self, recipe: Recipe) -> bool:
        """Tell whether a recipe gives the signature that was received."""
        key = self.keys.get(recipe.key_chain)
        if key is None:
            key = self.keys[recipe.key_chain] = recipe.key_chain.signing_key()
        return recipe.signature(key) == self.case.received


def replay(case: Case, *, search: Search = Search.ALL, mistakes: Sequence[Mistake] = MISTAKES) -> tuple[Proof, ...]:
    """Try each mistake alone, the frequent ones first; return a proof for each that gives the received signature.

    A request that is signed as it should be gives none.
    """
    forge = _Forge(case)
    if forge.reproduces(case.recipe):
        return ()
    return _found(_singles(forge, mistakes), search)


def replay_pairs(
    case: Case, *, search: Search = Search.FIRST, mistakes: Sequence[Mistake] = MISTAKES
) -> tuple[Proof, ...]:
    """Try two mistakes at once, without the pairs of which one would undo the other.

    A request that is signed as it should be gives no proof.
    """
    forge = _Forge(case)
    if forge.reproduces(case.recipe):
        return ()
    return _found(_pairs(forge, mistakes), search)


def _found(proofs: Iterator[Proof], search: Search) -> tuple[Proof, ...]:
    if search is Search.ALL:
        return tuple(proofs)
    first = next(proofs, None)
    return () if first is None else (first,)


def _singles(forge: _Forge, mistakes: Sequence[Mistake]) -> Iterator[Proof]:
    right = forge.case.recipe
    for mistake in mistakes:
        for spelling, change in mistake.variants(forge.case):
            recipe = change(right)
            if forge.reproduces(recipe):
                yield Proof((mistake,), (spelling,), recipe, right)
                break


def _pairs(forge: _Forge, mistakes: Sequence[Mistake]) -> Iterator[Proof]:
    right = forge.case.recipe
    rows = {mistake.slug: _effective(mistake, forge.case) for mistake in mistakes}
    able = [mistake for mistake in mistakes if rows[mistake.slug]]
    for pair in combinations(able, 2):
        order = _order(*pair)
        if order is None:
            continue
        first, second = order
        for (spelling, _, changed), (more, then, _) in _products(rows[first.slug], rows[second.slug]):
            recipe = then(changed)
            if forge.reproduces(recipe):
                yield Proof(order, (spelling, more), recipe, right)
                break


_Effective = tuple[str, Change, Recipe]


def _effective(mistake: Mistake, case: Case) -> list[_Effective]:
    """Return the variants of a mistake that change something, each with the recipe that it makes."""
    changed = [(spelling, change, change(case.recipe)) for spelling, change in mistake.variants(case)]
    return [variant for variant in changed if variant[2] != case.recipe]


def _products(first: list[_Effective], second: list[_Effective]) -> Iterator[tuple[_Effective, _Effective]]:
    return ((one, other) for one in first for other in second)


def _order(one: Mistake, other: Mistake) -> tuple[Mistake, Mistake] | None:
    """Put two mistakes in the order in which both are seen; None when the one undoes the other either way."""
    if one.step != other.step or other.composition is Composition.ALTERS:
        return one, other
    return (other, one) if one.composition is Composition.ALTERS else None
