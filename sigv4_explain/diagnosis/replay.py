"""Replay: sign as each known mistake would, and see which one gives the signature that was received."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.forge import Forge
from sigv4_explain.diagnosis.mistake import (
    LONGEST_PAIRED,
    LONGEST_TRIED,
    MOST_PAIRED,
    MOST_VARIANTS,
    Basis,
    Composition,
    Mistake,
)
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


def replay(case: Case, *, search: Search = Search.ALL, mistakes: Sequence[Mistake] = MISTAKES) -> tuple[Proof, ...]:
    """Try each mistake alone, the frequent ones first; return a proof for each that gives the received signature.

    A request that is signed as it should be gives none.
    """
    forge = Forge.of(case)
    if forge.reproduces(case.recipe):
        return ()
    return _found(_singles(forge, mistakes), search)


def replay_pairs(
    case: Case, *, search: Search = Search.FIRST, mistakes: Sequence[Mistake] = MISTAKES
) -> tuple[Proof, ...]:
    """Try two mistakes at once, without the pairs of which one would undo the other.

    A request that is signed as it should be gives no proof.
    """
    forge = Forge.of(case)
    if forge.reproduces(case.recipe):
        return ()
    return _found(_pairs(forge, mistakes), search)


def untried(case: Case) -> str | None:
    """Say what is not tried because the canonical request is so large; None for a request of the usual size."""
    length = len(case.recipe.canonical_request())
    if length > LONGEST_TRIED:
        return f"No mistake was tried: the text is longer than {LONGEST_TRIED:,} characters."
    if length > LONGEST_PAIRED:
        return f"No two mistakes were tried at once: the text is longer than {LONGEST_PAIRED:,} characters."
    if len(case.recipe.header_lines) + len(case.query_pieces) > MOST_PAIRED:
        reason = f"the request has more than {MOST_PAIRED} headers and parameters"
        return f"No two mistakes were tried at once, and of each at most {MOST_VARIANTS} spellings: {reason}."
    return None


def _found(proofs: Iterator[Proof], search: Search) -> tuple[Proof, ...]:
    if search is Search.ALL:
        return tuple(proofs)
    first = next(proofs, None)
    return () if first is None else (first,)


def _singles(forge: Forge, mistakes: Sequence[Mistake]) -> Iterator[Proof]:
    """Try what the request gives reason to, and only then what is one of a long list."""
    right = forge.case.recipe
    rows = [(mistake, variant) for mistake in mistakes for variant in mistake.tried(forge.case)]
    proven: set[str] = set()
    for mistake, variant in sorted(rows, key=lambda row: row[1].basis is Basis.GUESS):
        recipe = variant.change(right)
        if mistake.slug not in proven and forge.reproduces(recipe):
            proven.add(mistake.slug)
            yield Proof((mistake,), (variant.spelling,), recipe, right)


def _pairs(forge: Forge, mistakes: Sequence[Mistake]) -> Iterator[Proof]:
    rows = {mistake.slug: forge.attempts(mistake) for mistake in mistakes}
    able = [mistake for mistake in mistakes if rows[mistake.slug]]
    for pair in combinations(able, 2):
        order = _order(*pair)
        if order is not None:
            found = forge.pair(rows[order[0].slug], rows[order[1].slug])
            if found is not None:
                first, second, recipe = found
                yield Proof(order, (first.variant.spelling, second.variant.spelling), recipe, forge.case.recipe)


def _order(one: Mistake, other: Mistake) -> tuple[Mistake, Mistake] | None:
    """Put two mistakes in the order in which both are seen; None when the one undoes the other either way."""
    if one.step != other.step or other.composition is Composition.ALTERS:
        return one, other
    return (other, one) if one.composition is Composition.ALTERS else None
