"""Replay: sign as each known mistake would, and see which one gives the signature that was received."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import combinations
from typing import NamedTuple

from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.mistakes.mistake import (
    LONGEST_PAIRED,
    LONGEST_TRIED,
    MOST_PAIRED,
    MOST_VARIANTS,
    Basis,
    Composition,
    Mistake,
    Variant,
)
from sigv4_explain.doctor.recipe import KeyDerivation, Recipe, SignedRequest
from sigv4_explain.encoding import is_sha256


class RecipePart(NamedTuple):
    """A part of a signature, and whether a mistake has changed it."""

    is_changed: bool
    made: bytes


class TriedVariant(NamedTuple):
    """A variant that changes something, and what comes of it alone. It is shown nowhere: it holds a key."""

    variant: Variant
    recipe: Recipe
    hash: RecipePart
    head: RecipePart
    key: RecipePart

    def __repr__(self) -> str:
        return f"<TriedVariant: {self.variant.spelling}>"


@dataclass(frozen=True, slots=True)
class Forge:
    """Signs recipes of one case; it lives as long as one replay, and the keys in it too."""

    arrived: SignedRequest
    received: bytes = field(repr=False)
    """The signature that was received; empty when it cannot be one."""
    hash: bytes = field(repr=False)
    """What is hashed when nothing is wrong."""
    head: bytes = field(repr=False)
    """The first lines of the string to sign when nothing is wrong."""
    keys: dict[KeyDerivation, bytes] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, arrived: SignedRequest) -> Forge:
        """Light the forge: make the parts that most mistakes leave as they are."""
        received = bytes.fromhex(arrived.received) if is_sha256(arrived.received) else b""
        return cls(arrived, received, arrived.recipe.hash(), arrived.recipe.head())

    def key(self, recipe: Recipe) -> bytes:
        """Return a recipe's signing key, derived once."""
        key = self.keys.get(recipe.key_chain)
        if key is None:
            key = self.keys[recipe.key_chain] = recipe.key_chain.signing_key()
        return key

    def digest(self, recipe: Recipe) -> bytes:
        """Sign, with the parts already made where a recipe has them unchanged."""
        right = self.arrived.recipe
        hashed = self.hash if recipe.hashed_part == right.hashed_part else recipe.hash()
        head = self.head if recipe.headed_part == right.headed_part else recipe.head()
        return hmac.digest(self.key(recipe), head + hashed, "sha256")

    def reproduces(self, recipe: Recipe) -> bool:
        """Tell whether a recipe gives the signature that was received."""
        return self.digest(recipe) == self.received

    def attempts(self, mistake: Mistake) -> list[TriedVariant]:
        """Return the variants of a mistake that change something."""
        right = self.arrived.recipe
        changed = [(variant, variant.change(right)) for variant in mistake.tried(self.arrived)]
        return [self._attempt(variant, recipe) for variant, recipe in changed if recipe != right]

    def _attempt(self, variant: Variant, recipe: Recipe) -> TriedVariant:
        right = self.arrived.recipe
        return TriedVariant(
            variant,
            recipe,
            RecipePart(recipe.hashed_part != right.hashed_part, recipe.hash()),
            RecipePart(recipe.headed_part != right.headed_part, recipe.head()),
            RecipePart(recipe.key_chain != right.key_chain, self.key(recipe)),
        )

    def pair(
        self, firsts: Sequence[TriedVariant], seconds: Sequence[TriedVariant]
    ) -> tuple[TriedVariant, TriedVariant, Recipe] | None:
        """Make the one mistake and then the other; two guesses at once are too many."""
        sure = [second for second in seconds if second.variant.basis is not Basis.GUESS]
        for first in firsts:
            for second in sure if first.variant.basis is Basis.GUESS else seconds:
                if self._digest(first, second) == self.received:
                    return first, second, second.variant.change(first.recipe)
        return None

    def _digest(self, first: TriedVariant, second: TriedVariant) -> bytes:
        """Sign with both mistakes: from the parts already made, where the two changed different ones."""
        _, _, hash_1, head_1, key_1 = first
        variant, _, hash_2, head_2, key_2 = second
        if (hash_1[0] and hash_2[0]) or (head_1[0] and head_2[0]) or (key_1[0] and key_2[0]):
            return self.digest(variant.change(first.recipe))
        key = key_2[1] if key_2[0] else key_1[1]
        head = head_2[1] if head_2[0] else head_1[1]
        return hmac.digest(key, head + (hash_2[1] if hash_2[0] else hash_1[1]), "sha256")


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


def replay(
    arrived: SignedRequest, *, search: Search = Search.ALL, mistakes: Sequence[Mistake] = MISTAKES
) -> tuple[Proof, ...]:
    """Try each mistake alone, the frequent ones first; return a proof for each that gives the received signature.

    A request that is signed as it should be gives none.
    """
    forge = Forge.of(arrived)
    if forge.reproduces(arrived.recipe):
        return ()
    return _found(_singles(forge, mistakes), search)


def replay_pairs(
    arrived: SignedRequest, *, search: Search = Search.FIRST, mistakes: Sequence[Mistake] = MISTAKES
) -> tuple[Proof, ...]:
    """Try two mistakes at once, without the pairs of which one would undo the other.

    A request that is signed as it should be gives no proof.
    """
    forge = Forge.of(arrived)
    if forge.reproduces(arrived.recipe):
        return ()
    return _found(_pairs(forge, mistakes), search)


def untried(arrived: SignedRequest) -> str | None:
    """Say what is not tried because the canonical request is so large; None for a request of the usual size."""
    length = len(arrived.recipe.canonical_request())
    if length > LONGEST_TRIED:
        return f"No mistake was tried: the text is longer than {LONGEST_TRIED:,} characters."
    if length > LONGEST_PAIRED:
        return f"No two mistakes were tried at once: the text is longer than {LONGEST_PAIRED:,} characters."
    if len(arrived.recipe.header_lines) + len(arrived.query_pieces) > MOST_PAIRED:
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
    right = forge.arrived.recipe
    rows = [(mistake, variant) for mistake in mistakes for variant in mistake.tried(forge.arrived)]
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
                yield Proof(order, (first.variant.spelling, second.variant.spelling), recipe, forge.arrived.recipe)


def _order(one: Mistake, other: Mistake) -> tuple[Mistake, Mistake] | None:
    """Put two mistakes in the order in which both are seen; None when the one undoes the other either way."""
    if one.step != other.step or other.composition is Composition.ALTERS:
        return one, other
    return (other, one) if one.composition is Composition.ALTERS else None
